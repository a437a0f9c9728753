import type { ResultWord } from '../account/result-row.ts';
import type { Failure } from '../account/summarize-failures.ts';
import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/format-number.ts';
import { shellLine } from '../core/shell-line.ts';
import type { Context } from './context.ts';

/** Errors after which the same command can do the rest. */
const REPEATABLE: readonly ErrorKind[] = ['interrupted', 'unavailable', 'partial', 'failure'];
/** Errors whose own hint must be followed first. */
const WITH_HINT: readonly ErrorKind[] = ['partial', 'failure'];

/** Adds the exact command to run again to the hint of an error, where that can do the rest. */
export function withLine(context: Context, error: SinchctlError, isWorthwhile: boolean): SinchctlError {
  if (!isWorthwhile || !REPEATABLE.includes(error.kind)) return error;
  const input = context.input.isStdinRead() ? ' (with the same input)' : '';
  const again = `to do the rest, run again${input}: ${context.line}`;
  const { hint, moreHints = [] } = error.details;
  const hints =
    WITH_HINT.includes(error.kind) && hint ? { hint, moreHints: [...moreHints, again] } : { hint: again };
  return new SinchctlError(error.kind, error.message, { ...error.details, moreHints: undefined, ...hints });
}

/**
 * Whether the same command can succeed next time: with items that were not reached, and after temporary errors, but not
 * after refusals by Sinch.
 * @param stopped what ended the work early, if anything
 */
export const mayGoBetter = (failures: readonly Failure[], stopped: SinchctlError | undefined): boolean =>
  failures.some(({ error }) => stopped !== undefined || error.retryable || error.kind === 'interrupted');

const RESULTS = ['done', 'unchanged', 'failed', 'skipped', 'unknown'] as const;

/** `9,900 done, 60 failed`; none for fewer than two items. */
export function summarize(counts: ReadonlyMap<ResultWord, number>, total: number): string[] {
  if (total < 2) return [];
  const parts = RESULTS.flatMap((word) => {
    const n = counts.get(word);
    return n === undefined ? [] : [`${formatNumber(n)} ${word}`];
  });
  return [parts.join(', ')];
}

/** For a run whose undo would be refused. */
export const NO_UNDO = 'this cannot be undone: with --no-check nobody looked what stood before';

/** The command that undoes a run. */
export function undoLine({ settings: { flaggedProfile: profile }, shell }: Context, run: string): string {
  const words = profile === undefined ? ['undo', run] : ['--profile', profile, 'undo', run];
  return `to undo: ${shellLine(words, shell)}`;
}
