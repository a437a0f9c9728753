import type { Request, Send } from './request.ts';

/** A word for a POSIX shell, exactly as it is. */
const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

/** What signs a request, read from its own header: the scheme and the id, and nothing of the signature. */
function signerOf({ headers }: Request): { scheme: string; id: string } | undefined {
  const [, scheme, id] = /^(Application|Instance) ([0-9a-f-]+):/i.exec(headers.authorization ?? '') ?? [];
  return scheme && id ? { scheme, id } : undefined;
}

/** Lines that sign with openssl, at any time, from a secret that only a variable holds. */
function signing(request: Request, scheme: string, id: string): string[] {
  const { method, url, body } = request;
  const variable = scheme === 'Instance' ? 'SINCH_INSTANCE_SECRET' : 'SINCH_APPLICATION_SECRET';
  const md5 = body === null ? "md5=''" : 'md5=$(printf %s "$body" | openssl md5 -binary | openssl base64 -A)';
  const path = quote(new URL(url).pathname);
  return [
    '# openssl shows the key in ps while it runs',
    'now=$(date -u +%Y-%m-%dT%H:%M:%SZ)',
    md5,
    `key=$(printf %s "$${variable}" | openssl base64 -d -A | od -An -v -tx1 | tr -d ' \\n')`,
    `signature=$(printf '%s\\n%s\\n%s\\nx-timestamp:%s\\n%s' ${method} "$md5" application/json "$now" ${path} |`,
    '  openssl dgst -sha256 -mac HMAC -macopt "hexkey:$key" -binary | openssl base64 -A)',
    `curl -sS -X ${method} ${quote(url)} -H 'content-type: application/json' -H "x-timestamp: $now" \\`,
    `  -H "authorization: ${scheme} ${id}:$signature"${body === null ? '' : ' --data-binary "$body"'}`,
  ];
}

/** The same by Basic; the secret reaches curl by stdin and not by its arguments. */
function basic({ method, url, body }: Request, key: string): string[] {
  const data = body === null ? '' : ' --data-binary "$body"';
  return [
    `printf 'user = "%s:%s"\\n' ${key} "$SINCH_APPLICATION_SECRET" |`,
    `  curl -sS -K - -X ${method} ${quote(url)} -H 'content-type: application/json'${data}`,
  ];
}

/**
 * A request as the lines of a shell snippet that works when pasted, at any time. It holds no secret and no signature.
 * @param key the application key, for Basic, whose header must not be taken apart
 */
export function curlSnippet(request: Request, key: string | undefined): string[] {
  const { operation, body, headers } = request;
  const signer = signerOf(request);
  const isBasic = headers.authorization?.startsWith('Basic ') && key !== undefined;
  // Login and what follows it carry a password or a token in the body itself.
  if (!signer && !isBasic) return [`# ${operation}: not shown, since it carries a password or a token`];
  const lines = signer ? signing(request, signer.scheme, signer.id) : basic(request, key ?? '');
  return [`# ${operation}`, ...(body === null ? [] : [`body=${quote(body)}`]), ...lines];
}

/** Shows every request as a snippet before it is sent. */
export function withCurl(
  send: Send,
  say: (...lines: readonly string[]) => void,
  key: string | undefined,
): Send {
  return (request) => {
    say(...curlSnippet(request, key));
    return send(request);
  };
}
