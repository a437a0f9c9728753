import { usage } from './errors.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

// What a URL parser would remove silently, so that requests would go to an address other than the one written.
const UNTIDY = /[\s\\#\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const AUTHORITY = /^https?:\/\/[^/?#]+/i;

/** An http(s) URL with a host and without white space, controls, backslashes or a fragment; undefined for others. */
function parseHttp(text: string): URL | undefined {
  if (!AUTHORITY.test(text) || UNTIDY.test(text)) return undefined;
  try {
    const url = new URL(text);
    return url.hostname === '' || url.hostname.includes('..') ? undefined : url;
  } catch {
    return undefined;
  }
}

/** A URL with the values of its query masked: they are often tokens. */
export const maskQuery = (url: string): string => url.replace(/([?&][^=&#]*=)[^&#]*/g, '$1…');

/** A URL for an error: a text with an @ may contain a password at any position. */
export function shownUrl(text: string): string {
  if (text === '') return '(empty)';
  return text.includes('@') ? '(not shown, since it may hold a password)' : text.slice(0, 200);
}

/** The item of an error: none where the text may contain a password. */
const errorItems = (text: string): string[] => (text.includes('@') ? [] : [text]);

/** Whether a URL carries a user name or a password. */
const hasUser = (url: URL): boolean => url.username !== '' || url.password !== '';

/**
 * A callback URL, unchanged.
 * @returns the text, and whether it is plain http (accepted, but worth a note)
 * @throws SinchctlError usage
 */
export function parseCallback(text: string, where: string): { url: string; plain: boolean } {
  const url = parseHttp(text);
  if (!url || text.length > 2048) {
    throw usage(
      `${where} is no http(s) URL: ${shownUrl(text)}`,
      'give one such as https://voice.example.com/sinch',
      errorItems(text),
    );
  }
  if (hasUser(url)) throw usage(`${where} carries a user name or password`, 'take them out of the URL');
  return { url: text, plain: url.protocol === 'http:' };
}

/**
 * The base URL of a Sinch host, without its last slash. Signed requests go there, so plain http is for loopback only.
 * @throws SinchctlError usage
 */
export function parseBaseUrl(text: string, where: string): string {
  const url = parseHttp(text);
  if (url && hasUser(url))
    throw usage(`${where} carries a user name or password`, 'take them out of the URL');
  if (url?.search !== '') {
    const example = 'give one such as https://callingapi.sinch.com';
    throw usage(`${where} is no base URL: ${shownUrl(text)}`, example, errorItems(text));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const hint = 'use https; plain http is for loopback addresses only';
    throw usage(`${where} is plain http: ${text}`, hint, errorItems(text));
  }
  return `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, '');
}
