import { createHash } from 'node:crypto';
import type { Response } from '../api/request.ts';

/** One HTTP request as the sandbox receives it. */
export interface SandboxRequest {
  method: string;
  /** As sent: percent-encoded, without a query string. */
  path: string;
  /** Lower-case names. */
  headers: Readonly<Record<string, string | undefined>>;
  /** Empty when there is none. */
  body: string;
}

/** A refusal of Sinch; the HTTP status is the first three digits of the code. */
export class Refusal extends Error {
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.name = 'Refusal';
    this.code = code;
  }
}

export const invalidNumber = () => new Refusal(40003, "The 'number' specified is not a valid number.");

export const json = (value: unknown, status = 200): Response => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

export const noContent = (): Response => ({ status: 204, headers: {}, body: '' });

/** Similar to Sinch's, and the same for the same request. */
const reference = (code: number, { method, path, body }: SandboxRequest) =>
  createHash('sha256').update(`${code} ${method} ${path} ${body}`).digest('base64url').slice(0, 22);

/** The response for an error. */
export const errorReply = (code: number, message: string, request: SandboxRequest): Response =>
  json({ errorCode: code, message, reference: reference(code, request) }, Math.floor(code / 100));
