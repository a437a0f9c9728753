import type { ApplicationKey } from '../account/application.ts';
import { isCallbackStep } from '../account/plan.ts';
import { ERROR_CODES, isEndpointGone, TOO_MANY_REQUESTS } from '../api/request.ts';
import type { SinchctlError } from '../core/errors.ts';
import type { Batch } from './batches.ts';

/** Consecutive failed requests, for any items, after which a common cause is assumed. */
const FAILURE_THRESHOLD = 20;
const PAYMENT_REQUIRED = 402;

/** Rejections that a smaller batch does not avoid: credentials, credit, and temporary conditions. */
const NOT_ABOUT_CONTENT = [401, 402, 403, 408, 429];

/** Whether no further request can succeed: the credentials were rejected, or the credit is used up. */
const isRejectedCredential = ({ kind, details }: SinchctlError): boolean =>
  details.httpStatus === PAYMENT_REQUIRED ||
  (kind === 'auth' && details.errorCode !== ERROR_CODES.notTheOwner);

/** Whether Sinch rejects the application of a request, and so every request for it. */
const isRejectedApplication = ({ kind, details: { errorCode } }: SinchctlError): boolean =>
  errorCode === ERROR_CODES.notTheOwner || (errorCode === ERROR_CODES.invalidValue && kind === 'notFound');

/**
 * Whether Sinch rejected one item. This does not predict whether the next item is rejected, and a list may contain
 * many invalid numbers.
 */
const isItemRejection = ({ kind, details }: SinchctlError): boolean =>
  kind === 'notFound' ||
  details.errorCode === ERROR_CODES.invalidParameter ||
  details.errorCode === ERROR_CODES.invalidValue;

/** Whether a batch was rejected for its content, so that part of it may be accepted. */
export function isRejectedContent(error: SinchctlError): boolean {
  const { httpStatus = 0, errorCode } = error.details;
  if (httpStatus < 400 || httpStatus >= 500 || isRejectedApplication(error)) return false;
  return !NOT_ABOUT_CONTENT.includes(httpStatus) && !isEndpointGone(httpStatus, errorCode);
}

/**
 * Stops a run when further requests are pointless: after rejected credentials, a `Retry-After` that is too long, 20
 * consecutive failures, or an interruption.
 */
export class CircuitBreaker {
  /** Why the run stopped; undefined if it did not. */
  reason: SinchctlError | undefined;
  #failures = 0;
  readonly #interrupted: () => SinchctlError | undefined;

  /** @param interrupted the interruption by the user or the system, if any */
  constructor(interrupted: () => SinchctlError | undefined = () => undefined) {
    this.#interrupted = interrupted;
  }

  get isTripped(): boolean {
    this.reason ??= this.#interrupted();
    return this.reason !== undefined;
  }

  /** Whether rejected credentials are the reason. */
  get isAuthFailure(): boolean {
    return this.reason?.kind === 'auth';
  }

  /** Stops the run. The first reason is kept. */
  trip(reason: SinchctlError): void {
    this.reason ??= reason;
  }

  /**
   * Records the outcome of a request; undefined when it succeeded.
   * @param isOfBatch whether it is a batch that can be split, or part of one, so that a rejection concerns its numbers
   */
  record(error: SinchctlError | undefined, isOfBatch = false): void {
    if (error === undefined) {
      this.#failures = 0;
      return;
    }
    if (isRejectedCredential(error) || error.details.retryAfter !== undefined) this.trip(error);
    const isAboutNumbers = isItemRejection(error) || (isOfBatch && isRejectedContent(error));
    if (isAboutNumbers && error.kind !== 'unavailable') return;
    if (error.details.httpStatus === TOO_MANY_REQUESTS) return;
    this.#failures += 1;
    if (this.#failures >= FAILURE_THRESHOLD) this.trip(error);
  }
}

/**
 * The applications for which a run sends nothing more: rejected ones, and those whose first rejected batch contains no
 * accepted number.
 */
export class RejectedApplications {
  readonly #accepted = new Set<ApplicationKey>();
  readonly #rejected = new Set<ApplicationKey>();
  readonly #trials = new Map<ApplicationKey, Promise<void>>();

  has({ application }: Batch): boolean {
    return this.#rejected.has(application);
  }

  /** Records the outcome of a request; undefined when it was accepted. */
  record({ application, steps }: Batch, error: SinchctlError | undefined): void {
    if (error && isRejectedApplication(error)) this.#rejected.add(application);
    // An accepted callback does not mean that numbers are accepted.
    if (!error && !steps.some(isCallbackStep)) this.#accepted.add(application);
  }

  /**
   * Splits a rejected batch. Until something is accepted for its application, other batches wait for the first one: if
   * every number is rejected, they need no requests.
   */
  async split({ application }: Batch, work: () => Promise<void>): Promise<void> {
    while (this.#isUndecided(application) && this.#trials.has(application)) {
      await this.#trials.get(application);
    }
    const trial = work().finally(() => {
      this.#trials.delete(application);
      if (!this.#accepted.has(application)) this.#rejected.add(application);
    });
    this.#trials.set(application, trial);
    await trial;
  }

  #isUndecided(application: ApplicationKey): boolean {
    return !this.#accepted.has(application) && !this.#rejected.has(application);
  }
}
