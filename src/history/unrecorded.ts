import type { HistoryRow } from './journal.ts';
import { type RecordedChange, recordedChanges, recordedItem } from './undo-plan.ts';

/** Changes of a run that are missing in a file of rows. */
export interface UnrecordedRun {
  run: string;
  changesMade: RecordedChange[];
}

/** A file of rows, as `--results` writes it. */
export interface RowFile {
  /** Its absolute path; null for a pipe. */
  path: string | null;
  rows: readonly RecordedChange[];
}

const nameOf = (recorded: RecordedChange): string =>
  `${recordedItem(recorded)} ${recorded.from} ${recorded.to}`;

/** Recorded before it was sent and not afterwards: the run was killed. */
const isOpen = ({ result, error }: HistoryRow): boolean => result === 'unknown' && error === null;

/**
 * Rows without `checked`, completed from the same change in the history. Of several such changes all must have been
 * checked.
 */
export function withChecked(
  rows: readonly RecordedChange[],
  history: readonly HistoryRow[],
): RecordedChange[] {
  const known = new Map<string, boolean>();
  for (const row of history) {
    const name = nameOf(row);
    known.set(name, row.checked !== false && known.get(name) !== false);
  }
  return rows.map((row) => ({ ...row, checked: row.checked ?? known.get(nameOf(row)) }));
}

function byRun(history: readonly HistoryRow[]): Map<string, HistoryRow[]> {
  const runs = new Map<string, HistoryRow[]>();
  for (const row of history) {
    const rows = runs.get(row.run);
    if (rows) rows.push(row);
    else runs.set(row.run, [row]);
  }
  return runs;
}

/**
 * The runs that wrote to a file and changed more than it lists, as a killed run does. Another run may have written to
 * the same path before, when it was another file: only one that was killed, or is listed in part, counts.
 * @returns whether the history contains the file at all, and those runs, oldest first
 */
export function unrecordedRuns({ path, rows }: RowFile, history: readonly HistoryRow[]) {
  const listed = new Set(rows.map(nameOf));
  let isKnown = false;
  const unrecorded: UnrecordedRun[] = [];
  for (const [run, ofRun] of byRun(history)) {
    const wroteHere = path !== null && ofRun[0]?.results === path;
    const isShared = ofRun.some((row) => listed.has(nameOf(row)));
    const wasKilled = ofRun.some(isOpen);
    isKnown ||= wroteHere || isShared;
    const isIncluded = wroteHere ? wasKilled || isShared : wasKilled && isShared;
    const changesMade = isIncluded
      ? recordedChanges(ofRun).filter((recorded) => !listed.has(nameOf(recorded)))
      : [];
    if (changesMade.length > 0) unrecorded.push({ run, changesMade });
  }
  return { isKnown, unrecorded };
}
