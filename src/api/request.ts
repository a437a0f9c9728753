import type { SinchctlError } from '../core/errors.ts';

export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Whether a method changes nothing. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** Default maximum retries per request. */
export const DEFAULT_RETRIES = 5;

/** The status of a rate limit. */
export const TOO_MANY_REQUESTS = 429;

/** Sinch's codes that determine what an error means. Which of the first two an invalid number gets is not documented. */
export const ERROR_CODES = {
  invalidParameter: 40001,
  invalidValue: 40003,
  timestamp: 40101,
  signature: 40102,
  noCredit: 40200,
  notTheOwner: 40300,
  notFound: 40400,
} as const;

/** Whether a rejection means that the endpoint does not exist. A Sinch error code would explain the status. */
export const isEndpointGone = (status: number, errorCode: number | undefined): boolean =>
  errorCode === undefined && [404, 405, 410].includes(status);

/** One HTTP request, signed and ready. */
export interface Request {
  /** The operation, for logs. */
  operation: string;
  method: Method;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Exact bytes as text; null when there is no body. */
  body: string | null;
  /** Maximum seconds of the attempt. */
  timeout: number;
}

export interface Response {
  status: number;
  /** Names are lowercase. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A request in progress. */
export interface PendingRequest {
  /** Whether any of the request may have reached a server. */
  hasLeft(): boolean;
  /** Makes `Send` reject immediately with the failure `aborted`. */
  abort(): void;
}

/** Aborts requests on an interruption. */
export interface Cancellation {
  /** Why requests are aborted; undefined if they are not. */
  reason(): SinchctlError | undefined;
  /** Whether reads may follow, to determine the outcome of writes. */
  mayFinish(): boolean;
  /**
   * Aborts a request when it must end.
   * @returns what to call when the request has ended
   */
  follow(pending: PendingRequest, isRead: boolean): () => void;
}

/**
 * Sends one request to Sinch, once, and settles within its timeout regardless of the network. Rejects with a
 * NetworkFailure, or with a SinchctlError when a setting is invalid.
 * @param onStart called as soon as the attempt can be aborted; never if there is nothing to wait for
 */
export interface Send {
  (request: Request, onStart?: (pending: PendingRequest) => void): Promise<Response>;
  /** Checks the settings for the server of a URL, such as its proxy, without a request. @throws SinchctlError usage */
  check?: ((url: string) => Promise<unknown>) | undefined;
}

/** Failures below HTTP. */
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
  | 'tooLarge'
  | 'tooManyFiles';

/** No complete response arrived. It contains no header and no body, so that no secret can leak. */
export class NetworkFailure extends Error {
  readonly reason: FailureReason;
  /** False if it is certain that no part of the request reached a server. */
  readonly hasLeft: boolean;

  constructor(reason: FailureReason, message: string, hasLeft = true) {
    super(message);
    this.name = 'NetworkFailure';
    this.reason = reason;
    this.hasLeft = hasLeft;
  }
}
