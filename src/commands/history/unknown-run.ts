import { closestMatch } from '../../core/closest-match.ts';
import { SinchctlError } from '../../core/errors.ts';
import type { HistoryRow } from '../../history/journal.ts';

const HISTORY_HINT = 'sinchctl history shows the runs of this machine';

/** The maximum number of runs in a hint. */
const MAX_SUGGESTIONS = 3;
/** A shorter part of a name is not specific, because every name starts with a year. */
const MIN_PART_LENGTH = 5;

/** The run within an edit distance of two, else the newest runs that contain the name. */
function similarRuns(name: string, runs: readonly string[]): readonly string[] {
  const near = closestMatch(name, runs, 2);
  if (near !== undefined) return [near];
  const containing = name.length < MIN_PART_LENGTH ? [] : runs.filter((run) => run.includes(name));
  return containing.toReversed().slice(0, MAX_SUGGESTIONS);
}

/** The hint for an unknown run. @param history oldest first */
export function unknownRunHint(name: string, history: readonly HistoryRow[]): string {
  const runs = [...new Set(history.map(({ run }) => run))];
  const near = similarRuns(name, runs);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const newest = runs.at(-1);
  return newest === undefined ? HISTORY_HINT : `${HISTORY_HINT}; the newest is ${newest}`;
}

/** The error for a run that is not in the history. */
export const unknownRun = (run: string, history: readonly HistoryRow[]): SinchctlError =>
  new SinchctlError('notFound', `the history knows no run ${run}`, {
    hint: unknownRunHint(run, history),
    items: [run],
  });
