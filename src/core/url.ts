import { usage } from './errors.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

/** A URL without white space, control characters or a fragment; undefined when it is none. */
function parse(text: string): URL | undefined {
  if (text === '' || /[\s\u0000-\u001f\u007f-\u009f]/.test(text)) return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}

/**
 * A callback URL, kept exactly as written.
 * @returns the text, and whether it is plain http (taken, but worth a note)
 * @throws SinchctlError usage
 */
export function parseCallback(text: string, where: string): { url: string; plain: boolean } {
  const url = parse(text);
  if (!url || !/^https?:\/\//i.test(text) || url.hostname === '' || text.length > 2048) {
    throw usage(
      `${where} is no http(s) URL: ${text === '' ? '(empty)' : text}`,
      'give one such as https://voice.example.com/sinch',
      [text],
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw usage(`${where} carries a user name or password`, 'take them out of the URL');
  }
  return { url: text, plain: url.protocol === 'http:' };
}

/**
 * The base URL of a Sinch host, without its last slash. Signed requests go there, so plain http is for loopback only.
 * @throws SinchctlError usage
 */
export function parseBaseUrl(text: string, where: string): string {
  const url = parse(text);
  if (!url || !/^https?:\/\//i.test(text) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw usage(
      `${where} is no base URL: ${text === '' ? '(empty)' : text}`,
      'give one such as https://callingapi.sinch.com',
      [text],
    );
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw usage(`${where} is plain http: ${text}`, 'use https; plain http is for loopback addresses only', [
      text,
    ]);
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}
