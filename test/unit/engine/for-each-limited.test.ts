import { describe, expect, test } from 'vitest';
import { SinchctlError } from '../../../src/core/errors.ts';
import { CircuitBreaker } from '../../../src/engine/circuit-breaker.ts';
import { attemptEachLimited, forEachLimited, notReached } from '../../../src/engine/for-each-limited.ts';

const turn = () => new Promise<void>((resolve) => void setImmediate(resolve));

describe.each([
  [1, 1],
  [3, 3],
  [9, 5],
])('at most %i of five run concurrently', (limit, expected) => {
  test('items start in order', async () => {
    const started: number[] = [];
    let running = 0;
    let most = 0;
    await forEachLimited([0, 1, 2, 3, 4], limit, async (item) => {
      started.push(item);
      most = Math.max(most, ++running);
      await turn();
      running -= 1;
    });
    expect([started, most, running]).toEqual([[0, 1, 2, 3, 4], expected, 0]);
  });
});

test('no more items start after a stop', async () => {
  const started: number[] = [];
  await forEachLimited(
    [0, 1, 2, 3],
    1,
    async (item) => void started.push(item),
    () => started.length === 2,
  );
  expect(started).toEqual([0, 1]);
});

test('an item that was not attempted has the kind, hint, and signal of the cause', () => {
  const details = { hint: 'wait', signal: 'SIGTERM', httpStatus: 500 } as const;
  const error = notReached(new SinchctlError('interrupted', 'stopped', details));
  expect([error.kind, error.message, error.exitCode]).toEqual(['interrupted', 'not attempted', 143]);
  expect(error.details).toMatchObject({ hint: 'wait', signal: 'SIGTERM' });
  expect(error.details.httpStatus).toBeUndefined();
});

describe('attempts', () => {
  const refusal = (text: string) => new SinchctlError('refused', text);

  test('continue after failures, which are in the order of the items', async () => {
    const reported: unknown[][] = [];
    const attempted: string[] = [];
    const failures = await attemptEachLimited(
      ['a', 'b', 'c', 'd'],
      { limit: 2, onFailure: (item, error) => reported.push([item, error.message]) },
      async (item) => {
        attempted.push(item);
        if (item === 'a') await turn();
        if (item === 'a' || item === 'c') throw refusal(item);
      },
    );
    expect(attempted).toEqual(['a', 'b', 'c', 'd']);
    expect(failures.map(({ item, error, ending }) => [item, error.message, ending])).toEqual([
      ['a', 'a', undefined],
      ['c', 'c', undefined],
    ]);
    expect(reported.toSorted()).toEqual([
      ['a', 'a'],
      ['c', 'c'],
    ]);
  });

  test('an unexpected exception is a failure', async () => {
    const failures = await attemptEachLimited(['a'], { limit: 1 }, () => Promise.reject(new Error('oh')));
    expect(failures).toMatchObject([
      { item: 'a', error: { kind: 'failure', message: 'unexpected error: oh' } },
    ]);
  });

  test('end when the breaker trips; the rest is skipped, and reported last', async () => {
    const reported: string[] = [];
    const failures = await attemptEachLimited(
      ['a', 'b', 'c', 'd'],
      { limit: 1, onFailure: (item) => reported.push(item) },
      async (item) => {
        if (item === 'b') throw new SinchctlError('auth', 'no', { hint: 'log in' });
      },
    );
    expect(failures.map(({ item, error, ending }) => [item, error.kind, error.message, ending])).toEqual([
      ['b', 'auth', 'no', undefined],
      ['c', 'auth', 'not attempted', 'skipped'],
      ['d', 'auth', 'not attempted', 'skipped'],
    ]);
    expect(reported).toEqual(['b', 'c', 'd']);
  });

  test("share the caller's breaker, and a success resets its count", async () => {
    const breaker = new CircuitBreaker();
    const items = Array.from({ length: 45 }, (_, i) => String(i));
    const failures = await attemptEachLimited(items, { limit: 1, breaker }, async (item) => {
      if (item !== '10') throw refusal(item);
    });
    // 10 failures, a success, and 20 failures in a row.
    expect(failures.filter(({ ending }) => ending === 'skipped')).toHaveLength(45 - 31);
    expect(breaker.reason?.message).toBe('30');
  });
});
