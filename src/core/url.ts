import { BlockList, isIP } from 'node:net';
import { attempt } from './attempt.ts';
import { usage } from './errors.ts';

const LOOPBACK = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

export const isLoopback = (hostname: string): boolean => LOOPBACK.test(hostname);

// Characters that a URL parser removes silently, so that a request would go to a different address.
const REMOVED_BY_PARSER = /[\s\\#\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/;
const AUTHORITY = /^https?:\/\/[^/?#]+/i;

/** An http(s) URL with a host and without white space, control characters, backslashes, or a fragment; otherwise undefined. */
function parseHttp(text: string): URL | undefined {
  if (!AUTHORITY.test(text) || REMOVED_BY_PARSER.test(text)) return undefined;
  const url = attempt(() => new URL(text));
  return !url || url.hostname === '' || url.hostname.includes('..') ? undefined : url;
}

/** A URL with its password and the values of its query masked, because they are often tokens. */
export const maskUrl = (url: string): string =>
  url
    .replace(/(:\/\/)[^/?#]*@/, '$1…@')
    .replace(/([?&])([^=&#]*)(=?)[^&#]*/g, (_, mark, name, sign) => `${mark}${sign ? name : ''}${sign}…`);

/** A string with every URL in it masked. */
export const maskUrls = (text: string): string => text.replace(/\bhttps?:\/\/\S+/gi, maskUrl);

/** A URL for an error message. A string with an @ may contain a password at any position. */
export function shownUrl(text: string): string {
  if (text === '') return '(empty)';
  return text.includes('@') ? '(hidden, because it may contain a password)' : text.slice(0, 200);
}

/** The URL as an item of an error; none if the text may contain a password. */
const errorItems = (text: string): string[] => (text.includes('@') ? [] : [text]);

/** Whether a URL contains a user name or a password. */
const hasUser = (url: URL): boolean => url.username !== '' || url.password !== '';

/** Placeholders that template engines and shells replace. */
const TEMPLATE = new RegExp(
  [
    String.raw`\$?\{\{.{0,100}?\}\}`,
    String.raw`[$#]\{[^}]{0,100}\}`,
    String.raw`\$\([^)]{0,100}\)`,
    String.raw`\{%.{0,100}?%\}`,
    String.raw`^\$[A-Za-z_]\w{0,99}`,
    '<[^<>]{1,100}>',
    String.raw`\{[A-Za-z_][\w.-]{0,99}\}`,
    String.raw`%(?![\dA-Fa-f]{2})\w{1,99}%`,
  ].join('|'),
);

/** The first placeholder of an unrendered template in a string, such as `${HOST}`. */
export const unrenderedTemplate = (text: string): string | undefined => TEMPLATE.exec(text)?.[0];

/** A host name or path segment that results from an undefined variable. */
const UNDEFINED = /(?<=[/.=])undefined(?=[/.:?&#]|$)|(?<=^https?:\/\/)(?:null|none|nil)(?=[/:?#]|$)/i;
const HOST_NAME = /^(?:\[[\da-f:.]+\]|[\w.-]+)$/;

/** The remains of a template or an undefined variable in a URL. */
function leftOver(text: string, host: string | undefined): string | undefined {
  const found = unrenderedTemplate(text) ?? UNDEFINED.exec(text)?.[0];
  if (found !== undefined || host === undefined) return found;
  const isName = HOST_NAME.test(host) && !/(?:^|\.)__\w+__(?:\.|$)/.test(host);
  return isName ? undefined : host;
}

/** Addresses that are not reachable from the internet. */
const PRIVATE_NETWORKS = [
  ...['0.0.0.0/8', '10.0.0.0/8', '100.64.0.0/10', '127.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12'],
  ...['192.168.0.0/16', '::/127', 'fc00::/7', 'fe80::/10', 'fec0::/10'],
];
const PRIVATE_NAME = /(?:^|\.)(?:localhost|local|internal|home\.arpa)$/;

function isPrivate(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$|\.$/g, '');
  const version = isIP(host);
  if (version === 0) return PRIVATE_NAME.test(host) || !host.includes('.');
  const blocked = new BlockList();
  for (const network of PRIVATE_NETWORKS) {
    const [address = '', bits] = network.split('/');
    blocked.addSubnet(address, Number(bits), isIP(address) === 6 ? 'ipv6' : 'ipv4');
  }
  return blocked.check(host, version === 6 ? 'ipv6' : 'ipv4');
}

const MAX_LENGTH = 2048;
const EXAMPLE_URL = 'use a URL such as https://voice.example.com/sinch';

/**
 * A callback URL, unchanged. @returns the text, with a note for plain http or a warning for a host that Sinch cannot
 * reach
 * @throws SinchctlError usage
 */
export function parseCallback(text: string, where: string): { url: string; note?: string; warning?: string } {
  if (text.length > MAX_LENGTH)
    throw usage(
      `${where} is longer than ${MAX_LENGTH} characters: ${shownUrl(text.slice(0, 100))}…`,
      EXAMPLE_URL,
    );
  const [withoutFragment = '', fragment] = text.split(/#(.*)/s, 2);
  const url = parseHttp(withoutFragment);
  const left = leftOver(text, url?.hostname);
  if (left !== undefined) {
    const hint = 'render the template first, and set its variables';
    throw usage(`${where} contains an unrendered template: ${left.slice(0, 200)}`, hint, errorItems(text));
  }
  if (!url) throw usage(`invalid http(s) URL for ${where}: ${shownUrl(text)}`, EXAMPLE_URL, errorItems(text));
  if (hasUser(url)) throw usage(`${where} contains a user name or password`, 'remove them from the URL');
  if (fragment !== undefined) {
    throw usage(`${where} contains a fragment: #${fragment.slice(0, 200)}`, 'remove it from the URL', [text]);
  }
  const note = `${where} uses http, so call events are sent unencrypted`;
  const warning = `${where} is on ${url.hostname}, which Sinch cannot reach`;
  return {
    url: text,
    ...(url.protocol === 'http:' && { note }),
    ...(isPrivate(url.hostname) && { warning }),
  };
}

/** A URL with a normalized scheme, host, default port, and empty path. */
function comparableUrl(text: string): string {
  if (text.length > MAX_LENGTH) return text;
  const [, origin = '', rest = ''] = /^(https?:\/\/[^/?#]*)(.*)$/is.exec(text) ?? [];
  // A parser also ignores some characters, so that different strings become the same URL.
  if (origin === '' || REMOVED_BY_PARSER.test(origin) || !URL.canParse(origin)) return text;
  return new URL(origin).href.replace(/\/$/, '') + (rest.startsWith('/') ? rest : `/${rest}`);
}

/** Whether two URLs are the same, or both are not set. */
export const isSameUrl = (a: string | null, b: string | null): boolean =>
  a === b || (a !== null && b !== null && comparableUrl(a) === comparableUrl(b));

/** Two hosts, each with its port if one is written: `--replace-host OLD=NEW`. */
export interface HostReplacement {
  old: string;
  now: string;
}

const HOST_AND_PORT = /^(?:\[[\da-f:.]+\]|[^\s:/?#@[\]]+)(?::\d{1,5})?$/i;

/** A host as URLs contain it, with `xn--` for other scripts. In ASCII, it stays as written. */
function inUrlForm(host: string): string {
  if (/^[\u0000-\u007f]*$/.test(host)) return host;
  return `${new URL(`https://${host}`).hostname}${/:\d+$/.exec(host)?.[0] ?? ''}`;
}

/** @throws SinchctlError usage */
export function parseHostReplacement(text: string, where: string): HostReplacement {
  const hosts = text.split('=');
  const [old = '', now = ''] = hosts;
  const isHost = (host: string) => {
    const url = HOST_AND_PORT.test(host) ? parseHttp(`https://${host}`) : undefined;
    return url !== undefined && leftOver(url.href, url.hostname) === undefined;
  };
  if (hosts.length === 2 && hosts.every(isHost)) return { old, now: inUrlForm(now) };
  throw usage(
    `invalid value for ${where}: ${shownUrl(text)}`,
    'pass two hosts, with an optional port and without a scheme or path: old.example.com=new.example.com:8443',
    errorItems(text),
  );
}

/** The host and the port of a URL, as strings that are the same for all spellings. */
function originOf(url: string): string | undefined {
  const authority = AUTHORITY.exec(url)?.[0];
  const parsed = authority && parseHttp(authority);
  return parsed ? `${parsed.hostname}:${parsed.port || (parsed.protocol === 'http:' ? 80 : 443)}` : undefined;
}

/** The URL with the new host if it is on the old one, otherwise undefined. A host without a port has the default port. */
export function replaceHost(url: string, { old, now }: HostReplacement): string | undefined {
  const scheme = /^https?:\/\//i.exec(url)?.[0];
  if (scheme === undefined || originOf(url) !== originOf(`${scheme}${old}`)) return undefined;
  return url.replace(/^(https?:\/\/(?:[^/?#]*@)?)[^/?#]*/i, (_, start: string) => `${start}${now}`);
}

/** Whether a URL is on the old host, but on another port, so that its host is not replaced. */
export function isOnOtherPort(url: string, replacement: HostReplacement): boolean {
  const hostOf = (text: string) => originOf(text)?.replace(/:\d+$/, '');
  const isOnHost = hostOf(url) === hostOf(`http://${replacement.old}`);
  return isOnHost && replaceHost(url, replacement) === undefined;
}

/**
 * The base URL of a Sinch host, without its last slash. Plain http is allowed for loopback only, because requests are
 * signed.
 * @throws SinchctlError usage
 */
export function parseBaseUrl(text: string, where: string): string {
  const url = parseHttp(text);
  if (url && hasUser(url))
    throw usage(`${where} contains a user name or password`, 'remove them from the URL');
  if (url?.search !== '') {
    const example = 'use a URL such as https://callingapi.sinch.com';
    throw usage(`invalid base URL for ${where}: ${shownUrl(text)}`, example, errorItems(text));
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    const hint = 'use https; plain http is allowed only for loopback addresses';
    throw usage(`${where} uses plain http: ${text}`, hint, errorItems(text));
  }
  return `${url.origin}${url.pathname}`.replace(/(?<!\/)\/+$/, '');
}
