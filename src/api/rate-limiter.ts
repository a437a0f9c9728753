/** Limits the rate of requests by the server's refusals. */
export interface RateLimiter {
  /** Resolves when the next request may be sent. */
  turn(): Promise<void>;
  /**
   * Records the outcome of a request.
   * @param sentAt when it was sent, in milliseconds, so that one burst of refusals slows down once
   * @param isRefused whether the status was 429
   */
  record(sentAt: number, isRefused: boolean): void;
}

/** Requests per second that are added for every second without a refusal. */
const STEP = 5;
/** The factor of the rate after a refusal: half while the limit is unknown, more once it is roughly known. */
const CUT = { searching: 0.5, settled: 0.7 };
const SLOWEST = 0.5;
/** Milliseconds over which the current rate is measured. */
const WINDOW = 1000;

/**
 * Additive increase, multiplicative decrease: no limit until the first 429, then a part of the current rate, then a
 * little more every second. The wait comes before a request is signed, so that no timestamp grows old.
 */
export function createRateLimiter(now: () => Date, sleep: (seconds: number) => Promise<void>): RateLimiter {
  const time = () => now().getTime();
  let rate = Number.POSITIVE_INFINITY;
  let slowedAt = Number.NEGATIVE_INFINITY;
  let raisedAt = 0;
  let nextSlot = 0;
  let sent: number[] = [];

  /** Requests per second over the last second, or since the last decrease. */
  function reached(): number {
    const since = Math.max(time() - WINDOW, slowedAt);
    const recent = sent.filter((at) => at >= since);
    const span = Math.max(50, time() - Math.max(since, recent[0] ?? since));
    return (recent.length * 1000) / span;
  }

  function slowDown(): void {
    const cut = time() - slowedAt < WINDOW || rate === Number.POSITIVE_INFINITY ? CUT.searching : CUT.settled;
    rate = Math.max(SLOWEST, Math.min(rate, reached()) * cut);
    slowedAt = time();
    raisedAt = slowedAt;
    nextSlot = Math.max(nextSlot, slowedAt) + 1000 / rate;
  }

  return {
    async turn() {
      if (rate !== Number.POSITIVE_INFINITY) {
        const slot = Math.max(time(), nextSlot);
        nextSlot = slot + 1000 / rate;
        if (slot > time()) await sleep((slot - time()) / 1000);
      }
      sent.push(time());
      if (sent.length > 5000) sent = sent.slice(-1000);
    },
    record(sentAt, isRefused) {
      if (isRefused) {
        if (sentAt >= slowedAt) slowDown();
      } else if (rate !== Number.POSITIVE_INFINITY) {
        rate += (STEP * (time() - raisedAt)) / 1000;
        raisedAt = time();
      }
    },
  };
}
