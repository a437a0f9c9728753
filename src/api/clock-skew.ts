import type { Response } from './request.ts';

/** Sinch refuses timestamps that differ by more than this, in milliseconds (sinch-api: authorization). */
const TOLERANCE = 5 * 60_000;
const PLAUSIBLE = { from: Date.UTC(2020, 0), to: Date.UTC(2100, 0) };

export interface SigningClock {
  /** The time to sign with. */
  now(): Date;
  /** Milliseconds added to this machine's clock. */
  readonly offset: number;
  /**
   * Learns from a refusal of a timestamp or signature. True when the same request is worth signing once more: the
   * server's `Date` is plausible and differs by five minutes or more from the time that the request was signed with.
   * @param signedWith the offset that the refused request was signed with
   */
  learn(signedWith: number, errorCode: number | undefined, response: Response): boolean;
  /** Seconds that Sinch's clock was ahead of ours in the last response; null when it had no date. */
  readonly skew: number | null;
}

/** @param onSkew called with the seconds that this machine is behind (ahead when negative) */
export function createSigningClock(now: () => Date, onSkew?: (seconds: number) => void): SigningClock {
  let offset = 0;
  let skew: number | null = null;
  // The header changes once per second, and there may be hundreds of responses per second.
  let last = { text: '', time: Number.NaN };
  function timeOf(text: string | undefined): number {
    if (text !== last.text) last = { text: text ?? '', time: Date.parse(text ?? '') };
    return last.time;
  }
  return {
    now: () => new Date(now().getTime() + offset),
    get offset() {
      return offset;
    },
    get skew() {
      return skew;
    },
    learn(signedWith, errorCode, response) {
      const theirs = timeOf(response.headers.date);
      skew = Number.isNaN(theirs) ? null : Math.round((theirs - now().getTime()) / 1000);
      if (errorCode !== 40101 && errorCode !== 40102) return false;
      // Another request at the same time has corrected it already.
      if (signedWith !== offset) return true;
      if (!(theirs >= PLAUSIBLE.from && theirs < PLAUSIBLE.to)) return false;
      const difference = theirs - now().getTime();
      if (Math.abs(difference - signedWith) < TOLERANCE) return false;
      offset = difference;
      onSkew?.(Math.round(difference / 1000));
      return true;
    },
  };
}
