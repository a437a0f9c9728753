import { createHmac, hash } from 'node:crypto';
import { SinchctlError } from '../core/errors.ts';
import { hide } from '../core/redact.ts';
import { type LockedSecret, Secret } from '../core/secret.ts';
import {
  type Credentials,
  HOSTS,
  type KeptSecret,
  needApplication,
  needInstance,
} from '../credentials/credentials.ts';
import type { UnsignedRequest } from './build-request.ts';
import { type AuthScheme, LOGIN_KEY } from './operations.ts';
import type { Request } from './request.ts';

const CONTENT_TYPE = 'application/json';

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
export const signedAuthorization = (
  scheme: 'Application' | 'Instance',
  id: string,
  secret: string,
  request: Signable,
): string => `${scheme} ${id}:${signature(secret, request)}`;

/** The Authorization header of a Basic request, for `calling` only. It contains the secret, so no output may show it. */
export function basicAuthorization(key: string, secret: string): string {
  const pair = Buffer.from(`${key}:${secret}`, 'utf8').toString('base64');
  hide(pair);
  return `Basic ${pair}`;
}

function authorization(
  { auth, token }: UnsignedRequest,
  credentials: Credentials<Secret>,
  signable: Signable,
  now: Date,
) {
  if (auth === 'public') return `Application ${LOGIN_KEY}`;
  if (auth === 'user') return `User ${token}`;
  if (auth === 'instance') {
    const { id, secret } = needInstance(credentials, now);
    return signedAuthorization('Instance', id, secret.reveal(), signable);
  }
  const { key, secret } = needApplication(credentials);
  return credentials.auth === 'basic'
    ? basicAuthorization(key, secret.reveal())
    : signedAuthorization('Application', key, secret.reveal(), signable);
}

/**
 * Signs a request for one attempt: the same request and clock give the same bytes.
 * @param timeout seconds for the attempt
 * @throws SinchctlError auth for missing credentials
 */
export function signRequest(
  unsigned: UnsignedRequest,
  credentials: Credentials<Secret>,
  now: Date,
  timeout: number,
): Request {
  const { name, method, host, body } = unsigned;
  const url = (credentials.baseUrls[host] ?? HOSTS[host]) + unsigned.path;
  const timestamp = now.toISOString();
  const path = new URL(url).pathname;
  const signable: Signable = { verb: method, body, contentType: CONTENT_TYPE, timestamp, path };
  const headers = {
    'content-type': CONTENT_TYPE,
    accept: CONTENT_TYPE,
    'x-timestamp': timestamp,
    authorization: authorization(unsigned, credentials, signable, now),
  };
  return { operation: name, method, url, headers, body, timeout };
}

/** Fetches a secret from its store. @throws SinchctlError auth */
export type Unlock = (locked: LockedSecret) => Promise<Secret>;

const cannotUnlock: Unlock = async () => {
  throw new SinchctlError('auth', 'the secret store is not available');
};

/**
 * Opens credentials for signing, with only the secret that an operation needs, so that the keyring is not opened
 * unnecessarily. Each secret is fetched once.
 */
export function credentialsOpener(credentials: Credentials, unlock: Unlock = cannotUnlock) {
  const secretOf = async (kept: KeptSecret) => (kept instanceof Secret ? kept : unlock(kept));

  async function open(auth: AuthScheme): Promise<Credentials<Secret>> {
    const { application, instance } = credentials;
    const bare = { ...credentials, application: null, instance: null };
    if (auth === 'application' && application) {
      return { ...bare, application: { ...application, secret: await secretOf(application.secret) } };
    }
    if (auth === 'instance' && instance) {
      return { ...bare, instance: { ...instance, secret: await secretOf(instance.secret) } };
    }
    return bare;
  }

  // Cached, because there may be 100,000 requests.
  const opened = new Map<AuthScheme, Promise<Credentials<Secret>>>();
  return (auth: AuthScheme): Promise<Credentials<Secret>> => {
    const known = opened.get(auth) ?? open(auth);
    opened.set(auth, known);
    return known;
  };
}
