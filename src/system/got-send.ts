import { checkServerIdentity } from 'node:tls';
import got from 'got';
import {
  type FailureReason,
  NetworkFailure,
  type Request,
  type Response,
  type Send,
} from '../api/request.ts';
import type { Env } from '../core/environment.ts';
import { createAgent } from './proxy.ts';

/** A reply may be this large, decompressed; an account of 100,000 numbers needs about 15 MiB. */
const LARGEST_REPLY = 128 * 1024 * 1024;

// zstd is left out: the bundle does not offer it (.config/build.js).
const ENCODINGS = 'gzip, deflate, br';

type Agents = Awaited<ReturnType<typeof createAgent>>;

export interface Network {
  env: Env;
  caFile: string | undefined;
  /** Sockets per host. */
  concurrency: number;
  userAgent: string;
}

const BY_CODE: Record<string, FailureReason> = {
  ECONNREFUSED: 'refused',
  ENOTFOUND: 'unknownHost',
  EAI_AGAIN: 'unknownHost',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
  ECONNABORTED: 'reset',
  ERR_STREAM_PREMATURE_CLOSE: 'cutShort',
  Z_BUF_ERROR: 'cutShort',
  Z_DATA_ERROR: 'cutShort',
  ETIMEDOUT: 'timeout',
  ENETUNREACH: 'unreachable',
  EHOSTUNREACH: 'unreachable',
  EADDRNOTAVAIL: 'unreachable',
};

const TEXTS: Record<FailureReason, (host: string, code: string) => string> = {
  reset: (host) => `${host} closed the connection before it replied`,
  timeout: (host) => `${host} took too long`,
  cutShort: (host) => `the reply of ${host} was cut short`,
  refused: (host) => `${host} refused the connection`,
  unknownHost: (host) => `the name ${host} cannot be resolved`,
  unreachable: (host) => `${host} cannot be reached`,
  certificate: (host, code) => `the certificate of ${host} is not trusted (${code})`,
  proxy: (_, code) => `the proxy refused (${code})`,
  tooLarge: (host) => `the reply of ${host} is larger than 128 MiB`,
};

const CERTIFICATE = /CERT|SELF_SIGNED|UNABLE_TO_|ERR_TLS|^ERR_SSL|EPROTO/;

function reasonOf(code: string, message: string, began: boolean): FailureReason {
  if (/^Bad response: \d+$/.test(message)) return 'proxy';
  if (CERTIFICATE.test(code)) return 'certificate';
  if (message === 'Proxy timeout') return 'timeout';
  const reason = BY_CODE[code] ?? (code.startsWith('HPE_') ? 'cutShort' : 'reset');
  return reason === 'reset' && began ? 'cutShort' : reason;
}

/** A failure in our own words: got's error objects carry the whole request, Authorization included. */
function asFailure(error: unknown, host: string, began: boolean): NetworkFailure {
  if (error instanceof NetworkFailure) return error;
  const { code = '', message = '' } = error as NodeJS.ErrnoException;
  const reason = reasonOf(code, message, began);
  const detail = reason === 'proxy' ? message.replace('Bad response: ', 'HTTP ') : code;
  return new NetworkFailure(reason, TEXTS[reason](host, detail));
}

/**
 * Requests over got, one attempt each: no redirects, no retries, no cookies, no cache. Counts the reply as it
 * streams, and gives up on it past 128 MiB.
 */
export function createGotSend(network: Network): Send {
  const agents = new Map<string, Promise<Agents>>();

  function agentFor(url: URL) {
    const known = agents.get(url.origin);
    if (known) return known;
    const agent = createAgent(url, network.env, network.caFile, network.concurrency);
    agents.set(url.origin, agent);
    return agent;
  }

  async function exchange(
    request: Request,
    url: URL,
    agent: Agents,
    seen: { began: boolean },
  ): Promise<Response> {
    const stream = got.stream(url, {
      method: request.method,
      headers: { ...request.headers, 'user-agent': network.userAgent, 'accept-encoding': ENCODINGS },
      ...(request.body === null ? {} : { body: request.body }),
      agent,
      followRedirect: false,
      retry: { limit: 0 },
      throwHttpErrors: false,
      timeout: { request: request.timeout * 1000 },
      http2: false,
      // What got would take by itself, but named through a function, so that TLS loads only for https.
      https: { checkServerIdentity: (host, certificate) => checkServerIdentity(host, certificate) },
    });
    // Without a body got waits for one to be piped in.
    if (request.body === null && request.method !== 'GET') stream.end();
    const chunks: Buffer[] = [];
    let size = 0;
    stream.once('response', () => {
      seen.began = true;
    });
    for await (const chunk of stream) {
      size += (chunk as Buffer).length;
      if (size > LARGEST_REPLY) {
        stream.destroy();
        throw new NetworkFailure('tooLarge', TEXTS.tooLarge(url.host, ''));
      }
      chunks.push(chunk as Buffer);
    }
    const response = stream.response;
    if (!response) throw new NetworkFailure('cutShort', TEXTS.cutShort(url.host, ''));
    const headers = Object.fromEntries(
      Object.entries(response.headers).map(([name, text]) => [
        name,
        Array.isArray(text) ? text.join(', ') : (text ?? ''),
      ]),
    );
    return { status: response.statusCode, headers, body: Buffer.concat(chunks).toString('utf8') };
  }

  return async (request) => {
    const url = new URL(request.url);
    const seen = { began: false };
    const agent = await agentFor(url);
    try {
      return await exchange(request, url, agent, seen);
    } catch (error) {
      throw asFailure(error, url.host, seen.began);
    }
  };
}
