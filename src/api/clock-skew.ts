import type { SinchctlError } from '../core/errors.ts';
import { ERROR_CODES, type Response } from './request.ts';

/** Sinch rejects timestamps that differ by more than this, in milliseconds. */
const TOLERANCE = 5 * 60_000;
/**
 * A larger difference is not corrected: with a forged `Date`, a server could obtain signatures that stay valid for
 * years.
 */
const LARGEST_CORRECTION = 24 * 60 * 60_000;

/** `excessive`: the server's `Date` differs too much to sign with it. */
export type Correction = 'none' | 'corrected' | 'excessive';

/**
 * The error when the server's clock differs too much to be used for signing.
 * @param skew seconds by which it is ahead
 */
export function clockError(error: SinchctlError, skew: number): SinchctlError {
  const hours = Math.round(Math.abs(skew) / 3600);
  const where = skew > 0 ? 'ahead of' : 'behind';
  return error.with({
    hint: `the server's clock is ${hours} hours ${where} this computer's clock, and sinchctl corrects only differences of up to 24 hours; check the clock of this computer and the base URL`,
  });
}

/** The time for signatures: this computer's, corrected if Sinch has rejected it. */
export class SigningClock {
  /** Milliseconds added to this computer's clock. */
  offset = 0;
  /** Seconds by which Sinch's clock was ahead of this computer's in the last response; null if it had no date. */
  skew: number | null = null;
  readonly #now: () => Date;
  readonly #onSkew: ((seconds: number) => void) | undefined;

  /** @param onSkew called with the seconds by which this computer's clock is slow (fast when negative) */
  constructor(now: () => Date, onSkew?: (seconds: number) => void) {
    this.#now = now;
    this.#onSkew = onSkew;
  }

  now(): Date {
    return new Date(this.#now().getTime() + this.offset);
  }

  /**
   * Updates the offset after a rejected timestamp or signature. `corrected` if the request should be signed again: the server's
   * `Date` differs by five minutes to 24 hours from the time that the request was signed with.
   * @param signedWith the offset that the rejected request was signed with
   */
  learn(signedWith: number, errorCode: number | undefined, { headers }: Response): Correction {
    const theirs = Date.parse(headers.date ?? '');
    const difference = theirs - this.#now().getTime();
    this.skew = Number.isNaN(theirs) ? null : Math.round(difference / 1000);
    if (errorCode !== ERROR_CODES.timestamp && errorCode !== ERROR_CODES.signature) return 'none';
    // A concurrent request has already corrected it.
    if (signedWith !== this.offset) return 'corrected';
    if (this.skew === null) return 'none';
    if (Math.abs(difference) > LARGEST_CORRECTION) return 'excessive';
    if (Math.abs(difference - signedWith) < TOLERANCE) return 'none';
    this.offset = difference;
    this.#onSkew?.(this.skew);
    return 'corrected';
  }
}
