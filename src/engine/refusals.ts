import type { ApplicationKey } from '../account/application.ts';
import { isCallbackStep } from '../account/step.ts';
import type { SinchctlError } from '../core/errors.ts';
import type { Batch } from './batches.ts';

/** Sinch's codes for a parameter that is not valid, such as a number: which of them it uses is not documented. */
const INVALID = [40001, 40003];
const NOT_THE_OWNER = 40300;

/** Refusals that no smaller batch avoids: credentials, credit, and what passes by itself. */
const NOT_ABOUT_CONTENT = [401, 402, 403, 408, 429];
/** Without a code of Sinch's, these say that the endpoint is gone. */
const GONE_WITHOUT_CODE = [404, 405, 410];

/** Whether no further request can succeed: the credentials are refused, or the credit is used up. */
export const isRefusedCredential = ({ kind, details }: SinchctlError): boolean =>
  details.httpStatus === 402 || (kind === 'auth' && details.errorCode !== NOT_THE_OWNER);

/** Whether Sinch refuses the application that a request names, and so every request for it. */
export const isRefusedApplication = ({ kind, details: { errorCode } }: SinchctlError): boolean =>
  errorCode === NOT_THE_OWNER || (errorCode === 40003 && kind === 'notFound');

/** Whether Sinch refused one item. It says nothing about the next one, and a list of bad numbers may be long. */
export const isItemRefusal = ({ kind, details }: SinchctlError): boolean =>
  kind === 'notFound' || INVALID.includes(details.errorCode ?? 0);

/** Whether a batch is refused for what is in it, so that a part of it may be accepted. */
export function isRefusedContent(error: SinchctlError): boolean {
  const { httpStatus = 0, errorCode } = error.details;
  if (httpStatus < 400 || httpStatus >= 500 || isRefusedApplication(error)) return false;
  if (NOT_ABOUT_CONTENT.includes(httpStatus)) return false;
  return errorCode !== undefined || !GONE_WITHOUT_CODE.includes(httpStatus);
}

/**
 * The applications for which nothing more is sent in a run: refused ones, and those whose first refused batch has no
 * number that is accepted.
 */
export class RefusedApplications {
  readonly #accepted = new Set<ApplicationKey>();
  readonly #refused = new Set<ApplicationKey>();
  readonly #trials = new Map<ApplicationKey, Promise<void>>();

  has({ application }: Batch): boolean {
    return this.#refused.has(application);
  }

  /** @param error what came of a request; undefined when it was accepted */
  learn({ application, steps }: Batch, error: SinchctlError | undefined): void {
    if (error && isRefusedApplication(error)) this.#refused.add(application);
    // A callback that is accepted says nothing about numbers.
    if (!error && !steps.some(isCallbackStep)) this.#accepted.add(application);
  }

  /**
   * Splits a refused batch. Until something is accepted for its application others wait for the end of the first one:
   * if every number is refused, they need no requests at all.
   */
  async split({ application }: Batch, work: () => Promise<void>): Promise<void> {
    while (this.#isOpen(application) && this.#trials.has(application)) await this.#trials.get(application);
    if (!this.#isOpen(application)) return work();
    const trial = work().finally(() => {
      this.#trials.delete(application);
      if (!this.#accepted.has(application)) this.#refused.add(application);
    });
    this.#trials.set(application, trial);
    await trial;
  }

  #isOpen(application: ApplicationKey): boolean {
    return !this.#accepted.has(application) && !this.#refused.has(application);
  }
}
