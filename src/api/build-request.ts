import * as v from 'valibot';
import { SinchctlError } from '../core/errors.ts';
import type { HostName } from '../credentials/hosts.ts';
import { type Auth, OPERATIONS, type Operation, type OperationName } from './operations.ts';
import { isRead, type Method } from './request.ts';

/** One request before it is signed: where it goes, what it says, and what is made of its reply. */
export interface UnsignedRequest extends Pick<Operation, 'method' | 'host' | 'auth' | 'changes'> {
  /** What logs and errors call it. */
  name: string;
  /** As it is sent. */
  path: string;
  /** Exact text; null when there is none. */
  body: string | null;
  /** As of an operation; `asked`: only as often as the line says. */
  retry: Operation['retry'] | 'asked';
  /** As of an operation; `raw`: whatever comes, of any type. */
  reply: Operation['reply'] | 'raw';
  /** What opens it where `auth` is `user`. */
  token: string | null;
}

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

/**
 * An operation of the table with its params and body.
 * @throws SinchctlError usage for params or body outside the table
 */
export function buildRequest(
  name: OperationName,
  input: { params?: unknown; body?: unknown },
): UnsignedRequest {
  const operation: Operation = OPERATIONS[name];
  const params = fitting(name, 'params', operation.params, input.params) as Record<string, string>;
  const payload = operation.body ? fitting(name, 'body', operation.body, input.body) : null;
  const { method, host, auth, changes, retry, reply } = operation;
  return {
    ...{ name, method, host, auth, changes, retry, reply },
    path: fillPath(operation.path, params),
    body: payload === null ? null : JSON.stringify(payload),
    token: auth === 'user' ? (payload as { authorization: string }).authorization : null,
  };
}

/** A request that the table need not know. */
export interface RawRequest {
  method: Method;
  host: HostName;
  /** As it is sent, with its query string. */
  path: string;
  /** Exact text; null when there is none. */
  body: string | null;
}

/** What opens each host: no credential goes where it does not belong. */
const AUTH: Readonly<Record<HostName, Auth>> = {
  calling: 'application',
  portal: 'instance',
  account: 'instance',
  user: 'public',
};

/** A request as somebody asks for it. Nobody knows whether it may be sent twice, so only a read is tried again unasked. */
export function buildRawRequest({ method, host, path, body }: RawRequest): UnsignedRequest {
  const changes = !isRead(method);
  const retry = changes ? 'asked' : 'always';
  const name = `${method} ${path.replace(/\?.*$/, '')}`;
  return { name, method, host, path, body, changes, retry, auth: AUTH[host], reply: 'raw', token: null };
}
