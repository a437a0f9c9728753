import { checkServerIdentity } from 'node:tls';
import got, { type Request as GotStream } from 'got';
import type { Request, Response, Send } from '../api/request.ts';
import type { Env } from '../core/environment.ts';
import { asFailure, failure, type Target } from './network-failure.ts';
import { createAgent } from './proxy.ts';

/** A reply may be this large, decompressed; an account of 100,000 numbers needs about 15 MiB. */
const LARGEST_REPLY = 128 * 1024 * 1024;

// zstd is left out: the bundle does not offer it (.config/build.js).
const ENCODINGS = 'gzip, deflate, br';

export interface Network {
  env: Env;
  caFile: string | undefined;
  /** Sockets per host. */
  concurrency: number;
  userAgent: string;
}

type Agents = Awaited<ReturnType<typeof createAgent>>;

/** One attempt and nothing else: no redirects, no retries, no cookies, no cache. */
function start(request: Request, { proxy: _, ...agent }: Agents, userAgent: string): GotStream {
  const stream = got.stream(request.url, {
    method: request.method,
    headers: { ...request.headers, 'user-agent': userAgent, 'accept-encoding': ENCODINGS },
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
  return stream;
}

/** The whole reply, counted as it streams. */
async function read(stream: GotStream, target: Target): Promise<Response> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += (chunk as Buffer).length;
    if (size > LARGEST_REPLY) {
      stream.destroy();
      throw failure('tooLarge', target);
    }
    chunks.push(chunk as Buffer);
  }
  const { response } = stream;
  if (!response) throw failure('cutShort', target);
  const headers = Object.fromEntries(
    Object.entries(response.headers).map(([name, text]) => [
      name,
      Array.isArray(text) ? text.join(', ') : (text ?? ''),
    ]),
  );
  return { status: response.statusCode, headers, body: Buffer.concat(chunks).toString('utf8') };
}

/** Requests over got. Rejects with a NetworkFailure, or with what is wrong with proxy or CA settings. */
export function createGotSend({ env, caFile, concurrency, userAgent }: Network): Send {
  const agents = new Map<string, Promise<Agents>>();

  function agentFor(url: URL): Promise<Agents> {
    const agent = agents.get(url.origin) ?? createAgent(url, env, caFile, concurrency);
    agents.set(url.origin, agent);
    return agent;
  }

  return async (request) => {
    const url = new URL(request.url);
    const agent = await agentFor(url);
    const target = { host: url.host, proxy: agent.proxy };
    let began = false;
    try {
      const stream = start(request, agent, userAgent);
      stream.once('response', () => {
        began = true;
      });
      return await read(stream, target);
    } catch (error) {
      throw asFailure(error, target, began);
    }
  };
}
