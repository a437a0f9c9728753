import * as v from 'valibot';
import { SinchctlError } from '../core/errors.ts';
import { OPERATIONS, type Operation, type OperationName } from './operations.ts';

/** One request before it is signed: where it goes, what it says, and what is made of its reply. */
export interface Draft extends Pick<Operation, 'method' | 'host' | 'auth' | 'changes' | 'retry' | 'reply'> {
  /** What logs and errors call it. */
  name: string;
  /** As it is sent. */
  path: string;
  /** Exact text; null when there is none. */
  body: string | null;
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
export function draftCall(name: OperationName, input: { params?: unknown; body?: unknown }): Draft {
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
