import { expect, test } from 'vitest';
import type { AccountNumber } from '../../../src/account/phone-number.ts';
import type { RowGroup } from '../../../src/account/result-row.ts';
import { inItemOrder } from '../../../src/cli/row-order.ts';
import { RowStream } from '../../../src/cli/row-stream.ts';
import { groupRows, type Row } from '../../../src/output/rows.ts';

const number = (i: number) => `+${14155550100 + i}` as AccountNumber;
const item = (i: number, capability = 'voice') => ({ number: number(i), capability });
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** A group of rows for these numbers. */
const group = (places: readonly number[], result = 'done', capability = 'voice'): RowGroup<Row> => ({
  row: { ...item(places[0] ?? 0, capability), result },
  numbers: places.length > 1 ? places.map(number) : [],
});

/** Everything that is written for groups that finish in this order, as the end of the number and the result. */
async function written(items: readonly object[], groups: readonly RowGroup<Row>[], streams = true) {
  const rows: Row[] = [];
  const stream = new RowStream({
    columns: null,
    open: () => ({
      write: async (some) => void rows.push(...some),
      writeGroups: async (some) => void rows.push(...some.flatMap(groupRows)),
      end: async () => undefined,
    }),
    streams,
    results: undefined,
  });
  stream.keepOrder(items);
  for (const one of groups) stream.push(one);
  await stream.finish(streams ? [] : groups.flatMap(groupRows), true);
  return rows.map((row) => `${Number(row.number) - 14155550100} ${row.result}`);
}

const done = (places: readonly number[]) => places.map((i) => `${i} done`);

test('groups that finish in any order are written in the order of the items', async () => {
  const items = range(0, 9).map((i) => item(i));
  const groups = [range(6, 9), range(3, 6), range(0, 3)].map((places) => group(places));
  expect(await written(items, groups)).toEqual(done(range(0, 9)));
});

test('a group whose items do not follow each other is split', async () => {
  const items = range(0, 8).map((i) => item(i));
  const groups = [group([1, 2, 5, 7]), group([3, 0]), group([6, 4])];
  expect(await written(items, groups)).toEqual(done(range(0, 8)));
});

test('the same number has a row for each capability', async () => {
  const items = [item(0), item(0, 'sms'), item(1, 'sms'), item(1)];
  const groups = [group([0, 1], 'unchanged', 'sms'), group([0, 1])];
  expect(await written(items, groups)).toEqual(['0 done', '0 unchanged', '1 unchanged', '1 done']);
});

test('a second row for an item follows the first, even if that still waits', async () => {
  const items = range(0, 4).map((i) => item(i));
  const groups = [group([1, 2, 3]), group([1], 'failed'), group([2], 'failed'), group([0])];
  expect(await written(items, groups)).toEqual([...done(range(0, 4)), '1 failed', '2 failed']);
  expect(await written(items, [group([0, 1, 2, 3]), group([1], 'failed')])).toEqual([
    ...done(range(0, 4)),
    '1 failed',
  ]);
});

test('rows after items that were not processed are written at the end, and other items at once', async () => {
  const items = range(0, 6).map((i) => item(i));
  const groups = [group([4, 5]), group([9]), group([2]), group([0])];
  expect(await written(items, groups)).toEqual(['9 done', '0 done', '2 done', '4 done', '5 done']);
});

test('an item that is listed twice has its first place', async () => {
  const items = [item(1), item(0), item(1), item(2)];
  expect(await written(items, [group([2]), group([0]), group([1])])).toEqual(done([1, 0, 2]));
});

test('callbacks are items of an application', async () => {
  const callback = (application: string, name: string) => ({ application, callback: name, number: null });
  const items = [callback('a', 'primary'), callback('b', 'primary'), callback('a', 'fallback')];
  const rows = [...items].reverse().map((one) => ({ ...one, result: 'done' }));
  expect(inItemOrder(rows, items)).toEqual([...rows].reverse());
  expect(inItemOrder([{ number: number(7) }, ...rows], items).at(-1)).toEqual({ number: number(7) });
});
