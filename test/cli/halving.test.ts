import { describe, expect, test } from 'vitest';
import type { Delivery } from '../../src/sandbox/trouble.ts';
import { foreignKey, number, support } from '../support/account.ts';
import { rowsIn } from '../support/bulk.ts';
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
/** The eight numbers of the account that serve nobody. */
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

describe('a batch that Sinch refuses for its numbers', () => {
  test.each([[[0]], [[7]], [[2, 5]], [[0, 1]]])(
    'is halved until the bad ones stand alone: %j',
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

  test('all of whose numbers are bad ends with the words of Sinch for each', async () => {
    const { env } = await serveBatches(() => refused(40003));
    const { code, error } = await run(assign(), { env });
    expect(code).toBe(1);
    expect(error()).toMatchObject({ kind: 'failure', errorCode: 40003, items: eight });
  });
});

describe('a batch that Sinch refuses for another reason', () => {
  test.each([
    [40400, 4],
    [40001, 1],
    [40002, 1],
    [40200, 1],
    [40300, 3],
    [40108, 3],
    [50300, 6],
  ])('%i is sent once', async (errorCode, exit) => {
    const { env, batches } = await serveBatches(() => refused(errorCode));
    const { code, stdout, error } = await run(assign('--retries', '0'), { env });
    expect([code, stdout]).toEqual([exit, '']);
    expect(error()).toMatchObject({ errorCode, items: eight });
    expect(batches).toEqual([eight]);
  });

  test('an application that the account does not have is asked about once', async () => {
    const { env, batches, world } = await serveBatches(() => undefined);
    const { code, error } = await run(assign('--app', foreignKey, '--no-check'), { env });
    expect(code).toBe(4);
    expect(error()).toMatchObject({ kind: 'notFound', errorCode: 40400, items: eight });
    expect(batches).toEqual([eight]);
    expect(eight.map((one) => world.applicationOf(one, 'voice'))).toEqual(eight.map(() => null));
  });
});

describe('halving ends at a refused credential', () => {
  test('at its first half', async () => {
    const { env, batches } = await serveBatches((_, n) => refused(n === 1 ? 40003 : 40108));
    const { code, stdout, error } = await run(assign(), { env });
    expect([code, stdout]).toEqual([3, '']);
    expect(error()).toMatchObject({ kind: 'auth', items: eight });
    expect(batches).toEqual([eight, eight.slice(0, 4)]);
  });

  test('after a part of it was done, and the rest is skipped', async () => {
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

describe('a batch whose first reply was lost, and that is refused when it is sent again', () => {
  /** The first attempt is carried out and its reply lost, the second refused; what the halves come to is given. */
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

  test('is looked up for the halves that do not leave any more, and for the one that was refused', async () => {
    const { env, requests } = await serveLost(() => refused(40102));
    const { json } = await run(assign(), { env });
    expect(json().map((row) => [row.number, row.result])).toEqual(eight.map((one) => [one, 'done']));
    expect(requests.map(({ method }) => method)).toEqual(['GET', 'POST', 'POST', 'POST', 'GET']);
  });

  test('was not reached where it was not carried out and does not leave any more', async () => {
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
    const history = (await run(['history', '--json'], { env, home })).json();
    const kept = history.map(({ number: one, result, error: kind }) => [one, result, kind]);
    expect(kept.toSorted()).toEqual(expected);
  });

  test('stays unknown where nobody can look any more', async () => {
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
