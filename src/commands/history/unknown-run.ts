import { closestMatch } from '../../core/closest-match.ts';
import { SinchctlError } from '../../core/errors.ts';
import type { HistoryRow } from '../../history/journal.ts';

const HISTORY_HINT = 'sinchctl history shows the runs of this machine';

/** As many runs as a hint names. */
const MAX_SUGGESTIONS = 3;
/** So much of a name says something; all begin with a year. */
const MIN_PART_LENGTH = 5;

/** The runs that were perhaps meant: two slips away, else those of which somebody typed a part, the newest first. */
function similarRuns(name: string, runs: readonly string[]): readonly string[] {
  // Names of two runs differ in many places.
  const near = closestMatch(name, runs, 2);
  if (near !== undefined) return [near];
  const whole = name.length < MIN_PART_LENGTH ? [] : runs.filter((run) => run.includes(name));
  return whole.toReversed().slice(0, MAX_SUGGESTIONS);
}

/** What to type instead of a run that the history does not know. @param history the oldest first */
export function runHint(name: string, history: readonly HistoryRow[]): string {
  const runs = [...new Set(history.map(({ run }) => run))];
  const near = similarRuns(name, runs);
  if (near.length > 0) return `did you mean ${near.join(' or ')}?`;
  const newest = runs.at(-1);
  return newest === undefined ? HISTORY_HINT : `${HISTORY_HINT}; the newest is ${newest}`;
}

/** A run that the history does not know. */
export const noRun = (run: string, history: readonly HistoryRow[]): SinchctlError =>
  new SinchctlError('notFound', `the history knows no run ${run}`, {
    hint: runHint(run, history),
    items: [run],
  });
