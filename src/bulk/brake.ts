import type { SinchctlError } from '../core/errors.ts';

/** Not the owner: this concerns one application, where every other refusal concerns the credentials. */
const NOT_THE_OWNER = 40300;
/** Sinch's code for a number that is not valid here. */
export const INVALID_REQUEST = 40003;
/** So many failed requests in a row, of however many numbers, mean that something is wrong with all of it. */
const PATIENCE = 20;
const TOO_MANY_REQUESTS = 429;

/** Whether no further request can do better, since the credentials themselves are refused. */
const isRefusedCredential = (error: SinchctlError): boolean =>
  error.kind === 'auth' && error.details.errorCode !== NOT_THE_OWNER;

/** Whether Sinch refused this very item. It says nothing about the next one, and a line of bad numbers may be long. */
const isAboutTheItem = ({ kind, details }: SinchctlError): boolean =>
  kind === 'notFound' || details.errorCode === INVALID_REQUEST;

/** Says when further requests make no sense: a refused credential, 20 failed requests in a row, or somebody's word. */
export class Brake {
  /** Why the work stopped, if it did. */
  reason: SinchctlError | undefined;
  #failures = 0;
  readonly #asked: () => SinchctlError | undefined;

  /** @param asked what a person or the system did to end the work early, if anything */
  constructor(asked: () => SinchctlError | undefined = () => undefined) {
    this.#asked = asked;
  }

  get isPulled(): boolean {
    this.reason ??= this.#asked();
    return this.reason !== undefined;
  }

  /** Whether the credentials are why. */
  get isHopeless(): boolean {
    return this.reason?.kind === 'auth';
  }

  /** Ends the work for a reason of its own. */
  pull(reason: SinchctlError): void {
    this.reason ??= reason;
  }

  /** Tells what came of a request; undefined when it went well. */
  learn(error: SinchctlError | undefined): void {
    if (error === undefined) {
      this.#failures = 0;
      return;
    }
    if (isRefusedCredential(error)) this.pull(error);
    if (isAboutTheItem(error) || error.details.httpStatus === TOO_MANY_REQUESTS) return;
    this.#failures += 1;
    if (this.#failures >= PATIENCE) this.pull(error);
  }
}
