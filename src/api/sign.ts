import { createHmac, hash } from 'node:crypto';
import { hide } from '../core/redact.ts';

export type Scheme = 'Application' | 'Instance';

export interface Signable {
  verb: string;
  /** The body's exact text, or null when there is none. */
  body: string | null;
  contentType: string;
  /** ISO 8601 UTC, as in the x-timestamp header. */
  timestamp: string;
  /** The resource path as sent, without a query string. */
  path: string;
}

/** Base64 of the MD5 of the body's bytes; empty when there is no body. */
export const contentMd5 = (body: string | null): string => (body === null ? '' : hash('md5', body, 'base64'));

/** The five lines that are signed (Sinch's authorization page). */
export function stringToSign({ verb, body, contentType, timestamp, path }: Signable): string {
  return [verb, contentMd5(body), contentType, `x-timestamp:${timestamp}`, path].join('\n');
}

/** HMAC-SHA256 over the string to sign, in Base64. @param secret Base64, already validated */
export function signature(secret: string, request: Signable): string {
  return createHmac('sha256', Buffer.from(secret, 'base64'))
    .update(stringToSign(request), 'utf8')
    .digest('base64');
}

/** The Authorization header of a signed request. */
export const signedAuthorization = (scheme: Scheme, id: string, secret: string, request: Signable): string =>
  `${scheme} ${id}:${signature(secret, request)}`;

/** The Authorization header of a Basic request; `calling` only. It holds the secret itself, so no text may show it. */
export function basicAuthorization(key: string, secret: string): string {
  const pair = Buffer.from(`${key}:${secret}`, 'utf8').toString('base64');
  hide(pair);
  return `Basic ${pair}`;
}
