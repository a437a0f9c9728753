import { assignJobs, callbackJobs, unassignJobs } from '../bulk/jobs.ts';
import { readAccount } from '../bulk/read-account.ts';
import { readCallbacks } from '../bulk/read-callbacks.ts';
import type { Context, Target } from '../context.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../core/application.ts';
import type { CallbackUrls } from '../core/callback-plan.ts';
import { isCallbackStep } from '../core/change.ts';
import { asSinchctlError, SinchctlError, usage } from '../core/errors.ts';
import { HOSTS } from '../core/hosts.ts';
import { Account, type Step } from '../core/plan.ts';
import { errorFields } from '../core/result.ts';
import { type Deed, deedsOf, type Kept, planUndo } from '../core/undo-plan.ts';
import { type HistoryRow, isRunName } from '../state/journal.ts';
import { carryOutPlan, type Left } from './carry-out-plan.ts';
import { changeResults } from './columns.ts';
import { consent } from './consent.ts';
import { defineCommand } from './define.ts';
import { dryRun } from './options.ts';
import { noRun, runHint } from './run-names.ts';

/** Numbers mean something else on another account. @throws SinchctlError refused */
async function checkAccount(context: Context, { profile, account, run }: HistoryRow): Promise<void> {
  const { name, source, baseUrls } = await context.credentials();
  const isElsewhere = account !== '' && account !== (baseUrls.calling ?? HOSTS.calling);
  // The environment has no name of its own to compare.
  const isOther = source !== 'environment' && profile !== 'environment' && profile !== '' && profile !== name;
  if (!isElsewhere && !isOther) return;
  throw new SinchctlError('refused', `${run} was carried out with profile ${profile}, not with ${name}`, {
    hint: profile === 'environment' ? 'set the same variables' : `say --profile ${profile}`,
  });
}

async function rowsOfRun(context: Context, run: string): Promise<Deed[]> {
  const history = await context.history();
  const rows = history.filter((row) => row.run === run);
  const [first] = rows;
  if (!first) throw noRun(run, history);
  await checkAccount(context, first);
  return rows;
}

/** A file of rows. @throws SinchctlError usage, naming the runs that were perhaps meant where there is no such file */
async function readRows(context: Context, path: string): Promise<Uint8Array> {
  try {
    return await context.readInput(path);
  } catch (error) {
    const { message } = asSinchctlError(error);
    if (!message.endsWith(': ENOENT'))
      throw usage(
        message,
        'name a run, as sinchctl history shows them, or a file that --results has written',
      );
    const hint = runHint(path, await context.history());
    throw usage(`no run and no file is called ${path}`, hint, [path]);
  }
}

/** The rows of a file that `--results` has written, or of a pipe. */
async function rowsOfFile(context: Context, path: string): Promise<Deed[]> {
  const [bytes, { decodeText }, { readResultRows }] = await Promise.all([
    readRows(context, path),
    import('../bulk/input/decode.ts'),
    import('../state/result-rows.ts'),
  ]);
  const name = path === '-' ? 'stdin' : path;
  return readResultRows(decodeText(bytes, name), name);
}

/** What stands now of the things that were changed; nothing is read that does not matter. */
async function lookAt(context: Context, deeds: readonly Deed[]) {
  const client = await context.client();
  const applications = deeds.flatMap((deed) => (deed.kind === 'callback' ? (deed.application ?? []) : []));
  const isNumber = deeds.some(({ kind }) => kind === 'number');
  const account = isNumber ? await readAccount(client) : new Account([]);
  const { found, failures } = await readCallbacks(
    client,
    [...new Set(applications)],
    context.globals.concurrency,
  );
  const [failure] = failures.filter(({ error }) => error.kind !== 'notFound');
  if (failure) throw failure.error;
  return { account, callbacks: found as ReadonlyMap<ApplicationKey, CallbackUrls> };
}

function leftOf({ deed, error }: Kept, aliases: Aliases): Left {
  const { application } = deed;
  const alias = aliasOf(application, aliases);
  const item = deed.number ?? `${deed.callback} of ${application}`;
  return { item, error, row: { ...deed, alias, change: 'none', result: 'skipped', ...errorFields(error) } };
}

function targetsOf({ kind, application, from, to, capability }: Deed): Target[] {
  if (kind === 'callback') return application ? [{ application, part: 'callbacks' }] : [];
  const keys = [from, to].filter((key): key is ApplicationKey => key !== null);
  return keys.map((key) => ({ application: key, part: capability ?? 'voice' }));
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
    const rows = isRunName(name) ? await rowsOfRun(context, name) : await rowsOfFile(context, name);
    const deeds = deedsOf(rows);
    // A killed run leaves a file that lacks what was in flight, and silence would read as success.
    if (deeds.length === 0) {
      context.warn(
        `${name} holds no change; what was in flight when a run was killed stands in sinchctl history`,
      );
    }
    // Before anything is read: nobody else may change it in between.
    await context.hold(deeds.flatMap(targetsOf));
    const { account, callbacks } = await lookAt(context, deeds);
    const plan = planUndo(deeds, account, callbacks);
    const { name: profile, aliases } = await context.credentials();
    return carryOutPlan(context, {
      plan: { steps: [...plan.callbacks.flatMap(({ steps }) => steps), ...plan.numbers], objections: [] },
      phases: (steps) => {
        const numbers = steps.filter((step): step is Step => !isCallbackStep(step));
        return [callbackJobs(plan.callbacks), assignJobs(numbers), unassignJobs(numbers)];
      },
      remedy: '--app',
      left: plan.kept.map((kept) => leftOf(kept, aliases)),
      dryRun: options.dryRun,
      agree: async (steps) => {
        const count = steps.filter(({ change }) => change !== 'none').length;
        await consent(context, `Take back ${count} changes of ${name}, profile ${profile}?`);
      },
    });
  },
});
