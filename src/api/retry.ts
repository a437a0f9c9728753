import { NetworkFailure, type Response } from './request.ts';

/** How often a request is tried again where nobody says anything else. */
export const USUAL_RETRIES = 5;

const LONGEST_BACKOFF = 20;
const LONGEST_RETRY_AFTER = 60;

/** Seconds to wait before retry n (0-based): full jitter below 0.25 s doubled n times, at most 20. */
export const backoff = (n: number, random: () => number): number =>
  random() * Math.min(LONGEST_BACKOFF, 0.25 * 2 ** n);

/** Seconds that `Retry-After` asks for (delta or HTTP date), at most 60; undefined when absent or unreadable. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.min(LONGEST_RETRY_AFTER, Math.max(0, seconds));
}

export const isRetryableStatus = (status: number): boolean =>
  status === 101 || status === 408 || status === 429 || status >= 500;

/** Failures after which the next attempt can do better; a certificate or an unknown host will not change. */
export const isRetryableFailure = (failure: NetworkFailure): boolean =>
  failure.reason === 'reset' || failure.reason === 'timeout' || failure.reason === 'cutShort';

/** Whether the request may have been carried out although no whole reply arrived. */
export const isReplyLost = (outcome: Response | NetworkFailure): boolean =>
  outcome instanceof NetworkFailure
    ? outcome.hasLeft && (isRetryableFailure(outcome) || ['aborted', 'tooLarge'].includes(outcome.reason))
    : outcome.status < 300 || outcome.status === 408 || (outcome.status >= 500 && outcome.status !== 503);
