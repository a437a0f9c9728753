import { describe, expect, test } from 'vitest';
import { changes, foreignKey, RESULT_FIELDS, sales, spare, support, UNCHANGED } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const URL_A = 'https://voice.example.com/sinch';
const URL_B = 'https://other.example.com/sinch?x=1';
const set = (...argv: string[]) => sandbox(['callbacks', 'set', ...argv, '--json']);

describe('what is not named is kept, although Sinch replaces the whole pair', () => {
  test('setting the primary keeps the fallback', async () => {
    const { code, json, world } = await set('--primary', URL_A);
    expect(code).toBe(0);
    expect(Object.keys(json()[0] ?? {})).toEqual(RESULT_FIELDS);
    expect(json()).toEqual([
      {
        number: null,
        application: support.key,
        alias: 'support',
        capability: null,
        kind: 'callback',
        callback: 'primary',
        change: 'set',
        from: support.callbacks.primary,
        to: URL_A,
        result: 'done',
        error: null,
        message: null,
        errorCode: null,
        reference: null,
        checked: true,
      },
    ]);
    expect(world().callbacksOf(support.key)).toEqual({ ...support.callbacks, primary: URL_A });
  });

  test('setting the fallback keeps the primary', async () => {
    const { world } = await set('--app', 'sales', '--fallback', URL_B);
    expect(world().callbacksOf(sales.key)).toEqual({ ...sales.callbacks, fallback: URL_B });
  });

  test('--clear-fallback keeps the primary', async () => {
    const { json, world } = await set('--clear-fallback');
    expect(json()).toMatchObject([
      { callback: 'fallback', change: 'clear', from: support.callbacks.fallback, to: null, result: 'done' },
    ]);
    expect(world().callbacksOf(support.key)).toEqual({ primary: support.callbacks.primary });
  });
});

test('both at once are two rows', async () => {
  const { json, world } = await set('--app', 'spare', '--primary', URL_A, '--fallback', URL_B);
  expect(json()).toMatchObject([
    { callback: 'primary', from: null, to: URL_A, result: 'done' },
    { callback: 'fallback', from: null, to: URL_B, result: 'done' },
  ]);
  expect(world().callbacksOf(spare.key)).toEqual({ primary: URL_A, fallback: URL_B });
});

test('setting the primary together with --clear-fallback leaves the primary alone', async () => {
  const { world } = await set('--primary', URL_A, '--clear-fallback');
  expect(world().callbacksOf(support.key)).toEqual({ primary: URL_A });
});

test('the next command sees the change', async () => {
  const { home } = await set('--primary', URL_A);
  const { json } = await sandbox(['callbacks', 'get', '--json'], { home });
  expect(json()).toMatchObject([{ primary: URL_A, fallback: support.callbacks.fallback }]);
});

test('it reads, writes and reads again', async () => {
  const { env, requests } = await serve();
  await run(['callbacks', 'set', '--primary', URL_A], { env });
  expect(lines(requests).map((line) => line.split(' ')[0])).toEqual(['GET', 'POST', 'GET']);
});

test('a URL that stands already is unchanged and not sent', async () => {
  const { env, requests } = await serve();
  const { code, json } = await run(
    ['callbacks', 'set', '--primary', String(support.callbacks.primary), '--json'],
    { env },
  );
  expect(code).toBe(0);
  expect(json()).toMatchObject([{ change: 'none', result: 'unchanged' }]);
  expect(lines(requests).map((line) => line.split(' ')[0])).toEqual(['GET']);
});

test('clearing a fallback that is not set is unchanged', async () => {
  expect((await set('--app', 'spare', '--clear-fallback')).json()).toMatchObject([
    { change: 'none', result: 'unchanged' },
  ]);
});

test('--dry-run plans and changes nothing', async () => {
  const { code, json, world } = await set('--primary', URL_A, '--clear-fallback', '--dry-run');
  expect(code).toBe(0);
  expect(json()).toMatchObject([
    { callback: 'primary', change: 'set', result: 'planned' },
    { callback: 'fallback', change: 'clear', result: 'planned' },
  ]);
  expect(changes(world())).toEqual(UNCHANGED);
});

test('plain http is taken, with a note', async () => {
  const { code, stderr, world } = await set('--primary', 'http://voice.example.com/sinch');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^note: .*http/m);
  expect(world().callbacksOf(support.key).primary).toBe('http://voice.example.com/sinch');
});

test('a URL that another writer put there meanwhile is a failure, not a success', async () => {
  const { env, world } = await serve({
    between: async (request, answer) => {
      const delivery = await answer(request);
      if (request.method === 'POST') world.setCallbacks(support.key, { primary: URL_B });
      return delivery;
    },
  });
  const { code, stdout, error } = await run(['callbacks', 'set', '--primary', URL_A, '--json'], { env });
  expect([code, stdout]).toEqual([1, '']);
  expect(error()).toMatchObject({ kind: 'failure', message: expect.stringContaining('another URL') });
});

test('a write whose reply is lost counts as done when the URL stands', async () => {
  const { env, world } = await serve({
    between: async (request, answer) => {
      const delivery = await answer(request);
      return request.method === 'POST' ? { how: 'reset' } : delivery;
    },
  });
  const { code, json } = await run(['callbacks', 'set', '--primary', URL_A, '--json', '--retries', '0'], {
    env,
  });
  expect(code).toBe(0);
  expect(json()).toMatchObject([{ result: 'done' }]);
  expect(world.callbacksOf(support.key).primary).toBe(URL_A);
});

test('a write whose reply is lost is unknown when nothing can be read any more', async () => {
  let isGone = false;
  const { env } = await serve({
    between: async (request, answer) => {
      if (request.method === 'POST') isGone = true;
      return isGone ? { how: 'reset' } : answer(request);
    },
  });
  const { code, json, error } = await run(
    ['callbacks', 'set', '--primary', URL_A, '--json', '--retries', '1'],
    { env },
  );
  expect(code).toBe(6);
  expect(json()).toMatchObject([{ callback: 'primary', result: 'unknown', error: 'unavailable' }]);
  expect(error()).toMatchObject({ kind: 'unavailable', retryable: true });
});

test('an application that the account does not have is not found, and nothing is written', async () => {
  const { code, stdout, error } = await set('--app', foreignKey, '--primary', URL_A);
  expect([code, stdout]).toEqual([4, '']);
  expect(error()).toMatchObject({ kind: 'notFound', errorCode: 40003 });
});

test.each([
  [[], 'no URL'],
  [['--primary', ''], '--primary is empty'],
  [['--primary', 'voice.example.com'], 'voice.example.com'],
  [['--primary', 'ftp://voice.example.com/x'], 'ftp:'],
  [['--primary', 'https://'], 'https://'],
  [['--primary', 'https://a b.example.com/'], 'URL'],
  [['--primary', 'https://user:word@voice.example.com/'], 'password'],
  [['--primary', URL_A, '--fallback', 'javascript:alert(1)'], '--fallback'],
  [['--fallback', URL_A, '--clear-fallback'], 'contradicts'],
  [['--primary', URL_A, '--primary', URL_B], 'twice'],
  [['--app', '../x', '--primary', URL_A], '../x'],
  [['--primary', URL_A, 'extra'], 'too many arguments'],
])('callbacks set %j is a usage error that names it', async (extra, named) => {
  const { code, stdout, stderr, world } = await sandbox(['callbacks', 'set', ...extra]);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain(named);
  expect(changes(world())).toEqual(UNCHANGED);
});
