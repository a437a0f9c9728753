import type { Aliases } from '../../account/application.ts';
import type { ResultWord } from '../../account/result-row.ts';
import type { Step } from '../../account/step.ts';
import type { Context } from '../../cli/context.ts';
import type { Tracking } from '../../cli/progress.ts';
import type { Batch } from '../../engine/batches.ts';
import { type ExecutionResult, executeBatches } from '../../engine/execute-batches.ts';
import { errorOf, finalOutcome, type Reporter } from '../../engine/outcome.ts';
import { groupedRows, outcomeRows } from '../../engine/result-rows.ts';
import type { Recording } from '../../history/journal-file.ts';
import type { Row } from '../../output/rows.ts';

/** The steps of a plan with their requests. */
interface PlannedRun {
  steps: readonly Step[];
  /** A phase starts when the previous one has succeeded. */
  phases: readonly (readonly Batch[])[];
  /** Whether to compare with the account after the last request. */
  verify: boolean;
  /** Rows of the items that no request is sent for. */
  others: readonly Row[];
}

export interface RunResult extends ExecutionResult {
  /** The run's name in the history. */
  run: string;
  /** The number of rows with each result. */
  counts: ReadonlyMap<ResultWord, number>;
  /** In the order of the plan. They are made while they are read, because there may be 100,000. */
  rows: Iterable<Row>;
}

/** The steps that change anything. A request can include unchanged numbers, which are not recorded. */
const changing = (steps: readonly Step[]): readonly Step[] => steps.filter(({ change }) => change !== 'none');

function recordingReporter(recording: Recording, tracking: Tracking, aliases: Aliases): Reporter {
  return {
    onPlanned: (steps) => recording.intend(groupedRows(changing(steps), 'planned', aliases)),
    onCancelled: (steps) => recording.settle(groupedRows(changing(steps), 'skipped', aliases)),
    onSettled(steps, outcome) {
      const groups = groupedRows(steps, outcome.result, aliases, errorOf(outcome));
      for (const { row, numbers } of groups) tracking.row(row as object as Row, numbers);
      // Skipped steps never had a request.
      const isSent = outcome.result !== 'skipped';
      if (isSent) recording.settle(groups.filter(({ row }) => row.change !== 'none'));
    },
  };
}

function countResults({ steps, others }: PlannedRun, { missed }: ExecutionResult): Map<ResultWord, number> {
  const counts = new Map<ResultWord, number>();
  const count = (result: ResultWord) => counts.set(result, (counts.get(result) ?? 0) + 1);
  for (const step of steps) count(finalOutcome(step, missed).result);
  for (const { result } of others) count(result as ResultWord);
  return counts;
}

function* everyRow(
  { steps, others }: PlannedRun,
  { missed }: ExecutionResult,
  aliases: Aliases,
): Generator<Row> {
  for (const row of outcomeRows(steps, missed, aliases)) yield row as object as Row;
  yield* others;
}

/** Runs the requests of a plan, records every change in the journal, and tracks each row as it finishes. */
export async function runRecorded(context: Context, work: PlannedRun): Promise<RunResult> {
  const { steps, phases, verify, others } = work;
  const { aliases } = await context.credentials();
  const client = await context.client();
  const recording = await context.records.begin();
  const tracking = context.track(steps.length + others.length);
  try {
    for (const row of others) tracking.row(row);
    const result = await executeBatches(steps, phases, {
      client,
      concurrency: context.settings.concurrency,
      verify,
      interrupted: () => tracking.error() ?? recording.failure(),
      reporter: recordingReporter(recording, tracking, aliases),
    });
    const rows = everyRow(work, result, aliases);
    return { ...result, run: recording.run, counts: countResults(work, result), rows };
  } finally {
    await tracking.stop();
  }
}
