import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Response } from '../../src/api/request.ts';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  support,
  supportVoice,
  UNCHANGED,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, type ServeOptions, serve } from '../support/serve.ts';

type Between = NonNullable<ServeOptions['between']>;

const reply = (status: number, body: string, headers: Record<string, string> = {}): Between => {
  const response: Response = { status, headers, body };
  return async () => ({ how: 'whole', response });
};
const LIST = ['numbers', 'list', '--json'];

describe('an unsuccessful response', () => {
  test.each([
    ['401', reply(401, '{"errorCode":40108,"message":"Invalid credentials."}'), 3, 'auth', 1],
    ['403', reply(403, '{"errorCode":40301,"message":"no"}'), 3, 'auth', 1],
    ['402', reply(402, '{"errorCode":40200,"message":"Not enough credit."}'), 1, 'failure', 1],
    ['400 with its code as a string', reply(400, '{"errorCode":"40001","message":"no"}'), 1, 'failure', 1],
    ['404 for an application', reply(404, '{"errorCode":40400,"message":"no"}'), 4, 'notFound', 1],
    ['408', reply(408, ''), 6, 'unavailable', 3],
    ['429', reply(429, '{"errorCode":42900,"message":"Too many"}'), 6, 'unavailable', 3],
    ['500', reply(500, '{"errorCode":50000,"message":"Internal"}'), 6, 'unavailable', 3],
    ['502 with a web page', reply(502, '<html></html>'), 6, 'unavailable', 3],
    ['503', reply(503, '{"errorCode":50300,"message":"no"}'), 6, 'unavailable', 3],
    ['200 with a web page', reply(200, '<html></html>'), 6, 'unavailable', 3],
    ['200 with an empty body', reply(200, ''), 6, 'unavailable', 3],
    ['404 with a web page', reply(404, '<html></html>'), 1, 'failure', 2],
    ['405 without a code', reply(405, '{"message":"no"}'), 1, 'failure', 2],
    [
      'an unknown application',
      reply(400, '{"errorCode":40003,"message":"Invalid Application Key"}'),
      4,
      'notFound',
      1,
    ],
    ['301', reply(301, '', { location: 'https://elsewhere.example.com/' }), 1, 'failure', 1],
    ['304', reply(304, ''), 1, 'failure', 1],
    ['407', reply(407, ''), 1, 'failure', 1],
    [
      '200 with an unexpected format',
      reply(200, '{"numbers":{"number":"+14155550100","capability":"voice"}}'),
      1,
      'failure',
      1,
    ],
  ])(
    '%s causes the documented exit code and number of attempts',
    async (_, between, exit, kind, attempts) => {
      const { env, requests } = await serve({ between });
      const { code, stdout, error } = await run([...LIST, '--retries', '2'], { env });
      expect([code, stdout]).toEqual([exit, '']);
      expect(error()).toMatchObject({ kind, exitCode: exit, retryable: kind === 'unavailable' });
      expect(requests).toHaveLength(attempts);
    },
  );

  test('a short Retry-After causes one note for requests that wait together; --quiet hides it', async () => {
    const numbers = ['+14155550100', '+14155550101', '+14155550102'];
    for (const quiet of [[], ['--quiet']]) {
      const between = reply(503, '{"errorCode":50300,"message":"no"}', { 'retry-after': '30' });
      const { env } = await serve({ between });
      const { code, stderr } = await run(['query', ...numbers, '--retries', '1', ...quiet], { env });
      expect(code).toBe(6);
      expect(stderr.match(/^note: waiting 30s, as requested by the server/gm) ?? []).toHaveLength(
        1 - quiet.length,
      );
    }
  });

  test('a long Retry-After ends a read and a bulk change immediately', async () => {
    for (const argv of [
      ['numbers', 'list'],
      ['query', ...supportVoice],
      ['numbers', 'unassign', ...supportVoice, '-y', '--no-check'],
    ]) {
      const between = reply(429, '{"errorCode":42900,"message":"no"}', { 'retry-after': '86400' });
      const { env, requests } = await serve({ between });
      const { code, error } = await run([...argv, '--json', '--concurrency', '1'], { env });
      expect([code, requests.length]).toEqual([6, 1]);
      expect(JSON.stringify(error())).toMatch(/until 20\d\d-\d\d-\d\dT\d\d:\d\d:\d\dZ/);
    }
  });

  test('the error for an unexpected format shows the operation and position', async () => {
    const { env } = await serve({
      between: reply(200, '{"numbers":{"number":"+14155550100","capability":"voice"}}'),
    });
    expect((await run(LIST, { env })).error().message).toMatch(
      /cannot list numbers: .* format: .*list of numbers/,
    );
  });

  test('one success after failures is a success', async () => {
    let n = 0;
    const { env } = await serve({
      between: (request, answer) => (++n < 4 ? reply(503, '')(request, answer) : answer(request)),
    });
    expect((await run(LIST, { env })).json()).toHaveLength(30);
  });

  test('--retries 0 makes one attempt', async () => {
    const { env, requests } = await serve({ between: reply(503, '') });
    expect((await run([...LIST, '--retries', '0'], { env })).code).toBe(6);
    expect(requests).toHaveLength(1);
  });

  test('by default, five retries are made', async () => {
    const { env, requests } = await serve({ between: reply(503, '') });
    expect((await run(LIST, { env })).code).toBe(6);
    expect(requests).toHaveLength(6);
  });

  test('a deadline ends retries', async () => {
    const { env, requests } = await serve({ between: reply(429, '', { 'retry-after': '30' }) });
    const { code, error } = await run([...LIST, '--deadline', '5'], { env });
    expect([code, requests.length]).toEqual([6, 1]);
    expect(error().retryable).toBe(true);
  });

  test('a response that takes longer than --timeout is abandoned', async () => {
    const { env } = await serve({ between: () => new Promise(() => undefined) });
    const { code, stderr } = await run(['numbers', 'list', '--timeout', '0.05', '--retries', '1'], { env });
    expect(code).toBe(6);
    expect(stderr).toContain('did not respond in time');
  });
});

describe('a change that is interrupted by failures', () => {
  const isWrite: (method: string) => boolean = (method) => method !== 'GET';

  test('a lost response counts as done if the account shows the change', async () => {
    const { env, world } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        return isWrite(request.method) ? { how: 'reset' } : delivery;
      },
    });
    const { code, json } = await run(['numbers', 'assign', free, '--json', '--retries', '0'], { env });
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ number: free, result: 'done', error: null }]);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
  });

  test('an unassignment that is rejected after its first response was lost counts as done', async () => {
    let n = 0;
    const { env, requests } = await serve({
      between: async (request, answer) => {
        const delivery = await answer(request);
        return request.method === 'DELETE' && n++ === 0 ? { how: 'reset' } : delivery;
      },
    });
    const { code, json } = await run(['numbers', 'unassign', ours, '-y', '--json'], { env });
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ number: ours, change: 'remove', result: 'done' }]);
    // The retry was rejected with 40003; only reading the account afterwards shows the outcome.
    expect(lines(requests).map((line) => line.split(' ')[0])).toEqual(['GET', 'DELETE', 'DELETE', 'GET']);
  });

  test('a response lost before the request was executed is a reported failure', async () => {
    const { env, world } = await serve({
      between: async (request, answer) => (isWrite(request.method) ? { how: 'reset' } : answer(request)),
    });
    const { code, stdout, error } = await run(['numbers', 'assign', free, '--json', '--retries', '1'], {
      env,
    });
    expect([code, stdout]).toEqual([6, '']);
    expect(error()).toMatchObject({
      kind: 'unavailable',
      items: [free],
      retryable: true,
      message: expect.stringMatching(/; the number is still unassigned$/),
    });
    expect(world.applicationOf(free, 'voice')).toBeNull();
    const argv = [
      'callbacks',
      'set',
      '--primary',
      'https://x.example/?token=s3cret',
      '--json',
      '--retries',
      '0',
    ];
    const callbacks = await run(argv, { env });
    expect(callbacks.code).toBe(6);
    const url = support.callbacks.primary;
    expect(callbacks.error().message).toContain(`; the current URL is ${url}`);
  });

  test('a change that cannot be verified is unknown', async () => {
    let isGone = false;
    const { env } = await serve({
      between: async (request, answer) => {
        isGone ||= isWrite(request.method);
        return isGone ? { how: 'reset' } : answer(request);
      },
    });
    const argv = ['numbers', 'assign', free, ours, '--json', '--retries', '0'];
    const { code, json, error, stderr } = await run(argv, { env });
    expect(code).toBe(6);
    expect(stderr).toMatch(/^note: results: 1 unknown\. Undo: /m);
    expect(json()).toMatchObject([
      { number: free, change: 'add', result: 'unknown', error: 'unavailable' },
      { number: ours, change: 'none', result: 'unchanged' },
    ]);
    expect(error()).toMatchObject({ kind: 'unavailable', items: [free] });
  });

  test('an unavailable service takes precedence over partial success, and every number is listed', async () => {
    let n = 0;
    const { env, world } = await serve({
      between: (request, answer) =>
        request.method === 'DELETE' && ++n > 2
          ? reply(503, '{"errorCode":50300,"message":"no"}')(request, answer)
          : answer(request),
    });
    const three = supportVoice.slice(0, 4);
    const argv = ['numbers', 'unassign', ...three, '-y', '--json', '--retries', '0', '--concurrency', '1'];
    const { code, json, error } = await run(argv, { env });
    expect(code).toBe(6);
    expect(json().map((row) => row.result)).toEqual(['done', 'done', 'failed', 'failed']);
    expect(error()).toMatchObject({ kind: 'unavailable', items: three.slice(2) });
    expect(three.map((one) => world.applicationOf(one, 'voice'))).toEqual([
      null,
      null,
      support.key,
      support.key,
    ]);
  });

  test('rejected credentials end the run immediately; the rest is skipped', async () => {
    let n = 0;
    const { env, requests } = await serve({
      between: (request, answer) =>
        request.method === 'DELETE' && ++n > 1
          ? reply(401, '{"errorCode":40108,"message":"no"}')(request, answer)
          : answer(request),
    });
    const four = supportVoice.slice(0, 4);
    const { code, json, error } = await run(
      ['numbers', 'unassign', ...four, '-y', '--json', '--concurrency', '1'],
      { env },
    );
    expect(code).toBe(3);
    expect(json().map((row) => row.result)).toEqual(['done', 'failed', 'skipped', 'skipped']);
    expect(error()).toMatchObject({ kind: 'auth', items: four.slice(1) });
    expect(error().message).toMatch(
      /^3 of 4 items not completed: 2 not attempted: .*; 1 cannot unassign the number: /,
    );
    expect(requests.filter(({ method }) => method === 'DELETE')).toHaveLength(2);
  });

  test('if credentials are rejected before any change, stdout is empty', async () => {
    const { env } = await serve({
      between: (request, answer) =>
        isWrite(request.method)
          ? reply(401, '{"errorCode":40108,"message":"no"}')(request, answer)
          : answer(request),
    });
    const { code, stdout, error } = await run(['numbers', 'assign', free, freeVoice, '--json'], { env });
    expect([code, stdout]).toEqual([3, '']);
    expect(error().items).toEqual([free, freeVoice]);
  });

  test("accepted and rejected changes are partial, each reported with Sinch's message", async () => {
    const { env } = await serve({
      between: (request, answer) =>
        request.method === 'DELETE' && request.body.includes(number(1))
          ? reply(400, '{"errorCode":40003,"message":"not today","reference":"r-1"}')(request, answer)
          : answer(request),
    });
    const { code, json, error } = await run(['numbers', 'unassign', number(0), number(1), '-y', '--json'], {
      env,
    });
    expect(code).toBe(5);
    expect(json()).toMatchObject([
      { result: 'done', error: null, reference: null },
      {
        result: 'failed',
        error: 'failure',
        errorCode: 40003,
        reference: 'r-1',
        message: expect.stringContaining('not today'),
      },
    ]);
    expect(error()).toMatchObject({ kind: 'partial', items: [number(1)], retryable: false });
  });

  test('an accepted change that the account does not show is a failure of overwrite', async () => {
    const { env } = await serve({
      between: (request, answer) =>
        request.method === 'PUT' ? reply(200, '[]')(request, answer) : answer(request),
    });
    const { code, error } = await run(
      ['numbers', 'overwrite', ...supportVoice, free, '--app', support.key, '-y', '--json'],
      { env },
    );
    expect(code).not.toBe(0);
    expect(error().items).toEqual([free]);
  });
});

test('more than 100 numbers are sent in batches of 100', async () => {
  const { env, requests, world } = await serve({ numbers: 600 });
  const unassigned = world.numbers.filter((one) => world.applicationOf(one, 'voice') === null);
  expect(unassigned).toHaveLength(240);
  const { code, json } = await run(['numbers', 'assign', ...unassigned, '--json'], { env });
  expect(code).toBe(0);
  expect(json()).toHaveLength(240);
  const sizes = requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => JSON.parse(body).numbers.length);
  expect(sizes.sort()).toEqual([100, 100, 40]);
});

test.each([[[]], [['--debug']]])(
  'the code of a system error is shown only with --debug: %j',
  async (debug) => {
    const { code, stderr } = await sandbox(['query', '--from', 'missing.csv', ...debug]);
    expect([code, stderr.includes('cannot read missing.csv: no such file')]).toEqual([2, true]);
    expect(stderr.includes('system error: ENOENT')).toBe(debug.length > 0);
  },
);

test('--debug shows requests and retries, but no secret, signature, or body', async () => {
  let n = 0;
  const { env, requests } = await serve({
    between: (request, answer) => (n++ === 0 ? reply(503, '')(request, answer) : answer(request)),
  });
  const { stderr } = await run(['numbers', 'list', '--debug'], { env });
  expect(stderr).toContain('GET');
  expect(stderr).toContain('503');
  expect(stderr).toContain('200');
  for (const { headers } of requests) expect(stderr).not.toContain(headers.authorization?.split(':')[1]);
  expect(stderr).not.toContain(support.secret);
});

test.each(['A', '0f', '/', '\\', '='])(
  'a line of one megabyte of %j is rejected immediately, and truncated in the error',
  async (part) => {
    const line = part.repeat(2 ** 20 / part.length);
    for (const argv of [
      ['numbers', 'list', '--from', '-'],
      ['apply', '-f', '-', '--dry-run'],
    ]) {
      const { code, stderr } = await run(['--profile', 'sandbox', ...argv], { stdin: line });
      expect(code).toBe(2);
      expect(stderr.length).toBeLessThan(2000);
    }
  },
);

test('a body of one megabyte without line breaks is shown completely in a snippet', async () => {
  const body = JSON.stringify({ x: 'a'.repeat(2 ** 20) });
  const argv = ['--profile', 'sandbox', 'api', 'POST', '/v1/x', '--data', body, '--curl', '--dry-run'];
  const { stderr } = await run(argv);
  expect(stderr.includes(body)).toBe(true);
});

test.each([' ', '\t', '\r\n'])('a password after %j in a snippet is removed completely', async (space) => {
  const body = `{${space}"password":"pa\\"zz'yy\\\\ww" }`;
  const argv = ['--profile', 'sandbox', 'api', 'POST', '/v1/x', '--data', body, '--curl', '--dry-run'];
  const { stderr } = await run(argv);
  expect(stderr).toContain('"password":"[redacted]"');
  expect(stderr).not.toMatch(/zz|yy|ww/);
});

test.each([
  [['numbers', 'list', 'x'], 2],
  [['numbers', 'assign', '+14155559999', '--app', support.key], 4],
  [['callbacks', 'get', '--nosuch'], 2],
  [['numbers', 'nosuch'], 2],
  [['profiles', 'use', 'nosuch'], 3],
])('%j --curl --json: the last line is the error, as JSON', async (argv, exitCode) => {
  const { env } = await serve();
  const { code, error } = await run([...argv, '--curl', '--json'], { env });
  expect([code, error()]).toMatchObject([exitCode, { exitCode }]);
});

describe.each(['http', 'the sandbox'])('an unusable CA file with %s, which does not use it', (over) => {
  test.each(['--ca-file', 'SINCHCTL_CA_FILE'])(
    'from %s causes exit code 2, and no request is sent',
    async (by) => {
      const { env, requests } = await serve();
      const home = newHome();
      const profile = over === 'http' ? [] : ['--profile', 'sandbox'];
      for (const [path, why] of [
        ['/nonexistent/ca.pem', 'cannot read the CA file /nonexistent/ca.pem: no such file'],
        [
          home.path('empty.pem'),
          `the CA file ${home.path('empty.pem')} is not a regular file or contains no PEM certificate`,
        ],
        [
          home.path('torn.pem'),
          `the CA file ${home.path('torn.pem')} is not a regular file or contains no PEM certificate`,
        ],
      ] as const) {
        writeFileSync(home.path('empty.pem'), 'empty');
        writeFileSync(
          home.path('torn.pem'),
          '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n',
        );
        const flags = by === '--ca-file' ? [by, path] : [];
        const set = over === 'http' ? env : {};
        const options = { home, env: flags.length > 0 ? set : { ...set, [by]: path } };
        const { code, stdout, stderr } = await run([...profile, ...LIST, ...flags], options);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(why);
      }
      expect(requests).toEqual([]);
    },
  );
});

describe('settings of the connection that cannot be used, without a check of the account', () => {
  const assign = ['numbers', 'assign', free, freeVoice, '--app', support.key, '--no-check', '--json'];

  test('including credentials without the secret that requests need', async () => {
    const home = newHome();
    const env = { SINCH_INSTANCE_ID: support.key, SINCH_INSTANCE_SECRET: support.secret };
    const { code, error } = await run(assign, { home, env });
    expect([code, error().message]).toEqual([3, 'the environment has no application key and secret']);
    expect((await run(['history', '--all-profiles', '--json'], { home })).json()).toEqual([]);
  });

  test.each([
    ['a CA file', ['--ca-file', '/nonexistent/ca.pem'], {}, 'cannot read the CA file'],
    ['a CA file, in the sandbox', ['--ca-file', '/nonexistent/ca.pem', '--profile', 'sandbox'], {}, 'cannot'],
    ['a proxy', [], { HTTPS_PROXY: 'http://me:p#w@proxy' }, 'invalid proxy URL for HTTPS_PROXY'],
  ])('%s: nothing was sent, so no run is recorded', async (_, flags, variables, message) => {
    const home = newHome();
    const env = {
      SINCH_APPLICATION_KEY: support.key,
      SINCH_APPLICATION_SECRET: support.secret,
      ...variables,
    };
    const { code, error, stdout } = await run([...assign, ...flags], { home, env });
    expect([code, stdout]).toEqual([2, '']);
    expect(error().message.startsWith(message), error().message).toBe(true);
    const runs = await run(['history', '--all-profiles', '--json'], { home });
    expect(runs.json()).toEqual([]);
  });
});

test.each([
  ['missing/rows.ndjson', 'no such directory', 'create the directory, or write to another file'],
  ['', 'is a directory', 'write to another file'],
])('--results %j: the error and its hint are about the path', async (name, why, hint) => {
  const home = newHome();
  const path = home.path(name);
  const argv = ['numbers', 'assign', free, '--app', 'support', '--results', path, '--json'];
  const { code, error, world } = await sandbox(argv, { home });
  expect([code, changes(world())]).toEqual([1, UNCHANGED]);
  expect(error()).toMatchObject({ message: `cannot write ${path}: ${why}`, hint });
});
