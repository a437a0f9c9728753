import type { SinchctlError } from '../core/errors.ts';

import { isItemRefusal, isRefusedContent, isRefusedCredential } from './refusals.ts';

/** So many failed requests in a row, of however many numbers, mean that something is wrong with all of it. */
const PATIENCE = 20;
const TOO_MANY_REQUESTS = 429;

/** Says when further requests make no sense: a refused credential, 20 failed requests in a row, or somebody's word. */
export class CircuitBreaker {
  /** Why the work stopped, if it did. */
  reason: SinchctlError | undefined;
  #failures = 0;
  readonly #asked: () => SinchctlError | undefined;

  /** @param asked what a person or the system did to end the work early, if anything */
  constructor(asked: () => SinchctlError | undefined = () => undefined) {
    this.#asked = asked;
  }

  get isTripped(): boolean {
    this.reason ??= this.#asked();
    return this.reason !== undefined;
  }

  /** Whether the credentials are why. */
  get isAuthFailure(): boolean {
    return this.reason?.kind === 'auth';
  }

  /** Ends the work for a reason of its own. */
  pull(reason: SinchctlError): void {
    this.reason ??= reason;
  }

  /**
   * Tells what came of a request; undefined when it went well.
   * @param isOfBatch whether it is a batch that can be split, or a part of one: its refusal is about its numbers
   */
  learn(error: SinchctlError | undefined, isOfBatch = false): void {
    if (error === undefined) {
      this.#failures = 0;
      return;
    }
    if (isRefusedCredential(error)) this.pull(error);
    const isAboutNumbers = isItemRefusal(error) || (isOfBatch && isRefusedContent(error));
    if (isAboutNumbers && error.kind !== 'unavailable') return;
    if (error.details.httpStatus === TOO_MANY_REQUESTS) return;
    this.#failures += 1;
    if (this.#failures >= PATIENCE) this.pull(error);
  }
}
