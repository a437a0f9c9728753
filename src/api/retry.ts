import type { SinchctlError } from '../core/errors.ts';
import type { UnsignedRequest } from './build-request.ts';
import { DEFAULT_RETRIES, NetworkFailure, type Response, TOO_MANY_REQUESTS } from './request.ts';

const LONGEST_BACKOFF = 20;
/** Seconds. A longer `Retry-After` ends the command. */
export const LONGEST_RETRY_AFTER = 60;

/** Seconds to wait before retry n (0-based): full jitter below 0.25 s doubled n times, at most 20. */
export const backoff = (n: number, random: () => number): number =>
  random() * Math.min(LONGEST_BACKOFF, 0.25 * 2 ** n);

/** Seconds of a `Retry-After` header (delta or HTTP date); undefined when absent or invalid. */
export function retryAfter(header: string | undefined, now: Date): number | undefined {
  if (header === undefined) return undefined;
  const text = header.trim();
  const seconds = /^\d+$/.test(text) ? Number(text) : (Date.parse(text) - now.getTime()) / 1000;
  if (Number.isNaN(seconds)) return undefined;
  return Math.max(0, seconds);
}

const YEAR = 31_536_000;

/** The error when the server requests too long a wait. */
export function waitError(error: SinchctlError, seconds: number, now: Date): SinchctlError {
  const time = new Date(now.getTime() + Math.min(seconds, YEAR) * 1000).toISOString().replace(/\.\d+/, '');
  const until = seconds > YEAR ? 'longer than a year' : `until ${time}`;
  const message = `${error.message}; the server asks clients to wait ${until} (Retry-After)`;
  return error.with({ hint: 'run the same command again after that time', retryAfter: seconds }, message);
}

export const isRetryableStatus = (status: number): boolean =>
  status === 101 || status === 408 || status === TOO_MANY_REQUESTS || status >= 500;

/** Failures that may not recur; a certificate or an unknown host will not change. */
export const isRetryableFailure = (failure: NetworkFailure): boolean =>
  ['reset', 'timeout', 'cutShort'].includes(failure.reason);

/** Whether the request may have been executed although no complete response arrived. */
export const isResponseLost = (outcome: Response | NetworkFailure): boolean =>
  outcome instanceof NetworkFailure
    ? outcome.hasLeft && (isRetryableFailure(outcome) || ['aborted', 'tooLarge'].includes(outcome.reason))
    : outcome.status < 300 || outcome.status === 408 || (outcome.status >= 500 && outcome.status !== 503);

/** Retries available before any request has succeeded, or more if the user allows more per request. */
const CAPACITY = 100;

/**
 * Decides which failed requests of a command are sent again. Retries consume a budget that successes refill: if some
 * requests fail, all of these are retried, but if all requests fail, the service does not get several times the load.
 */
export class RetryPolicy {
  readonly #retries: number | undefined;
  readonly #capacity: number;
  #left: number;

  /** @param retries maximum retries per request, as set by the user */
  constructor(retries: number | undefined) {
    this.#retries = retries;
    this.#capacity = Math.max(CAPACITY, retries ?? DEFAULT_RETRIES);
    this.#left = this.#capacity;
  }

  /**
   * Whether a request may be sent again; consumes one retry of the budget.
   * @param n retries so far
   * @param status HTTP status of the last attempt, if it got a response
   * @param isUnsent whether the last attempt sent nothing, so that another one puts no load on the service
   */
  allows(retry: UnsignedRequest['retry'], n: number, status: number | undefined, isUnsent: boolean): boolean {
    if (isUnsent) return n < (this.#retries ?? DEFAULT_RETRIES);
    if (n >= (this.#retries ?? (retry === 'asked' ? 0 : DEFAULT_RETRIES))) return false;
    // The rate limiter handles these, so they do not count.
    if (status === TOO_MANY_REQUESTS) return true;
    if ((retry === 'rejections' && status !== 503) || this.#left === 0) return false;
    this.#left -= 1;
    return true;
  }

  /** Puts one retry back into the budget. */
  succeeded(): void {
    this.#left = Math.min(this.#capacity, this.#left + 1);
  }
}
