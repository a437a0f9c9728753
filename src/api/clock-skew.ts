import type { Response } from './request.ts';

/** Sinch refuses timestamps that differ by more than this, in milliseconds (sinch-api: authorization). */
const TOLERANCE = 5 * 60_000;
const PLAUSIBLE = { from: Date.UTC(2020, 0), to: Date.UTC(2100, 0) };

/** The time to sign with: this machine's, corrected if Sinch has rejected it. */
export class SigningClock {
  /** Milliseconds added to this machine's clock. */
  offset = 0;
  /** Seconds that Sinch's clock was ahead of ours in the last response; null when it had no date. */
  skew: number | null = null;
  readonly #now: () => Date;
  readonly #onSkew: ((seconds: number) => void) | undefined;
  // The header changes once per second, and there may be hundreds of responses per second.
  #last = { text: '', time: Number.NaN };

  /** @param onSkew called with the seconds by which this machine is slow (fast when negative) */
  constructor(now: () => Date, onSkew?: (seconds: number) => void) {
    this.#now = now;
    this.#onSkew = onSkew;
  }

  now(): Date {
    return new Date(this.#now().getTime() + this.offset);
  }

  #timeOf(text = ''): number {
    if (text !== this.#last.text) this.#last = { text, time: Date.parse(text) };
    return this.#last.time;
  }

  /**
   * Learns from a rejected timestamp or signature. True if the same request is worth signing again: the server's `Date`
   * is plausible and differs by five minutes or more from the time that the request was signed with.
   * @param signedWith the offset that the rejected request was signed with
   */
  learn(signedWith: number, errorCode: number | undefined, { headers }: Response): boolean {
    const theirs = this.#timeOf(headers.date);
    const difference = theirs - this.#now().getTime();
    this.skew = Number.isNaN(theirs) ? null : Math.round(difference / 1000);
    if (errorCode !== 40101 && errorCode !== 40102) return false;
    // Another request at the same time has corrected it already.
    if (signedWith !== this.offset) return true;
    if (!(theirs >= PLAUSIBLE.from && theirs < PLAUSIBLE.to)) return false;
    if (Math.abs(difference - signedWith) < TOLERANCE) return false;
    this.offset = difference;
    this.#onSkew?.(Math.round(difference / 1000));
    return true;
  }
}
