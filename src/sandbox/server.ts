import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Response } from '../api/request.ts';
import { SinchctlError, systemReason } from '../core/errors.ts';
import { HOST_NAMES } from '../credentials/credentials.ts';
import type { JsonFile } from '../platform/write-file.ts';
import { json } from './http-messages.ts';
import { type Delivery, parseFault } from './inject-faults.ts';
import { createSandbox, type Sandbox } from './sandbox.ts';
import { createWorld, readWorld } from './state.ts';
import type { World } from './world.ts';

const ADDRESS = '127.0.0.1';
const LARGEST_BODY = 1024 * 1024;

export interface SandboxServer {
  url: string;
  port: number;
  /** Closes every connection, including requests in progress. */
  close(): Promise<void>;
}

/** Accepts only loopback names with the port, so that a web page whose host resolves to 127.0.0.1 is rejected. */
function isOwnHost(host: string | undefined, port: number): boolean {
  const suffix = `:${port}`;
  const lower = host?.toLowerCase() ?? '';
  const name = lower.endsWith(suffix) ? lower.slice(0, -suffix.length) : port === 80 ? lower : '';
  return name === ADDRESS || name === 'localhost' || name === '[::1]';
}

/** The full body, or undefined when it is larger than 1 MiB. */
async function readBody(request: IncomingMessage): Promise<string | undefined> {
  if (Number(request.headers['content-length'] ?? 0) > LARGEST_BODY) return undefined;
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= LARGEST_BODY) chunks.push(chunk);
      else resolve(undefined);
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}

function write(reply: ServerResponse, { status, headers, body }: Response, extra: object = {}): void {
  const length = status === 204 ? {} : { 'content-length': Buffer.byteLength(body) };
  // The headers of a HEAD response have their own content-length.
  reply.writeHead(status, { ...length, ...headers, ...extra });
  reply.end(body);
}

function deliver(reply: ServerResponse, delivery: Delivery): void {
  if (delivery.how === 'whole') write(reply, delivery.response);
  else if (delivery.how === 'reset') reply.socket?.destroy();
  else {
    const { status, headers, body } = delivery.response;
    const bytes = Buffer.from(body);
    reply.writeHead(status, { ...headers, 'content-length': bytes.length });
    reply.write(bytes.subarray(0, Math.floor(bytes.length / 2)), () => reply.socket?.destroy());
  }
}

const textResponse = (status: number, message: string): Response =>
  json({ errorCode: status * 100, message }, status);

type Answer = Sandbox['answer'];

async function handleRequest(answer: Answer, request: IncomingMessage, reply: ServerResponse): Promise<void> {
  if (!isOwnHost(request.headers.host, request.socket.localPort ?? 0)) {
    return write(reply, textResponse(421, 'The sandbox serves only 127.0.0.1 and localhost.'));
  }
  const body = await readBody(request);
  if (body === undefined) {
    return write(reply, textResponse(413, 'The request body is larger than 1 MiB.'), {
      connection: 'close',
    });
  }
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(request.headers)) headers[name] = String(value);
  const path = (request.url ?? '/').replace(/\?.*$/s, '');
  deliver(reply, await answer({ method: request.method ?? '', path, headers, body }));
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error) =>
      reject(
        new SinchctlError('failure', `cannot listen on ${ADDRESS}:${port}: ${systemReason(error)}`, {
          hint: 'pass another port, or 0 for any free port',
          cause: error,
        }),
      ),
    );
    server.listen(port, ADDRESS, resolve);
  });
}

/**
 * The sandbox as an HTTP server, on 127.0.0.1 only.
 * @param options.port 0 for any free port
 * @param options.patience milliseconds until a connection without a complete request is closed
 * @throws SinchctlError failure when the port is not available
 */
export async function startServer(
  sandbox: Pick<Sandbox, 'answer'>,
  { port, patience = 10_000 }: { port: number; patience?: number },
): Promise<SandboxServer> {
  const limits = {
    requestTimeout: patience,
    headersTimeout: patience,
    keepAliveTimeout: 30_000,
    connectionsCheckingInterval: Math.min(1000, patience),
  };
  const server = createServer(limits, (request, reply) => {
    handleRequest(sandbox.answer, request, reply).catch(() => reply.socket?.destroy());
  });
  await listen(server, port);
  const bound = (server.address() as AddressInfo).port;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url: `http://${ADDRESS}:${bound}`, port: bound, close };
}

/** The environment variables that point a client at a sandbox server. */
export function clientVariables(world: World, url: string): Record<string, string> {
  const { key, secret } = world.signer;
  return {
    ...Object.fromEntries(HOST_NAMES.map((host) => [`SINCHCTL_${host.toUpperCase()}_URL`, url])),
    SINCH_APPLICATION_KEY: key,
    SINCH_APPLICATION_SECRET: secret,
    SINCH_INSTANCE_ID: world.instance.id,
    SINCH_INSTANCE_SECRET: world.instance.secret,
    SINCH_ORGANISATION_ID: String(world.organisation.id),
  };
}

export interface ServeOptions {
  port: number;
  /** The number of phone numbers in a new account. */
  numbers: number | undefined;
  faults?: readonly string[] | undefined;
  /** Saves the simulated account, which is only in memory if undefined. */
  state?: JsonFile | undefined;
  now: () => Date;
}

/**
 * Serves a new simulated account.
 * @returns also the variables that its clients need
 * @throws SinchctlError failure when the port is not available, or the state cannot be saved
 */
export async function serveAccount({ port, numbers, faults = [], state, now }: ServeOptions) {
  const world = state ? readWorld(state, numbers) : createWorld(numbers);
  const sandbox = createSandbox({ world, now, faults: faults.map(parseFault) });
  const save = async () => state?.update(async () => ({ state: world.snapshot(), result: undefined }));
  // If the path cannot be written, the server fails at startup instead of on the first request.
  await save();
  let saved = world.revision;
  const answer: Answer = async (request) => {
    const delivery = await sandbox.answer(request);
    if (world.revision !== saved) {
      saved = world.revision;
      await save();
    }
    return delivery;
  };
  const server = await startServer({ answer }, { port });
  return { ...server, variables: clientVariables(world, server.url) };
}
