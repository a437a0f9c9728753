import type { ClientRequest, IncomingMessage } from 'node:http';
import type { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import { checkServerIdentity } from 'node:tls';
import got, { type Got, type Request as GotStream, type HandlerFunction } from 'got';
import type { Env } from '../../core/environment.ts';
import type { FailureReason, PendingRequest, Request, Response, Send } from '../request.ts';
import { asFailure, failure, type Target } from './network-failure.ts';
import { createAgent } from './proxy.ts';

/**
 * Maximum MiB of a response, decompressed. An account of 100,000 numbers needs about 15 MiB; the response to a POST or
 * DELETE never lists an account, and many of them are sent at the same time.
 */
const maxMebibytes = (method: string): number => (method === 'POST' || method === 'DELETE' ? 4 : 64);

const SWITCHING = 101;

// Without zstd, which the bundle does not support (.config/build.js).
const ENCODINGS = 'gzip, deflate, br';

export interface Network {
  env: Env;
  caFile: string | undefined;
  /** Sockets per host. */
  concurrency: number;
  userAgent: string;
}

/** Shared by all requests to one server. */
interface Connection {
  got: Got;
  proxy: string | undefined;
}

/**
 * Passes Node only the options that are set. got's own list has about 35 options, nearly all undefined, and Node copies
 * them several times: a third of the cost of a request.
 */
const minimalOptions: HandlerFunction = (options, next) => {
  const ownOptions = () => {
    const { method, headers, agent, https, url, context } = options;
    if ((url as URL).protocol === 'http:') return { method, headers, agent: agent.http };
    const { checkServerIdentity } = https;
    return { method, headers, agent: agent.https, checkServerIdentity, ...context };
  };
  options.createNativeRequestOptions = ownOptions as typeof options.createNativeRequestOptions;
  return next(options);
};

/** Makes single attempts: no redirects, no retries, no cookies, no cache. */
async function connect(url: URL, { env, caFile, concurrency, userAgent }: Network): Promise<Connection> {
  const { proxy, ...agent } = await createAgent(url, env, caFile, concurrency);
  const shared = got.extend({
    headers: { 'user-agent': userAgent, 'accept-encoding': ENCODINGS },
    agent,
    followRedirect: false,
    retry: { limit: 0 },
    throwHttpErrors: false,
    http2: false,
    // got's default, but in a function, so that TLS loads only for https.
    https: { checkServerIdentity: (host, certificate) => checkServerIdentity(host, certificate) },
    handlers: [minimalOptions],
    // Set here, because `got.stream` sets it by copying the options of each request.
    isStream: true,
  });
  return { got: shared, proxy };
}

function start(
  { method, url, headers, body }: Request,
  connection: Connection,
  tunnel?: AbortSignal,
): GotStream {
  const stream = connection.got(url, {
    method,
    headers,
    ...(body === null ? {} : { body }),
    ...(tunnel ? { context: { tunnel } } : {}),
  }) as unknown as GotStream;
  // Without a body, got would wait for piped input.
  if (body === null && method !== 'GET') stream.end();
  return stream;
}

/** The text of a response, decoded as it arrives, so that the bytes of 100,000 numbers need not stay in memory too. */
function readText(stream: GotStream, target: Target, mebibytes: number): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let text = '';
  let size = 0;
  // Uses events, because an iterator doubles the cost of a request, and there may be 100,000 of them.
  return new Promise((resolve, reject) => {
    stream.on('data', (chunk: Buffer) => {
      size += chunk.length;
      text += decoder.write(chunk);
      if (size <= mebibytes * 1024 * 1024) return;
      reject(failure('tooLarge', target, String(mebibytes)));
      stream.destroy();
    });
    let isComplete = false;
    stream.once('end', () => {
      isComplete = true;
      resolve(text + decoder.end());
    });
    stream.on('error', reject);
    stream.once('close', () => isComplete || reject(failure('cutShort', target)));
  });
}

async function read(stream: GotStream, target: Target, mebibytes: number): Promise<Response> {
  const body = await readText(stream, target, mebibytes);
  const { response } = stream;
  if (!response) throw failure('cutShort', target);
  // The only header of a response that Node gives as a list.
  const { 'set-cookie': cookies, ...single } = response.headers;
  const headers = single as Record<string, string>;
  if (cookies) headers['set-cookie'] = cookies.join(', ');
  return { status: response.statusCode, headers, body };
}

/**
 * Tracks the Node request that underlies got's stream. A server that switches protocols sends no response to got.
 * @returns whether there was a complete connection, through a proxy and TLS, so that the request may have been sent
 */
function followRequest(stream: GotStream, onSwitch: (status: number) => void): () => boolean {
  let request: ClientRequest | undefined;
  stream.once('request', (made: ClientRequest) => {
    request = made;
    const end = ({ statusCode = 0, socket }: IncomingMessage) => {
      if (statusCode !== SWITCHING) return;
      // Node leaves the socket open, and would reuse it if no protocol is given.
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
 * One attempt, which ends at its own timeout: Node's timeouts start with a socket, which a proxy may never provide, and
 * every byte restarts them.
 */
function exchange(
  request: Request,
  connection: Connection,
  target: Target,
  onStart?: (pending: PendingRequest) => void,
): Promise<Response> {
  const tunnel = connection.proxy === undefined ? undefined : new AbortController();
  const stream = start(request, connection, tunnel?.signal);
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
    read(stream, target, maxMebibytes(request.method))
      .catch((error) => {
        throw asFailure(error, target, stream.response !== undefined, hasLeft());
      })
      .finally(() => clearTimeout(timer))
      .then(resolve, reject);
  });
}

/** Sends requests with got. Rejects with a NetworkFailure, or with a SinchctlError for invalid proxy or CA settings. */
export function createGotSend(network: Network): Send {
  const connections = new Map<string, Promise<Connection>>();

  function connectionTo(url: URL): Promise<Connection> {
    const connection = connections.get(url.origin) ?? connect(url, network);
    connections.set(url.origin, connection);
    return connection;
  }

  const send: Send = async (request, onStart) => {
    const url = new URL(request.url);
    const connection = await connectionTo(url);
    return exchange(request, connection, { host: url.host, proxy: connection.proxy }, onStart);
  };
  return Object.assign(send, { check: (url: string) => connectionTo(new URL(url)) });
}
