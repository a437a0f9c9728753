export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
export type Method = (typeof METHODS)[number];

/** Whether a method only looks. */
export const isRead = (method: string): boolean => method === 'GET' || method === 'HEAD';

/** One HTTP request, signed and ready. */
export interface Request {
  /** The operation it carries out, for logs and errors. */
  operation: string;
  method: Method;
  url: string;
  headers: Readonly<Record<string, string>>;
  /** Exact bytes as text; null when there is no body. */
  body: string | null;
  /** Seconds until the whole attempt counts as lost. */
  timeout: number;
}

export interface Response {
  status: number;
  /** Lower-case names. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** A request in progress. */
export interface Attempt {
  /** Whether any of the request may have reached a server. */
  hasLeft(): boolean;
  /** Rejects the Send at once with the failure `aborted`. */
  abort(): void;
}

/**
 * Carries one request to Sinch, once, and settles within its timeout whatever the network does. Rejects with a
 * NetworkFailure, or with a SinchctlError when a setting is wrong.
 * @param onStart called as soon as the attempt can be aborted; never where there is nothing to wait for
 */
export type Send = (request: Request, onStart?: (attempt: Attempt) => void) => Promise<Response>;

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

/** No whole reply arrived. Carries no header and no body, so nothing secret can leak through it. */
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
