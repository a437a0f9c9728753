import * as v from 'valibot';
import { type ErrorKind, SinchctlError } from '../core/errors.ts';
import type { Draft } from './draft.ts';
import { type FailureReason, NetworkFailure, type Response } from './request.ts';
import { isReplyLost, isRetryableFailure, isRetryableStatus } from './retry.ts';

/** What one attempt came to: a typed reply, or an error and whether another attempt makes sense. */
export type Outcome = { reply: unknown } | { error: SinchctlError; retry: boolean };

// Each field by itself: one that is missing or odd must not cost the others.
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

const FAILURE_KIND: Partial<Record<FailureReason, ErrorKind>> = {
  certificate: 'failure',
  tls: 'failure',
  proxy: 'failure',
  tooLarge: 'failure',
};

export function fromFailure(name: string, failure: NetworkFailure): Outcome {
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

/** On the calling API 40003 is both an unknown application and an invalid number; only the words tell which. */
const UNKNOWN_APPLICATION =
  /\bapplication[\s_-]*key\b|\b(invalid|unknown) application\b|\bapplication\b[^"]*\b(not found|does not exist|unknown|invalid)\b/i;

const isUnknownApplication = (errorCode: number | undefined, message = ''): boolean =>
  errorCode === 40003 && UNKNOWN_APPLICATION.test(message) && !/\bnumber/i.test(message);

function kindOf({ method }: Draft, status: number, { errorCode, message }: Complaint): ErrorKind {
  if (status === 401 || status === 403) return 'auth';
  if (isUnknownApplication(errorCode, message)) return 'notFound';
  // The reply to a HEAD has no body that could hold the code.
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

/** Whether it is a page for people: no API answers so, but whoever stands between a network and its guests does. */
const isPage = ({ headers, body }: Response): boolean =>
  body.trim() !== '' &&
  parseJson(body) === undefined &&
  (/^text\/html\b/i.test(headers['content-type'] ?? '') || /^\s*<(!doctype html|html)\b/i.test(body));

function noJson({ name, reply }: Draft, response: Response): Outcome {
  const what = reply === 'raw' ? 'a web page' : 'no JSON';
  const error = new SinchctlError('unavailable', `${name}: the reply (HTTP ${response.status}) is ${what}`, {
    hint: 'a gateway may have answered instead of Sinch; check the base URL, or try again later',
    httpStatus: response.status,
    replyLost: isReplyLost(response),
  });
  return { error, retry: true };
}

/** What Sinch says of a refusal, as far as it says anything. */
interface Complaint {
  errorCode?: number;
  message?: string;
  reference?: string | undefined;
}

function complaintOf(body: string): Complaint {
  const parsed = v.safeParse(errorBody, parseJson(body));
  if (!parsed.success) return {};
  const { errorCode, message, reference } = parsed.output;
  return { message, reference: reference ?? undefined, ...(Number.isNaN(errorCode) ? {} : { errorCode }) };
}

function refusal(draft: Draft, response: Response): Outcome {
  const { status } = response;
  const complaint = complaintOf(response.body);
  const { errorCode, message, reference } = complaint;
  const kind = kindOf(draft, status, complaint);
  if (kind === 'failure' && draft.reply !== 'raw' && parseJson(response.body) === undefined)
    return noJson(draft, response);
  const code = errorCode === undefined ? `HTTP ${status}` : `HTTP ${status}, code ${errorCode}`;
  const error = new SinchctlError(kind, `${draft.name}: ${message?.trim() || 'Sinch refused'} (${code})`, {
    hint: hintOf(kind, errorCode),
    httpStatus: status,
    errorCode,
    reference,
    // A 503 of Sinch's own did nothing; one of a gateway may have come after the request went through.
    replyLost: isReplyLost(response) || (status === 503 && errorCode === undefined),
  });
  return { error, retry: isRetryableStatus(status) };
}

function redirect({ name }: Draft, status: number): Outcome {
  const message = `${name}: the server redirects elsewhere (HTTP ${status}), and a signed request never follows`;
  const hint = 'check the base URL';
  return { error: new SinchctlError('failure', message, { hint, httpStatus: status }), retry: false };
}

/** Whoever responded does not speak HTTP from here on, so what became of the request is unknown. */
function switched({ name }: Draft, response: Response): Outcome {
  const { status } = response;
  const error = new SinchctlError(
    'unavailable',
    `${name}: the server switched protocols instead of responding (HTTP ${status})`,
    {
      hint: 'a gateway may have responded instead of Sinch; check the base URL, or try again later',
      httpStatus: status,
      replyLost: isReplyLost(response),
    },
  );
  return { error, retry: isRetryableStatus(status) };
}

/** Where and why a reply does not fit, e.g. `numbers.0.capability: …`; never the value itself. */
function place(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue) ?? 'the whole reply';
  return `${path}: expected ${issue.expected ?? issue.message}`;
}

/** A reply that is none of those the table knows. A change that it answers may have been carried out all the same. */
function wrongShape({ name, changes }: Draft, { status }: Response, where: string): Outcome {
  const message = `${name}: the reply has the wrong shape${where}`;
  const hint = 'Sinch may have changed this API; please report it';
  return {
    error: new SinchctlError('failure', message, { hint, httpStatus: status, replyLost: changes }),
    retry: false,
  };
}

/** Reads a whole reply: typed data, or an error with Sinch's code, message and reference. */
export function fromResponse(draft: Draft, response: Response): Outcome {
  const { name, reply } = draft;
  const { status } = response;
  if (status === 101) return switched(draft, response);
  if (status >= 300 && status < 400) return redirect(draft, status);
  if (status === 407) {
    return fromFailure(name, new NetworkFailure('proxy', 'the proxy wants credentials (HTTP 407)'));
  }
  if (status < 200 || status >= 400) return refusal(draft, response);
  if (reply === 'raw') return isPage(response) ? noJson(draft, response) : { reply: response };
  if (reply === null && status === 204) return { reply: undefined };
  const json = parseJson(response.body);
  if (json === undefined && response.body.trim() !== '') return noJson(draft, response);
  if (reply === null) return wrongShape(draft, response, `: expected HTTP 204, got ${status}`);
  if (json === undefined) return noJson(draft, response);
  const parsed = v.safeParse(reply, json);
  if (parsed.success) return { reply: parsed.output };
  return wrongShape(draft, response, ` at ${place(parsed.issues[0])}`);
}
