import type { Aliases } from '../../account/application.ts';
import type { ResultWord } from '../../account/result-row.ts';
import type { Step } from '../../account/step.ts';
import type { Context } from '../../cli/context.ts';
import type { Tracking } from '../../cli/track-items.ts';
import type { Batch } from '../../engine/batches.ts';
import { type ExecutionResult, executeBatches } from '../../engine/execute-batches.ts';
import { errorOf, finalOutcome, type Reporter } from '../../engine/outcome.ts';
import { groupedRows, outcomeRows } from '../../engine/result-rows.ts';
import type { Recording } from '../../history/journal-file.ts';
import type { Row } from '../../output/rows.ts';

/** Steps and the requests that carry them out, and what is told beside them. */
export interface Work {
  steps: readonly Step[];
  /** In phases; the next one starts when the one before has ended well. */
  phases: readonly (readonly Batch[])[];
  /** Whether to compare with the account afterwards. */
  verify: boolean;
  /** Rows of what is not even tried. */
  others: readonly Row[];
}

export interface RunResult extends ExecutionResult {
  /** The run's name in the history. */
  run: string;
  /** How many rows ended how. */
  counts: ReadonlyMap<ResultWord, number>;
  /** In the order of the plan, made one by one by whoever wants them. */
  rows: Iterable<Row>;
}

/** Those of some steps that change anything: what travels along unchanged is not recorded. */
const changing = (steps: readonly Step[]): readonly Step[] => steps.filter(({ change }) => change !== 'none');

function watch(recording: Recording, tracking: Tracking, aliases: Aliases): Reporter {
  return {
    onPlanned: (steps) => recording.intend(groupedRows(changing(steps), 'planned', aliases)),
    onCancelled: (steps) => recording.settle(groupedRows(changing(steps), 'skipped', aliases)),
    onSettled(steps, outcome) {
      const groups = groupedRows(steps, outcome.result, aliases, errorOf(outcome));
      for (const { row, numbers } of groups) tracking.row(row as object as Row, numbers);
      // Only what a request has left for, or may have left for.
      const isSent = outcome.result !== 'skipped';
      if (isSent) recording.settle(groups.filter(({ row }) => row.change !== 'none'));
    },
  };
}

function countResults({ steps, others }: Work, { missed }: ExecutionResult): Map<ResultWord, number> {
  const counts = new Map<ResultWord, number>();
  const count = (result: ResultWord) => counts.set(result, (counts.get(result) ?? 0) + 1);
  for (const step of steps) count(finalOutcome(step, missed).result);
  for (const { result } of others) count(result as ResultWord);
  return counts;
}

function* everyRow({ steps, others }: Work, { missed }: ExecutionResult, aliases: Aliases): Generator<Row> {
  for (const row of outcomeRows(steps, missed, aliases)) yield row as object as Row;
  yield* others;
}

/** Sends what the plan says, records it, and tells of each row as it finishes. */
export async function runRecorded(context: Context, work: Work): Promise<RunResult> {
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
      reporter: watch(recording, tracking, aliases),
    });
    const rows = everyRow(work, result, aliases);
    return { ...result, run: recording.run, counts: countResults(work, result), rows };
  } finally {
    await tracking.stop();
  }
}
