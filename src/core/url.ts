import { usage } from './errors.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

// Characters that a URL parser removes silently, so that a request would go to a different address.
const REMOVED_BY_PARSER = /[\s\\#\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const AUTHORITY = /^https?:\/\/[^/?#]+/i;

/** An http(s) URL with a host and without white space, control characters, backslashes, or a fragment; otherwise undefined. */
function parseHttp(text: string): URL | undefined {
  if (!AUTHORITY.test(text) || REMOVED_BY_PARSER.test(text)) return undefined;
  try {
    const url = new URL(text);
    return url.hostname === '' || url.hostname.includes('..') ? undefined : url;
  } catch {
    return undefined;
  }
}

/** A URL with its password and the values of its query masked, because they are often tokens. */
export const maskUrl = (url: string): string =>
  url
    .replace(/(:\/\/)[^/?#]*@/, '$1…@')
    .replace(/([?&])([^=&#]*)(=?)[^&#]*/g, (_, mark, name, sign) => `${mark}${sign ? name : ''}${sign}…`);

/** A text with every URL in it masked. */
export const maskUrls = (text: string): string => text.replace(/\bhttps?:\/\/\S+/gi, maskUrl);

/** A URL for an error message. A text with an @ may contain a password at any position. */
export function shownUrl(text: string): string {
  if (text === '') return '(empty)';
  return text.includes('@') ? '(not shown, because it may contain a password)' : text.slice(0, 200);
}

/** The item of an error; none if the text may contain a password. */
const errorItems = (text: string): string[] => (text.includes('@') ? [] : [text]);

/** Whether a URL contains a user name or a password. */
const hasUser = (url: URL): boolean => url.username !== '' || url.password !== '';

/**
 * A callback URL, unchanged.
 * @returns the text, and whether it is plain http, which is accepted with a note
 * @throws SinchctlError usage
 */
export function parseCallback(text: string, where: string): { url: string; plain: boolean } {
  const url = parseHttp(text);
  if (!url || text.length > 2048) {
    throw usage(
      `${where} is not a valid http(s) URL: ${shownUrl(text)}`,
      'use a URL such as https://voice.example.com/sinch',
      errorItems(text),
    );
  }
  if (hasUser(url)) throw usage(`${where} contains a user name or password`, 'remove them from the URL');
  return { url: text, plain: url.protocol === 'http:' };
}

/**
 * The base URL of a Sinch host, without its last slash. Plain http is for loopback only, because requests are signed.
 * @throws SinchctlError usage
 */
export function parseBaseUrl(text: string, where: string): string {
  const url = parseHttp(text);
  if (url && hasUser(url))
    throw usage(`${where} contains a user name or password`, 'remove them from the URL');
  if (url?.search !== '') {
    const example = 'use a URL such as https://callingapi.sinch.com';
    throw usage(`${where} is not a valid base URL: ${shownUrl(text)}`, example, errorItems(text));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const hint = 'use https; plain http is allowed only for loopback addresses';
    throw usage(`${where} uses plain http: ${text}`, hint, errorItems(text));
  }
  return `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, '');
}
