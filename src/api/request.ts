import type { SinchctlError } from '../core/errors.ts';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Whether a method changes nothing. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** The status of a rate limit. */
export const TOO_MANY_REQUESTS = 429;

/** One HTTP request, signed and ready. */
export interface Request {
  /** The operation, for logs and errors. */
  operation: string;
  method: Method;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Exact bytes as text; null when there is no body. */
  body: string | null;
  /** Seconds until the attempt counts as lost. */
  timeout: number;
}

export interface Response {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A request in progress. */
export interface PendingRequest {
  /** Whether any of the request may have reached a server. */
  hasLeft(): boolean;
  /** Rejects the Send at once with the failure `aborted`. */
  abort(): void;
}

/** How an interruption ends requests early. */
export interface Cancellation {
  /** Why requests end, if they do. */
  reason(): SinchctlError | undefined;
  /** Whether reads may still follow, to find out what became of writes. */
  mayFinish(): boolean;
  /** Aborts a request when it has to end. @returns what to call when the request has ended */
  follow(pending: PendingRequest, isRead: boolean): () => void;
}

/**
 * Sends one request to Sinch, once, and settles within its timeout whatever the network does. Rejects with a
 * NetworkFailure, or with a SinchctlError when a setting is wrong.
 * @param onStart called as soon as the attempt can be aborted; never where there is nothing to wait for
 */
export type Send = (request: Request, onStart?: (pending: PendingRequest) => void) => Promise<Response>;

/** What can go wrong below HTTP. */
export type FailureReason =
  | 'reset'
  | 'timeout'
  | 'aborted'
  | 'cutShort'
  | 'refused'
  | 'unknownHost'
  | 'unreachable'
  | 'certificate'
  | 'tls'
  | 'proxy'
  | 'tooLarge';

/** No complete response arrived. It has no header and no body, so no secret can leak through it. */
export class NetworkFailure extends Error {
  readonly reason: FailureReason;
  /** False where certainly nothing of the request reached a server. */
  readonly hasLeft: boolean;

  constructor(reason: FailureReason, message: string, hasLeft = true) {
    super(message);
    this.name = 'NetworkFailure';
    this.reason = reason;
    this.hasLeft = hasLeft;
  }
}
