import type { Account } from '../../account/account.ts';
import type { Aliases } from '../../account/application.ts';
import { isCallbackStep, type Step } from '../../account/plan.ts';
import { mayHaveChanged, type ResultWord } from '../../account/result-row.ts';
import { type Failure, interruption, summarizeFailures } from '../../account/summarize-failures.ts';
import type { CommandResult } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { canSucceedLater, NO_UNDO, undoSentence, withLine } from '../../cli/next-steps.ts';
import type { Tracking } from '../../cli/progress.ts';
import { inItemOrder, type RowItem } from '../../cli/row-order.ts';
import { SinchctlError } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import type { Batch } from '../../engine/batches.ts';
import { executeBatches } from '../../engine/execute-batches.ts';
import {
  currentOf,
  DONE,
  type ExecutionResult,
  errorOf,
  failuresOf,
  finalOutcome,
  groupedRows,
  outcomeRows,
  type Reporter,
} from '../../engine/outcome.ts';
import type { RunCounts } from '../../history/journal.ts';
import type { Recording } from '../../history/journal-file.ts';
import { countItem, noCounts } from '../../history/runs.ts';
import type { Row } from '../../output/rows.ts';
import { changesText, countChanges } from './count-changes.ts';

/** The items that no request is sent for. */
export interface Rejected {
  failures: Failure[];
  rows: Row[];
  /** All items of the input in their order; by default, rejected items follow all others. */
  order?: readonly RowItem[] | undefined;
}

/** The steps of a plan with their requests. */
interface PlannedRun {
  steps: readonly Step[];
  /** A phase starts when the previous one has succeeded. */
  phases: readonly (readonly Batch[])[];
  /** Whether to read the account again after the last request; `required` if the user requested it. */
  verify: boolean | 'required';
  /** Compares the account as read by `verify` with the plan. */
  compare: ((account: Account) => SinchctlError | undefined) | undefined;
  rejected: Rejected;
}

/** The steps that change anything. A request can include unchanged numbers, which are not recorded. */
const changing = (steps: readonly Step[]): readonly Step[] => steps.filter(({ change }) => change !== 'none');

function recordingReporter(recording: Recording, tracking: Tracking, aliases: Aliases): Reporter {
  return {
    onPlanned: (steps) => recording.intend(groupedRows(changing(steps), 'planned', aliases)),
    onCancelled: (steps) => recording.settle(groupedRows(changing(steps), 'skipped', aliases)),
    onSettled(steps, outcome) {
      const groups = groupedRows(steps, outcome.result, aliases, errorOf(outcome), currentOf(outcome));
      for (const { row, numbers } of groups) tracking.row(row as object as Row, numbers);
      // Skipped steps never had a request.
      const isSent = outcome.result !== 'skipped';
      if (isSent) recording.settle(groups.filter(({ row }) => row.change !== 'none'));
    },
  };
}

/** In the order of the plan. They are created lazily, because there may be 100,000. */
function* everyRow(
  { steps, rejected }: PlannedRun,
  { missed }: ExecutionResult,
  aliases: Aliases,
): Generator<Row> {
  for (const row of outcomeRows(steps, missed, aliases)) yield row as object as Row;
  yield* rejected.rows;
}

/** The error if a verification that the user requested was not possible. */
const unverifiedError = (verify: PlannedRun['verify'], { unverified }: ExecutionResult) =>
  verify === 'required' && unverified
    ? new SinchctlError('unavailable', `all changes were accepted, but not verified: ${unverified.message}`, {
        cause: unverified,
      })
    : undefined;

/** The error that sums up a run, with the command to run again if that helps. */
function runError(
  context: Context,
  { steps, rejected, compare, verify }: PlannedRun,
  result: ExecutionResult,
): SinchctlError | undefined {
  const total = steps.length + rejected.failures.length;
  const failures = [...failuresOf(steps, result), ...rejected.failures];
  const error =
    interruption(result.interrupted, failures, total) ??
    summarizeFailures(total, failures) ??
    (result.account && compare?.(result.account)) ??
    unverifiedError(verify, result);
  return error && withLine(context, error, total > 1 && canSucceedLater(failures, result.interrupted));
}

/** Whether the previous value of any changed item is known. */
const canBeUndone = (steps: readonly Step[], { missed }: ExecutionResult): boolean =>
  steps.some(
    (step) => (isCallbackStep(step) || !step.unchecked) && mayHaveChanged(finalOutcome(step, missed)),
  );

/** Rows and an error appear together only after partial work; when nothing was changed the error appears alone. */
export function toOutcome(
  rows: Iterable<Row>,
  error: SinchctlError | undefined,
  isAnythingDone: boolean,
): CommandResult {
  const mayShow = error === undefined || error.kind === 'partial' || error.kind === 'interrupted';
  if (!mayShow && !isAnythingDone) throw error;
  return { rows, error };
}

/** How a run has ended. */
interface Executed extends ExecutionResult {
  run: string;
  counts: RunCounts;
  seconds: number;
}

/** `2.1s`, or `34s`. */
const durationText = (seconds: number): string =>
  `${seconds < 10 ? seconds.toFixed(1) : Math.round(seconds)}s`;

/** Whether the rows can keep the order of the plan without waiting for a later phase. */
function isInPhaseOrder(steps: readonly Step[], phases: PlannedRun['phases']): boolean {
  if (phases.length < 2) return true;
  const phaseOf = new Map<Step, number>();
  phases.forEach((batches, i) => {
    for (const batch of batches) for (const step of batch.steps) phaseOf.set(step, i);
  });
  let phase = 0;
  return steps.every((step) => {
    const before = phase;
    phase = phaseOf.get(step) ?? phase;
    return phase >= before;
  });
}

/** Runs the requests, records every change in the journal, and tracks each row as it finishes. */
async function execute(context: Context, { steps, phases, verify, rejected }: PlannedRun): Promise<Executed> {
  const { aliases } = await context.credentials();
  const start = context.host.now().getTime();
  const client = await context.client();
  // The head of the run has the command and the reason, which may contain the secret of any of its requests.
  for (const auth of new Set(phases.flat().map(({ auth = 'application' }) => auth)))
    await client.prepare(auth);
  const recording = await context.records.begin();
  const tracking = context.track(steps.length + rejected.rows.length);
  try {
    if (isInPhaseOrder(steps, phases)) tracking.keepOrder(rejected.order ?? steps);
    for (const row of rejected.rows) tracking.row(row);
    const result = await executeBatches(steps, phases, {
      client,
      concurrency: context.settings.concurrency,
      verify: verify !== false,
      interrupted: () => tracking.error() ?? recording.failure(),
      reporter: recordingReporter(recording, tracking, aliases),
    });
    const counts = noCounts();
    for (const step of steps) countItem(counts, step, finalOutcome(step, result.missed).result);
    recording.end(counts);
    const seconds = (context.host.now().getTime() - start) / 1000;
    return { ...result, run: recording.run, counts, seconds };
  } finally {
    await tracking.stop();
  }
}

/** `3 failed, 2 skipped`: what was not done. */
function describeRest({ counts: { failed, unsent, unknown } }: Executed, rejected: readonly Row[]): string[] {
  const left = (word: ResultWord) => rejected.filter(({ result }) => result === word).length;
  const rest = [
    ['failed', failed + left('failed')],
    ['skipped', unsent + left('skipped')],
    ['unknown', unknown],
  ] as const;
  return rest.flatMap(([word, n]) => (n > 0 ? [`${formatNumber(n)} ${word}`] : []));
}

/** What was done, and how to undo it. */
function closingNotes(
  context: Context,
  { steps, rejected }: PlannedRun,
  result: Executed,
  aliases: Aliases,
): string[] {
  const isDone = (step: Step) => finalOutcome(step, result.missed) === DONE;
  const done = changesText(countChanges(steps, isDone), aliases);
  const rest = describeRest(result, rejected.rows).join(', ');
  const parts = done && rest ? `${done}, ${rest}` : done || `results: ${rest}`;
  const what = `${parts}${result.seconds < 1 ? '' : ` (${durationText(result.seconds)})`}`;
  return canBeUndone(steps, result) ? [`${what}. ${undoSentence(context, result.run)}`] : [what, NO_UNDO];
}

/**
 * Executes a plan that is confirmed.
 * @returns all rows, and the error that sums up the run
 */
export async function runRecorded(context: Context, work: PlannedRun): Promise<CommandResult> {
  const { aliases } = await context.credentials();
  const result = await execute(context, work);
  const { steps, verify } = work;
  const error = runError(context, work, result);
  if (result.unverified && !(verify === 'required' && error?.cause === result.unverified)) {
    context.messages.warn(`cannot read the account after the run: ${result.unverified.message}`);
  }
  const isAnythingDone = steps.some((step) => mayHaveChanged(finalOutcome(step, result.missed)));
  const closing = isAnythingDone ? closingNotes(context, work, result, aliases) : [];
  const { order } = work.rejected;
  const all = everyRow(work, result, aliases);
  const rows = order ? inItemOrder(all, order) : all;
  return { ...toOutcome(rows, error, isAnythingDone || result.isAccepted), isTracked: true, closing };
}
