import { expect, test } from 'vitest';
import type { E164 } from '../../../src/account/phone-number.ts';
import { planUnchecked } from '../../../src/account/plan.ts';
import type { Client } from '../../../src/api/client.ts';
import { type Batch, unassignBatches } from '../../../src/engine/batches.ts';
import { executeBatches, WriteAhead } from '../../../src/engine/execute-batches.ts';
import { support } from '../../support/account.ts';

test('a bug while outcomes are reported ends the run with that error, and nothing more is sent', async () => {
  const numbers = Array.from({ length: 100 }, (_, i) => `+${14155550100 + i}` as E164);
  const { steps } = planUnchecked({ numbers, capability: 'voice', application: support.key }, 'remove');
  let sent = 0;
  const client = {
    call: async () => {
      sent += 1;
      await new Promise<void>((resolve) => void setImmediate(resolve));
    },
  } as unknown as Client;
  const reporter = {
    onSettled() {
      throw new Error('no room for a row');
    },
  };
  await expect(
    executeBatches(steps, [unassignBatches(steps)], { client, concurrency: 4, reporter }),
  ).rejects.toMatchObject({
    kind: 'failure',
    message: 'unexpected error: no room for a row',
  });
  expect(sent).toBeLessThan(20);
});

const batches = Array.from({ length: 5 }, (_, i): Batch & { name: number } => ({
  name: i,
  steps: [],
  application: support.key,
  run: async () => undefined,
}));
const names = (some: readonly Batch[]) => some.map((batch) => (batch as (typeof batches)[number]).name);

test('batches are recorded in order, several at a time, ahead of sending, and only once', async () => {
  const recorded: number[][] = [];
  const writeAhead = new WriteAhead(batches, 2, async (some) => void recorded.push(names(some)));
  await writeAhead.take();
  expect(recorded).toEqual([[0, 1, 2]]);
  await writeAhead.take();
  expect(recorded).toEqual([[0, 1, 2]]);
  expect(names(writeAhead.recordedOnly)).toEqual([2]);
  expect(names(writeAhead.unrecorded)).toEqual([3, 4]);
  await writeAhead.take();
  expect(recorded).toEqual([
    [0, 1, 2],
    [3, 4],
  ]);
  expect(names(writeAhead.recordedOnly)).toEqual([3, 4]);
  for (let i = 0; i < 2; i++) await writeAhead.take();
  expect(recorded.flat()).toEqual([0, 1, 2, 3, 4]);
  expect([writeAhead.recordedOnly, writeAhead.unrecorded]).toEqual([[], []]);
});

test('nothing is recorded before a batch is taken', () => {
  const writeAhead = new WriteAhead(batches, 2, async () => expect.unreachable());
  expect(names(writeAhead.unrecorded)).toEqual([0, 1, 2, 3, 4]);
});

test('a batch may be sent when its own record is written, and not if that failed', async () => {
  const ends: (() => void)[] = [];
  const writeAhead = new WriteAhead(batches, 1, ([first]) => {
    if (first === batches[2]) return Promise.reject(new Error('full'));
    return new Promise((resolve) => ends.push(resolve));
  });
  let sent = 0;
  const first = [writeAhead.take(), writeAhead.take()].map((one) => one.then(() => sent++));
  await expect(writeAhead.take()).rejects.toThrow('full');
  expect(sent).toBe(0);
  ends[0]?.();
  await Promise.all(first);
  expect(sent).toBe(2);
});
