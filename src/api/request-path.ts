import { attempt } from '../core/attempt.ts';
import { usage } from '../core/errors.ts';
import { shownUrl } from '../core/url.ts';
import { type BaseUrls, HOST_NAMES, HOSTS, type HostName } from '../credentials/credentials.ts';

/** The destination of a request: one of Sinch's hosts, and the exact path that is signed and sent. */
export interface RequestTarget {
  host: HostName;
  path: string;
}

const EXAMPLE_PATH = 'use a path such as /v1/configuration/numbers';

const isDecodable = (text: string): boolean => attempt(() => decodeURIComponent(text)) !== undefined;

/**
 * A path, with or without a query string. Anything that a URL parser would silently normalize is rejected: dots,
 * backslashes, white space, control characters, a fragment. %2B becomes a literal plus, because servers sign the decoded
 * path.
 * @throws SinchctlError usage
 */
export function parsePath(text: string): string {
  if (!text.startsWith('/')) throw usage(`the path must start with a slash: ${text}`, EXAMPLE_PATH, [text]);
  const { pathname, search } = new URL(`http://host${text}`);
  if (text.startsWith('//'))
    throw usage(`the path must start with only one slash: ${text}`, EXAMPLE_PATH, [text]);
  if (pathname + search !== text) {
    const hint = pathname.startsWith('//')
      ? EXAMPLE_PATH
      : `to send the normalized path, write ${pathname}${search}`;
    throw usage(`the path would be normalized before it is sent: ${text}`, hint, [text]);
  }
  if (!isDecodable(pathname)) {
    throw usage(`invalid percent-encoding in the path: ${text}`, 'write %25 for a percent sign', [text]);
  }
  return pathname.replace(/%2B/gi, '+') + search;
}

export const isAbsolute = (text: string): boolean => /^[a-z][a-z\d+.-]*:\/\//i.test(text);

/**
 * Resolves a path or a full URL. A URL must start with a configured base URL, because requests are signed for no other
 * host.
 * @param host the host that the user specified
 * @throws SinchctlError usage
 */
export function resolveTarget(text: string, host: HostName | undefined, baseUrls: BaseUrls): RequestTarget {
  if (!isAbsolute(text)) return { host: host ?? 'calling', path: parsePath(text) };
  const baseOf = (one: HostName) => baseUrls[one] ?? HOSTS[one];
  const fitting = HOST_NAMES.filter((one) => text.startsWith(`${baseOf(one)}/`) && (host ?? one) === one);
  // On a gateway, one base URL may start with another; the longer one applies.
  const [found] = fitting.sort((one, other) => baseOf(other).length - baseOf(one).length);
  if (found) return { host: found, path: parsePath(text.slice(baseOf(found).length)) };
  const what = host ? `the base URL of the ${host} API` : 'a configured base URL';
  throw usage(`the URL does not start with ${what}: ${shownUrl(text)}`, EXAMPLE_PATH);
}
