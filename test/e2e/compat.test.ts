import { createHash, createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, onTestFinished, test } from 'vitest';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { startServer } from '../../src/sandbox/server.ts';
import { createWorld } from '../../src/sandbox/state.ts';
import { free, support } from '../support/account.ts';

/** The request of a client library, where libraries differ. */
interface Wire {
  scheme: string;
  timestamp: (now: Date) => string;
  /** The content type with a body, and without one; null for no header. */
  types: [string, string | null];
  /** Whether a body comes in chunks, without its length. */
  isChunked?: boolean;
  headers?: string[];
}

const digits = (now: Date, more: string) => now.toISOString().replace('Z', more);
const JSON_TYPE = 'application/json';
const WITH_CHARSET = 'application/json; charset=utf-8';

const CLIENTS: Record<string, Wire> = {
  node: { scheme: 'application', timestamp: (now) => now.toISOString(), types: [JSON_TYPE, JSON_TYPE] },
  python: {
    scheme: 'Application',
    timestamp: (now) => digits(now, '456+00:00'),
    types: [JSON_TYPE, JSON_TYPE],
    headers: ['Accept-Encoding: gzip, deflate', 'Accept: */*'],
  },
  java: {
    scheme: 'Application',
    timestamp: (now) => digits(now, '456789Z'),
    types: [WITH_CHARSET, null],
  },
  dotnet: {
    scheme: 'application',
    timestamp: (now) => digits(now, '4567Z'),
    types: [WITH_CHARSET, null],
    isChunked: true,
    headers: ['Expect: 100-continue'],
  },
  php: {
    scheme: 'application',
    timestamp: (now) => now.toISOString().replace(/\.\d+Z/, '+0000'),
    types: [WITH_CHARSET, WITH_CHARSET],
  },
  'another zone': {
    scheme: 'APPLICATION',
    timestamp: (now) => `${new Date(now.getTime() + 19_800_000).toISOString().slice(0, 19)}+05:30`,
    types: ['application/json;charset=UTF-8', null],
  },
};

async function start(patience?: number) {
  const world = createWorld();
  const sandbox = createSandbox({ world, now: () => new Date() });
  const server = await startServer(sandbox, { port: 0, ...(patience ? { patience } : {}) });
  onTestFinished(() => server.close());
  return { world, port: server.port };
}

/** Sends bytes, and resolves with everything received until the server closes the connection. */
function exchange(port: number, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let reply = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.setEncoding('utf8').on('data', (data) => (reply += data));
    socket.on('error', reject).on('close', () => resolve(reply));
  });
}

const inChunks = (body: string) =>
  [body.slice(0, 7), body.slice(7)]
    .map((part) => `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n`)
    .join('')
    .concat('0\r\n\r\n');

/** A request in the form of a client library. */
function requestOf(wire: Wire, port: number, method: string, path: string, body = ''): string {
  const timestamp = wire.timestamp(new Date());
  const type = wire.types[body === '' ? 1 : 0];
  const md5 = body === '' ? '' : createHash('md5').update(body).digest('base64');
  const signed = `${method}\n${md5}\n${type ?? ''}\nx-timestamp:${timestamp}\n${decodeURIComponent(path)}`;
  const signature = createHmac('sha256', Buffer.from(support.secret, 'base64')).update(signed);
  const length = wire.isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${Buffer.byteLength(body)}`;
  return [
    `${method} ${path} HTTP/1.1`,
    `Host: 127.0.0.1:${port}`,
    `Authorization: ${wire.scheme} ${support.key}:${signature.digest('base64')}`,
    `X-Timestamp: ${timestamp}`,
    ...(type === null ? [] : [`Content-Type: ${type}`]),
    ...(body === '' ? [] : [length, ...(wire.headers ?? [])]),
    'Connection: close',
    '',
    body === '' ? '' : wire.isChunked ? inChunks(body) : body,
  ].join('\r\n');
}

const statusOf = (reply: string): number => Number(/^HTTP\/1.1 (?!100)(\d+)/m.exec(reply)?.[1]);

describe.each(Object.entries(CLIENTS))('the request format of %s', (_, wire) => {
  test('lists, assigns, unassigns, sets callbacks, and queries', async () => {
    const { world, port } = await start();
    const send = (method: string, path: string, body?: object) =>
      exchange(port, requestOf(wire, port, method, path, body && JSON.stringify(body)));
    const numbers = '/v1/configuration/numbers';
    expect(await send('GET', numbers)).toContain('"+14155550100"');
    const assigned = await send('POST', numbers, { numbers: [free], capability: 'voice' });
    expect(statusOf(assigned), assigned).toBe(204);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
    const removed = await send('DELETE', numbers, { number: free, capability: 'voice' });
    expect(statusOf(removed), removed).toBe(204);
    expect(world.applicationOf(free, 'voice')).toBeNull();
    const callbacks = `/v1/configuration/callbacks/applications/${support.key}`;
    const set = await send('POST', callbacks, { url: { primary: 'https://new.example.com/å' } });
    expect(statusOf(set), set).toBe(204);
    const queried = await send('GET', '/v1/calling/query/number/%2B46730170101');
    const { number, numberItem } = JSON.parse(queried.slice(queried.indexOf('{')));
    expect([number, numberItem]).toEqual([numberItem, expect.objectContaining({ countryId: 'SE' })]);
  });

  test('is rejected with a changed signature, and by code for an unknown application', async () => {
    const { port, world } = await start();
    const signed = requestOf(wire, port, 'GET', '/v1/configuration/numbers');
    const wrong = signed.replace(`${support.key}:`, `${support.key}:x`);
    expect(await exchange(port, wrong)).toContain('"errorCode":40102');
    const other = support.key.replace(/^./, 'f');
    const path = `/v1/configuration/callbacks/applications/${other}`;
    expect(await exchange(port, requestOf(wire, port, 'GET', path))).toContain(
      '"errorCode":40003,"message":"Invalid Application Key"',
    );
    expect(world.revision).toBe(0);
  });
});

test.each([support.key, `application\\${support.key}`, `Application\\${support.key}`])(
  'Basic as %s',
  async (user) => {
    const { port } = await start();
    const send = (secret: string, scheme = 'Basic') =>
      exchange(
        port,
        `GET /v1/configuration/numbers HTTP/1.1\r\nHost: localhost:${port}\r\nConnection: close\r\nAuthorization: ${scheme} ${Buffer.from(`${user}:${secret}`).toString('base64')}\r\n\r\n`,
      );
    expect(statusOf(await send(support.secret))).toBe(200);
    expect(statusOf(await send(support.secret, 'basic'))).toBe(200);
    expect(statusOf(await send('wrong'))).toBe(401);
  },
);

test.each([
  ['+46(0)73-017-0101', '+46730170101'],
  ['%2B46%2073%20017%2001%2001', '+46730170101'],
  ['0046730170101', '+46730170101'],
  ['46730170101', '+46730170101'],
  ['+46.73.017.01.01', '+46730170101'],
  ['12', null],
  ['+0730170101', null],
  ['+46-phone', null],
])('a query of %s is normalized to %s', async (text, expected) => {
  const { port } = await start();
  const wire = CLIENTS.node as Wire;
  const reply = await exchange(port, requestOf(wire, port, 'GET', `/v1/calling/query/number/${text}`));
  expect(reply).toContain(expected ? `"normalizedNumber":"${expected}"` : '"errorCode":40001');
});

test.each([
  ['nothing', ''],
  ['half of its headers', 'GET / HTTP/1.1\r\nHost: '],
  ['half of its body', 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n{'],
])('a connection that sends %s is closed', async (_, text) => {
  const { port } = await start(200);
  const began = Date.now();
  await exchange(port, text);
  expect(Date.now() - began).toBeLessThan(5000);
});
