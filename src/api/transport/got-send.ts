import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { checkServerIdentity } from 'node:tls';
import got, { type Got, type Request as GotStream, type HandlerFunction } from 'got';
import type { Env } from '../../core/environment.ts';
import type { FailureReason, PendingRequest, Request, Response, Send } from '../request.ts';
import { asFailure, failure, type Target } from './network-failure.ts';
import { createAgent } from './proxy.ts';

/** A reply may be this large, decompressed; an account of 100,000 numbers needs about 15 MiB. */
const LARGEST_REPLY = 128 * 1024 * 1024;

const SWITCHING = 101;

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
    const { method, headers, agent, https, url, context } = options;
    if ((url as URL).protocol === 'http:') return { method, headers, agent: agent.http };
    const { checkServerIdentity } = https;
    return { method, headers, agent: agent.https, checkServerIdentity, ...context };
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

function start({ method, url, headers, body }: Request, line: Line, tunnel?: AbortSignal): GotStream {
  const stream = line.got(url, {
    method,
    headers,
    ...(body === null ? {} : { body }),
    ...(tunnel ? { context: { tunnel } } : {}),
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
    stream.on('error', reject);
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

/**
 * Follows the request below got's stream. Whoever switches protocols gives no response to it.
 * @returns whether there was a complete connection, through a proxy and TLS, so that the request may have left
 */
function followRequest(stream: GotStream, onSwitch: (status: number) => void): () => boolean {
  let request: ClientRequest | undefined;
  stream.once('request', (made: ClientRequest) => {
    request = made;
    const end = ({ statusCode = 0, socket }: IncomingMessage) => {
      if (statusCode !== SWITCHING) return;
      // Node leaves it open, and would use it again where no protocol is named.
      socket.destroy();
      onSwitch(statusCode);
    };
    made.once('upgrade', end).once('response', end);
  });
  return () => {
    const socket: (Socket & { secureConnecting?: boolean }) | null = request?.socket ?? null;
    return socket !== null && !socket.connecting && socket.secureConnecting !== true;
  };
}

/**
 * One attempt, which ends at its own limit: Node's timeouts start at a socket, which a proxy may never grant, and are
 * put off by every byte.
 */
function exchange(
  request: Request,
  line: Line,
  target: Target,
  onStart?: (pending: PendingRequest) => void,
): Promise<Response> {
  const tunnel = line.proxy === undefined ? undefined : new AbortController();
  const stream = start(request, line, tunnel?.signal);
  return new Promise<Response>((resolve, reject) => {
    const hasLeft = followRequest(stream, (status) => {
      resolve({ status, headers: {}, body: '' });
      stream.destroy();
    });
    const end = (reason: FailureReason) => {
      reject(failure(reason, target, '', hasLeft()));
      stream.destroy();
      tunnel?.abort();
    };
    const timer = setTimeout(end, request.timeout * 1000, 'timeout');
    onStart?.({ hasLeft, abort: () => end('aborted') });
    read(stream, target)
      .catch((error) => {
        throw asFailure(error, target, stream.response !== undefined, hasLeft());
      })
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}

/** Requests over got. Rejects with a NetworkFailure, or with what is wrong with proxy or CA settings. */
export function createGotSend(network: Network): Send {
  const lines = new Map<string, Promise<Line>>();

  function lineTo(url: URL): Promise<Line> {
    const line = lines.get(url.origin) ?? openLine(url, network);
    lines.set(url.origin, line);
    return line;
  }

  return async (request, onStart) => {
    const url = new URL(request.url);
    const line = await lineTo(url);
    return exchange(request, line, { host: url.host, proxy: line.proxy }, onStart);
  };
}
