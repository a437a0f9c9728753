import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Server, Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import type { SandboxRequest } from '../../src/sandbox/http-messages.ts';
import { type Delivery, parseFault } from '../../src/sandbox/inject-faults.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { clientVariables, startServer } from '../../src/sandbox/server.ts';
import { createWorld } from '../../src/sandbox/state.ts';

type Answer = (request: SandboxRequest) => Promise<Delivery>;

export interface ServeOptions {
  numbers?: number;
  faults?: readonly string[];
  random?: () => number;
  /** The server's own clock, for timestamps and its `Date` header. */
  now?: () => Date;
  /** A `Date` header that differs from its clock. */
  date?: string;
  /** Runs between the network and the sandbox. */
  between?: (request: SandboxRequest, answer: Answer) => Promise<Delivery>;
}

const dated = (delivery: Delivery, date: string): Delivery =>
  delivery.how === 'reset'
    ? delivery
    : {
        ...delivery,
        response: { ...delivery.response, headers: { ...delivery.response.headers, date } },
      };

/** A sandbox served over HTTP until the test ends, the variables its client needs, and the requests it received. */
export async function serve(given: ServeOptions = {}) {
  const { numbers, faults = [], random, between, now = () => new Date(), date } = given;
  const world = createWorld(numbers);
  const options = { world, now, faults: faults.map(parseFault) };
  const { answer } = createSandbox({ ...options, ...(random ? { random } : {}) });
  const requests: SandboxRequest[] = [];
  const recorded: Answer = async (request) => {
    requests.push(request);
    const delivery = await (between ? between(request, answer) : answer(request));
    return given.now || date !== undefined ? dated(delivery, date ?? now().toUTCString()) : delivery;
  };
  const server = await startServer({ answer: recorded }, { port: 0 });
  onTestFinished(() => server.close());
  return { url: server.url, port: server.port, env: clientVariables(world, server.url), world, requests };
}

/** The requests as `METHOD path`. */
export const lines = (requests: readonly SandboxRequest[]) =>
  requests.map(({ method, path }) => `${method} ${path}`);

/** Listens on loopback, or on a socket in the file system, until the test ends, and cuts every connection then. */
export async function listenUntilEnd(server: Server, path?: string): Promise<number> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => {
    if (path === undefined) server.listen(0, '127.0.0.1', resolve);
    else server.listen(path, resolve);
  });
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  );
  return (server.address() as AddressInfo).port;
}

/** A bare HTTP server on loopback until the test ends, for responses that the sandbox never sends. */
export async function serveBare(handler: (request: IncomingMessage, reply: ServerResponse) => void) {
  const requests: { method: string; path: string; headers: IncomingMessage['headers'] }[] = [];
  const server = createServer((request, reply) => {
    requests.push({ method: request.method ?? '', path: request.url ?? '', headers: request.headers });
    request.resume();
    handler(request, reply);
  });
  const port = await listenUntilEnd(server);
  const url = `http://127.0.0.1:${port}`;
  return { url, port, requests, env: clientVariables(createWorld(), url) };
}
