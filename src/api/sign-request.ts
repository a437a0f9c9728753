import type { Secret } from '../core/secret.ts';
import { type Credentials, needApplication, needInstance } from '../credentials/credentials.ts';
import { HOSTS } from '../credentials/hosts.ts';
import type { UnsignedRequest } from './build-request.ts';
import { LOGIN_KEY } from './operations.ts';
import type { Request } from './request.ts';
import { basicAuthorization, type Signable, signedAuthorization } from './sign.ts';

export const CONTENT_TYPE = 'application/json';

function authorization(
  draft: UnsignedRequest,
  credentials: Credentials<Secret>,
  signable: Signable,
  now: Date,
) {
  if (draft.auth === 'public') return `Application ${LOGIN_KEY}`;
  if (draft.auth === 'user') return `User ${draft.token}`;
  if (draft.auth === 'instance') {
    const { id, secret } = needInstance(credentials, now);
    return signedAuthorization('Instance', id, secret.reveal(), signable);
  }
  const { key, secret } = needApplication(credentials);
  return credentials.auth === 'basic'
    ? basicAuthorization(key, secret.reveal())
    : signedAuthorization('Application', key, secret.reveal(), signable);
}

/**
 * One request, signed for this moment: the same draft and clock give the same bytes.
 * @param timeout seconds for the attempt
 * @throws SinchctlError auth for missing credentials
 */
export function signAttempt(
  draft: UnsignedRequest,
  credentials: Credentials<Secret>,
  now: Date,
  timeout: number,
): Request {
  const { name, method, host, body } = draft;
  const url = (credentials.baseUrls[host] ?? HOSTS[host]) + draft.path;
  const timestamp = now.toISOString();
  const signable: Signable = {
    verb: method,
    body,
    contentType: CONTENT_TYPE,
    timestamp,
    path: new URL(url).pathname,
  };
  const headers = {
    'content-type': CONTENT_TYPE,
    accept: CONTENT_TYPE,
    'x-timestamp': timestamp,
    authorization: authorization(draft, credentials, signable, now),
  };
  return { operation: name, method, url, headers, body, timeout };
}
