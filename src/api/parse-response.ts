import * as v from 'valibot';
import { tryParseJson } from '../core/attempt.ts';
import { type ErrorDetails, type ErrorKind, SinchctlError, withTroubleshooting } from '../core/errors.ts';
import type { UnsignedRequest } from './build-request.ts';
import { type ErrorBody, errorBody } from './lenient.ts';
import {
  ERROR_CODES,
  type FailureReason,
  isEndpointGone,
  NetworkFailure,
  type Response,
  TOO_MANY_REQUESTS,
} from './request.ts';
import { isResponseLost, isRetryableFailure, isRetryableStatus } from './retry.ts';

/** Whether to try again: `once` for one more attempt, `unsent` if nothing was sent. */
export type Retry = boolean | 'once' | 'unsent';

/** The outcome of one attempt: typed data, or an error. */
export type AttemptOutcome = { reply: unknown } | { error: SinchctlError; retry: Retry };

const LATER = 'temporary error; run the command again later';

/** The error kind and hint for each failure. */
const FAILURES: Record<FailureReason, [ErrorKind, string]> = {
  reset: ['unavailable', LATER],
  timeout: ['unavailable', 'run the command again later, or raise --timeout'],
  aborted: ['unavailable', LATER],
  cutShort: ['unavailable', LATER],
  refused: ['unavailable', 'check the address, and whether a server is listening on it'],
  unknownHost: ['unavailable', 'check the host name, the network, and DNS'],
  unreachable: ['unavailable', 'check the network'],
  certificate: [
    'failure',
    withTroubleshooting(
      'add its CA with --ca-file or NODE_EXTRA_CA_CERTS; sinchctl always verifies certificates',
    ),
  ],
  tls: ['failure', withTroubleshooting('check that the server uses https')],
  proxy: ['failure', withTroubleshooting('check HTTPS_PROXY and NO_PROXY')],
  tooLarge: ['failure', 'request less data'],
  tooManyFiles: ['unavailable', LATER],
};

export function fromFailure(request: UnsignedRequest, failure: NetworkFailure): AttemptOutcome {
  const [kind, hint] = FAILURES[failure.reason];
  const details = { hint, responseLost: isResponseLost(failure) };
  const retry = failure.reason === 'tooManyFiles' ? 'unsent' : isRetryableFailure(failure);
  return failed(request, kind, failure.message, details, retry);
}

function failed(
  { failure }: UnsignedRequest,
  kind: ErrorKind,
  reason: string,
  details: ErrorDetails,
  retry: Retry = false,
): AttemptOutcome {
  return { error: new SinchctlError(kind, `${failure}: ${reason}`, details), retry };
}

/** On the calling API, this code means an unknown application or an invalid number; only the message shows which. */
const UNKNOWN_APPLICATION =
  /\bapplication[\s_-]*key\b|\b(invalid|unknown) application\b|\bapplication\b[^"]*\b(not found|does not exist|unknown|invalid)\b/i;

const isUnknownApplication = ({ errorCode, message }: ErrorBody): boolean =>
  errorCode === ERROR_CODES.invalidValue && UNKNOWN_APPLICATION.test(message) && !/\bnumber/i.test(message);

function kindOf({ method }: UnsignedRequest, status: number, body: ErrorBody): ErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (isUnknownApplication(body)) return 'notFound';
  // The response to a HEAD has no body that could contain the code.
  if (body.errorCode === ERROR_CODES.notFound || (method === 'HEAD' && status === 404)) return 'notFound';
  return isRetryableStatus(status) ? 'unavailable' : 'failure';
}

function hintOf(
  { name }: UnsignedRequest,
  kind: ErrorKind,
  status: number,
  errorCode: number | undefined,
): string | undefined {
  if (errorCode === ERROR_CODES.timestamp) {
    return withTroubleshooting(
      'check the clock of this computer; Sinch accepts a difference of up to five minutes',
    );
  }
  if (errorCode === ERROR_CODES.noCredit) return 'add credit to the Sinch account';
  if (status === TOO_MANY_REQUESTS) return 'run the command again later, or lower --concurrency';
  if (kind === 'auth') {
    const what = name === 'login' ? 'email address and password' : 'key and secret';
    return withTroubleshooting(`check the ${what}`);
  }
  if (kind === 'notFound') return 'to list the applications of this account, run sinchctl apps list';
  return kind === 'unavailable' ? LATER : undefined;
}

/** Whether it is a web page, which gateways and captive portals send but no API does. */
const isPage = ({ headers, body }: Response): boolean =>
  body.trim() !== '' &&
  tryParseJson(body) === undefined &&
  (/^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(body));

/** A response that did not come from Sinch. */
function fromGateway(request: UnsignedRequest, response: Response, what: string): AttemptOutcome {
  const details = {
    hint: 'a gateway may have responded instead of Sinch; check the base URL, or run the command again later',
    httpStatus: response.status,
    responseLost: isResponseLost(response),
  };
  return failed(request, 'unavailable', `${what} (HTTP ${response.status})`, details, true);
}

const notJson = (request: UnsignedRequest, response: Response): AttemptOutcome =>
  fromGateway(request, response, `the response is ${request.reply === 'raw' ? 'a web page' : 'not JSON'}`);

function rejection(request: UnsignedRequest, response: Response): AttemptOutcome {
  const { status } = response;
  const parsed = errorBody(tryParseJson(response.body));
  const { errorCode, message, reference } = parsed;
  const kind = kindOf(request, status, parsed);
  if (kind === 'failure' && isEndpointGone(status, errorCode)) {
    const reason = `${asReason(message) || 'not found'} (HTTP ${status}); the endpoint may be retired`;
    const hint = 'check the base URL and the path, or update sinchctl';
    return failed(request, kind, reason, { hint, httpStatus: status, reference }, 'once');
  }
  if (kind === 'failure' && request.reply !== 'raw' && tryParseJson(response.body) === undefined) {
    return notJson(request, response);
  }
  const code = errorCode === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${errorCode}`;
  const details = {
    hint: hintOf(request, kind, status, errorCode),
    httpStatus: status,
    errorCode,
    reference,
    // A 503 from Sinch means that the request was not executed; one from a gateway may come after it was.
    responseLost: isResponseLost(response) || (status === 503 && errorCode === undefined),
  };
  const reason = asReason(message) || 'the server returned an error';
  return failed(request, kind, `${reason} (${code})`, details, isRetryableStatus(status));
}

/** A message from Sinch in lowercase, as the reason in an error. A word such as SMS or iPhone stays unchanged. */
const asReason = (message: string): string =>
  message
    .trim()
    .replace(/^(?!Sinch\b)[A-Z](?=[a-z]*(?:\s|\.?$))/, (letter) => letter.toLowerCase())
    .replace(/\.$/, '');

function redirect(request: UnsignedRequest, httpStatus: number): AttemptOutcome {
  const reason = `the server redirected the request (HTTP ${httpStatus}), but sinchctl does not follow redirects`;
  return failed(request, 'failure', reason, { hint: 'check the base URL', httpStatus });
}

/** Where and why a response does not match the schema, such as `numbers.0.capability: …`; never the value itself. */
function describeIssue(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue);
  return `${path === null ? '' : ` at ${path}`}: expected ${issue.expected ?? issue.message}`;
}

/** A response that does not match the table. The change may still have been executed. */
function wrongShape(request: UnsignedRequest, { status }: Response, where: string): AttemptOutcome {
  const hint = 'Sinch may have changed this API; update sinchctl, or report the problem';
  const details = { hint, httpStatus: status, responseLost: request.changes };
  return failed(request, 'failure', `the response has an unexpected format${where}`, details);
}

/** Parses a complete response: typed data, or an error with Sinch's code, message, and reference. */
export function fromResponse(request: UnsignedRequest, response: Response): AttemptOutcome {
  const { reply } = request;
  const { status } = response;
  // A server that switched protocols no longer speaks HTTP, so the effect of the request is unknown.
  if (status === 101) return fromGateway(request, response, 'the server switched protocols');
  if (status >= 300 && status < 400) return redirect(request, status);
  if (status === 407) {
    return fromFailure(request, new NetworkFailure('proxy', 'the proxy requires credentials (HTTP 407)'));
  }
  if (status < 200 || status >= 400) return rejection(request, response);
  if (reply === 'raw') return isPage(response) ? notJson(request, response) : { reply: response };
  if (reply === null && status === 204) return { reply: undefined };
  // Part of a list must never count as the complete account.
  if (reply !== null && (status === 206 || response.headers['content-range'] !== undefined))
    return fromGateway(request, response, 'the response is incomplete');
  const json = tryParseJson(response.body);
  if (json === undefined && response.body.trim() !== '') return notJson(request, response);
  if (reply === null) return wrongShape(request, response, `: expected HTTP 204, got ${status}`);
  if (json === undefined) return notJson(request, response);
  const parsed = v.safeParse(reply, json);
  if (parsed.success) return { reply: parsed.output };
  return wrongShape(request, response, describeIssue(parsed.issues[0]));
}
