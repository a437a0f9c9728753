import { once } from 'node:events';
import { createServer as createHttp, type IncomingMessage, request as send } from 'node:http';
import type { Socket } from 'node:net';
import { drip } from './faulty.ts';
import { listenUntilEnd, type ServeOptions, serve } from './serve.ts';

/** The fault of one exchange. `handle` has the sandbox execute the request. */
type ProxyFault = (socket: Socket, handle: () => Promise<Buffer>) => unknown;

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const CHUNKED = `${HEAD}transfer-encoding: chunked\r\n\r\n`;
const later = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Writes as fast as the client reads. */
function flood(socket: Socket, head: string, piece: string): void {
  socket.write(head);
  const pump = () => {
    while (!socket.destroyed && socket.write(piece));
  };
  socket.on('drain', pump);
  pump();
}

/** A response with an incorrect content-length. */
const withLength = (response: Buffer, difference: number): string =>
  String(response)
    .replace(
      /^(content-length: )(\d+)/im,
      (_, name, length) => name + Math.max(0, Number(length) + difference),
    )
    .replace(/^(HTTP\/1.1 204.*\r\n)/, (_, line) => `${line}content-length: ${Math.max(0, difference)}\r\n`);

/** Every fault by its name. */
export const PROXY_FAULTS: Readonly<Record<string, ProxyFault>> = {
  'a short delay': async (socket, handle) => {
    const response = await handle();
    await later(200);
    socket.write(response);
  },
  'a long delay before the request is handled': () => undefined,
  'a long delay after it was handled': (_, handle) => handle(),
  'a response that drips': async (socket, handle) => drip(...String(await handle()).slice(0, 30), '')(socket),
  'a cut before the request is handled': (socket) => socket.destroy(),
  'a reset before the request is handled': (socket) => socket.resetAndDestroy(),
  'a cut after it was handled': async (socket, handle) => {
    await handle();
    socket.destroy();
  },
  'a truncated response': async (socket, handle) => {
    const response = await handle();
    socket.end(response.subarray(0, response.length - 20));
  },
  'garbage before the request is handled': (socket) => socket.end('\0\x16\x03garbage\r\n\r\n'),
  'garbage after it was handled': async (socket, handle) => {
    await handle();
    socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n');
  },
  '100 forever': (socket) => drip('HTTP/1.1 100 Continue\r\n\r\n')(socket),
  '103 forever': (socket) => drip('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')(socket),
  '101': (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n'),
  'headers without end': (socket) => drip(HEAD, 'x-more: 1\r\n')(socket),
  'a flood of headers': (socket) => flood(socket, HEAD, `x-more: ${'x'.repeat(1000)}\r\n`),
  'a body without end': (socket) => drip(CHUNKED, '1\r\n{\r\n')(socket),
  'a flood of a body': (socket) => flood(socket, CHUNKED, `8000\r\n${' '.repeat(0x8000)}\r\n`),
  'a length that is too large': async (socket, handle) => socket.end(withLength(await handle(), 10)),
  'a length that is too small': async (socket, handle) => socket.end(withLength(await handle(), -5)),
  'a page of a gateway': (socket) =>
    socket.end('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 13\r\n\r\n<html></html>'),
};

/** The response of a server to the same request, as bytes. */
async function forwarded(request: IncomingMessage, body: Buffer, url: string): Promise<Buffer> {
  const { connection, ...headers } = request.headers;
  const { port, host } = new URL(url);
  const outgoing = send({
    port,
    host: '127.0.0.1',
    method: request.method,
    path: request.url,
    headers: { ...headers, host, connection: 'close' },
  });
  outgoing.end(body);
  const [response] = (await once(outgoing, 'response')) as [IncomingMessage];
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const content = Buffer.concat(chunks);
  const length = response.statusCode === 204 ? '' : `content-length: ${content.length}\r\n`;
  const head = `HTTP/1.1 ${response.statusCode} X\r\ncontent-type: application/json\r\n${length}\r\n`;
  return Buffer.concat([Buffer.from(head), content]);
}

/** A sandbox behind a proxy with a fault. @param isHit which requests it affects, by method */
export async function serveBehindFault(
  fault: ProxyFault,
  isHit: (method: string) => boolean,
  options: ServeOptions = {},
) {
  const { url, env, world } = await serve(options);
  const server = createHttp(async (request, reply) => {
    request.socket.on('error', () => undefined);
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const handle = () => forwarded(request, Buffer.concat(chunks), url);
    if (isHit(request.method ?? '')) return fault(request.socket, handle);
    // Also as bytes, so that a later fault on the same connection does not depend on the state of this server.
    request.socket.end(await handle());
    reply.destroy();
  });
  const address = `http://127.0.0.1:${await listenUntilEnd(server)}`;
  const names = Object.keys(env).filter((name) => name.endsWith('_URL'));
  return { world, env: { ...env, ...Object.fromEntries(names.map((name) => [name, address])) } };
}
