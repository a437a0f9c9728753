import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { free, serving, support, supportVoice } from '../support/account.ts';
import { drip, type Fault, serveFaulty, serveFaultyProxy, silence, slowly } from '../support/faulty.ts';
import { newHome, temporaryDirectory } from '../support/home.ts';
import { type Ended, PROGRAM, sinchctl, start } from '../support/spawn.ts';

const ONCE = ['--json', '--retries', '0'];
const LIST = ['numbers', 'list', ...ONCE];
const ASSIGN = ['numbers', 'assign', free, '--app', support.key, ...ONCE];
const CALLBACKS = [
  'callbacks',
  'set',
  '--app',
  support.key,
  '--primary',
  'https://new.example.com/',
  ...ONCE,
];
const UNASSIGN = ['numbers', 'unassign', ...supportVoice.slice(0, 4), '-y', ...ONCE];
const QUERY = ['query', '+14155550100', '+14155550101', ...ONCE];

/** Milliseconds after which a command counts as hanging. */
const HANGING = 12_000;

const run = (argv: readonly string[], env: Record<string, string>) =>
  sinchctl(argv, { env: { ...newHome().env, ...env }, limit: HANGING });

/** The error, which is always the last line of stderr. */
function errorOf({ stderr, signal }: Ended) {
  expect(signal, stderr).toBeNull();
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr).not.toContain(support.secret);
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error;
}

const CONNECTED = 'HTTP/1.1 200 Connection established\r\n\r\n';
const PROXIES: [string, Fault, string][] = [
  ['never responds to CONNECT', silence, 'http'],
  [
    'responds to CONNECT byte by byte',
    slowly(CONNECTED.replace('\r\n', `\r\nx-pad: ${'x'.repeat(5000)}\r\n`)),
    'http',
  ],
  ['connects to a server that never completes TLS', (socket) => socket.write(CONNECTED), 'http'],
  ['never completes TLS itself', silence, 'https'],
];

const HEAD = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n';
const RESPONSES: [string, Fault][] = [
  ['that never comes', silence],
  ['whose headers never end', drip(HEAD, 'x-more: 1\r\n')],
  ['whose body never ends', drip(`${HEAD}transfer-encoding: chunked\r\n\r\n`, '1\r\n{\r\n')],
  ['that is 100 Continue forever', drip('HTTP/1.1 100 Continue\r\n\r\n')],
  ['that is 102 Processing forever', drip('HTTP/1.1 102 Processing\r\n\r\n')],
  ['that is 103 Early Hints forever', drip('HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\n')],
];
const isWrite = (method: string) => method !== 'GET';
const always = () => true;

describe.each(PROXIES)('a proxy that %s', (_, fault, scheme) => {
  test.each([
    ['a read', LIST],
    ['a write', [...ASSIGN, '--no-check']],
    ['callbacks set', CALLBACKS],
    ['many items', QUERY],
  ])('ends %s at --timeout', async (__, argv) => {
    const { env } = await serveFaultyProxy(fault, scheme);
    const ended = await run([...argv, '--timeout', '0.5'], env);
    expect(errorOf(ended)).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(errorOf(ended).message).toMatch(/did not respond in time|timed out/);
    expect(ended.code).toBe(6);
  });

  test('ends a command at --deadline', async () => {
    const { env } = await serveFaultyProxy(fault, scheme);
    const ended = await run(['numbers', 'list', '--json', '--deadline', '0.8'], env);
    expect(errorOf(ended)).toMatchObject({ kind: 'unavailable' });
    expect([ended.code, ended.stdout]).toEqual([6, '']);
  });

  test.each([
    ['a read', ['numbers', 'list', '--json'], 'SIGINT', 130],
    ['a read', ['numbers', 'list', '--json'], 'SIGTERM', 143],
    ['a write', ['numbers', 'assign', free, '--app', support.key, '--no-check', '--json'], 'SIGINT', 130],
    ['many items', ['query', '+14155550100', '+14155550101', '--json'], 'SIGINT', 130],
  ] as const)('lets one signal end %s (%#)', async (__, argv, signal, code) => {
    const { env, hit } = await serveFaultyProxy(fault, scheme);
    const program = start(process.execPath, [PROGRAM, ...argv], {
      env: { ...newHome().env, ...env },
      limit: HANGING,
    });
    await hit;
    program.child.kill(signal);
    const ended = await program.ended;
    expect(errorOf(ended)).toMatchObject({ kind: 'interrupted', exitCode: code });
    expect(ended.code).toBe(code);
  });
});

test('the connections of attempts that ended are closed before the next attempt', async () => {
  const { env, counts } = await serveFaultyProxy(silence);
  const { code } = await run(['numbers', 'list', '--json', '--retries', '2', '--timeout', '0.3'], env);
  expect([code, counts.all, counts.most]).toEqual([6, 3, 1]);
});

test('a change that a proxy never forwarded has no effect, and its row says so', async () => {
  const { env } = await serveFaultyProxy(silence);
  const results = `${temporaryDirectory()}/results.ndjson`;
  const both = ['numbers', 'assign', free, '+14155550104', '--app', support.key, '--no-check', ...ONCE];
  const ended = await run([...both, '--timeout', '0.4', '--results', results], env);
  expect(ended.code).toBe(6);
  expect(errorOf(ended).items).toHaveLength(2);
  expect(ended.stderr).not.toContain('unknown');
});

describe.each(RESPONSES)('a response %s', (_, fault) => {
  test('ends a read at --timeout', async () => {
    const { env } = await serveFaulty(fault, always);
    const ended = await run([...LIST, '--timeout', '0.5'], env);
    expect(errorOf(ended)).toMatchObject({ kind: 'unavailable', retryable: true });
    expect([ended.code, ended.stdout]).toEqual([6, '']);
  });

  test.each([
    ['numbers assign', ASSIGN],
    ['callbacks set', CALLBACKS],
    ['numbers unassign with several numbers', UNASSIGN],
  ])('ends a change by %s at --timeout, and the account is read again', async (__, argv) => {
    const { env, world, requests } = await serveFaulty(fault, isWrite);
    const before = serving(world, support);
    const ended = await run([...argv, '--timeout', '0.5'], env);
    expect(errorOf(ended)).toMatchObject({ kind: 'unavailable' });
    expect(ended.code).toBe(6);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
    expect(serving(world, support)).toEqual(before);
  });

  test('does not let a read continue after one Ctrl-C', async () => {
    const { env, hit } = await serveFaulty(fault, always);
    const program = start(process.execPath, [PROGRAM, 'numbers', 'list', '--json'], { env, limit: HANGING });
    await hit;
    program.child.kill('SIGINT');
    const ended = await program.ended;
    expect(errorOf(ended)).toMatchObject({ kind: 'interrupted', exitCode: 130 });
    expect([ended.code, ended.stdout]).toEqual([130, '']);
  });
});

test('a query whose responses never arrive ends at one Ctrl-C, and the error lists every number', async () => {
  const { env, hit } = await serveFaulty(silence, always);
  const program = start(process.execPath, [PROGRAM, ...QUERY], { env, limit: HANGING });
  await hit;
  program.child.kill('SIGINT');
  const ended = await program.ended;
  expect(ended.signal, ended.stderr).toBeNull();
  expect(ended.code).toBe(130);
  expect(errorOf(ended).items).toEqual(['+14155550100', '+14155550101']);
});

test('a change in progress is limited by --timeout after one Ctrl-C, and the account is read again', async () => {
  const { env, hit, world, requests } = await serveFaulty(silence, isWrite);
  const argv = [...UNASSIGN, '--concurrency', '1', '--timeout', '1.5'];
  const program = start(process.execPath, [PROGRAM, ...argv], { env, limit: HANGING });
  await hit;
  program.child.kill('SIGINT');
  const ended = await program.ended;
  expect(errorOf(ended)).toMatchObject({ kind: 'interrupted', exitCode: 130 });
  expect(ended.code).toBe(130);
  const results = JSON.parse(ended.stdout).map(({ result }: { result: string }) => result);
  expect(results).toEqual(['failed', 'skipped', 'skipped', 'skipped']);
  expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  expect(serving(world, support)).toEqual(supportVoice);
});

test('a change that was not sent before one Ctrl-C is skipped, and the history shows that', async () => {
  const { env, hit } = await serveFaultyProxy(silence);
  const home = newHome();
  const both = ['numbers', 'assign', free, '+14155550104', '--app', support.key, '--no-check', '--json'];
  const given = { ...home.env, ...env };
  const program = start(process.execPath, [PROGRAM, ...both], { env: given, limit: HANGING });
  await hit;
  program.child.kill('SIGINT');
  const ended = await program.ended;
  expect([ended.code, ended.signal], ended.stderr).toEqual([130, null]);
  const history = await sinchctl(['history', '--changes', '--json'], { env: given });
  expect(JSON.parse(history.stdout).map(({ result }: { result: string }) => result)).toEqual([
    'skipped',
    'skipped',
  ]);
});

test('one Ctrl-C ends the wait before a retry', async () => {
  const { env, hit } = await serveFaulty(
    (socket) => socket.end('HTTP/1.1 503 No\r\nretry-after: 50\r\ncontent-length: 0\r\n\r\n'),
    always,
  );
  const program = start(process.execPath, [PROGRAM, ...UNASSIGN.slice(0, -2), '--no-check'], {
    env,
    limit: HANGING,
  });
  await hit;
  await new Promise((resolve) => setTimeout(resolve, 200));
  program.child.kill('SIGINT');
  const ended = await program.ended;
  expect(errorOf(ended)).toMatchObject({ kind: 'interrupted', exitCode: 130 });
});

describe('101 Switching Protocols', () => {
  const upgraded: Fault = (socket) =>
    socket.write('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n');
  const bare: Fault = (socket) => socket.write('HTTP/1.1 101 Switching Protocols\r\n\r\n');
  const closed: Fault = (socket) =>
    socket.end('HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: h2c\r\n\r\n');
  const HOW: [string, Fault][] = [
    ['with an upgrade', upgraded],
    ['without an upgrade', bare],
    ['on a connection that closes', closed],
  ];

  test.each(HOW)('%s is unavailable for a read', async (_, fault) => {
    const { env } = await serveFaulty(fault, always);
    const ended = await run(LIST, env);
    expect(errorOf(ended)).toMatchObject({ kind: 'unavailable', httpStatus: 101, retryable: true });
    expect([ended.code, ended.stdout]).toEqual([6, '']);
  });

  test.each(HOW)('%s is retried', async (_, fault) => {
    let left = 1;
    const { env } = await serveFaulty(fault, () => left-- > 0);
    const ended = await run(['numbers', 'list', '--json', '--retries', '1'], env);
    expect(ended.code, ended.stderr).toBe(0);
  });

  test.each(
    HOW.flatMap(([how, fault]) => [
      ['numbers assign', how, ASSIGN, fault] as const,
      ['callbacks set', how, CALLBACKS, fault] as const,
      ['numbers unassign', how, UNASSIGN, fault] as const,
    ]),
  )('for a change by %s, %s is a lost response: the account is read again', async (_, __, argv, fault) => {
    const { env, requests } = await serveFaulty(fault, isWrite);
    const ended = await run(argv, env);
    expect(errorOf(ended)).toMatchObject({ kind: 'unavailable', httpStatus: 101 });
    expect(ended.code).toBe(6);
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'])(
    'is unavailable for api %s',
    async (method) => {
      for (const [, fault] of HOW) {
        const { env } = await serveFaulty(fault, always);
        const ended = await run(['api', method, '/v1/configuration/numbers', ...ONCE], env);
        expect(errorOf(ended)).toMatchObject({ kind: 'unavailable', httpStatus: 101 });
        expect([ended.code, ended.stdout]).toEqual([6, '']);
      }
    },
  );
});

/** Makes Node load a script before the program. */
function preloaded(script: string): Record<string, string> {
  const path = `${temporaryDirectory()}/preload.cjs`;
  writeFileSync(path, script);
  return { NODE_OPTIONS: `--require ${path}` };
}

test('a name server that never responds ends at --timeout', async () => {
  const hook = preloaded("require('dns').lookup = () => setInterval(() => undefined, 1000);");
  const env = {
    ...hook,
    SINCH_APPLICATION_KEY: support.key,
    SINCH_APPLICATION_SECRET: support.secret,
    SINCHCTL_CALLING_URL: 'https://sinch.test',
  };
  const ended = await run([...LIST, '--timeout', '0.5'], env);
  expect(errorOf(ended)).toMatchObject({ kind: 'unavailable' });
  expect(ended.code).toBe(6);
});

describe('a process with no pending work while a command is pending', () => {
  // No timer keeps the process alive, as if a callback had been lost.
  const hook = () =>
    preloaded(`for (const name of ['setTimeout', 'setInterval']) {
      const real = globalThis[name];
      globalThis[name] = (...given) => real(...given).unref();
    }`);
  const unavailable: Fault = (socket) =>
    socket.end('HTTP/1.1 503 No\r\nretry-after: 50\r\ncontent-length: 0\r\n\r\n');

  test.each([
    ['a read', ['numbers', 'list']],
    ['a write', ['numbers', 'assign', free, '--app', support.key, '--no-check']],
    ['a raw request', ['api', 'GET', '/v1/configuration/numbers']],
  ])('reports a failure of %s, and never exits with code 13', async (_, argv) => {
    const { env } = await serveFaulty(unavailable, always);
    const ended = await run([...argv, '--json'], { ...env, ...hook() });
    expect(errorOf(ended)).toMatchObject({ kind: 'failure', exitCode: 1 });
    expect([ended.code, ended.stdout]).toEqual([1, '']);
  });

  test('also reports it as text', async () => {
    const { env } = await serveFaulty(unavailable, always);
    const ended = await run(['numbers', 'list'], { ...env, ...hook() });
    expect([ended.code, ended.stdout]).toEqual([1, '']);
    expect(ended.stderr).toMatch(/^error: /m);
    expect(ended.stderr).not.toContain('await');
  });
});

test('a proxy that closes the connection before it responds to CONNECT has forwarded nothing', async () => {
  const { env } = await serveFaultyProxy((socket) => socket.resetAndDestroy());
  const ended = await run(['api', 'POST', '/v1/configuration/numbers', '--data', '{}', ...ONCE], env);
  expect(ended.code).toBe(6);
  expect(errorOf(ended)).toMatchObject({ kind: 'unavailable' });
  expect(errorOf(ended).hint).not.toContain('executed');
});
