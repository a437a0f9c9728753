import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';

export interface Failure {
  /** The number, key, or callback that failed. */
  item: string;
  error: SinchctlError;
  /** Set if it did not fail, but was skipped or has an unknown outcome. */
  ending?: 'skipped' | 'unknown';
}

/** Kinds that take precedence over partial success. */
const OUTRANKING: readonly ErrorKind[] = ['interrupted', 'auth', 'unavailable'];

function kindOf(total: number, failures: readonly Failure[]): ErrorKind {
  const kinds = new Set(failures.map(({ error }) => error.kind));
  const [only] = kinds;
  if (only && kinds.size === 1 && failures.length === total) return only;
  return OUTRANKING.find((kind) => kinds.has(kind)) ?? 'partial';
}

/**
 * One error for many items; undefined if none failed. If all items failed with one kind, that is its kind; otherwise
 * rejected credentials come first, then an unavailable service, then partial success.
 * @param total number of items
 */
export function summarizeFailures(total: number, failures: readonly Failure[]): SinchctlError | undefined {
  const [first] = failures;
  if (!first) return undefined;
  const kind = kindOf(total, failures);
  const items = failures.map(({ item }) => item);
  const representative = failures.find(({ error }) => error.kind === kind) ?? first;
  if (total === 1) {
    const { error } = representative;
    return new SinchctlError(error.kind, `${first.item}: ${error.message}`, { ...error.details, items });
  }
  const what = failures.some(({ ending }) => ending) ? 'not completed' : 'failed';
  const text = `${formatNumber(failures.length)} of ${formatNumber(total)} ${what}: ${summary(failures)}`;
  return new SinchctlError(kind, text, {
    ...representative.error.details,
    lines: linesOf(failures, total),
    items,
  });
}

/**
 * The error of an interruption, which takes precedence over all other outcomes, and lists what was not completed.
 * @param interrupted the interruption, if there was one
 */
export function interruption(
  interrupted: SinchctlError | undefined,
  failures: readonly Failure[],
  total: number,
): SinchctlError | undefined {
  if (!interrupted) return undefined;
  const { kind, message, details } = interrupted;
  if (failures.length === 0) {
    return new SinchctlError(kind, `${message}, but everything had been completed`, {
      ...details,
      hint: undefined,
      cause: interrupted,
    });
  }
  const items = failures.map(({ item }) => item);
  const text = `${formatNumber(items.length)} of ${formatNumber(total)} not completed: ${message}`;
  return new SinchctlError(kind, text, { ...details, items, cause: interrupted });
}

/** Maximum number of lines if the rows list all items. */
const SAMPLE = 20;

/** One line per item. After partial work every item has a row, so a sample is enough. */
function linesOf(failures: readonly Failure[], total: number): string[] {
  const haveRows = failures.length < total;
  const shown = haveRows ? failures.slice(0, SAMPLE) : failures;
  const lines = shown.map(({ item, error }) => `${item}: ${error.message}`);
  const more = failures.length - shown.length;
  return more > 0 ? [...lines, `and ${formatNumber(more)} more; see the rows`] : lines;
}

/** The distinct reasons, at most three of them. */
function summary(failures: readonly Failure[]): string {
  const reasons = [...new Set(failures.map(({ error }) => error.message))];
  const shown = reasons.slice(0, 3).join('; ');
  return reasons.length > 3 ? `${shown}; and ${reasons.length - 3} more reasons` : shown;
}
