import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/sandbox/inject-faults.ts';
import { foreignKey, number, sales, serving, support, supportVoice } from '../support/account.ts';
import { rowsIn, unassignedIn } from '../support/bulk.ts';
import { newHome } from '../support/home.ts';
import { run } from '../support/run.ts';
import { type ServeOptions, serve } from '../support/serve.ts';

const refused = (code: number): Delivery => ({
  how: 'whole',
  response: {
    status: Math.floor(code / 100),
    headers: {},
    body: JSON.stringify({ errorCode: code, message: 'no', reference: `r-${code}` }),
  },
});
/** The eight unassigned numbers of the account. */
const eight = [3, 4, 8, 9, 13, 14, 18, 19].map(number);
const assign = (...extra: string[]) => ['numbers', 'assign', ...eight, '--json', ...extra];

async function serveBatches(answerBatch: (numbers: string[], n: number) => Delivery | undefined) {
  const batches: string[][] = [];
  const between: NonNullable<ServeOptions['between']> = async (request, answer) => {
    if (request.method !== 'POST') return answer(request);
    const { numbers } = JSON.parse(request.body) as { numbers: string[] };
    batches.push(numbers);
    return answerBatch(numbers, batches.length) ?? answer(request);
  };
  return { ...(await serve({ between })), batches };
}

/** A large account; the response to each batch depends on its numbers, all unassigned numbers, and the body. */
async function serveMany(
  size: number,
  answerBatch: (numbers: string[], all: readonly string[], body: string) => Delivery | undefined,
) {
  const batches: string[][] = [];
  let all: readonly string[] = [];
  const served = await serve({
    numbers: size,
    between: async (request, answer) => {
      if (request.method !== 'POST') return answer(request);
      const { numbers } = JSON.parse(request.body) as { numbers: string[] };
      batches.push(numbers);
      return answerBatch(numbers, all, request.body) ?? answer(request);
    },
  });
  all = unassignedIn(served.world);
  return { ...served, batches };
}
const assignFrom = () => ['numbers', 'assign', '--from', '-', '--json'];

describe('a batch that Sinch rejects because of its numbers', () => {
  test.each([[[0]], [[7]], [[2, 5]], [[0, 1]]])(
    'is bisected until the invalid numbers are isolated: %j',
    async (at) => {
      const bad = at.map((i) => eight[i] as string);
      const { env, batches, world } = await serveBatches((numbers) =>
        numbers.some((one) => bad.includes(one)) ? refused(40003) : undefined,
      );
      const { code, json, error } = await run(assign(), { env });
      expect(code).toBe(5);
      expect(json().map((row) => [row.number, row.result, row.errorCode])).toEqual(
        eight.map((one) => (bad.includes(one) ? [one, 'failed', 40003] : [one, 'done', null])),
      );
      expect(error()).toMatchObject({ kind: 'partial', items: bad });
      for (const one of eight) {
        expect(world.applicationOf(one, 'voice')).toBe(bad.includes(one) ? null : support.key);
      }
      for (const one of bad) expect(batches).toContainEqual([one]);
      expect(batches.length).toBeLessThanOrEqual(1 + 6 * bad.length);
    },
  );

  test("with only invalid numbers fails with Sinch's message for each", async () => {
    const { env } = await serveBatches(() => refused(40003));
    const { code, error } = await run(assign(), { env });
    expect(code).toBe(1);
    expect(error()).toMatchObject({ kind: 'failure', errorCode: 40003, items: eight });
  });
});

/** A rejection with its own message; without a code unless one is given. */
const refusedWith = (status: number, body: unknown = { message: 'no' }): Delivery => ({
  how: 'whole',
  response: { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) },
});

describe('a batch with one invalid number', () => {
  test.each<[string, Delivery]>([
    ['40001', refused(40001)],
    ['40002', refused(40002)],
    ['40003', refused(40003)],
    ['40400', refused(40400)],
    ['400 without a code', refusedWith(400)],
    ['400 with an empty object', refusedWith(400, {})],
    ['400 with another code', refusedWith(400, { errorCode: 49999, message: 'no' })],
    ['400 with a code as a string', refusedWith(400, { errorCode: '40001', message: 'no' })],
    ['400 with a problem document', refusedWith(400, { type: 'x', title: 'Bad Request', status: 400 })],
    ['400 with text', refusedWith(400, 'Bad Request')],
    ['404 with a code', refusedWith(404, { errorCode: 40401, message: 'no' })],
    ['405 with a code', refusedWith(405, { errorCode: 40500, message: 'no' })],
    ['406', refusedWith(406)],
    ['409', refusedWith(409)],
    ['410 with a code', refusedWith(410, { errorCode: 41000, message: 'no' })],
    ['413', refusedWith(413)],
    ['413 with a web page', refusedWith(413, '<html></html>')],
    ['415', refusedWith(415)],
    ['422', refusedWith(422)],
    ['451', refusedWith(451)],
    [
      'a code for an invalid number or application',
      refusedWith(400, { errorCode: 40003, message: 'This number is not available to the application.' }),
    ],
  ])('that Sinch rejects with %s is split: the others are assigned', async (_, delivery) => {
    const bad = eight[5] as string;
    const { env, batches, world } = await serveBatches((numbers) =>
      numbers.includes(bad) ? delivery : undefined,
    );
    const { code, json, error } = await run(assign('--retries', '0'), { env });
    expect([code, error().items]).toEqual([code === 6 ? 6 : 5, [bad]]);
    expect(json().map((row) => [row.number, row.result])).toEqual(
      eight.map((one) => [one, one === bad ? 'failed' : 'done']),
    );
    for (const one of eight) expect(world.applicationOf(one, 'voice')).toBe(one === bad ? null : support.key);
    expect(batches.length).toBeLessThanOrEqual(7);
  });

  test('of 300 assigns 299 numbers, with one failed row', async () => {
    const { env, batches, world } = await serveMany(800, (numbers, all) =>
      numbers.includes(all[137] as string) ? refused(40001) : undefined,
    );
    const all = unassignedIn(world).slice(0, 300);
    const { code, json } = await run(assignFrom(), { env, stdin: all.join('\n') });
    expect(code).toBe(5);
    expect(json().filter((row) => row.result === 'done')).toHaveLength(299);
    expect(json().filter((row) => row.result === 'failed')).toMatchObject([
      { number: all[137], errorCode: 40001 },
    ]);
    expect(batches.length).toBeLessThanOrEqual(3 + 2 * 7);
  });

  test.each(['apply', 'overwrite'])('is also split by %s, and nothing is removed', async (verb) => {
    const bad = eight[5] as string;
    const { env, requests, world } = await serveBatches((numbers) =>
      numbers.includes(bad) ? refused(40001) : undefined,
    );
    const state = { version: 1, applications: [{ application: support.key, numbers: { voice: eight } }] };
    const argv =
      verb === 'apply'
        ? ['apply', '-f', '-', '--prune', '--max-removals', '99']
        : [
            'numbers',
            'overwrite',
            ...eight,
            '--app',
            support.key,
            '--api',
            'calling',
            '--max-removals',
            '99',
          ];
    const { code, error } = await run([...argv, '-y', '--json'], { env, stdin: JSON.stringify(state) });
    expect([code, error().items.includes(bad)]).toEqual([5, true]);
    expect(requests.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(serving(world, support)).toEqual([...supportVoice, ...eight.filter((one) => one !== bad)].sort());
  });

  test('and 25 consecutive invalid numbers do not stop the run', async () => {
    const { env, world } = await serveMany(800, (numbers, all) =>
      numbers.some((one) => all.slice(40, 65).includes(one)) ? refusedWith(422) : undefined,
    );
    const all = unassignedIn(world).slice(0, 300);
    const argv = [...assignFrom(), '--concurrency', '1'];
    const { code, json } = await run(argv, { env, stdin: all.join('\n') });
    expect(code).toBe(5);
    expect(json().filter((row) => row.result === 'done')).toHaveLength(275);
    expect(json().filter((row) => row.result === 'failed')).toHaveLength(25);
  });
});

describe('a batch that Sinch rejects for another reason', () => {
  test.each<[string, Delivery, number]>([
    ['40200', refused(40200), 1],
    ['402 without a code', refusedWith(402), 1],
    ['40300', refused(40300), 3],
    ['40108', refused(40108), 3],
    ['403 without a code', refusedWith(403), 3],
    [
      '40003 for the application',
      refusedWith(400, { errorCode: 40003, message: 'Invalid Application Key' }),
      4,
    ],
    ['404 without a code', refusedWith(404), 1],
    ['405 without a code', refusedWith(405), 1],
    ['410 without a code', refusedWith(410), 1],
    ['408', refusedWith(408), 6],
    ['429', refusedWith(429), 6],
    ['50300', refused(50300), 6],
  ])('%s is sent once', async (_, delivery, exit) => {
    const { env, batches } = await serveBatches(() => delivery);
    const { code, stdout, error } = await run(assign('--retries', '0'), { env });
    expect([code, stdout]).toEqual([exit, '']);
    expect(error()).toMatchObject({ items: eight });
    expect(batches).toEqual([eight]);
  });

  test('an application that is not on the account is requested only once', async () => {
    const { env, batches, world } = await serveBatches(() => undefined);
    const { code, error } = await run(assign('--app', foreignKey, '--no-check'), { env });
    expect(code).toBe(4);
    expect(error()).toMatchObject({ kind: 'notFound', errorCode: 40003, items: eight });
    expect(batches).toEqual([eight]);
    expect(eight.map((one) => world.applicationOf(one, 'voice'))).toEqual(eight.map(() => null));
  });
});

describe('remaining requests after a rejection', () => {
  /** 1,200 numbers for support and then as many for sales, in one file. */
  const routed = (numbers: readonly string[]) => {
    const lines = numbers.map((one, i) => `${one},${i < numbers.length / 2 ? support.key : sales.key}`);
    return ['number,application', ...lines].join('\n');
  };
  const keyIn = (body: string): string => JSON.parse(body).applicationkey;

  test.each<[string, Delivery, number]>([
    ['40300', refused(40300), 3],
    [
      '40003 for the application',
      refusedWith(400, { errorCode: 40003, message: 'Invalid Application Key' }),
      5,
    ],
  ])('%s stops the rest for that application, but not for others', async (_, delivery, exit) => {
    const { env, world, requests } = await serveMany(4000, (__, ___, body) =>
      keyIn(body) === support.key ? delivery : undefined,
    );
    const all = unassignedIn(world).slice(0, 1600);
    const argv = ['numbers', 'assign', '--from', '-', '--json', '--concurrency', '2'];
    const { code, json } = await run(argv, { env, stdin: routed(all) });
    expect(code).toBe(exit);
    const keys = requests.filter(({ method }) => method === 'POST').map(({ body }) => keyIn(body));
    expect(keys.filter((key) => key === support.key).length).toBeLessThanOrEqual(2);
    expect(keys.filter((key) => key === sales.key)).toHaveLength(8);
    const count = (result: string) => json().filter((row) => row.result === result).length;
    expect(count('done')).toBe(800);
    expect(count('failed')).toBeLessThanOrEqual(200);
    expect(count('failed') + count('skipped')).toBe(800);
  });

  test.each<[string, Delivery, number]>([
    ['rejected credentials', refused(40108), 3],
    ['a scheme that is not allowed', refused(40301), 3],
    ['an account out of credit', refused(40200), 1],
  ])('%s stops the entire run', async (_, delivery, exit) => {
    const { env, world, batches } = await serveMany(4000, () => delivery);
    const all = unassignedIn(world).slice(0, 1600);
    const argv = ['numbers', 'assign', '--from', '-', '--json', '--concurrency', '2'];
    const { code, stdout, error } = await run(argv, { env, stdin: routed(all) });
    expect([code, stdout, error().items.length]).toEqual([exit, '', 1600]);
    expect(batches.length).toBeLessThanOrEqual(2);
  });

  test('a first batch without any accepted number stops the rest for its application', async () => {
    const { env, world, batches, requests } = await serveMany(4000, (__, ___, body) =>
      keyIn(body) === support.key ? refused(40001) : undefined,
    );
    const all = unassignedIn(world).slice(0, 1600);
    const { code, json } = await run(['numbers', 'assign', '--from', '-', '--json'], {
      env,
      stdin: routed(all),
    });
    expect(code).toBe(5);
    const done = json().filter((row) => row.result === 'done');
    expect(done.map((row) => row.to)).toEqual(Array(800).fill(sales.key));
    expect(json().filter((row) => row.result === 'failed')).toHaveLength(100);
    expect(json().filter((row) => row.result === 'skipped')).toHaveLength(700);
    // One batch is split; batches sent at the same time are not.
    const posts = requests.filter(({ method }) => method === 'POST');
    expect(posts.filter(({ body }) => keyIn(body) === support.key).length).toBeLessThanOrEqual(8 + 198);
    expect(batches.length).toBeGreaterThan(8);
  });

  test('an accepted callback does not count as an accepted number', async () => {
    const { env, world, requests } = await serveMany(800, (_, __, body) =>
      'capability' in JSON.parse(body) ? refused(40001) : undefined,
    );
    const numbers = { voice: unassignedIn(world).slice(0, 300) };
    const callbacks = { primary: 'https://new.example.com/' };
    const state = { version: 1, applications: [{ application: support.key, callbacks, numbers }] };
    const argv = ['apply', '-f', '-', '-y', '--json'];
    const { code } = await run(argv, { env, stdin: JSON.stringify(state) });
    expect(code).toBe(5);
    const isBatch = ({ method, body }: { method: string; body: string }) =>
      method === 'POST' && body.includes('capability');
    expect(requests.filter(isBatch).length).toBeLessThanOrEqual(3 + 198);
  });

  test('a later batch without any accepted number does not', async () => {
    const { env, world } = await serveMany(4000, (numbers, all) =>
      numbers.some((one) => all.slice(100, 200).includes(one)) ? refused(40001) : undefined,
    );
    const all = unassignedIn(world).slice(0, 300);
    const argv = [...assignFrom(), '--concurrency', '1'];
    const { code, json } = await run(argv, { env, stdin: all.join('\n') });
    expect(code).toBe(5);
    expect(json().filter((row) => row.result === 'done')).toHaveLength(200);
    expect(json().filter((row) => row.result === 'failed')).toHaveLength(100);
  });

  test('an application that is rejected when numbers are unassigned individually is not requested repeatedly', async () => {
    const { env, world, requests } = await serve({
      numbers: 400,
      between: async (request, answer) =>
        request.method === 'DELETE'
          ? refusedWith(400, { errorCode: 40003, message: 'Invalid Application Key' })
          : answer(request),
    });
    const argv = ['numbers', 'unassign', '--from', '-', '--app', support.key, '-y', '--json'];
    const { code, stdout } = await run(argv, { env, stdin: serving(world, support).join('\n') });
    expect([code, stdout]).toEqual([4, '']);
    expect(requests.filter(({ method }) => method === 'DELETE').length).toBeLessThanOrEqual(8);
  });
});

describe('bisection stops at rejected credentials', () => {
  test('in its first half', async () => {
    const { env, batches } = await serveBatches((_, n) => refused(n === 1 ? 40003 : 40108));
    const { code, stdout, error } = await run(assign(), { env });
    expect([code, stdout]).toEqual([3, '']);
    expect(error()).toMatchObject({ kind: 'auth', items: eight });
    expect(batches).toEqual([eight, eight.slice(0, 4)]);
  });

  test('after part of it is done, and the rest is skipped', async () => {
    const { env, batches, world } = await serveBatches((numbers, n) => {
      if (n === 1) return refused(40003);
      return numbers.includes(eight[4] as string) ? refused(40108) : undefined;
    });
    const { code, json, error } = await run(assign(), { env });
    expect(code).toBe(3);
    expect(batches).toEqual([eight, eight.slice(0, 4), eight.slice(4)]);
    expect(json().map((row) => row.result)).toEqual([...Array(4).fill('done'), ...Array(4).fill('failed')]);
    expect(error()).toMatchObject({ kind: 'auth', items: eight.slice(4) });
    expect(eight.slice(0, 4).map((one) => world.applicationOf(one, 'voice'))).toEqual(
      Array(4).fill(support.key),
    );
  });
});

describe('a batch whose first response was lost, and that is rejected on retry', () => {
  /**
   * The first attempt is applied and its response lost, the second is rejected; `answerHalf` responds to the halves.
   */
  async function serveLost(answerHalf: (n: number) => Delivery | undefined) {
    let n = 0;
    const { env, requests, world } = await serve({
      between: async (request, answer) => {
        if (request.method !== 'POST') return answer(request);
        n += 1;
        if (n === 2) return refused(40003);
        if (n > 2) return answerHalf(n - 2) ?? answer(request);
        await answer(request);
        return { how: 'reset' };
      },
    });
    return { env, requests, world };
  }

  test('is verified for the halves that are not sent, and for the rejected one', async () => {
    const { env, requests } = await serveLost(() => refused(40102));
    const { json } = await run(assign(), { env });
    expect(json().map((row) => [row.number, row.result])).toEqual(eight.map((one) => [one, 'done']));
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'POST', 'GET']);
  });

  test('is skipped if it was not executed and is not sent again', async () => {
    let n = 0;
    const { env } = await serve({
      between: async (request, answer) => {
        if (request.method !== 'POST') return answer(request);
        n += 1;
        return n === 1 ? { how: 'reset' } : refused(n === 2 ? 40003 : 40102);
      },
    });
    const home = newHome();
    const results = home.path('results.ndjson');
    const { code, error } = await run(assign('--results', results), { env, home });
    expect([code, error().items]).toEqual([3, eight]);
    const expected = eight.map((one, i) => (i < 4 ? [one, 'failed', 'auth'] : [one, 'skipped', null]));
    const recorded = rowsIn(results).map(({ number: one, result, error: kind }) => [one, result, kind]);
    expect(recorded.toSorted()).toEqual(expected);
    const history = (await run(['history', '--changes', '--json'], { env, home })).json();
    const kept = history.map(({ number: one, result, error: kind }) => [one, result, kind]);
    expect(kept.toSorted()).toEqual(expected);
  });

  test('stays unknown if the account cannot be read', async () => {
    let isGone = false;
    const { env } = await serve({
      between: async (request, answer) => {
        if (isGone) return refused(40102);
        if (request.method !== 'POST') return answer(request);
        isGone = true;
        await answer(request);
        return { how: 'reset' };
      },
    });
    const { code, json } = await run(assign(), { env });
    expect(code).toBe(3);
    expect(json().map((row) => row.result)).toEqual(eight.map(() => 'unknown'));
  });
});
