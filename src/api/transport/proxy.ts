import { X509Certificate } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { type AgentOptions, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import type { Env } from '../../core/environment.ts';
import { SinchctlError, systemReason, usage, withTroubleshooting } from '../../core/errors.ts';
import { hide, REDACTED } from '../../core/redact.ts';
import { isLoopback } from '../../core/url.ts';

const eitherCase = (env: Env, name: string): string | undefined =>
  env[name.toLowerCase()] || env[name] || undefined;

/** Whether NO_PROXY contains a host: exact names, `.domain` and `*.domain` suffixes, `host:port`, or `*`. */
function isExempt(url: URL, list: string): boolean {
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const [, name = '', entryPort] = /^(.*?)(?::(\d+))?$/.exec(entry) ?? [];
      if (entryPort && entryPort !== port) return false;
      const suffix = name.replace(/^\*?\.?/, '');
      return url.hostname === suffix || url.hostname.endsWith(`.${suffix}`);
    });
}

/**
 * A user name and password, a host, and a port. `new URL` reads `http://user:12#34@proxy` as the host `user`, so a
 * reserved character in a password must be percent-encoded.
 */
const PROXY =
  /^(?:(https?):\/\/)?(?:((?:[\w.~!$&'()*+,;=:-]|%[\da-f]{2})*)@)?([\p{L}\p{N}._-]+|\[[\da-f:.]+\])(:\d{1,5})?\/?$/iu;

/** Never shows the value, because a part of it may be a password. @throws SinchctlError usage */
function parseProxy(text: string): URL {
  const [, scheme = 'http', user = '', host, port = ''] = PROXY.exec(text.trim()) ?? [];
  try {
    if (host !== undefined) {
      for (const secret of [user, ...user.split(':').slice(1)]) hide(decodeURIComponent(secret));
      return new URL(`${scheme}://${user === '' ? '' : `${user}@`}${host}${port}`);
    }
  } catch {
    // Reported below.
  }
  throw usage(
    'invalid proxy URL for HTTPS_PROXY',
    withTroubleshooting(
      'use a URL such as http://proxy.example.com:3128, and percent-encode special characters in the user name and password (%23 for #, %40 for @)',
    ),
  );
}

/**
 * The proxy for a URL according to the usual variables, or undefined. Loopback is never proxied, and plain http is for
 * loopback only, so HTTP_PROXY is never used.
 * @throws SinchctlError usage when the variable is not an http(s) URL
 */
export function proxyFor(url: URL, env: Env): URL | undefined {
  if (isLoopback(url.hostname)) return undefined;
  const text = eitherCase(env, 'HTTPS_PROXY');
  return text && !isExempt(url, eitherCase(env, 'NO_PROXY') ?? '') ? parseProxy(text) : undefined;
}

/** A proxy for display. A user name without a password may be a token. */
export function proxyText({ protocol, username, password, host }: URL): string {
  const user = password === '' ? '' : `${username}:`;
  return `${protocol}//${username === '' && password === '' ? '' : `${user}${REDACTED}@`}${host}`;
}

const PASS_PEM = withTroubleshooting('pass a PEM file with --ca-file or NODE_EXTRA_CA_CERTS');

/** The text of a CA file. @throws SinchctlError usage, with the path */
export function readPem(path: string): string {
  let pem = '';
  try {
    // Reading a pipe may never end.
    if (!statSync(path).isFIFO()) pem = readFileSync(path, 'utf8');
  } catch (error) {
    throw new SinchctlError('usage', `cannot read the CA file ${path}: ${systemReason(error)}`, {
      hint: PASS_PEM,
      cause: error,
    });
  }
  try {
    // Node would report it only when it connects, with an OpenSSL error.
    new X509Certificate(pem);
    return pem;
  } catch {
    throw usage(`the CA file ${path} is not a regular file or contains no PEM certificate`, PASS_PEM);
  }
}

/** The CAs of the user in addition to Node's own CAs, which the option `ca` alone would replace. */
function authorities(own: string, env: Env): string[] {
  const trusted = tls.rootCertificates;
  const extra = env.NODE_EXTRA_CA_CERTS ? [readPem(env.NODE_EXTRA_CA_CERTS)] : [];
  return [...trusted, ...extra, own];
}

type Secure = AgentOptions & { rejectUnauthorized: boolean; ca?: string[] };

/** Errors of connections to a proxy, as opposed to errors of the target server. */
export const proxyErrors = new WeakSet<Error>();

/**
 * An agent whose CONNECT is aborted with the attempt that waits for it: until the tunnel is open, no request has a
 * connection to close.
 */
async function tunnelsThrough(proxy: URL, secure: Secure): Promise<HttpsAgent> {
  const { HttpsProxyAgent } = await import('hpagent');
  const { ca, rejectUnauthorized } = secure;
  const connecting: { signal?: AbortSignal | undefined } = {};
  // Node does not resolve addresses in brackets, and an address is not a valid TLS server name.
  const hostname = proxy.hostname.replace(/^\[|\]$/g, '');
  const { protocol, port, username, password } = proxy;
  const named = { protocol, port, username, password, hostname: isIP(hostname) ? '' : hostname };
  // hpagent reads these again for every CONNECT.
  const proxyRequestOptions = Object.assign(connecting, {
    hostname,
    rejectUnauthorized,
    ...(ca ? { ca } : {}),
  });
  const agent = new HttpsProxyAgent({ ...secure, proxy: named as URL, proxyRequestOptions });
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    const { tunnel } = options as { tunnel?: AbortSignal };
    // A lost connection is replaced with the options of the request that lost it.
    connecting.signal = tunnel?.aborted ? undefined : tunnel;
    return connect(options, (error, stream) => {
      if (error) proxyErrors.add(error);
      callback?.(error, stream);
    });
  };
  return agent;
}

/** Connections that stay open between requests, through the proxy if one is set for this URL. */
export async function createAgent(url: URL, env: Env, caFile: string | undefined, sockets: number) {
  const options = { keepAlive: true, maxSockets: sockets };
  // Read even if it is not needed, so that an invalid path is reported before the first TLS connection.
  const own = caFile === undefined ? undefined : readPem(caFile);
  if (url.protocol === 'http:') return { http: new HttpAgent(options), proxy: undefined };
  // Explicit, because an environment variable of Node could disable it.
  const verified = { ...options, rejectUnauthorized: true };
  const secure = own === undefined ? verified : { ...verified, ca: authorities(own, env) };
  const proxy = proxyFor(url, env);
  if (!proxy) return { https: new HttpsAgent(secure), proxy: undefined };
  return { https: await tunnelsThrough(proxy, secure), proxy: proxy.host };
}
