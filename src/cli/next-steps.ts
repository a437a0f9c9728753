import type { ResultWord } from '../account/result-row.ts';
import type { Failure } from '../account/summarize-failures.ts';
import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/format-number.ts';
import { shellLine } from '../core/shell-line.ts';
import type { Context } from './context.ts';

/** What the very same line can mend: what was not reached, be it for a full disk, and what may go better next time. */
const MENDED_BY_REPETITION: readonly ErrorKind[] = ['interrupted', 'unavailable', 'partial', 'failure'];
/** Those whose own hint has to be followed first. */
const WITH_HINT: readonly ErrorKind[] = ['partial', 'failure'];

/** An error of many items whose hint is the exact line to type again, where that can do the rest. */
export function withLine(context: Context, error: SinchctlError, isWorthwhile: boolean): SinchctlError {
  if (!isWorthwhile || !MENDED_BY_REPETITION.includes(error.kind)) return error;
  const input = context.input.isStdinRead() ? ' (with the same input)' : '';
  const again = `to do the rest, run again${input}: ${context.line}`;
  const hint =
    WITH_HINT.includes(error.kind) && error.details.hint ? `${error.details.hint}; ${again}` : again;
  return new SinchctlError(error.kind, error.message, { ...error.details, hint });
}

/**
 * Whether the same line can do better: what was not reached, and what was away, can go well the next time; what Sinch
 * refused cannot.
 * @param stopped what ended the work early, if anything
 */
export const mayGoBetter = (failures: readonly Failure[], stopped: SinchctlError | undefined): boolean =>
  failures.some(({ error }) => stopped !== undefined || error.retryable || error.kind === 'interrupted');

const RESULTS = ['done', 'unchanged', 'failed', 'skipped', 'unknown'] as const;

/** `9,900 done, 60 failed`, where there is more than a glance can count. */
export function summarize(counts: ReadonlyMap<ResultWord, number>, total: number): string[] {
  if (total < 2) return [];
  const parts = RESULTS.flatMap((word) => {
    const n = counts.get(word);
    return n === undefined ? [] : [`${formatNumber(n)} ${word}`];
  });
  return [parts.join(', ')];
}

/** Of a run whose changes nobody can take back; it would be refused. */
export const NO_UNDO = 'this cannot be undone: with --no-check nobody looked what stood before';

/** The line that takes a run back. */
export function undoLine({ settings: { flaggedProfile: profile }, shell }: Context, run: string): string {
  const words = profile === undefined ? ['undo', run] : ['--profile', profile, 'undo', run];
  return `to undo: ${shellLine(words, shell)}`;
}
