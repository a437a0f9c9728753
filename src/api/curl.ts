import { plainlyQuoted, quoted, shellNote } from '../core/shell-line.ts';
import { isSafe } from '../core/text.ts';
import { LOGIN_KEY } from './operations.ts';
import type { Request } from './request.ts';

/** A word quoted for a POSIX shell. */
const quote = (text: string): string => quoted(text, 'posix');

/** Lines that assign the body to a variable. Its line breaks are kept if nothing else has to be escaped. */
function bodyAssignment(body: string): string[] {
  if (body.split('\n').every(isSafe)) return `body=${plainlyQuoted(body, 'posix')}`.split('\n');
  // Uses printf, because dash has no quoting with escapes; the underscore preserves trailing line breaks.
  const format = quote(`${body}_`).slice(1).replaceAll('%', '%%');
  return [`body=$(printf ${format}); body=\${body%_}`];
}

/** The scheme and id of the Authorization header, without the signature. */
function signerOf({ headers }: Request): { scheme: string; id: string } | undefined {
  const [, scheme, id] = /^(Application|Instance) ([0-9a-f-]+):/i.exec(headers.authorization ?? '') ?? [];
  return scheme && id ? { scheme, id } : undefined;
}

/** The curl command. -I, because curl waits for the body of a HEAD; -g, because it treats brackets as a pattern. */
function curlOf({ method, url }: Request): string {
  const how = method === 'HEAD' ? '-I' : `-X ${method}`;
  const isPattern = /[[\]{}]/.test(url);
  return `curl -sS ${how}${isPattern ? ' -g' : ''} ${quote(url)} -H 'content-type: application/json'`;
}

const NOW = 'now=$(date -u +%Y-%m-%dT%H:%M:%SZ)';

/**
 * Ends a snippet if its secret is missing. An interactive shell ends only one command, so the rest must belong to the
 * same command.
 */
const requireVariable = (variable: string, whose: string): string =>
  `: "${'$'}{${variable}:?set it to the secret of ${whose}}" &&`;

/** Lines that sign with openssl when they are run, with the secret in a variable. */
function signedLines(request: Request, scheme: string, id: string): string[] {
  const { method, url, body } = request;
  const variable = scheme === 'Instance' ? 'SINCH_INSTANCE_SECRET' : 'SINCH_APPLICATION_SECRET';
  const md5 = body === null ? "md5=''" : 'md5=$(printf %s "$body" | openssl md5 -binary | openssl base64 -A)';
  const path = quote(new URL(url).pathname);
  return [
    shellNote('the key is visible in the process list while openssl runs'),
    `${requireVariable(variable, id)} {`,
    NOW,
    md5,
    `key=$(printf %s "$${variable}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
    `signature=$(printf '%s\\n%s\\n%s\\nx-timestamp:%s\\n%s' ${method} "$md5" application/json "$now" ${path} |`,
    '  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)',
    `${curlOf(request)} -H "x-timestamp: $now" \\`,
    `  -H "authorization: ${scheme} ${id}:$signature"${body === null ? '' : ' --data-binary "$body"'}`,
    '}',
  ];
}

/** Lines for Basic; the secret reaches curl through stdin, not through its arguments. */
function basicLines(request: Request, key: string): string[] {
  const data = request.body === null ? '' : ' --data-binary "$body"';
  return [
    requireVariable('SINCH_APPLICATION_SECRET', key),
    `printf 'user = "%s:%s"\\n' ${key} "$SINCH_APPLICATION_SECRET" |`,
    `  ${curlOf(request)} -K -${data}`,
  ];
}

/** For a login, which has a public key and no signature. */
const publicLines = (request: Request): string[] => [
  NOW,
  `${curlOf(request)} -H "x-timestamp: $now" -H 'authorization: ${request.headers.authorization}'`,
];

function snippetLines(request: Request, key: string | undefined): string[] | undefined {
  const { authorization = '' } = request.headers;
  const signer = signerOf(request);
  if (signer) return signedLines(request, signer.scheme, signer.id);
  if (authorization.startsWith('Basic ') && key !== undefined) return basicLines(request, key);
  // The requests of a login contain a password or a token in their body.
  return authorization === `Application ${LOGIN_KEY}` && request.body === null
    ? publicLines(request)
    : undefined;
}

/**
 * A request as the lines of a shell snippet that works at any time. It contains no secret and no signature.
 * @param key the application key, for Basic, whose header must not be decoded
 */
export function curlSnippet(request: Request, key: string | undefined): string[] {
  const { operation, body } = request;
  const lines = snippetLines(request, key);
  if (!lines) return [shellNote(`${operation}: not shown, because it contains a password or a token`)];
  return [shellNote(operation), ...(body === null ? [] : bodyAssignment(body)), ...lines];
}
