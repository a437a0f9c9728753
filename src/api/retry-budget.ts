/** How many requests may be tried again, all calls of a command together. */
export interface RetryBudget {
  /** Takes one retry out; false when none is left. */
  spend(): boolean;
  /** A request that went well puts one back. */
  earn(): void;
}

/** So many retries may go before anything has gone well; more where the line asks for more of a single request. */
const CAPACITY = 100;

/**
 * A bucket of retries that successes fill up again: where a part of the requests fails they are all tried again, and
 * where all of them fail the service is not hit five times as hard by everybody who waits for it. A 429 is outside of
 * it, since the pace answers that.
 * @param retries how often one request may be tried again
 */
export function createRetryBudget(retries: number): RetryBudget {
  const capacity = Math.max(CAPACITY, retries);
  let left = capacity;
  return {
    spend() {
      if (left === 0) return false;
      left -= 1;
      return true;
    },
    earn() {
      left = Math.min(capacity, left + 1);
    },
  };
}
