import { Account } from '../../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import type { CallbackUrls } from '../../account/plan.ts';
import { errorFields } from '../../account/result-row.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { commandLine, undoLine } from '../../cli/next-steps.ts';
import type { LockTarget } from '../../cli/run-records.ts';
import { usage } from '../../core/errors.ts';
import { countOf } from '../../core/text.ts';
import { phasesOf, stepsOf } from '../../engine/batches.ts';
import { readAccount, readCallbacks } from '../../engine/read-account.ts';
import { isRunId } from '../../history/journal.ts';
import { type HistoryRun, noCounts } from '../../history/runs.ts';
import {
  planUndo,
  type RecordedChange,
  recordedChanges,
  type Unrevertible,
} from '../../history/undo-plan.ts';
import { canDrawBoxes } from '../../output/style-options.ts';
import { exceededLimits } from '../../state-file/plan.ts';
import { dryRun, maxRemovals } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { executePlan, type Skipped } from '../write/execute-plan.ts';
import { sizesOf } from '../write/plan-view.ts';
import { findRun, lastRun, undoableRuns } from './find-run.ts';
import { type LoadedRun, loadFile, loadRun } from './load-run.ts';
import { drawnChanges, runRow, shortCommand } from './run-rows.ts';

/** The number of runs that a prompt offers. */
const MAX_OFFERED = 20;

const callbackApplications = (changesMade: readonly RecordedChange[]): ApplicationKey[] =>
  changesMade.flatMap(({ kind, application }) => (kind === 'callback' && application ? [application] : []));

/**
 * The current values of everything that was changed. Reads only what is needed.
 * @param others changes that are only reported, for which an application that cannot be read is not an error
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
      `${name} does not list ${countOf(count, 'change')} of run ${run}; ${undoLine(context, run)}`,
    );
  }
  if (current.length > 0) return;
  if (recordedChanges(rows).length === 0) {
    context.messages.warn(
      `${name} contains no changes; to see what was in progress when a run was killed, run ${commandLine(context, 'history')}`,
    );
  } else if (!isKnown) {
    context.messages.note(
      `the run that wrote ${name} is not in the history of this computer; if it was killed, the file does not list the changes that were in progress`,
    );
  }
}

/**
 * The run that an argument refers to; undefined for a file.
 * @throws SinchctlError if it matches both, none, or several
 */
async function runOf(context: Context, text: string): Promise<HistoryRun | undefined> {
  if (text === 'last') return lastRun(context);
  // A path contains other characters.
  if (!/^[0-9a-f-]*[0-9a-f]$/.test(text)) return undefined;
  const runs = await context.records.runs();
  const isFile = () =>
    context.input.readBytes(text).then(
      () => true,
      () => false,
    );
  if (isRunId(text) || !(await isFile())) return findRun(context, text, runs);
  const [run] = runs.filter((one) => one.run.endsWith(text));
  if (!run) return undefined;
  throw usage(
    `${text} is ambiguous: it matches a file and a run ID`,
    `pass ./${text}, or the full ID: ${run.run}`,
    [text],
  );
}

/** @throws SinchctlError usage if no prompt is possible, notFound if there is nothing to undo */
async function chooseRun(context: Context): Promise<HistoryRun> {
  if (!context.canAsk) throw usage('no run or file given', 'to list the runs, run sinchctl history');
  const runs = (await undoableRuns(context, await context.records.runs())).slice(0, MAX_OFFERED);
  if (runs.length === 0) return lastRun(context);
  const { aliases } = await context.credentials();
  const { env, platform } = context.host;
  const unicode = canDrawBoxes(env, platform, context.canAsk);
  const rows = runs.map((run) => runRow(run, context.host.now(), aliases));
  const choices = rows.map(({ run, when, who, changes, command }) => ({
    value: String(run),
    name: [run, when, who, drawnChanges(String(changes), unicode), shortCommand(command, unicode)].join('  '),
  }));
  const chosen = await context.prompts.search('Run to undo', (term) =>
    choices.filter(({ name }) => name.includes(term)),
  );
  return findRun(context, chosen, runs);
}

export const undo = defineCommand({
  usage: 'undo [run|last|FILE]',
  summary: 'Undo a run',
  description:
    'Undoes the changes of a run, or those in a --results file. Undoes only what has not changed since the run, and reports the rest. Prompts for confirmation.\n' +
    "The argument last selects the profile's newest run that made changes, is not an undo, and has not been undone. Without an argument, prompts you to select a run. To redo a run, undo the run that undid it.",
  examples: [
    'sinchctl undo last --dry-run',
    'sinchctl undo 3f9a --yes',
    'sinchctl undo results.ndjson --yes',
  ],
  options: { maxRemovals, dryRun },
  arguments: [
    {
      summary: 'run ID or unique suffix of a run ID, last, or --results file',
      completes: 'run',
      orFile: true,
    },
  ],
  columns: changeResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['history', 'help output'],
  writes: true,
  progress: 'Undoing',
  destructive: true,
  async run(context, [name = ''], options) {
    const run = name === '' ? await chooseRun(context) : await runOf(context, name);
    const source = run ? `run ${run.run}` : name;
    const loaded = run ? await loadRun(context, run) : await loadFile(context, name);
    context.records.markUndo(run?.run ?? name);
    const changesMade = recordedChanges(loaded.rows);
    await context.records.lock(changesMade.flatMap(recordedTargets));
    const others = loaded.unrecorded.flatMap((one) => one.changesMade);
    const { aliases } = await context.credentials();
    const makePlan = async () => {
      const current = await readChanged(context, changesMade, others);
      const plan = planUndo(changesMade, current.account, current.callbacks, aliases);
      return { ...current, plan, steps: stepsOf(plan) };
    };
    const { plan, steps, ...current } = await makePlan();
    warnOfUnrecorded(context, name, loaded, current);
    const isDone =
      steps.every(({ change }) => change === 'none') && plan.unrevertible.every(({ isChanged }) => isChanged);
    // The run then counts as undone, and `undo last` selects the run before it.
    if (isDone && run && run.undoneBy === null && changesMade.length > 0 && !options.dryRun)
      (await context.records.begin()).end(noCounts());
    return executePlan(context, {
      plan: {
        steps,
        callbacks: current.callbacks,
        conflicts: [],
        sizes: sizesOf(context, current.account, plan.numbers),
      },
      phases: () => phasesOf(plan),
      resolutionFlag: '--app',
      skipped: plan.unrevertible.map((kept) => skippedChange(kept, aliases)),
      dryRun: options.dryRun,
      // Undoing a run removes only what the run added, but anyone may have written a file.
      exceeded: run ? [] : exceededLimits(plan.numbers, current.account, options.maxRemovals),
      question: (profile) => {
        const count = steps.filter(({ change }) => change !== 'none').length;
        return { action: `Undo ${countOf(count, 'change')} from ${source} (profile ${profile})` };
      },
      verify: true,
      replan: makePlan,
    });
  },
});
