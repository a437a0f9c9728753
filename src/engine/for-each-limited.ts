import type { Failure } from '../account/summarize-failures.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import { CircuitBreaker } from './circuit-breaker.ts';
import { forEachLimited } from './pool.ts';

/** The error of an item that was not reached, because of what stopped the work. */
export const notReached = (cause: SinchctlError): SinchctlError =>
  new SinchctlError(cause.kind, 'not reached', { hint: cause.details.hint, signal: cause.details.signal });

export interface Attempts<T> {
  /** How many at the same time. */
  limit: number;
  breaker?: CircuitBreaker;
  /** Told of each failure as it happens; what was not reached comes last. */
  onFailure?: (item: T, error: SinchctlError) => void;
}

/**
 * Does some work for every item, at most `limit` at a time, and goes on past failures until the brake is pulled.
 * @returns the failures in the order of items, those not reached included
 */
export async function attemptEachLimited<T extends string>(
  items: readonly T[],
  { limit, breaker = new CircuitBreaker(), onFailure }: Attempts<T>,
  work: (item: T) => Promise<void>,
): Promise<Failure[]> {
  const errors = new Map<T, SinchctlError | null>();
  const attempt = async (item: T) => {
    try {
      await work(item);
      breaker.learn(undefined);
      errors.set(item, null);
    } catch (thrown) {
      const error = asSinchctlError(thrown);
      breaker.learn(error);
      errors.set(item, error);
      onFailure?.(item, error);
    }
  };
  await forEachLimited(items, limit, attempt, () => breaker.isTripped);
  return items.flatMap((item) => {
    const known = errors.get(item);
    if (known) return [{ item, error: known }];
    if (known === null || !breaker.reason) return [];
    const error = notReached(breaker.reason);
    onFailure?.(item, error);
    return [{ item, error, ending: 'skipped' }];
  });
}
