/** Requests per second that are added for every second without a 429. */
const STEP = 5;
/** The factor of the rate after a 429: half while the limit is unknown, more once it is roughly known. */
const CUT = { searching: 0.5, settled: 0.7 };
const SLOWEST = 0.5;
/** Milliseconds over which the current rate is measured. */
const WINDOW = 1000;

/**
 * Adapts the request rate to 429 responses. Additive increase, multiplicative decrease: no limit until the first 429,
 * then a fraction of the current rate, then slightly more every second. The wait comes before a request is signed, so
 * that timestamps stay current.
 */
export class RateLimiter {
  readonly #time: () => number;
  readonly #sleep: (seconds: number) => Promise<void>;
  #rate = Number.POSITIVE_INFINITY;
  #slowedAt = Number.NEGATIVE_INFINITY;
  #raisedAt = 0;
  #nextSlot = 0;
  readonly #sent: number[] = [];

  constructor(now: () => Date, sleep: (seconds: number) => Promise<void>) {
    this.#time = () => now().getTime();
    this.#sleep = sleep;
  }

  /** Resolves when the next request may be sent. */
  async turn(): Promise<void> {
    const slot = Math.max(this.#time(), this.#nextSlot);
    this.#nextSlot = slot + 1000 / this.#rate;
    if (slot > this.#time()) await this.#sleep((slot - this.#time()) / 1000);
    this.#sent.push(this.#time());
  }

  /**
   * Records the outcome of a request.
   * @param sentAt when it was sent, in milliseconds, so that a burst of 429 responses lowers the rate only once
   * @param isRejected whether the status was 429
   */
  record(sentAt: number, isRejected: boolean): void {
    if (isRejected) {
      if (sentAt >= this.#slowedAt) this.#slowDown();
    } else {
      this.#rate += (STEP * (this.#time() - this.#raisedAt)) / 1000;
      this.#raisedAt = this.#time();
    }
  }

  /** Requests per second over the last second, or since the last decrease. */
  #reached(): number {
    const since = Math.max(this.#time() - WINDOW, this.#slowedAt);
    const recent = this.#sent.filter((at) => at >= since);
    const span = Math.max(50, this.#time() - (recent[0] ?? since));
    return (recent.length * 1000) / span;
  }

  #slowDown(): void {
    const now = this.#time();
    const isSearching = now - this.#slowedAt < WINDOW || this.#rate === Number.POSITIVE_INFINITY;
    const cut = isSearching ? CUT.searching : CUT.settled;
    this.#rate = Math.max(SLOWEST, Math.min(this.#rate, this.#reached()) * cut);
    this.#slowedAt = now;
    this.#raisedAt = now;
    this.#nextSlot = Math.max(this.#nextSlot, now) + 1000 / this.#rate;
  }
}
