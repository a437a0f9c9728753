import { StringDecoder } from 'node:string_decoder';
import { checkServerIdentity } from 'node:tls';
import got, { type Got, type Request as GotStream, type HandlerFunction } from 'got';
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

/** What all requests to one server share. */
interface Line {
  got: Got;
  proxy: string | undefined;
}

/**
 * Hands Node only the options that say something. got's own list has some 35, nearly all of them undefined, and Node
 * copies them again and again: a third of what a request costs.
 */
const handLittle: HandlerFunction = (options, next) => {
  const little = () => {
    const { method, headers, agent, https, url } = options;
    if ((url as URL).protocol === 'http:') return { method, headers, agent: agent.http };
    const { checkServerIdentity } = https;
    return { method, headers, agent: agent.https, checkServerIdentity };
  };
  options.createNativeRequestOptions = little as typeof options.createNativeRequestOptions;
  return next(options);
};

/** One attempt and nothing else: no redirects, no retries, no cookies, no cache. */
async function openLine(url: URL, { env, caFile, concurrency, userAgent }: Network): Promise<Line> {
  const { proxy, ...agent } = await createAgent(url, env, caFile, concurrency);
  const shared = got.extend({
    headers: { 'user-agent': userAgent, 'accept-encoding': ENCODINGS },
    agent,
    followRedirect: false,
    retry: { limit: 0 },
    throwHttpErrors: false,
    http2: false,
    // What got would take by itself, but named through a function, so that TLS loads only for https.
    https: { checkServerIdentity: (host, certificate) => checkServerIdentity(host, certificate) },
    handlers: [handLittle],
    // Said here, because `got.stream` says it by copying the options of each request.
    isStream: true,
  });
  return { got: shared, proxy };
}

function start({ method, url, headers, body, timeout }: Request, line: Line): GotStream {
  const stream = line.got(url, {
    method,
    headers,
    ...(body === null ? {} : { body }),
    timeout: { request: timeout * 1000 },
  }) as unknown as GotStream;
  // Without a body got waits for one to be piped in.
  if (body === null && method !== 'GET') stream.end();
  return stream;
}

/** The text of a reply, counted as it comes: the bytes of 100,000 numbers need not be held beside it. */
function readText(stream: GotStream, target: Target): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  let size = 0;
  // By events, because an iterator costs as much again as the request, and there may be 100,000 of them.
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      text += decoder.write(chunk);
      if (size <= LARGEST_REPLY) return;
      reject(failure('tooLarge', target));
      stream.destroy();
    });
    let isWhole = false;
    stream.once('end', () => {
      isWhole = true;
      resolve(text + decoder.end());
    });
    stream.once('error', reject);
    stream.once('close', () => isWhole || reject(failure('cutShort', target)));
  });
}

async function read(stream: GotStream, target: Target): Promise<Response> {
  const body = await readText(stream, target);
  const { response } = stream;
  if (!response) throw failure('cutShort', target);
  // Of all headers of a reply Node gives only this one as a list.
  const { 'set-cookie': cookies, ...single } = response.headers;
  const headers = single as Record<string, string>;
  if (cookies) headers['set-cookie'] = cookies.join(', ');
  return { status: response.statusCode, headers, body };
}

/** Requests over got. Rejects with a NetworkFailure, or with what is wrong with proxy or CA settings. */
export function createGotSend(network: Network): Send {
  const lines = new Map<string, Promise<Line>>();

  function lineTo(url: URL): Promise<Line> {
    const line = lines.get(url.origin) ?? openLine(url, network);
    lines.set(url.origin, line);
    return line;
  }

  return async (request) => {
    const url = new URL(request.url);
    const line = await lineTo(url);
    const target = { host: url.host, proxy: line.proxy };
    let stream: GotStream | undefined;
    try {
      stream = start(request, line);
      return await read(stream, target);
    } catch (error) {
      throw asFailure(error, target, stream?.response !== undefined);
    }
  };
}
