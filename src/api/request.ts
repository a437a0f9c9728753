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

/** Carries one request to Sinch, once. Rejects with a NetworkFailure, or with a SinchctlError when a setting is wrong. */
export type Send = (request: Request) => Promise<Response>;

/** What can go wrong below HTTP. */
export type FailureReason =
  | 'reset'
  | 'timeout'
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

  constructor(reason: FailureReason, message: string) {
    super(message);
    this.name = 'NetworkFailure';
    this.reason = reason;
  }
}
