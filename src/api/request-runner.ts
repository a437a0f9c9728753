import { asSinchctlError, markAmbiguous, SinchctlError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Host } from '../platform/host.ts';
import type { UnsignedRequest } from './build-request.ts';
import { clockError, SigningClock } from './clock-skew.ts';
import { type AttemptOutcome, fromFailure, fromResponse } from './parse-response.ts';
import type { RateLimiter } from './rate-limiter.ts';
import {
  type Cancellation,
  ERROR_CODES,
  isRead,
  NetworkFailure,
  type PendingRequest,
  type Request,
  type Response,
  type Send,
  TOO_MANY_REQUESTS,
} from './request.ts';
import { backoff, LONGEST_RETRY_AFTER, RetryPolicy, retryAfter, waitError } from './retry.ts';
import { credentialsOpener, signRequest, type Unlock } from './sign-request.ts';

export interface ClientOptions extends Pick<Host, 'now' | 'random' | 'sleep'> {
  send: Send;
  credentials: Credentials;
  unlock?: Unlock;
  /** Maximum retries of one request after its first attempt, if set by the user. */
  retries: number | undefined;
  /** Maximum seconds of an attempt. */
  timeout: number;
  /** When the command must end; null for never. */
  deadline: Date | null;
  /** Ends requests early. */
  cancellation?: Cancellation;
  /** Delays requests after the server has rejected some for exceeding its rate limit. */
  rateLimiter?: RateLimiter;
  /** Shows each request before it is sent, and the request of a dry run. */
  show?: ((request: Request) => void) | undefined;
  /** Called before each wait. @param isAsked whether the server requested this wait */
  onRetry?: (name: string, error: SinchctlError, seconds: number, isAsked: boolean) => void;
  /**
   * Called when the clocks of Sinch and this computer differ so much that requests are signed with a corrected
   * time.
   */
  onSkew?: (seconds: number) => void;
}

interface Attempt {
  response?: Response | undefined;
  outcome: AttemptOutcome;
}

/** Sinch's error code. The response to a HEAD has no body with a code, so a 401 may be caused by the timestamp. */
function errorCodeOf({ method }: UnsignedRequest, { status }: Response, outcome: AttemptOutcome) {
  if (method === 'HEAD' && status === 401) return ERROR_CODES.timestamp;
  return 'error' in outcome ? outcome.error.details.errorCode : undefined;
}

const deadlineError = (message: string, responseLost = false): SinchctlError =>
  new SinchctlError('unavailable', message, {
    hint: 'run the same command again, with a longer --deadline if needed',
    responseLost,
  });

/** An exception after a request may have been sent. A bug must not make an executed change look like a failed one. */
const unforeseen = (error: unknown, changes: boolean): SinchctlError =>
  error instanceof SinchctlError ? error : markAmbiguous(asSinchctlError(error), changes);

/** Signs and sends requests, with retries. */
export class RequestRunner {
  readonly clock;
  readonly #options: ClientOptions;
  readonly #policy;
  readonly open;

  constructor(options: ClientOptions) {
    this.#options = options;
    this.clock = new SigningClock(options.now, options.onSkew);
    this.#policy = new RetryPolicy(options.retries);
    this.open = credentialsOpener(options.credentials, options.unlock);
  }

  /** Signs a request with the current time, and shows it. */
  #sign(unsigned: UnsignedRequest, credentials: Credentials<Secret>, timeout: number): Request {
    const request = signRequest(unsigned, credentials, this.clock.now(), timeout);
    this.#options.show?.(request);
    return request;
  }

  async dryRun(unsigned: UnsignedRequest): Promise<Request> {
    return this.#sign(unsigned, await this.open(unsigned.auth), this.#options.timeout);
  }

  /** Sends one request, with retries. */
  async run(unsigned: UnsignedRequest): Promise<Attempt> {
    const { cancellation, now, onRetry, random, sleep } = this.#options;
    const correction = { isDone: false };
    let responseLost = false;
    let isGone = false;
    for (let n = 0; ; n++) {
      const attempt = await this.#attempt(unsigned, correction);
      const { response, outcome } = attempt;
      if ('reply' in outcome) {
        this.#policy.succeeded();
        return attempt;
      }
      const { error, retry } = outcome;
      responseLost ||= error.details.responseLost ?? false;
      const end = (why: SinchctlError): Attempt => ({
        response,
        outcome: { error: markAmbiguous(why, responseLost), retry: false },
      });
      const asked = retryAfter(response?.headers['retry-after'], now());
      if (retry === true && asked !== undefined && asked > LONGEST_RETRY_AFTER) {
        return end(waitError(error, asked, now()));
      }
      const seconds = asked ?? backoff(n, random);
      const mayRetry =
        (retry === 'once' ? !isGone : retry) &&
        !cancellation?.reason() &&
        this.#policy.allows(unsigned.retry, n, error.details.httpStatus, retry === 'unsent');
      if (!mayRetry || seconds >= this.#secondsLeft()) return end(error);
      isGone ||= retry === 'once';
      onRetry?.(unsigned.name, error, seconds, asked !== undefined);
      await sleep(seconds);
      const reason = cancellation?.reason();
      if (reason) return end(reason);
    }
  }

  /** One attempt, followed immediately by a second one if the first was rejected for its timestamp. */
  async #attempt(unsigned: UnsignedRequest, correction: { isDone: boolean }): Promise<Attempt> {
    const { now, rateLimiter, timeout } = this.#options;
    const opened = await this.open(unsigned.auth);
    // The wait comes before signing, so that the timestamp is current.
    await rateLimiter?.turn();
    const error = this.#obstacle(unsigned);
    if (error) return { outcome: { error, retry: false } };
    const sentAt = now().getTime();
    const signedWith = this.clock.offset;
    const request = this.#sign(unsigned, opened, Math.min(timeout, this.#secondsLeft()));
    try {
      const response = await this.#send(request);
      rateLimiter?.record(sentAt, response.status === TOO_MANY_REQUESTS);
      const outcome = fromResponse(unsigned, response);
      const learned = this.clock.learn(signedWith, errorCodeOf(unsigned, response, outcome), response);
      if (learned === 'excessive' && 'error' in outcome) {
        const error = clockError(outcome.error, this.clock.skew ?? 0);
        return { response, outcome: { error, retry: false } };
      }
      if (learned !== 'corrected' || correction.isDone) return { response, outcome };
    } catch (error) {
      if (error instanceof NetworkFailure) {
        return { outcome: this.#failed(unsigned, error, request.timeout < timeout) };
      }
      return { outcome: { error: unforeseen(error, unsigned.changes), retry: false } };
    }
    correction.isDone = true;
    return this.#attempt(unsigned, correction);
  }

  async #send(request: Request): Promise<Response> {
    const { send, cancellation } = this.#options;
    let ended: (() => void) | undefined;
    const follow = (pending: PendingRequest) => {
      ended = cancellation?.follow(pending, isRead(request.method));
    };
    return send(request, follow).finally(() => ended?.());
  }

  /** @param isLast whether the deadline has shortened the timeout */
  #failed(unsigned: UnsignedRequest, failure: NetworkFailure, isLast: boolean): AttemptOutcome {
    if (isLast && failure.reason === 'timeout') {
      const message = `${unsigned.failure}: no response before the --deadline`;
      return { error: deadlineError(message, failure.hasLeft), retry: false };
    }
    const reason = this.#options.cancellation?.reason();
    if (failure.reason !== 'aborted' || !reason) return fromFailure(unsigned, failure);
    return { error: markAmbiguous(reason, unsigned.changes && failure.hasLeft), retry: false };
  }

  #secondsLeft(): number {
    const { deadline, now } = this.#options;
    return deadline ? (deadline.getTime() - now().getTime()) / 1000 : Number.POSITIVE_INFINITY;
  }

  /** Why a request is not sent. */
  #obstacle({ changes }: UnsignedRequest): SinchctlError | undefined {
    if (this.#secondsLeft() <= 0) return deadlineError('the --deadline was exceeded');
    const { cancellation } = this.#options;
    return changes || !cancellation?.mayFinish() ? cancellation?.reason() : undefined;
  }
}
