import { connect } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { buildRequest } from '../../src/api/build-request.ts';
import { signRequest } from '../../src/api/sign-request.ts';
import { sandboxCredentials } from '../../src/sandbox/embedded.ts';
import { parseFault } from '../../src/sandbox/inject-faults.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { type SandboxServer, startServer } from '../../src/sandbox/server.ts';
import { createWorld } from '../../src/sandbox/state.ts';

const NOW = new Date('2026-01-02T03:04:05Z');
const open: SandboxServer[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await server.close();
});

async function start(faults: string[] = [], random?: () => number, sleep?: () => Promise<void>) {
  const world = createWorld();
  const now = () => NOW;
  const sandbox = createSandbox({
    world,
    now,
    faults: faults.map(parseFault),
    ...(random ? { random } : {}),
    ...(sleep ? { sleep } : {}),
  });
  const server = await startServer(sandbox, { port: 0 });
  open.push(server);
  const { url, port } = server;
  const bases = { calling: url, portal: url, account: url, user: url };
  const credentials = sandboxCredentials(world, bases);
  const list = (at = NOW) => signRequest(buildRequest('listNumbers', {}), credentials, at, 10);
  const body = { numbers: ['+14155550103'], capability: 'voice' as const };
  const assign = () => signRequest(buildRequest('assignNumbers', { body }), credentials, NOW, 10);
  const organisations = () => signRequest(buildRequest('listOrganisations', {}), credentials, NOW, 10);
  return { world, server, port, url, list, assign, organisations };
}

/** With fetch, without following redirects. */
async function send(
  { url, method, headers, body }: ReturnType<typeof signRequest>,
  change: Record<string, string> = {},
) {
  const reply = await fetch(url, {
    method,
    headers: { ...headers, ...change },
    body,
    redirect: 'manual',
  });
  const text = await reply.text();
  return { status: reply.status, text, headers: reply.headers };
}

/** Raw bytes until the connection ends in any way. */
function bytes(port: number, text: string): Promise<{ received: string }> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk) => chunks.push(chunk));
    socket.on('error', () => {});
    socket.on('close', () => resolve({ received: Buffer.concat(chunks).toString() }));
  });
}

function lines(request: ReturnType<typeof signRequest>, host: string): string {
  const { pathname } = new URL(request.url);
  const body = request.body ?? '';
  const headers = Object.entries(request.headers).map(([name, value]) => `${name}: ${value}\r\n`);
  const length = body === '' ? '' : `content-length: ${Buffer.byteLength(body)}\r\n`;
  const head = `${request.method} ${pathname} HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n`;
  return `${head}${headers.join('')}${length}\r\n${body}`;
}

describe('over HTTP', () => {
  test('serves all four hosts at one address', async () => {
    const { list, assign, organisations, world } = await start();
    const listed = await send(list());
    expect(listed.status).toBe(200);
    expect(listed.headers.get('content-type')).toBe('application/json');
    expect(JSON.parse(listed.text).numbers).toHaveLength(30);
    expect((await send(organisations())).text).toBe('[{"id":8888123,"name":"Acme"}]');
    expect(await send(assign())).toMatchObject({ status: 204, text: '' });
    expect(world.revision).toBe(1);
  });

  test('an unknown path is 404 with JSON', async () => {
    const { url } = await start();
    const reply = await fetch(`${url}/nowhere`);
    expect(reply.status).toBe(404);
    expect(await reply.json()).toMatchObject({ errorCode: 40400 });
  });

  test('a signature with one changed character is 401', async () => {
    const { list } = await start();
    const { authorization = '' } = list().headers;
    const at = authorization.length - 10;
    const wrong =
      authorization.slice(0, at) + (authorization[at] === 'A' ? 'B' : 'A') + authorization.slice(at + 1);
    const { status, text } = await send(list(), { authorization: wrong });
    expect([status, JSON.parse(text).errorCode]).toEqual([401, 40102]);
  });

  test.each([-301, 301])('a timestamp %d seconds off is 401', async (seconds) => {
    const { list } = await start();
    const { status, text } = await send(list(new Date(NOW.getTime() + seconds * 1000)));
    expect([status, JSON.parse(text).errorCode]).toEqual([401, 40101]);
  });

  test('the wrong scheme is 403 on the portal', async () => {
    const { list, organisations } = await start();
    const { authorization = '' } = list().headers;
    const { status, text } = await send(organisations(), { authorization });
    expect([status, JSON.parse(text).errorCode]).toEqual([403, 40301]);
  });
});

describe('request limits', () => {
  test('only loopback names with the port are accepted', async () => {
    const { port, list, world } = await start();
    const status = async (host: string) => (await bytes(port, lines(list(), host))).received.slice(9, 12);
    for (const host of [`127.0.0.1:${port}`, `localhost:${port}`, `LOCALHOST:${port}`, `[::1]:${port}`]) {
      expect(await status(host)).toBe('200');
    }
    const foreign = ['evil.example.com', `evil.example.com:${port}`, 'localhost', '127.0.0.1:1', ''];
    for (const host of [...foreign, `127.0.0.1.evil.example.com:${port}`]) {
      expect(await status(host)).toBe('421');
    }
    expect(world.revision).toBe(0);
  });

  test('a body above 1 MiB is rejected by its content-length', async () => {
    const { port } = await start();
    const head = `POST /v1/configuration/numbers HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
    const { received } = await bytes(port, `${head}content-length: 1048577\r\n\r\n`);
    expect(received).toMatch(/^HTTP\/1\.1 413 /);
    expect(received).toMatch(/\r\nconnection: close\r\n/i);
  });

  test('a body above 1 MiB is rejected while it arrives, and one of 1 MiB is read', async () => {
    const { port } = await start();
    const head = `POST /v1/configuration/numbers HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\n`;
    const chunk = `10000\r\n${'x'.repeat(0x10000)}\r\n`;
    const over = `${head}transfer-encoding: chunked\r\n\r\n${chunk.repeat(16)}1\r\nx\r\n`;
    expect((await bytes(port, over)).received).toMatch(/^HTTP\/1\.1 413 /);
    const full = `${head}connection: close\r\ntransfer-encoding: chunked\r\n\r\n${chunk.repeat(16)}0\r\n\r\n`;
    expect((await bytes(port, full)).received).toMatch(/^HTTP\/1\.1 401 /);
  });

  test('listens on 127.0.0.1 only, and reports a port that is in use', async () => {
    const { server } = await start();
    expect(server.url).toBe(`http://127.0.0.1:${server.port}`);
    const sandbox = createSandbox({ world: createWorld(), now: () => NOW });
    await expect(startServer(sandbox, { port: server.port })).rejects.toMatchObject({
      kind: 'failure',
      message: expect.stringContaining('address already in use'),
    });
  });

  test('close ends idle connections and those that are waiting', async () => {
    let arrived = () => {};
    const arrival = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    const forever = () => {
      arrived();
      return new Promise<void>(() => {});
    };
    const { server, port, list } = await start(['latency:1-1'], undefined, forever);
    const idle = bytes(port, '');
    const half = bytes(port, 'GET / HTTP/1.1\r\n');
    const waiting = bytes(port, lines(list(), `127.0.0.1:${port}`));
    await arrival;
    await server.close();
    const ends = await Promise.all([idle, half, waiting]);
    expect(ends.map(({ received }) => received)).toEqual(['', '', '']);
  });

  test('one connection carries many requests', async () => {
    const { port, list } = await start();
    const keep = lines(list(), `127.0.0.1:${port}`).replace('connection: close\r\n', '');
    const { received } = await bytes(port, keep + keep + lines(list(), `127.0.0.1:${port}`));
    expect(received.match(/HTTP\/1\.1 200 /g)).toHaveLength(3);
  });
});

describe('faults on the wire', () => {
  const heads = () => 0;

  test('reset ends the connection without a response, after the change', async () => {
    const { port, assign, world } = await start(['reset:1'], heads);
    const { received } = await bytes(port, lines(assign(), `127.0.0.1:${port}`));
    expect(received).toBe('');
    expect(world.revision).toBe(1);
  });

  test('truncate sends fewer bytes than its content-length', async () => {
    const { port, list } = await start(['truncate:1']);
    const { received } = await bytes(port, lines(list(), `127.0.0.1:${port}`));
    const [head = '', body = ''] = received.split('\r\n\r\n');
    const announced = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(body.length).toBeGreaterThan(0);
    expect(body.length).toBeLessThan(announced);
    await expect(send(list())).rejects.toThrow();
  });

  test('429, 503, html, and redirect are complete responses', async () => {
    const limited = await start(['429:1'], heads);
    const tooMany = await send(limited.list());
    expect([tooMany.status, tooMany.headers.get('retry-after')]).toEqual([429, '1']);
    const down = await start(['503:1']);
    expect(JSON.parse((await send(down.list())).text).errorCode).toBe(50300);
    const page = await start(['html:1'], heads);
    expect((await send(page.list())).headers.get('content-type')).toContain('text/html');
    const away = await start(['redirect:1']);
    const redirect = await send(away.list());
    expect([redirect.status, new URL(redirect.headers.get('location') ?? '').host]).toEqual([
      302,
      'elsewhere.example.com',
    ]);
  });

  test('latency delays the response', async () => {
    const { list } = await start(['latency:1-2']);
    expect((await send(list())).status).toBe(200);
  });
});
