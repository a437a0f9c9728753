import type { Failure } from '../account/summarize-failures.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

/**
 * Runs work on every item, at most `limit` at a time, in order of start.
 * @param isStopped checked before each start; once true, no further item starts
 */
export async function forEachLimited<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
  isStopped: () => boolean = () => false,
): Promise<void> {
  let next = 0;
  async function worker(): Promise<void> {
    while (next < items.length && !isStopped()) {
      const item = items[next++] as T;
      await work(item);
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, worker));
}

/** The error for an item that was not attempted, because of what stopped the work. */
export const notReached = (cause: SinchctlError): SinchctlError =>
  new SinchctlError(cause.kind, 'not attempted', { hint: cause.details.hint, signal: cause.details.signal });

export interface AttemptOptions<T> {
  /** Maximum number of items at the same time. */
  limit: number;
  breaker?: CircuitBreaker;
  /** Called for each failure as it happens; items that were not attempted come last. */
  onFailure?: (item: T, error: SinchctlError) => void;
}

/**
 * Runs work on every item, at most `limit` at a time, and continues after failures until the breaker trips.
 * @returns the failures in the order of items, those not attempted included
 */
export async function attemptEachLimited<T extends string>(
  items: readonly T[],
  { limit, breaker = new CircuitBreaker(), onFailure }: AttemptOptions<T>,
  work: (item: T) => Promise<void>,
): Promise<Failure[]> {
  const errors = new Map<T, SinchctlError | undefined>();
  const attempt = async (item: T) => {
    const error = await work(item).then(() => undefined, asSinchctlError);
    breaker.record(error);
    errors.set(item, error);
    if (error) onFailure?.(item, error);
  };
  await forEachLimited(items, limit, attempt, () => breaker.isTripped);
  return items.flatMap((item): Failure[] => {
    const known = errors.get(item);
    if (known) return [{ item, error: known }];
    if (errors.has(item) || !breaker.reason) return [];
    const error = notReached(breaker.reason);
    onFailure?.(item, error);
    return [{ item, error, ending: 'skipped' }];
  });
}
