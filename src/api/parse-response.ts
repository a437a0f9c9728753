import * as v from 'valibot';
import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import type { UnsignedRequest } from './build-request.ts';
import { type FailureReason, NetworkFailure, type Response } from './request.ts';
import { isResponseLost, isRetryableFailure, isRetryableStatus } from './retry.ts';

/** The outcome of one attempt: typed data, or an error and whether another attempt makes sense. */
export type AttemptOutcome = { reply: unknown } | { error: SinchctlError; retry: boolean };

// Each field has its own fallback: one that is missing or invalid must not cost the others.
const errorBody = v.object({
  errorCode: v.fallback(
    v.pipe(v.union([v.number(), v.pipe(v.string(), v.regex(/^\d+$/))]), v.transform(Number), v.integer()),
    Number.NaN,
  ),
  message: v.fallback(v.optional(v.string(), ''), ''),
  reference: v.fallback(
    v.optional(v.nullable(v.pipe(v.union([v.string(), v.number()]), v.transform(String)))),
    null,
  ),
});

/** Undefined for text that is not JSON. */
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
  aborted: 'try again later',
  cutShort: 'try again later',
  refused: 'is the address right, and is a server listening there?',
  unknownHost: 'check the base URL, the network and the DNS',
  unreachable: 'check the network',
  certificate: 'name the right CA with --ca-file or NODE_EXTRA_CA_CERTS; sinchctl never skips the check',
  tls: 'is it https that the server speaks?',
  proxy: 'check HTTPS_PROXY and NO_PROXY',
  tooLarge: 'narrow the request',
};

/** `unavailable` for all others. */
const FAILURE_KIND: Partial<Record<FailureReason, ErrorKind>> = {
  certificate: 'failure',
  tls: 'failure',
  proxy: 'failure',
  tooLarge: 'failure',
};

export function fromFailure(name: string, failure: NetworkFailure): AttemptOutcome {
  const kind = FAILURE_KIND[failure.reason] ?? 'unavailable';
  const error = new SinchctlError(kind, `${name}: ${failure.message}`, {
    hint: HINTS[failure.reason],
    responseLost: isResponseLost(failure),
  });
  return { error, retry: isRetryableFailure(failure) };
}

/** On the calling API 40003 is both an unknown application and an invalid number; only the message shows which. */
const UNKNOWN_APPLICATION =
  /\bapplication[\s_-]*key\b|\b(invalid|unknown) application\b|\bapplication\b[^"]*\b(not found|does not exist|unknown|invalid)\b/i;

const isUnknownApplication = (errorCode: number | undefined, message = ''): boolean =>
  errorCode === 40003 && UNKNOWN_APPLICATION.test(message) && !/\bnumber/i.test(message);

function kindOf({ method }: UnsignedRequest, status: number, { errorCode, message }: ErrorBody): ErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (isUnknownApplication(errorCode, message)) return 'notFound';
  // The response to a HEAD has no body that could contain the code.
  if (errorCode === 40400 || (method === 'HEAD' && status === 404)) return 'notFound';
  return isRetryableStatus(status) ? 'unavailable' : 'failure';
}

function hintOf(kind: ErrorKind, errorCode: number | undefined): string | undefined {
  if (errorCode === 40101) return 'is the clock of this machine right? Sinch checks the timestamp';
  if (errorCode === 40200) return 'the account is out of credit';
  if (kind === 'auth') return 'check key and secret of the credentials in use';
  if (kind === 'notFound') return 'sinchctl apps list shows the applications seen on this account';
  return kind === 'unavailable' ? 'the same line can succeed later' : undefined;
}

/** Whether it is a web page: no API responds with one, but a gateway or a captive portal does. */
const isPage = ({ headers, body }: Response): boolean =>
  body.trim() !== '' &&
  parseJson(body) === undefined &&
  (/^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(body));

function notJson({ name, reply }: UnsignedRequest, response: Response): AttemptOutcome {
  const what = reply === 'raw' ? 'a web page' : 'no JSON';
  const error = new SinchctlError('unavailable', `${name}: the reply (HTTP ${response.status}) is ${what}`, {
    hint: 'a gateway may have answered instead of Sinch; check the base URL, or try again later',
    httpStatus: response.status,
    responseLost: isResponseLost(response),
  });
  return { error, retry: true };
}

/** The fields of an error body, as far as they are present and valid. */
interface ErrorBody {
  errorCode?: number;
  message?: string;
  reference?: string | undefined;
}

function parseErrorBody(body: string): ErrorBody {
  const parsed = v.safeParse(errorBody, parseJson(body));
  if (!parsed.success) return {};
  const { errorCode, message, reference } = parsed.output;
  return { message, reference: reference ?? undefined, ...(Number.isNaN(errorCode) ? {} : { errorCode }) };
}

function refusal(request: UnsignedRequest, response: Response): AttemptOutcome {
  const { status } = response;
  const parsed = parseErrorBody(response.body);
  const { errorCode, message, reference } = parsed;
  const kind = kindOf(request, status, parsed);
  if (kind === 'failure' && request.reply !== 'raw' && parseJson(response.body) === undefined) {
    return notJson(request, response);
  }
  const code = errorCode === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${errorCode}`;
  const error = new SinchctlError(kind, `${request.name}: ${message?.trim() || 'Sinch refused'} (${code})`, {
    hint: hintOf(kind, errorCode),
    httpStatus: status,
    errorCode,
    reference,
    // Sinch's own 503 did nothing; a gateway's may come after the request was executed.
    responseLost: isResponseLost(response) || (status === 503 && errorCode === undefined),
  });
  return { error, retry: isRetryableStatus(status) };
}

function redirect({ name }: UnsignedRequest, status: number): AttemptOutcome {
  const message = `${name}: the server redirects elsewhere (HTTP ${status}), and a signed request never follows`;
  const hint = 'check the base URL';
  return { error: new SinchctlError('failure', message, { hint, httpStatus: status }), retry: false };
}

/** A server that switched protocols speaks no HTTP any more, so the effect of the request is unknown. */
function switched({ name }: UnsignedRequest, response: Response): AttemptOutcome {
  const { status } = response;
  const message = `${name}: the server switched protocols instead of responding (HTTP ${status})`;
  const error = new SinchctlError('unavailable', message, {
    hint: 'a gateway may have responded instead of Sinch; check the base URL, or try again later',
    httpStatus: status,
    responseLost: isResponseLost(response),
  });
  return { error, retry: isRetryableStatus(status) };
}

/** Where and why a response does not fit, e.g. `numbers.0.capability: …`; never the value itself. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the whole reply';
  return `${path}: expected ${issue.expected ?? issue.message}`;
}

/** A response that does not fit the table. A change may have been executed all the same. */
function wrongShape({ name, changes }: UnsignedRequest, { status }: Response, where: string): AttemptOutcome {
  const message = `${name}: the reply has the wrong shape${where}`;
  const hint = 'Sinch may have changed this API; please report it';
  const error = new SinchctlError('failure', message, { hint, httpStatus: status, responseLost: changes });
  return { error, retry: false };
}

/** Parses a complete response: typed data, or an error with Sinch's code, message and reference. */
export function fromResponse(request: UnsignedRequest, response: Response): AttemptOutcome {
  const { name, reply } = request;
  const { status } = response;
  if (status === 101) return switched(request, response);
  if (status >= 300 && status < 400) return redirect(request, status);
  if (status === 407) {
    return fromFailure(name, new NetworkFailure('proxy', 'the proxy wants credentials (HTTP 407)'));
  }
  if (status < 200 || status >= 400) return refusal(request, response);
  if (reply === 'raw') return isPage(response) ? notJson(request, response) : { reply: response };
  if (reply === null && status === 204) return { reply: undefined };
  const json = parseJson(response.body);
  if (json === undefined && response.body.trim() !== '') return notJson(request, response);
  if (reply === null) return wrongShape(request, response, `: expected HTTP 204, got ${status}`);
  if (json === undefined) return notJson(request, response);
  const parsed = v.safeParse(reply, json);
  if (parsed.success) return { reply: parsed.output };
  return wrongShape(request, response, ` at ${describeIssue(parsed.issues[0])}`);
}
