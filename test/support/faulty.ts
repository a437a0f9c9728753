import { createServer as createHttp } from 'node:http';
import { createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { support } from './account.ts';
import { listenUntilEnd, type ServeOptions, serve } from './serve.ts';

/** What a server or proxy does with a connection instead of responding. */
export type Fault = (socket: Socket) => void;

/** Writes one piece of a string after another, and repeats the last one. */
export const drip =
  (...pieces: readonly string[]): Fault =>
  (socket) => {
    let next = 0;
    const write = () => socket.write(pieces[Math.min(next++, pieces.length - 1)] ?? '');
    write();
    const timer = setInterval(write, 50);
    socket.on('close', () => clearInterval(timer));
    onTestFinished(() => clearInterval(timer));
  };

export const silence: Fault = () => undefined;

/** A string, character by character. */
export const slowly = (text: string): Fault => drip(...text, '');

/** Resolves at the first call. */
function firstTime() {
  let happened = () => {};
  const first = new Promise<void>((resolve) => {
    happened = resolve;
  });
  return { first, happened };
}

/** A sandbox server whose responses to some requests are raw bytes. */
export async function serveFaulty(
  fault: Fault,
  isHit: (method: string) => boolean,
  options: ServeOptions = {},
) {
  const { first, happened } = firstTime();
  const { url, env, world, requests } = await serve(options);
  const server = createHttp(async (request, reply) => {
    if (isHit(request.method ?? '')) {
      fault(request.socket);
      return happened();
    }
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { host, connection, ...headers } = request.headers;
    const body = chunks.length > 0 ? { body: Buffer.concat(chunks) } : {};
    const response = await fetch(`${url}${request.url}`, {
      method: request.method ?? '',
      headers: headers as Record<string, string>,
      ...body,
    });
    reply.writeHead(response.status, { 'content-type': 'application/json' }).end(await response.text());
  });
  const port = await listenUntilEnd(server);
  const address = `http://127.0.0.1:${port}`;
  return {
    world,
    requests,
    hit: first,
    env: { ...env, SINCHCTL_CALLING_URL: address, SINCHCTL_PORTAL_URL: address },
  };
}

/** A proxy, or any server, that treats every connection the same way, and the variables that point to it. */
export async function serveFaultyProxy(fault: Fault, scheme = 'http') {
  const { first, happened } = firstTime();
  const counts = { open: 0, most: 0, all: 0 };
  const server = createServer((socket) => {
    counts.all += 1;
    counts.open += 1;
    counts.most = Math.max(counts.most, counts.open);
    socket.on('error', () => undefined).on('close', () => (counts.open -= 1));
    socket.once('data', () => {
      fault(socket);
      happened();
    });
  });
  const port = await listenUntilEnd(server);
  const env = {
    SINCH_APPLICATION_KEY: support.key,
    SINCH_APPLICATION_SECRET: support.secret,
    SINCHCTL_CALLING_URL: 'https://sinch.test',
    HTTPS_PROXY: `${scheme}://127.0.0.1:${port}`,
  };
  return { env, hit: first, counts, port };
}
