import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/sandbox/inject-faults.ts';
import {
  free,
  freeVoice,
  number,
  ours,
  sales,
  serving,
  support,
  supportVoice,
  theirs,
} from '../support/account.ts';
import { type Result, run } from '../support/run.ts';
import { lines, type ServeOptions, serve } from '../support/serve.ts';

type Between = NonNullable<ServeOptions['between']>;

const whole = (status: number, body: string, headers: Record<string, string> = {}): Delivery => ({
  how: 'whole',
  response: { status, headers, body },
});
const isWrite = ({ method }: { method: string }) => method !== 'GET';
const methods = (requests: Parameters<typeof lines>[0]) => lines(requests).map((line) => line.split(' ')[0]);
const results = (result: Result) => Object.fromEntries(result.json().map((row) => [row.number, row.result]));

/** Writes get an unexpected response, whether they are applied or not; reads work as usual. */
const unexpectedWrites =
  (delivery: Delivery, isExecuted: boolean): Between =>
  async (request, answer) => {
    if (!isWrite(request)) return answer(request);
    if (isExecuted) await answer(request);
    return delivery;
  };

describe('numbers overwrite --api calling, when it is unknown whether the addition succeeded', () => {
  const argv = ['numbers', 'overwrite', ours, free, '--app', support.key, '--api', 'calling', '-y', '--json'];
  const removals = supportVoice.filter((one) => one !== ours);
  const expected = {
    [ours]: 'unchanged',
    [free]: 'unknown',
    ...Object.fromEntries(removals.map((one) => [one, 'skipped'])),
  };

  test.each([true, false])('makes no removals (the lost request was executed: %s)', async (isExecuted) => {
    let isGone = false;
    const { env, requests, world } = await serve({
      between: async (request, answer) => {
        if (isGone) return { how: 'reset' };
        if (!isWrite(request)) return answer(request);
        isGone = true;
        if (isExecuted) await answer(request);
        return { how: 'reset' };
      },
    });
    const result = await run([...argv, '--retries', '0'], { env });
    expect(result.code).toBe(6);
    expect(results(result)).toEqual(expected);
    expect(result.error()).toMatchObject({ kind: 'unavailable', items: [free, ...removals] });
    expect(methods(requests)).toEqual(['GET', 'POST', 'GET']);
    expect(serving(world, support)).toEqual(expect.arrayContaining(supportVoice));
  });

  test('makes no removals if a 401 follows the lost attempt', async () => {
    let writes = 0;
    const { env, requests, world } = await serve({
      between: async (request, answer) => {
        if (!isWrite(request) && writes === 0) return answer(request);
        if (!isWrite(request) || writes++ > 0) return whole(401, '{"errorCode":40108,"message":"no"}');
        await answer(request);
        return { how: 'reset' };
      },
    });
    const result = await run([...argv, '--retries', '1'], { env });
    expect(result.code).toBe(3);
    expect(results(result)).toEqual(expected);
    expect(result.error()).toMatchObject({ kind: 'auth', items: [free, ...removals] });
    expect(methods(requests)).toEqual(['GET', 'POST', 'POST', 'GET']);
    expect(serving(world, support)).toEqual(expect.arrayContaining(supportVoice));
  });

  test('reads the account after a 401 that follows the lost attempt, and still makes no removals', async () => {
    let writes = 0;
    const { env, requests, world } = await serve({
      between: async (request, answer) => {
        if (!isWrite(request)) return answer(request);
        if (writes++ > 0) return whole(401, '{"errorCode":40108,"message":"no"}');
        await answer(request);
        return { how: 'reset' };
      },
    });
    const result = await run([...argv, '--retries', '1'], { env });
    expect(result.code).toBe(3);
    expect(results(result)).toEqual({ ...expected, [free]: 'done' });
    expect(methods(requests)).toEqual(['GET', 'POST', 'POST', 'GET']);
    expect(serving(world, support)).toEqual([...supportVoice, free].sort());
  });
});

describe('numbers overwrite with the portal API, when verification fails', () => {
  test.each([
    ['302', whole(302, '', { location: 'https://elsewhere.example.com/' })],
    ['503 of Sinch', whole(503, '{"errorCode":50300,"message":"no"}')],
    ['503 from a gateway', whole(503, '<html></html>')],
    ['401', whole(401, '{"errorCode":40108,"message":"no"}')],
    ['200 with an unexpected format', whole(200, '[]')],
  ])('%s: acknowledged changes stay done, with a warning and exit code 0', async (_, delivery) => {
    let isWritten = false;
    const { env, requests, world } = await serve({
      between: async (request, answer) => {
        if (isWritten) return delivery;
        isWritten = isWrite(request);
        return answer(request);
      },
    });
    const argv = ['numbers', 'overwrite', ...supportVoice.slice(1), free, '--app', support.key, '-y'];
    const result = await run([...argv, '--json', '--retries', '0'], { env });
    expect(result.code, result.stderr).toBe(0);
    expect(results(result)).toEqual({
      ...Object.fromEntries(supportVoice.slice(1).map((one) => [one, 'unchanged'])),
      [free]: 'done',
      [ours]: 'done',
    });
    expect(result.stderr).toMatch(/^warning: cannot read the account after the run: /m);
    expect(methods(requests)).toEqual(['GET', 'PUT', 'GET']);
    expect(serving(world, support)).toEqual([...supportVoice.slice(1), free].sort());
  });
});

describe('a successful response other than 204', () => {
  const BODIES = ['{"errorCode":40003,"message":"no"}', '"ok"', 'null', '{}', ''];
  const REPLIES = [...BODIES.map((body) => ({ status: 200, body })), { status: 202, body: '{}' }];
  const WRITES = [
    { name: 'assign', argv: ['numbers', 'assign', free], one: free, before: null, after: support.key },
    {
      name: 'assign --move-from',
      argv: ['numbers', 'assign', theirs, '--move-from', 'any', '--yes'],
      one: theirs,
      before: sales.key,
      after: support.key,
    },
    {
      name: 'assign --no-check',
      argv: ['numbers', 'assign', free, '--no-check'],
      one: free,
      before: null,
      after: support.key,
    },
    {
      name: 'unassign',
      argv: ['numbers', 'unassign', ours, '-y'],
      one: ours,
      before: support.key,
      after: null,
    },
    {
      name: 'unassign --api portal',
      argv: ['numbers', 'unassign', ours, '-y', '--api', 'portal'],
      one: ours,
      before: support.key,
      after: null,
    },
  ];

  describe.each(WRITES)('of $name', ({ argv, one, before, after }) => {
    test.each(REPLIES)('$status $body is done if the account shows the change', async ({ status, body }) => {
      const { env, requests } = await serve({ between: unexpectedWrites(whole(status, body), true) });
      const { code, json, stderr } = await run([...argv, '--json'], { env });
      expect(code, stderr).toBe(0);
      expect(json()).toMatchObject([{ number: one, result: 'done', error: null }]);
      expect(methods(requests).at(-1)).toBe('GET');
      expect(requests.filter(isWrite)).toHaveLength(1);
    });

    test.each(REPLIES)(
      '$status $body is a failure if the account does not show the change',
      async ({ status, body }) => {
        const { env, requests, world } = await serve({
          between: unexpectedWrites(whole(status, body), false),
        });
        const { code, stdout, error } = await run([...argv, '--json'], { env });
        expect([code, stdout]).toEqual([1, '']);
        expect(error()).toMatchObject({ kind: 'failure', httpStatus: status, items: [one] });
        expect(methods(requests).at(-1)).toBe('GET');
        expect(world.applicationOf(one, 'voice')).toBe(before);
        expect(after).not.toBe(before);
      },
    );
  });

  test('is evaluated for each number', async () => {
    const { env } = await serve({
      between: async (request, answer) => {
        if (!isWrite(request)) return answer(request);
        if (request.body.includes(ours)) await answer(request);
        return whole(200, '{}');
      },
    });
    const argv = ['numbers', 'unassign', ours, number(1), '-y', '--json', '--concurrency', '1'];
    const { code, json, error } = await run(argv, { env });
    expect(code).toBe(5);
    expect(json()).toMatchObject([
      { number: ours, result: 'done', error: null },
      { number: number(1), result: 'failed', error: 'failure' },
    ]);
    expect(error().items).toEqual([number(1)]);
  });

  test('to updateCallbacks is also verified', async () => {
    for (const isExecuted of [true, false]) {
      const { env } = await serve({ between: unexpectedWrites(whole(200, '{}'), isExecuted) });
      const { code } = await run(['callbacks', 'set', '--primary', 'https://new.example.com/'], { env });
      expect(code).toBe(isExecuted ? 0 : 1);
    }
  });
});

describe('callbacks that cannot be read are never treated as empty', () => {
  test.each(['{"errorCode":40003,"message":"no"}', '{"url":7}', '{"url":"x"}', '[]', 'null', '""'])(
    'getCallbacks with the response %s and status 200: exit code 1, no changes made',
    async (body) => {
      const { env, requests, world } = await serve({
        between: async (request, answer) => (isWrite(request) ? answer(request) : whole(200, body)),
      });
      for (const change of [['--fallback', 'https://b.example.com/'], ['--clear-fallback']]) {
        const { code, stdout, error } = await run(['callbacks', 'set', ...change, '--json'], { env });
        expect([code, stdout]).toEqual([1, '']);
        expect(error()).toMatchObject({
          kind: 'failure',
          message: expect.stringContaining('cannot read callbacks'),
        });
      }
      expect(requests.filter(isWrite)).toEqual([]);
      expect(world.callbacksOf(support.key)).toEqual(support.callbacks);
    },
  );

  test('callbacks get does not show them as empty', async () => {
    const { env } = await serve({ between: async () => whole(200, '[]') });
    const { code, stdout } = await run(['callbacks', 'get', '--app', support.key, '--json'], { env });
    expect([code, stdout]).toEqual([1, '']);
  });
});

describe('a 503 response that does not come from Sinch', () => {
  const PAGES = ['<html></html>', '', '{}', '{"message":"upstream connect error"}', '{"errorCode":null}'];
  const WRITES: [string, string[], string][] = [
    ['assign', ['numbers', 'assign', free], free],
    ['unassign', ['numbers', 'unassign', ours, '-y'], ours],
    ['overwrite', ['numbers', 'overwrite', ...supportVoice, free, '--app', support.key, '-y'], free],
  ];

  describe.each(WRITES)('on %s', (_, argv, one) => {
    test.each(PAGES)('%j counts as done if the account shows the change', async (body) => {
      const { env, requests } = await serve({ between: unexpectedWrites(whole(503, body), true) });
      const result = await run([...argv, '--json', '--retries', '0'], { env });
      expect(result.code, result.stderr).toBe(0);
      expect(results(result)[one]).toBe('done');
      expect(methods(requests).at(-1)).toBe('GET');
    });

    test.each(PAGES)('%j is unavailable if the account does not show the change', async (body) => {
      const { env } = await serve({ between: unexpectedWrites(whole(503, body), false) });
      const { code, error } = await run([...argv, '--json', '--retries', '0'], { env });
      expect(code).toBe(6);
      expect(error()).toMatchObject({ kind: 'unavailable', httpStatus: 503, items: [one] });
    });
  });

  test('on callbacks set counts as done if the URL is set', async () => {
    const { env } = await serve({ between: unexpectedWrites(whole(503, '<html></html>'), true) });
    const argv = ['callbacks', 'set', '--primary', 'https://new.example.com/', '--json', '--retries', '0'];
    const { code, json } = await run(argv, { env });
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ result: 'done' }]);
  });

  test('with a Sinch error code was not executed and is not verified', async () => {
    const { env, requests } = await serve({
      between: unexpectedWrites(whole(503, '{"errorCode":50300,"message":"no"}'), false),
    });
    const { code } = await run(['numbers', 'assign', free, freeVoice, '--json', '--retries', '0'], { env });
    expect(code).toBe(6);
    expect(methods(requests)).toEqual(['GET', 'POST']);
  });
});
