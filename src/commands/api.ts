import type { RawRequest } from '../api/build-request.ts';
import { isRead, METHODS, type Method } from '../api/request.ts';
import { isAbsolute, parsePath, resolveTarget } from '../api/request-path.ts';
import { choice, flag, value, withCompletion } from '../cli/argv/option.ts';
import { type CommandResult, defineCommand } from '../cli/command.ts';
import type { Context } from '../cli/context.ts';
import { suggestion } from '../core/closest-match.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { HOST_NAMES } from '../credentials/credentials.ts';

/** @throws SinchctlError usage */
function parseMethod(text: string): Method {
  const method = METHODS.find((one) => one === text.toUpperCase());
  if (method) return method;
  throw usage(`unknown method: ${text}`, suggestion(text, METHODS), [text]);
}

/** Rejects global options that do not apply to a raw response. @throws SinchctlError usage */
function checkGlobalOptions({ output, reason }: Context['settings']): void {
  if (output !== undefined && output !== 'json') {
    const hint = 'omit -o, or use -o json to print errors as JSON';
    throw usage(`api prints the response body and does not support -o ${output}`, hint);
  }
  if (reason !== undefined)
    throw usage(
      'api does not support --reason, because its requests are not recorded in the history',
      'omit --reason',
    );
}

const DATA_FLAG = '--data';

/** The value of `--data`, and its name in errors. */
async function readBodyText(context: Context, data: string): Promise<{ text: string; name: string }> {
  if (data !== '-' && !data.startsWith('@')) return { text: data, name: DATA_FLAG };
  const path = data.replace(/^@/, '');
  if (path === '') throw usage(`${DATA_FLAG} @ requires a file name`, `pass ${DATA_FLAG} @body.json`);
  const name = path === '-' ? 'stdin' : path;
  const [bytes, { decodeText }] = await Promise.all([
    context.input.readBytes(path, DATA_FLAG),
    import('../input/decode.ts'),
  ]);
  return { text: decodeText(bytes, name), name };
}

/** The position of a JSON error. Never quotes the text, which may contain a password. */
function errorPosition(text: string, error: unknown): string {
  const at = /position (\d+)/.exec((error as Error).message)?.[1];
  if (at === undefined) return '';
  const lines = text.slice(0, Number(at)).split('\n');
  return ` (line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1})`;
}

/** The JSON of `--data`, of its @FILE, or of stdin for `-`, exactly as written. @throws SinchctlError usage */
async function readJsonBody(context: Context, data: string): Promise<string> {
  const { text, name } = await readBodyText(context, data);
  if (text.trim() === '') throw usage(`${name} is empty`, 'to send no body, omit --data');
  try {
    JSON.parse(text);
  } catch (error) {
    throw usage(`${name} is not valid JSON${errorPosition(text, error)}`, `pass JSON, @FILE, or - for stdin`);
  }
  return text;
}

/** Checks all arguments before the credentials are read. @throws SinchctlError usage */
async function readRequest(
  context: Context,
  method: Method,
  where: string,
  host: RawRequest['host'] | undefined,
  data: string | undefined,
): Promise<RawRequest> {
  if (data !== undefined && isRead(method))
    throw usage(`a ${method} request cannot have a body`, "add parameters to the path: '/path?name=value'");
  if (!isAbsolute(where)) parsePath(where);
  const body = data === undefined ? null : await readJsonBody(context, data);
  const { baseUrls } = await context.credentials();
  return { method, body, ...resolveTarget(where, host, baseUrls) };
}

/** Prints the request as JSON and does not send it. */
async function dryRunRequest(context: Context, raw: RawRequest): Promise<CommandResult> {
  const { method, url, body } = await (await context.client()).dryRun(raw);
  const size = body === null ? 'no body' : `${Buffer.byteLength(body)} bytes`;
  context.messages.note(`not sent: ${method} ${url} (${size})`);
  // The body is JSON and is not parsed, because parsing changes large numbers.
  const plan = `{"method":${JSON.stringify(method)},"url":${JSON.stringify(url)},"body":${body ?? 'null'}}\n`;
  return { rows: [], reply: { status: 0, headers: {}, body: plan, withHead: false } };
}

/** The same error with a hint for a request that the user wrote. */
function withRawHint(error: SinchctlError, { method, host }: RawRequest, isShown: boolean): SinchctlError {
  const { details, kind } = error;
  const isAmbiguous = details.responseLost && !isRead(method);
  // The usual hints are about applications and their keys.
  const isHintWrong = kind === 'notFound' || (kind === 'auth' && host === 'user');
  const hints = [
    isAmbiguous ? 'the request may have been executed; check before you send it again' : undefined,
    isHintWrong || isAmbiguous ? undefined : details.hint,
    details.httpStatus === undefined || isShown ? undefined : 'to see the full response, add -i',
  ];
  const hint = hints.filter((one) => one !== undefined).join('; ');
  return error.with({ hint: hint || undefined });
}

export const api = defineCommand({
  usage: 'api <method> <path>',
  summary: 'Send a signed request to any endpoint',
  description:
    'Use this command for endpoints that no other command covers. --api selects the host and the credentials: calling uses the application credentials, portal and account use the portal instance, and user uses the public login key.\n' +
    'Prints the response body on stdout; JSON is indented on a terminal. If the response has an error status, stdout is empty unless you pass -i. If the response is a web page with status 200, the command exits with code 6, because the page comes from a gateway, not from Sinch.\n' +
    'By default, only GET and HEAD requests are retried; with --retries, all requests are. Does not prompt for confirmation, and does not record changes in the history. To print errors as JSON, pass -o json.',
  examples: [
    'sinchctl api GET /v1/configuration/numbers',
    'sinchctl api POST /v1/configuration/numbers --data @body.json',
  ],
  options: {
    data: withCompletion(
      value('JSON', 'request body as JSON, @FILE to read it from a file, or - for stdin'),
      {
        completes: 'atFile',
      },
    ),
    api: choice('API', 'calling, portal, account, or user (default calling)', HOST_NAMES),
    include: flag('include the response status and headers in the output', 'i'),
    dryRun: flag(
      'print the request as JSON instead of sending it (GET and HEAD requests are still sent)',
      'n',
    ),
  },
  arguments: [
    { summary: 'GET, POST, or another HTTP method', choices: METHODS },
    { summary: 'path with an optional query string, or full URL that starts with a configured base URL' },
  ],
  columns: null,
  errors: ['notFound', 'unavailable', 'refused'],
  seeAlso: ['auth status', 'help exit-codes'],
  writes: true,
  writesFor: ([method = '']) => !isRead(method.toUpperCase()),
  async run(context, [word = '', where = ''], { data, api: host, include, dryRun }) {
    checkGlobalOptions(context.settings);
    const raw = await readRequest(context, parseMethod(word), where, host, data);
    if (dryRun && !isRead(raw.method)) return dryRunRequest(context, raw);
    const { response, error } = await (await context.client()).request(raw);
    const problem = error && withRawHint(error, raw, include);
    if (!response || (problem && !include)) throw problem;
    return { rows: [], error: problem, reply: { ...response, withHead: include } };
  },
});
