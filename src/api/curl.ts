import { plainlyQuoted, quoted } from '../core/shell-line.ts';
import { LOGIN_KEY } from './operations.ts';
import type { Request } from './request.ts';

/** A word for a POSIX shell, exactly as it is. */
const quote = (text: string): string => quoted(text, 'posix');

/** Lines that keep a body. Its own lines stay lines, where nothing else in it has to be escaped. */
function keeping(body: string): string[] {
  const lines = body.split('\n');
  const isReadable = lines.every((line) => quote(line).startsWith("'"));
  return `body=${isReadable ? plainlyQuoted(body, 'posix') : quote(body)}`.split('\n');
}

/** What signs a request, read from its own header: the scheme and the id, and nothing of the signature. */
function signerOf({ headers }: Request): { scheme: string; id: string } | undefined {
  const [, scheme, id] = /^(Application|Instance) ([0-9a-f-]+):/i.exec(headers.authorization ?? '') ?? [];
  return scheme && id ? { scheme, id } : undefined;
}

/** How curl is called: it would wait for the body of a HEAD, and take brackets of a URL for a pattern. */
function curlOf({ method, url }: Request): string {
  const how = method === 'HEAD' ? '-I' : `-X ${method}`;
  const isPattern = /[[\]{}]/.test(url);
  return `curl -sS ${how}${isPattern ? ' -g' : ''} ${quote(url)} -H 'content-type: application/json'`;
}

const NOW = 'now=$(date -u +%Y-%m-%dT%H:%M:%SZ)';

/** What ends a snippet without its secret; an interactive shell gives up one command only, so the rest must belong to it. */
const needing = (variable: string, whose: string): string =>
  `: "${'$'}{${variable}:?set it to the secret of ${whose}}" &&`;

/** Lines that sign with openssl, at any time, from a secret that only a variable holds. */
function signing(request: Request, scheme: string, id: string): string[] {
  const { method, url, body } = request;
  const variable = scheme === 'Instance' ? 'SINCH_INSTANCE_SECRET' : 'SINCH_APPLICATION_SECRET';
  const md5 = body === null ? "md5=''" : 'md5=$(printf %s "$body" | openssl md5 -binary | openssl base64 -A)';
  const path = quote(new URL(url).pathname);
  return [
    '# openssl shows the key in ps while it runs',
    `${needing(variable, id)} {`,
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

/** The same by Basic; the secret reaches curl by stdin and not by its arguments. */
function basic(request: Request, key: string): string[] {
  const data = request.body === null ? '' : ' --data-binary "$body"';
  return [
    needing('SINCH_APPLICATION_SECRET', key),
    `printf 'user = "%s:%s"\\n' ${key} "$SINCH_APPLICATION_SECRET" |`,
    `  ${curlOf(request)} -K -${data}`,
  ];
}

/** The key that a login is asked with is public, and nothing is signed. */
const byPublicKey = (request: Request): string[] => [
  NOW,
  `${curlOf(request)} -H "x-timestamp: $now" -H 'authorization: ${request.headers.authorization}'`,
];

function linesOf(request: Request, key: string | undefined): string[] | undefined {
  const { authorization = '' } = request.headers;
  const signer = signerOf(request);
  if (signer) return signing(request, signer.scheme, signer.id);
  if (authorization.startsWith('Basic ') && key !== undefined) return basic(request, key);
  // What opens a login, and what follows it, carry a password or a token in the body itself.
  return authorization === `Application ${LOGIN_KEY}` && request.body === null
    ? byPublicKey(request)
    : undefined;
}

/**
 * A request as the lines of a shell snippet that works when pasted, at any time. It holds no secret and no signature.
 * @param key the application key, for Basic, whose header must not be taken apart
 */
export function curlSnippet(request: Request, key: string | undefined): string[] {
  const { operation, body } = request;
  const lines = linesOf(request, key);
  if (!lines) return [`# ${operation}: not shown, since it carries a password or a token`];
  return [`# ${operation}`, ...(body === null ? [] : keeping(body)), ...lines];
}
