import { markAmbiguous, SinchctlError } from '../core/errors.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { buildRawRequest, buildRequest, type RawRequest, type UnsignedRequest } from './build-request.ts';
import { createSigningClock } from './clock-skew.ts';
import { credentialsOpener, type Unlock } from './open-credentials.ts';
import type { Input, OperationName, Reply } from './operations.ts';
import type { RateLimiter } from './rate-limiter.ts';

export { curlSnippet } from './curl.ts';
export { createRateLimiter } from './rate-limiter.ts';

import { fromFailure, fromResponse, type Outcome } from './parse-response.ts';
import {
  isRead,
  NetworkFailure,
  type Request,
  type Response,
  type Send,
  type Attempt as Sending,
} from './request.ts';
import { backoff, retryAfter, USUAL_RETRIES } from './retry.ts';
import { createRetryBudget } from './retry-budget.ts';
import { signAttempt } from './sign-request.ts';

/** How an interruption ends requests early. */
export interface Cancellation {
  /** Why requests end, if they do. */
  reason(): SinchctlError | undefined;
  /** Whether reads may still follow, to find out what became of writes. */
  mayFinish(): boolean;
  /** Aborts an attempt when it has to end. @returns what is called when the attempt has ended */
  follow(attempt: Sending, isRead: boolean): () => void;
}

export interface ClientOptions {
  send: Send;
  credentials: Credentials;
  /** Fetches a secret that is kept elsewhere; asked once for each. */
  unlock?: Unlock;
  now: () => Date;
  /** Resolves after so many seconds. */
  sleep: (seconds: number) => Promise<void>;
  /** 0 up to 1. */
  random: () => number;
  /** How often a request is tried again after its first attempt; undefined where the line does not say. */
  retries: number | undefined;
  /** Seconds an attempt may take. */
  timeout: number;
  /** When the whole command must be over; null for never. */
  deadline: Date | null;
  /** Ends requests early; none does when absent. */
  cancellation?: Cancellation;
  /** Holds requests back where the server wants fewer. */
  rateLimiter?: RateLimiter;
  /** Shown each request before it leaves, and one that is only rehearsed. */
  show?: ((request: Request) => void) | undefined;
  /** Told before each wait. */
  onRetry?: (name: string, error: SinchctlError, seconds: number) => void;
  /** Told once, when Sinch's clock and ours differ so much that requests are signed with a corrected time. */
  onSkew?: (seconds: number) => void;
}

export interface Client {
  readonly credentials: Credentials;
  /** Tells the user what is unexpected about the account, the first time; absent where no one reads it. */
  warnOnce?(text: string): void;
  /** Seconds that Sinch's clock was ahead of ours in the last reply; null when it did not say. */
  skew(): number | null;
  /** Calls one operation of the table. @throws SinchctlError */
  call<N extends OperationName>(name: N, input: Input<N>): Promise<Reply<N>>;
  /**
   * Sends a request that the table need not know, with the same care.
   * @returns the reply, if a whole one came, whatever its status; and what went wrong
   * @throws SinchctlError for missing credentials
   */
  request(raw: RawRequest): Promise<{ response?: Response | undefined; error?: SinchctlError | undefined }>;
  /** Such a request as it would leave now; nothing is sent. @throws SinchctlError for missing credentials */
  dryRun(raw: RawRequest): Promise<Pick<Request, 'method' | 'url' | 'body'>>;
}

const TOO_MANY = 429;

const passed = () =>
  new SinchctlError('unavailable', 'the deadline has passed', {
    hint: 'run the same line again, or raise --deadline',
  });

interface Attempt {
  response?: Response | undefined;
  outcome: Outcome;
}

type AnyInput = { params?: unknown; body?: unknown };

/** The shared signed-request core: signs each attempt anew, retries what can succeed, types what comes back. */
export function createClient(options: ClientOptions): Client {
  const { send, credentials, now, sleep, random, retries, timeout, deadline, rateLimiter, show, onRetry } =
    options;
  const { cancellation } = options;
  const clock = createSigningClock(now, options.onSkew);
  const budget = createRetryBudget(retries ?? USUAL_RETRIES);
  const open = credentialsOpener(credentials, options.unlock);

  const secondsLeft = () =>
    deadline ? (deadline.getTime() - now().getTime()) / 1000 : Number.POSITIVE_INFINITY;

  /** Why a request does not leave. */
  function obstacle({ changes }: UnsignedRequest): SinchctlError | undefined {
    if (secondsLeft() <= 0) return passed();
    return changes || !cancellation?.mayFinish() ? cancellation?.reason() : undefined;
  }

  async function carry(request: Request): Promise<Response> {
    let ended = () => {};
    try {
      return await send(request, (sending) => {
        ended = cancellation?.follow(sending, isRead(request.method)) ?? ended;
      });
    } finally {
      ended();
    }
  }

  function failed(draft: UnsignedRequest, failure: NetworkFailure): Outcome {
    const outcome = fromFailure(draft.name, failure);
    const reason = cancellation?.reason();
    if (failure.reason !== 'aborted' || !reason) return outcome;
    return { error: markAmbiguous(reason, draft.changes && failure.hasLeft), retry: false };
  }

  async function attempt(draft: UnsignedRequest, once: { isCorrected: boolean }): Promise<Attempt> {
    const ready = await open(draft.auth);
    await rateLimiter?.turn();
    const error = obstacle(draft);
    if (error) return { outcome: { error, retry: false } };
    const sentAt = now().getTime();
    const signedWith = clock.offset;
    const request = signAttempt(draft, ready, clock.now(), Math.min(timeout, secondsLeft()));
    show?.(request);
    try {
      const response = await carry(request);
      rateLimiter?.learn(sentAt, response.status === TOO_MANY);
      const outcome = fromResponse(draft, response);
      const isWorthwhile = clock.learn(signedWith, codeOf(draft, outcome, response), response);
      if (!isWorthwhile || once.isCorrected) return { response, outcome };
      once.isCorrected = true;
      return attempt(draft, once);
    } catch (error) {
      if (!(error instanceof NetworkFailure)) throw error;
      return { outcome: failed(draft, error) };
    }
  }

  function wait(response: Response | undefined, n: number): number {
    return retryAfter(response?.headers['retry-after'], now()) ?? backoff(n, random);
  }

  function mayRetry(draft: UnsignedRequest, outcome: Outcome, n: number): boolean {
    const most = retries ?? (draft.retry === 'asked' ? 0 : USUAL_RETRIES);
    if (!('error' in outcome) || !outcome.retry || n >= most || cancellation?.reason()) return false;
    const status = outcome.error.details.httpStatus;
    if (draft.retry === 'refusals' && status !== TOO_MANY && status !== 503) return false;
    return status === TOO_MANY || budget.spend();
  }

  /** One request until it is answered or given up. */
  async function settle(draft: UnsignedRequest): Promise<Attempt> {
    let responseLost = false;
    const once = { isCorrected: false };
    for (let n = 0; ; n++) {
      const { response, outcome } = await attempt(draft, once);
      if ('reply' in outcome) {
        budget.earn();
        return { response, outcome };
      }
      responseLost ||= outcome.error.details.responseLost ?? false;
      const seconds = wait(response, n);
      if (!mayRetry(draft, outcome, n) || seconds >= secondsLeft()) {
        return { response, outcome: { ...outcome, error: markAmbiguous(outcome.error, responseLost) } };
      }
      onRetry?.(draft.name, outcome.error, seconds);
      await sleep(seconds);
      const reason = cancellation?.reason();
      if (reason) return { response, outcome: { error: markAmbiguous(reason, responseLost), retry: false } };
    }
  }

  async function call(name: OperationName, input: AnyInput): Promise<unknown> {
    const { outcome } = await settle(buildRequest(name, input));
    if ('error' in outcome) throw outcome.error;
    return outcome.reply;
  }

  return {
    credentials,
    skew: () => clock.skew,
    call: call as Client['call'],
    async request(raw) {
      const { response, outcome } = await settle(buildRawRequest(raw));
      return { response, error: 'error' in outcome ? outcome.error : undefined };
    },
    async dryRun(raw) {
      const draft = buildRawRequest(raw);
      const request = signAttempt(draft, await open(draft.auth), clock.now(), timeout);
      show?.(request);
      return request;
    },
  };
}

/** Sinch's code of a refusal. The reply to a HEAD has no body that could hold one, so a 401 may be about the time. */
function codeOf({ method }: UnsignedRequest, outcome: Outcome, { status }: Response): number | undefined {
  if (method === 'HEAD' && status === 401) return 40101;
  return 'error' in outcome ? outcome.error.details.errorCode : undefined;
}
