import * as v from 'valibot';
import { type Credentials, needApplication, needInstance } from '../core/credentials.ts';
import { SinchctlError } from '../core/errors.ts';
import { HOSTS } from '../core/hosts.ts';
import type { Secret } from '../core/secret.ts';
import { LOGIN_KEY, OPERATIONS, type Operation, type OperationName } from './operations.ts';
import type { Request } from './request.ts';
import { basicAuthorization, type Signable, signedAuthorization } from './sign.ts';

export const CONTENT_TYPE = 'application/json';

/** A parameter or body that does not fit the table never leaves the program. */
function fitting(name: OperationName, part: string, schema: v.GenericSchema, value: unknown): unknown {
  const parsed = v.safeParse(schema, value ?? {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const at = issue ? `${v.getDotPath(issue) ?? part}: ${issue.message}` : part;
  throw new SinchctlError('usage', `${name} cannot be sent, ${at}`);
}

/** Fills a template. A literal plus stays, because servers sign the decoded path. */
function fillPath(template: string, params: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? '').replaceAll('%2B', '+'),
  );
}

function authorization(
  operation: Operation,
  credentials: Credentials<Secret>,
  signable: Signable,
  now: Date,
  body: unknown,
) {
  if (operation.auth === 'public') return `Application ${LOGIN_KEY}`;
  if (operation.auth === 'user') return `User ${(body as { authorization: string }).authorization}`;
  if (operation.auth === 'instance') {
    const { id, secret } = needInstance(credentials, now);
    return signedAuthorization('Instance', id, secret.reveal(), signable);
  }
  const { key, secret } = needApplication(credentials);
  return credentials.auth === 'basic'
    ? basicAuthorization(key, secret.reveal())
    : signedAuthorization('Application', key, secret.reveal(), signable);
}

/**
 * One request, signed for this moment: the same input and clock give the same bytes.
 * @param timeout seconds for the attempt
 * @throws SinchctlError usage for params or body outside the table, auth for missing credentials
 */
export function prepare(
  name: OperationName,
  input: { params?: unknown; body?: unknown },
  credentials: Credentials<Secret>,
  now: Date,
  timeout: number,
): Request {
  const operation: Operation = OPERATIONS[name];
  const params = fitting(name, 'params', operation.params, input.params) as Record<string, string>;
  const payload = operation.body ? fitting(name, 'body', operation.body, input.body) : null;
  const body = payload === null ? null : JSON.stringify(payload);
  const base = credentials.baseUrls[operation.host] ?? HOSTS[operation.host];
  const url = base + fillPath(operation.path, params);
  const timestamp = now.toISOString();
  const signable: Signable = {
    verb: operation.method,
    body,
    contentType: CONTENT_TYPE,
    timestamp,
    path: new URL(url).pathname,
  };
  const headers = {
    'content-type': CONTENT_TYPE,
    accept: CONTENT_TYPE,
    'x-timestamp': timestamp,
    authorization: authorization(operation, credentials, signable, now, payload),
  };
  return { operation: name, method: operation.method, url, headers, body, timeout };
}
