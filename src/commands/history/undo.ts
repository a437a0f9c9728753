import { Account } from '../../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import type { CallbackUrls } from '../../account/callback-plan.ts';
import { errorFields } from '../../account/result-row.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import type { LockTarget } from '../../cli/lock-account.ts';
import { undoLine } from '../../cli/next-steps.ts';
import { usage } from '../../core/errors.ts';
import { formatNumber } from '../../core/format-number.ts';
import { assignBatches, callbackBatches, unassignBatches } from '../../engine/batches.ts';
import { readAccount, readCallbacks } from '../../engine/read-account.ts';
import { isRunName } from '../../history/journal.ts';
import {
  planUndo,
  type RecordedChange,
  recordedChanges,
  type Unrevertible,
} from '../../history/undo-plan.ts';
import { dryRun } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { confirm } from '../write/confirm.ts';
import { executePlan, type Skipped } from '../write/execute-plan.ts';
import { type LoadedRun, loadFile, loadRun } from './load-run.ts';

const changes = (count: number): string => (count === 1 ? '1 change' : `${formatNumber(count)} changes`);

type Seen = Awaited<ReturnType<typeof lookAt>>;

const calledBack = (changesMade: readonly RecordedChange[]): ApplicationKey[] =>
  changesMade.flatMap(({ kind, application }) => (kind === 'callback' && application ? [application] : []));

/**
 * What stands now of the things that were changed; nothing is read that does not matter.
 * @param others what is only told of, so that it keeps nothing from being undone
 */
async function lookAt(
  context: Context,
  changesMade: readonly RecordedChange[],
  others: readonly RecordedChange[],
) {
  const client = await context.client();
  const needed = calledBack(changesMade);
  const isNumber = [...changesMade, ...others].some(({ kind }) => kind === 'number');
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

function leftOf({ recorded, error }: Unrevertible, aliases: Aliases): Skipped {
  const { application } = recorded;
  const alias = aliasOf(application, aliases);
  const item = recorded.number ?? `${recorded.callback} of ${application}`;
  return {
    item,
    error,
    ending: 'skipped',
    row: { ...recorded, alias, change: 'none', result: 'skipped', ...errorFields(error), checked: true },
  };
}

function targetsOf({ kind, application, from, to, capability }: RecordedChange): LockTarget[] {
  if (kind === 'callback') return application ? [{ application, part: 'callbacks' }] : [];
  const keys = [from, to].filter((key): key is ApplicationKey => key !== null);
  return keys.map((key) => ({ application: key, part: capability ?? 'voice' }));
}

/** A killed run leaves a file that lacks what was in flight, and silence would read as success. */
function warnOfUnrecorded(
  context: Context,
  name: string,
  { rows, unrecorded, isKnown }: LoadedRun,
  seen: Seen,
): void {
  const { account, callbacks } = seen;
  const rest = unrecorded.map(({ run, changesMade }) => {
    const plan = planUndo(changesMade, account, callbacks);
    const steps = [...plan.numbers, ...plan.callbacks.flatMap((one) => one.steps)];
    return { run, count: steps.filter(({ change }) => change !== 'none').length };
  });
  const current = rest.filter(({ count }) => count > 0);
  for (const { run, count } of current) {
    context.messages.warn(`${name} does not tell of ${changes(count)} of ${run}; ${undoLine(context, run)}`);
  }
  if (current.length > 0) return;
  if (recordedChanges(rows).length === 0) {
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
  destructive: true,
  async run(context, [name = ''], options) {
    if (name === '') throw usage('nothing to undo is named', 'sinchctl history shows the runs');
    const given = isRunName(name) ? await loadRun(context, name) : await loadFile(context, name);
    const changesMade = recordedChanges(given.rows);
    // Before anything is read: nobody else may change it in between.
    await context.records.lock(changesMade.flatMap(targetsOf));
    const others = given.unrecorded.flatMap((one) => one.changesMade);
    const look = async () => {
      const seen = await lookAt(context, changesMade, others);
      const plan = planUndo(changesMade, seen.account, seen.callbacks);
      return { ...seen, plan, steps: [...plan.callbacks.flatMap((one) => one.steps), ...plan.numbers] };
    };
    const { plan, steps, ...seen } = await look();
    warnOfUnrecorded(context, name, given, seen);
    const { name: profile, aliases } = await context.credentials();
    return executePlan(context, {
      plan: { steps, callbacks: seen.callbacks, conflicts: [] },
      phases: () => [
        callbackBatches(plan.callbacks),
        assignBatches(plan.numbers),
        unassignBatches(plan.numbers),
      ],
      resolutionFlag: '--app',
      left: plan.unrevertible.map((one) => leftOf(one, aliases)),
      dryRun: options.dryRun,
      confirmation: {
        agree: async (steps) => {
          const count = steps.filter(({ change }) => change !== 'none').length;
          return confirm(context, `Take back ${changes(count)} of ${name}, profile ${profile}?`);
        },
        replan: look,
      },
    });
  },
});
