import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import type { Failure } from '../core/verdict.ts';
import { forEachAtOnce } from './pool.ts';

/** Not the owner: this concerns one application, where every other refusal concerns the credentials. */
const NOT_THE_OWNER = 40300;

/** Whether no further request can do better, since the credentials themselves are refused. */
export const isRefusedCredential = (error: SinchctlError): boolean =>
  error.kind === 'auth' && error.details.errorCode !== NOT_THE_OWNER;

/** The error of an item that was not reached, because of what stopped the work. */
export const notReached = (cause: SinchctlError): SinchctlError =>
  new SinchctlError(cause.kind, 'not reached', { hint: cause.details.hint, signal: cause.details.signal });

/**
 * Does some work for every item, at most `limit` at a time, and goes on past failures; the first refused
 * credential ends it.
 * @returns the failures in the order of items, those not reached included
 */
export async function attemptEach<T extends string>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
): Promise<Failure[]> {
  const errors = new Map<T, SinchctlError | null>();
  let refused: SinchctlError | undefined;
  const attempt = async (item: T) => {
    try {
      await work(item);
      errors.set(item, null);
    } catch (thrown) {
      const error = asSinchctlError(thrown);
      if (isRefusedCredential(error)) refused ??= error;
      errors.set(item, error);
    }
  };
  await forEachAtOnce(items, limit, attempt, () => refused !== undefined);
  return items.flatMap((item) => {
    const known = errors.get(item);
    const error = known === undefined && refused ? notReached(refused) : known;
    return error ? [{ item, error }] : [];
  });
}
