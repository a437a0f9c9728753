import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import { groupByReason, groupLines, hintsOf, isComplete, sampleOf } from './group-by-reason.ts';

export interface Failure {
  /** The number, key, or callback that failed. */
  item: string;
  error: SinchctlError;
  /** Set if it did not fail, but was skipped or has an unknown outcome. */
  ending?: 'skipped' | 'unknown';
}

/** Kinds that take precedence over partial success. */
const OUTRANKING: readonly ErrorKind[] = ['interrupted', 'auth', 'unavailable'];

function commonKind(total: number, failures: readonly Failure[]): ErrorKind {
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
  const kind = commonKind(total, failures);
  const items = failures.map(({ item }) => item);
  const representative = failures.find(({ error }) => error.kind === kind) ?? first;
  if (total === 1) {
    const { error } = representative;
    const isSaid = isComplete({ reason: error.message, items });
    return error.with({ items }, isSaid ? error.message : `${first.item}: ${error.message}`);
  }
  const groups = groupByReason(
    failures,
    ({ error }) => error.message,
    ({ item }) => item,
  );
  const what = failures.some(({ ending }) => ending) ? 'not completed' : 'failed';
  const text = `${formatNumber(failures.length)} of ${formatNumber(total)} items ${what}`;
  const [only] = groups;
  const isAlike = only !== undefined && groups.length === 1;
  return new SinchctlError(kind, isAlike ? `${text}: ${only.reason}` : text, {
    ...representative.error.details,
    ...hintsOf([representative, ...failures].map(({ error }) => error.details.hint)),
    lines: !isAlike ? groupLines(groups) : isComplete(only) ? [] : [sampleOf(only.items)],
    items,
  });
}

/**
 * The error for an interruption, which takes precedence over all other outcomes, and lists what was not completed.
 * @param interrupted the interruption, if there was one
 */
export function interruption(
  interrupted: SinchctlError | undefined,
  failures: readonly Failure[],
  total: number,
): SinchctlError | undefined {
  if (!interrupted) return undefined;
  const { message } = interrupted;
  if (failures.length === 0) {
    const details = { hint: undefined, cause: interrupted };
    return interrupted.with(details, `${message}, but all items were completed`);
  }
  const items = failures.map(({ item }) => item);
  const text = `${formatNumber(items.length)} of ${formatNumber(total)} items not completed: ${message}`;
  return interrupted.with({ items, cause: interrupted }, text);
}
