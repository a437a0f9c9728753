import { expect, test } from 'vitest';
import type { Batch } from '../../../src/engine/batches.ts';
import { WriteAhead } from '../../../src/engine/write-ahead.ts';
import { support } from '../../support/account.ts';

const batches = Array.from({ length: 5 }, (_, i): Batch & { name: number } => ({
  name: i,
  steps: [],
  application: support.key,
  run: async () => undefined,
}));
const names = (some: readonly Batch[]) => some.map((batch) => (batch as (typeof batches)[number]).name);

test('jobs are told of in order, many at a time, some ahead, and never twice', async () => {
  const told: number[][] = [];
  const announcer = new WriteAhead(batches, 2, async (some) => void told.push(names(some)));
  await announcer.take();
  expect(told).toEqual([[0, 1, 2]]);
  await announcer.take();
  expect(told).toEqual([[0, 1, 2]]);
  expect(names(announcer.recordedOnly)).toEqual([2]);
  expect(names(announcer.unrecorded)).toEqual([3, 4]);
  await announcer.take();
  expect(told).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
  expect(names(announcer.recordedOnly)).toEqual([3, 4]);
  for (let i = 0; i < 2; i++) await announcer.take();
  expect(told.flat()).toEqual([0, 1, 2, 3, 4]);
  expect([announcer.recordedOnly, announcer.unrecorded]).toEqual([[], []]);
});

test('before anything is taken nothing is told', () => {
  const announcer = new WriteAhead(batches, 2, async () => expect.unreachable());
  expect(names(announcer.unrecorded)).toEqual([0, 1, 2, 3, 4]);
});

test('a job may leave when its own telling is done, and not when that failed', async () => {
  const ends: (() => void)[] = [];
  const announcer = new WriteAhead(batches, 1, ([first]) => {
    if (first === batches[2]) return Promise.reject(new Error('full'));
    return new Promise((resolve) => ends.push(resolve));
  });
  let haveLeft = 0;
  const first = [announcer.take(), announcer.take()].map((one) => one.then(() => haveLeft++));
  await expect(announcer.take()).rejects.toThrow('full');
  expect(haveLeft).toBe(0);
  ends[0]?.();
  await Promise.all(first);
  expect(haveLeft).toBe(2);
});
