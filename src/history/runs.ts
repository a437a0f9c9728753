import type { ChangeWord, ResultRow, ResultWord } from '../account/result-row.ts';
import { type HistoryRow, NO_HEAD, type RunCounts, type RunEnd, type RunHead } from './journal.ts';

/** A run and its changes. */
export interface HistoryRun extends RunHead, RunCounts {
  isEnded: boolean;
  /** Its latest undo that left nothing to do and has not been undone itself. */
  undoneBy: string | null;
}

export const noCounts = (): RunCounts => ({
  added: 0,
  moved: 0,
  removed: 0,
  set: 0,
  failed: 0,
  unknown: 0,
  unsent: 0,
});

type CountName = Exclude<keyof RunCounts, 'applications'>;

const COUNT_NAMES: Readonly<Record<ChangeWord, CountName | undefined>> = {
  add: 'added',
  move: 'moved',
  remove: 'removed',
  set: 'set',
  clear: 'set',
  none: undefined,
};

/** Counts the outcome of one item. */
export function countItem(
  counts: RunCounts,
  { change, from, to }: Pick<ResultRow, 'change' | 'from' | 'to'>,
  result: ResultWord,
): void {
  const name = result === 'done' ? COUNT_NAMES[change] : result === 'skipped' ? 'unsent' : result;
  if (change === 'none' || name === undefined || !(name in counts)) return;
  counts[name as CountName] += 1;
  if (name !== 'added' && name !== 'moved' && name !== 'removed') return;
  counts.applications ??= {};
  counts.applications[name] ??= { from, to };
  const common = counts.applications[name];
  if (common.from !== from) common.from = undefined;
  if (common.to !== to) common.to = undefined;
}

/** Whether an undo left nothing to do. Items that have changed since the run do not count. */
const isComplete = ({ isEnded, failed, unknown, unsent }: HistoryRun): boolean =>
  isEnded && failed + unknown + unsent === 0;

/**
 * Runs with their counts.
 * @param heads newest first
 * @param rows the changes of runs without an end
 */
export function toRuns(
  heads: ReadonlyMap<string, RunHead>,
  ends: ReadonlyMap<string, RunEnd>,
  rows: readonly HistoryRow[],
): HistoryRun[] {
  const runs = new Map<string, HistoryRun>();
  for (const [run, head] of heads)
    runs.set(run, {
      ...NO_HEAD,
      ...head,
      ...noCounts(),
      ...ends.get(run),
      at: head.at,
      isEnded: ends.has(run),
      undoneBy: null,
    });
  for (const row of rows) {
    const run = runs.get(row.run) ?? { ...row, ...noCounts(), isEnded: false, undoneBy: null };
    countItem(run, row, row.result);
    runs.set(row.run, run);
  }
  for (const undo of runs.values()) {
    // An undo is newer than its run, so its own `undoneBy` is already known.
    const undone = undo.undoes ? runs.get(undo.undoes) : undefined;
    if (undone && isComplete(undo) && undo.undoneBy === null) undone.undoneBy ??= undo.run;
  }
  return [...runs.values()];
}
