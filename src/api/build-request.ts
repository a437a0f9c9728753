import * as v from 'valibot';
import { SinchctlError } from '../core/errors.ts';
import type { HostName } from '../credentials/credentials.ts';
import { type AuthScheme, OPERATIONS, type Operation, type OperationName } from './operations.ts';
import { isRead, type Method } from './request.ts';

/** One request before it is signed, and how its response is parsed. */
export interface UnsignedRequest extends Pick<Operation, 'method' | 'host' | 'auth' | 'changes'> {
  /** Its name in logs. */
  name: string;
  /** The start of its errors: `cannot list numbers`. */
  failure: string;
  /** Exactly as sent, with any query string. */
  path: string;
  /** Exact text; null when there is none. */
  body: string | null;
  /** As in an operation; `asked`: only if the user sets the number of retries. */
  retry: Operation['retry'] | 'asked';
  /** As in an operation; `raw`: any response of any type. */
  reply: Operation['reply'] | 'raw';
  /** The user token if `auth` is `user`. */
  token: string | null;
}

/** A parameter or body that does not match the table is never sent. */
function validate(failure: string, part: string, schema: v.GenericSchema, value: unknown): unknown {
  const parsed = v.safeParse(schema, value ?? {});
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const at = issue ? `${v.getDotPath(issue) ?? part}: ${issue.message}` : part;
  throw new SinchctlError('usage', `${failure}: invalid ${at}`);
}

/** Fills in a template. A literal plus stays unchanged, because servers sign the decoded path. */
function fillPath(template: string, params: Record<string, string>): string {
  return template.replace(/\{(\w+)\}/g, (_, name: string) =>
    encodeURIComponent(params[name] ?? '').replaceAll('%2B', '+'),
  );
}

/**
 * An operation of the table with its params and body.
 * @throws SinchctlError usage for params or a body that do not match the table
 */
export function buildRequest(
  name: OperationName,
  input: { params?: unknown; body?: unknown },
): UnsignedRequest {
  const operation: Operation = OPERATIONS[name];
  const failure = `cannot ${operation.task}`;
  const params = validate(failure, 'params', operation.params, input.params) as Record<string, string>;
  const payload = operation.body ? validate(failure, 'body', operation.body, input.body) : null;
  const { method, host, auth, changes, retry, reply } = operation;
  return {
    ...{ name, failure, method, host, auth, changes, retry, reply },
    path: fillPath(operation.path, params),
    body: payload === null ? null : JSON.stringify(payload),
    token: auth === 'user' ? (payload as { authorization: string }).authorization : null,
  };
}

/** A request that need not be in the table. */
export interface RawRequest {
  method: Method;
  host: HostName;
  /** Exactly as sent, with any query string. */
  path: string;
  /** Exact text; null when there is none. */
  body: string | null;
}

/** The credentials for each host, which are never sent to another host. */
const AUTH: Readonly<Record<HostName, AuthScheme>> = {
  calling: 'application',
  portal: 'instance',
  account: 'instance',
  user: 'public',
};

/** A request that the user typed. It may not be safe to send twice, so by default only reads are retried. */
export function buildRawRequest({ method, host, path, body }: RawRequest): UnsignedRequest {
  const changes = !isRead(method);
  const retry = changes ? 'asked' : 'always';
  const name = `${method} ${path.replace(/\?.*$/, '')}`;
  const failure = `${name} failed`;
  return {
    name,
    failure,
    method,
    host,
    path,
    body,
    changes,
    retry,
    auth: AUTH[host],
    reply: 'raw',
    token: null,
  };
}
