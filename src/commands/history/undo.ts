import { Account } from '../../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import type { CallbackUrls } from '../../account/plan.ts';
import { errorFields } from '../../account/result-row.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { undoLine } from '../../cli/finish.ts';
import type { LockTarget } from '../../cli/lock-account.ts';
import { usage } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import { phasesOf, stepsOf } from '../../engine/batches.ts';
import { readAccount, readCallbacks } from '../../engine/read-account.ts';
import { isRunName } from '../../history/journal.ts';
import {
  planUndo,
  type RecordedChange,
  recordedChanges,
  type Unrevertible,
} from '../../history/undo-plan.ts';
import { exceededLimits } from '../../state-file/plan.ts';
import { dryRun, maxRemovals } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { confirmSteps } from '../write/confirm.ts';
import { executePlan, type Skipped } from '../write/execute-plan.ts';
import { type LoadedRun, loadFile, loadRun } from './load-run.ts';

const countText = (count: number): string => (count === 1 ? '1 change' : `${formatNumber(count)} changes`);

const callbackApplications = (changesMade: readonly RecordedChange[]): ApplicationKey[] =>
  changesMade.flatMap(({ kind, application }) => (kind === 'callback' && application ? [application] : []));

/**
 * The current values of everything that was changed. Reads only what is needed.
 * @param others changes that are only reported: an application that cannot be read is no error there
 */
async function readChanged(
  context: Context,
  changesMade: readonly RecordedChange[],
  others: readonly RecordedChange[],
) {
  const client = await context.client();
  const needed = callbackApplications(changesMade);
  const isNumber = [...changesMade, ...others].some(({ kind }) => kind === 'number');
  const account = isNumber ? await readAccount(client) : new Account([]);
  const { found, failures } = await readCallbacks(
    client,
    [...new Set([...needed, ...callbackApplications(others)])],
    context.settings.concurrency,
  );
  const [failure] = failures.filter(
    ({ item, error }) => error.kind !== 'notFound' && needed.some((key) => key === item),
  );
  if (failure) throw failure.error;
  return { account, callbacks: found as ReadonlyMap<ApplicationKey, CallbackUrls> };
}

function skippedChange({ recorded, error }: Unrevertible, aliases: Aliases): Skipped {
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

function recordedTargets({ kind, application, from, to, capability }: RecordedChange): LockTarget[] {
  if (kind === 'callback') return application ? [{ application, part: 'callbacks' }] : [];
  const keys = [from, to].filter((key): key is ApplicationKey => key !== null);
  return keys.map((key) => ({ application: key, part: capability ?? 'voice' }));
}

/** Warns that a results file is incomplete: a killed run does not report its requests in progress. */
function warnOfUnrecorded(
  context: Context,
  name: string,
  { rows, unrecorded, isKnown }: LoadedRun,
  { account, callbacks }: Awaited<ReturnType<typeof readChanged>>,
): void {
  const counts = unrecorded.map(({ run, changesMade }) => {
    const steps = stepsOf(planUndo(changesMade, account, callbacks));
    return { run, count: steps.filter(({ change }) => change !== 'none').length };
  });
  const current = counts.filter(({ count }) => count > 0);
  for (const { run, count } of current) {
    context.messages.warn(
      `${name} does not list ${countText(count)} of run ${run}; ${undoLine(context, run)}`,
    );
  }
  if (current.length > 0) return;
  if (recordedChanges(rows).length === 0) {
    context.messages.warn(
      `${name} contains no changes; sinchctl history lists what was in progress when a run was killed`,
    );
  } else if (!isKnown) {
    context.messages.note(
      `${name} is not in the history of this machine; it does not list what was in progress when a run was killed`,
    );
  }
}

export const undo = defineCommand({
  usage: 'undo <run|FILE>',
  summary: 'Undo a run',
  description:
    'Undoes the changes of a run, or those in a --results file. Undoes only what has not changed since the run, and reports the rest. Asks for confirmation.',
  examples: ['sinchctl undo 20261124-093000-3f9a --dry-run', 'sinchctl undo results.ndjson --yes'],
  options: { maxRemovals, dryRun },
  arguments: [
    {
      summary: 'a run ID, which every change prints and history lists, or a --results file',
      completes: 'run',
      orFile: true,
    },
  ],
  columns: changeResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['history', 'help output'],
  writes: true,
  destructive: true,
  async run(context, [name = ''], options) {
    if (name === '') throw usage('no run or file given', 'sinchctl history lists the runs');
    const loaded = isRunName(name) ? await loadRun(context, name) : await loadFile(context, name);
    const changesMade = recordedChanges(loaded.rows);
    await context.records.lock(changesMade.flatMap(recordedTargets));
    const others = loaded.unrecorded.flatMap((one) => one.changesMade);
    const makePlan = async () => {
      const current = await readChanged(context, changesMade, others);
      const plan = planUndo(changesMade, current.account, current.callbacks);
      return { ...current, plan, steps: stepsOf(plan) };
    };
    const { plan, steps, ...current } = await makePlan();
    warnOfUnrecorded(context, name, loaded, current);
    const { name: profile, aliases } = await context.credentials();
    return executePlan(context, {
      plan: { steps, callbacks: current.callbacks, conflicts: [] },
      phases: () => phasesOf(plan),
      resolutionFlag: '--app',
      skipped: plan.unrevertible.map((kept) => skippedChange(kept, aliases)),
      dryRun: options.dryRun,
      // A run takes away only what it added; anyone may have written a file.
      exceeded: isRunName(name) ? [] : exceededLimits(plan.numbers, current.account, options.maxRemovals),
      confirm: () => {
        const count = steps.filter(({ change }) => change !== 'none').length;
        const source = isRunName(name) ? `run ${name}` : name;
        return confirmSteps(context, `Undo ${countText(count)} from ${source} (profile ${profile})?`, steps);
      },
      verify: true,
      replan: makePlan,
    });
  },
});
