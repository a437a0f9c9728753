import * as v from 'valibot';
import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import { OPERATIONS, type Operation, type OperationName } from './operations.ts';
import { type FailureReason, NetworkFailure, type Response } from './request.ts';
import { isReplyLost, isRetryableFailure, isRetryableStatus } from './retry.ts';

/** What one attempt came to: a typed reply, or an error and whether another attempt makes sense. */
export type Outcome = { reply: unknown } | { error: SinchctlError; retry: boolean };

const errorBody = v.object({
  errorCode: v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer()),
  message: v.optional(v.string(), ''),
  reference: v.nullish(v.string()),
});

/** JSON, or undefined when the text is none. */
function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const HINTS: Record<FailureReason, string> = {
  reset: 'try again later',
  timeout: 'try again later, or give it longer with --timeout',
  cutShort: 'try again later',
  refused: 'is the address right, and is a server listening there?',
  unknownHost: 'check the base URL, the network and the DNS',
  unreachable: 'check the network',
  certificate: 'name the right CA with --ca-file or NODE_EXTRA_CA_CERTS; sinchctl never skips the check',
  proxy: 'check HTTPS_PROXY and NO_PROXY',
  tooLarge: 'narrow the request',
};

const FAILURE_KIND: Partial<Record<FailureReason, ErrorKind>> = {
  certificate: 'failure',
  proxy: 'failure',
  tooLarge: 'failure',
};

export function fromFailure(name: OperationName, failure: NetworkFailure): Outcome {
  const error = new SinchctlError(
    FAILURE_KIND[failure.reason] ?? 'unavailable',
    `${name}: ${failure.message}`,
    {
      hint: HINTS[failure.reason],
      replyLost: isReplyLost(failure),
    },
  );
  return { error, retry: isRetryableFailure(failure) };
}

function kindOf(status: number, errorCode: number | undefined): ErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (errorCode === 40400) return 'notFound';
  return isRetryableStatus(status) ? 'unavailable' : 'failure';
}

function hintOf(kind: ErrorKind, errorCode: number | undefined): string | undefined {
  if (errorCode === 40101) return 'is the clock of this machine right? Sinch checks the timestamp';
  if (errorCode === 40200) return 'the account is out of credit';
  if (kind === 'auth') return 'check key and secret of the credentials in use';
  if (kind === 'notFound') return 'sinchctl apps list shows the applications seen on this account';
  return kind === 'unavailable' ? 'the same line can succeed later' : undefined;
}

function noJson(name: OperationName, response: Response): Outcome {
  const error = new SinchctlError('unavailable', `${name}: the reply (HTTP ${response.status}) is no JSON`, {
    hint: 'a gateway may have answered instead of Sinch; check the base URL, or try again later',
    httpStatus: response.status,
    replyLost: isReplyLost(response),
  });
  return { error, retry: true };
}

function refusal(name: OperationName, response: Response): Outcome {
  const parsed = v.safeParse(errorBody, parseJson(response.body));
  const { status } = response;
  if (!parsed.success && kindOf(status, undefined) === 'failure' && parseJson(response.body) === undefined) {
    return noJson(name, response);
  }
  const { errorCode, message, reference } = parsed.success ? parsed.output : {};
  const kind = kindOf(status, errorCode);
  const code = errorCode === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${errorCode}`;
  const error = new SinchctlError(kind, `${name}: ${message?.trim() || 'Sinch refused'} (${code})`, {
    hint: hintOf(kind, errorCode),
    httpStatus: status,
    errorCode,
    reference: reference ?? undefined,
    replyLost: isReplyLost(response),
  });
  return { error, retry: isRetryableStatus(status) };
}

function redirect(name: OperationName, status: number): Outcome {
  const message = `${name}: the server redirects elsewhere (HTTP ${status}), and a signed request never follows`;
  const hint = 'check the base URL';
  return { error: new SinchctlError('failure', message, { hint, httpStatus: status }), retry: false };
}

/** Where and why a reply does not fit, e.g. `numbers.0.capability: …`; never the value itself. */
function place(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the whole reply';
  return `${path}: expected ${issue.expected ?? issue.message}`;
}

/** Reads a whole reply: typed data, or an error with Sinch's code, message and reference. */
export function fromResponse(name: OperationName, response: Response): Outcome {
  const operation: Operation = OPERATIONS[name];
  const { status } = response;
  if (status >= 300 && status < 400) return redirect(name, status);
  if (status === 407)
    return fromFailure(name, new NetworkFailure('proxy', 'the proxy wants credentials (HTTP 407)'));
  if (status < 200 || status >= 400) return refusal(name, response);
  if (operation.reply === null && (status === 204 || response.body.trim() === ''))
    return { reply: undefined };
  const json = parseJson(response.body);
  if (json === undefined) return noJson(name, response);
  if (operation.reply === null) return { reply: undefined };
  const parsed = v.safeParse(operation.reply, json);
  if (parsed.success) return { reply: parsed.output };
  const message = `${name}: the reply has the wrong shape at ${place(parsed.issues[0])}`;
  const hint = 'Sinch may have changed this API; please report it';
  return { error: new SinchctlError('failure', message, { hint, httpStatus: status }), retry: false };
}
