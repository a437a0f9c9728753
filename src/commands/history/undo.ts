import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import type { CallbackUrls } from '../../account/callback-plan.ts';
import { Account } from '../../account/plan.ts';
import { errorFields } from '../../account/result-row.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import type { LockTarget } from '../../cli/lock-account.ts';
import { undoLine } from '../../cli/next-steps.ts';
import { usage } from '../../core/errors.ts';
import { grouped } from '../../core/format-number.ts';
import { assignJobs, callbackJobs, unassignJobs } from '../../engine/batches.ts';
import { readAccount } from '../../engine/read-account.ts';
import { readCallbacks } from '../../engine/read-callbacks.ts';
import { isRunName } from '../../history/journal.ts';
import { type Deed, deedsOf, type Kept, planUndo } from '../../history/undo-plan.ts';
import { dryRun } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { consent } from '../write/confirm.ts';
import { carryOutPlan, type Left } from '../write/execute-plan.ts';
import { rowsOfFile, rowsOfRun, type ToUndo } from './load-run.ts';

const changes = (count: number): string => (count === 1 ? '1 change' : `${grouped(count)} changes`);

type Seen = Awaited<ReturnType<typeof lookAt>>;

const calledBack = (deeds: readonly Deed[]): ApplicationKey[] =>
  deeds.flatMap(({ kind, application }) => (kind === 'callback' && application ? [application] : []));

/**
 * What stands now of the things that were changed; nothing is read that does not matter.
 * @param others what is only told of, so that it keeps nothing from being undone
 */
async function lookAt(context: Context, deeds: readonly Deed[], others: readonly Deed[]) {
  const client = await context.client();
  const needed = calledBack(deeds);
  const isNumber = [...deeds, ...others].some(({ kind }) => kind === 'number');
  const account = isNumber ? await readAccount(client) : new Account([]);
  const { found, failures } = await readCallbacks(
    client,
    [...new Set([...needed, ...calledBack(others)])],
    context.settings.concurrency,
  );
  const [failure] = failures.filter(
    ({ item, error }) => error.kind !== 'notFound' && needed.some((key) => key === item),
  );
  if (failure) throw failure.error;
  return { account, callbacks: found as ReadonlyMap<ApplicationKey, CallbackUrls> };
}

function leftOf({ deed, error }: Kept, aliases: Aliases): Left {
  const { application } = deed;
  const alias = aliasOf(application, aliases);
  const item = deed.number ?? `${deed.callback} of ${application}`;
  return {
    item,
    error,
    ending: 'skipped',
    row: { ...deed, alias, change: 'none', result: 'skipped', ...errorFields(error), checked: true },
  };
}

function targetsOf({ kind, application, from, to, capability }: Deed): LockTarget[] {
  if (kind === 'callback') return application ? [{ application, part: 'callbacks' }] : [];
  const keys = [from, to].filter((key): key is ApplicationKey => key !== null);
  return keys.map((key) => ({ application: key, part: capability ?? 'voice' }));
}

/** A killed run leaves a file that lacks what was in flight, and silence would read as success. */
function warnOfUntold(context: Context, name: string, { rows, untold, isKnown }: ToUndo, seen: Seen): void {
  const { account, callbacks } = seen;
  const rest = untold.map(({ run, deeds }) => {
    const plan = planUndo(deeds, account, callbacks);
    const steps = [...plan.numbers, ...plan.callbacks.flatMap((one) => one.steps)];
    return { run, count: steps.filter(({ change }) => change !== 'none').length };
  });
  const standing = rest.filter(({ count }) => count > 0);
  for (const { run, count } of standing) {
    context.messages.warn(`${name} does not tell of ${changes(count)} of ${run}; ${undoLine(context, run)}`);
  }
  if (standing.length > 0) return;
  if (deedsOf(rows).length === 0) {
    context.messages.warn(
      `${name} holds no change; what was in flight when a run was killed stands in sinchctl history`,
    );
  } else if (!isKnown) {
    context.messages.note(
      `the history of this machine does not know ${name}: what was in flight when a run was killed is not in it`,
    );
  }
}

export const undo = defineCommand({
  usage: 'undo <run|FILE>',
  summary: 'Take a run back',
  description:
    'Takes back what a run changed, by its name (every write ends with it, history shows it) or by its --results file.\n' +
    'Only what still is as the run left it is changed; everything else is named and left. It knows only changes made\n' +
    'through sinchctl. Asks, unless --yes.',
  examples: [
    'sinchctl --profile sandbox undo 20261124-093000-3f9a --dry-run',
    'sinchctl --profile sandbox undo results.ndjson --yes',
  ],
  options: { dryRun },
  offers: [{ completes: 'run', orFile: true }],
  columns: changeResults,
  writes: true,
  takesAway: true,
  async run(context, [name = ''], options) {
    if (name === '') throw usage('nothing to undo is named', 'sinchctl history shows the runs');
    const given = isRunName(name) ? await rowsOfRun(context, name) : await rowsOfFile(context, name);
    const deeds = deedsOf(given.rows);
    // Before anything is read: nobody else may change it in between.
    await context.records.lock(deeds.flatMap(targetsOf));
    const others = given.untold.flatMap((one) => one.deeds);
    const look = async () => {
      const seen = await lookAt(context, deeds, others);
      const plan = planUndo(deeds, seen.account, seen.callbacks);
      return { ...seen, plan, steps: [...plan.callbacks.flatMap((one) => one.steps), ...plan.numbers] };
    };
    const { plan, steps, ...seen } = await look();
    warnOfUntold(context, name, given, seen);
    const { name: profile, aliases } = await context.credentials();
    return carryOutPlan(context, {
      plan: { steps, callbacks: seen.callbacks, objections: [] },
      phases: () => [callbackJobs(plan.callbacks), assignJobs(plan.numbers), unassignJobs(plan.numbers)],
      remedy: '--app',
      left: plan.kept.map((kept) => leftOf(kept, aliases)),
      dryRun: options.dryRun,
      confirmation: {
        agree: async (steps) => {
          const count = steps.filter(({ change }) => change !== 'none').length;
          return consent(context, `Take back ${changes(count)} of ${name}, profile ${profile}?`);
        },
        replan: look,
      },
    });
  },
});
