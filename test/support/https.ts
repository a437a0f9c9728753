import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttp, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createHttps } from 'node:https';
import { connect, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { temporaryDirectory } from './home.ts';
import { listenUntilEnd } from './serve.ts';

export const HAS_OPENSSL = spawnSync('openssl', ['version']).status === 0;

export interface TlsFiles {
  options: { key: Buffer; cert: Buffer };
  caFile: string;
}

/** A certificate for `host` that only `caFile` makes trusted. */
export function certificateFor(host: string): TlsFiles {
  const directory = temporaryDirectory();
  const [keyFile, caFile] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const names = `subjectAltName=DNS:${host}`;
  const made = spawnSync('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${host}`, '-addext', names, '-keyout', keyFile, '-out', caFile],
  ]);
  if (made.status !== 0) throw new Error(String(made.stderr));
  return { options: { key: readFileSync(keyFile), cert: readFileSync(caFile) }, caFile };
}

/** An HTTPS server with such a certificate. */
export async function serveHttps(
  host: string,
  handler: (request: IncomingMessage, reply: ServerResponse) => void,
) {
  const { options, caFile } = certificateFor(host);
  const requests: string[] = [];
  const server = createHttps(options, (request, reply) => {
    requests.push(`${request.method} ${request.url}`);
    handler(request, reply);
  });
  const port = await listenUntilEnd(server);
  return { port, caFile, requests };
}

/** A proxy that accepts CONNECT to any host and connects to one local port, or rejects it with a status. */
export async function serveProxy({ to = 0, refuse, tls }: { to?: number; refuse?: number; tls?: TlsFiles }) {
  const asked: string[] = [];
  const server: Server = tls ? createHttps(tls.options) : createHttp();
  server.on('request', (request: IncomingMessage, reply: ServerResponse) => {
    asked.push(`${request.method} ${request.url}`);
    reply.writeHead(refuse ?? 400).end();
  });
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    asked.push(`CONNECT ${request.url}`);
    if (refuse !== undefined) {
      socket.end(`HTTP/1.1 ${refuse} No\r\ncontent-length: 0\r\n\r\n`);
      return;
    }
    const upstream = connect(to, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    for (const one of [upstream, socket]) one.on('error', () => upstream.destroy());
  });
  const port = await listenUntilEnd(server);
  return { url: tls ? `https://localhost:${port}` : `http://127.0.0.1:${port}`, asked };
}
