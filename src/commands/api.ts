import type { RawRequest } from '../api/build-request.ts';
import { isRead, METHODS, type Method } from '../api/request.ts';
import { isAbsolute, parsePath, resolveTarget } from '../api/request-path.ts';
import { choice, flag, offering, value } from '../cli/argv/option.ts';
import { defineCommand, type Outcome } from '../cli/command.ts';
import type { Context } from '../cli/context.ts';
import { suggestion } from '../core/closest-match.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { HOST_NAMES } from '../credentials/hosts.ts';
import { readJsonBody } from './json-body.ts';

/** @throws SinchctlError usage */
function parseMethod(text: string): Method {
  const method = METHODS.find((one) => one === text.toUpperCase());
  if (method) return method;
  throw usage(`no method is called ${text}`, suggestion(text, METHODS), [text]);
}

/** What cannot hold for a reply that is shown as it comes is refused before anything is sent. */
function checkGlobals({ output, reason }: Context['settings']): void {
  if (output !== undefined && output !== 'json') {
    const hint = 'leave -o out; -o json makes errors JSON';
    throw usage(`api prints the reply as it comes, and no ${output}`, hint);
  }
  if (reason !== undefined)
    throw usage('--reason does not fit: what api sends is not in the history', 'leave --reason out');
}

interface DesiredState {
  method: Method;
  where: string;
  api: RawRequest['host'] | undefined;
  data: string | undefined;
}

/** Everything that the line says is checked before a credential is touched. */
async function readRequest(
  context: Context,
  { method, where, api, data }: DesiredState,
): Promise<RawRequest> {
  if (data !== undefined && isRead(method))
    throw usage(`a ${method} has no body`, "put parameters into the path: '/path?name=value'");
  if (!isAbsolute(where)) parsePath(where);
  const body = data === undefined ? null : await readJsonBody(context, data);
  const { baseUrls } = await context.credentials();
  return { method, body, ...resolveTarget(where, api, baseUrls) };
}

/** The planned request, as JSON: what would be sent is the result of a dry run. */
async function dryRunRequest(context: Context, raw: RawRequest): Promise<Outcome> {
  const { method, url, body } = await (await context.client()).dryRun(raw);
  const size = body === null ? 'no body' : `${Buffer.byteLength(body)} bytes`;
  context.messages.note(`not sent: ${method} ${url} (${size})`);
  // The body is JSON, and stays as it would be sent: parsing would change large numbers.
  const plan = `{"method":${JSON.stringify(method)},"url":${JSON.stringify(url)},"body":${body ?? 'null'}}\n`;
  return { rows: [], reply: { status: 0, headers: {}, body: plan, withHead: false } };
}

/** The same error with the next thing to type for somebody who knows the request better than we do. */
function explained(error: SinchctlError, { method, host }: RawRequest, isShown: boolean): SinchctlError {
  const { details, kind } = error;
  const isDoubtful = details.responseLost && !isRead(method);
  // Hints about applications and keys would mislead here.
  const isMisled = kind === 'notFound' || (kind === 'auth' && host === 'user');
  const hints = [
    isDoubtful ? 'it may have been carried out all the same: look before you send it again' : undefined,
    isMisled || isDoubtful ? undefined : details.hint,
    details.httpStatus === undefined || isShown ? undefined : '-i shows the whole reply',
  ];
  const hint = hints.filter((one) => one !== undefined).join('; ');
  return new SinchctlError(kind, error.message, { ...details, hint: hint || undefined });
}

export const api = defineCommand({
  usage: 'api <method> <path>',
  summary: 'Send any signed request',
  description:
    'For what no command does, as gh api is. The request is signed as the host of --api wants it: calling by the\n' +
    'application, portal and account by the portal instance; user carries the public key of its login. <path> may have a\n' +
    'query string, or be a whole URL below a base URL in use.\n' +
    'stdout is the body of the reply as it comes; JSON is indented on a terminal. An error status leaves stdout empty and\n' +
    'ends as everywhere (help exit-codes), but with -i the reply is shown all the same; a web page with 200 is exit 6, since\n' +
    'a gateway has answered and not Sinch. With --dry-run stdout is the planned request, as JSON.\n' +
    'Only GET and HEAD are tried again, others where --retries says so. It does not ask, and the history does not know\n' +
    'it. --data is JSON, for all but GET and HEAD; with -o json errors are JSON.',
  examples: [
    'sinchctl --profile sandbox api GET /v1/configuration/numbers',
    `sinchctl --profile sandbox api POST /v1/configuration/numbers -i --data '{"numbers":["+14155550103"],"capability":"voice"}'`,
  ],
  options: {
    data: offering(
      { completes: 'atFile' },
      value('JSON', 'the body; @FILE reads it from a file, - from stdin'),
    ),
    api: choice('API', `${HOST_NAMES.join(', ')}; default: calling`, HOST_NAMES),
    include: flag('show status and headers of the reply too', 'i'),
    dryRun: flag('send nothing but GET and HEAD; print what would be sent, as JSON'),
  },
  offers: [{ choices: METHODS }],
  columns: null,
  writes: true,
  writesFor: ([method = '']) => !isRead(method.toUpperCase()),
  async run(context, [word = '', where = ''], { data, api: host, include, dryRun }) {
    checkGlobals(context.settings);
    const raw = await readRequest(context, { method: parseMethod(word), where, api: host, data });
    if (dryRun && !isRead(raw.method)) return dryRunRequest(context, raw);
    const { response, error } = await (await context.client()).request(raw);
    const problem = error && explained(error, raw, include);
    if (!response || (problem && !include)) throw problem;
    return { rows: [], error: problem, reply: { ...response, withHead: include } };
  },
});
