import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { E164 } from '../../../src/account/phone-number.ts';
import type { NumberStep } from '../../../src/account/plan.ts';
import type { RowGroup } from '../../../src/account/result-row.ts';
import { formatNumber } from '../../../src/core/text.ts';
import { groupedRows, outcomeRows } from '../../../src/engine/outcome.ts';
import { FORMAT_NAMES, FORMATS, type Format } from '../../../src/output/formats.ts';
import { type Columns, field, groupRows, type Row } from '../../../src/output/rows.ts';
import { openWriter } from '../../../src/output/writer.ts';
import { render } from '../../support/render.ts';

const number = (i: number) => `+${14155550100 + i}` as E164;
const columns = (fields: string[]): Columns => ({
  fields,
  table: fields.map((name) => field(name)),
  empty: '',
});

/** The output of a writer for groups. */
async function written(groups: readonly RowGroup<Row>[], fields: string[], format: Format): Promise<string> {
  let text = '';
  const look = { color: false, unicode: true };
  const writer = await openWriter(columns(fields), format, look, async (more) => {
    text += more;
  });
  await writer.writeGroups(groups);
  await writer.end();
  return text;
}

// Strings that look like a number, contain one, or contain a line break.
const text = fc.oneof(
  fc.string(),
  fc.constantFrom('+999999999999999', 'no +14155550100 here', 'a\tb', 'a\nb', '"', '=1', null),
);
const group = fc
  .record({ name: text, message: text, size: fc.integer({ min: 0, max: 5 }), first: fc.nat(1000) })
  .map(({ name, message, size, first }): RowGroup<Row> => {
    const numbers = Array.from({ length: size }, (_, i) => number(first + i));
    return { row: { number: numbers[0] ?? null, name, message }, numbers };
  });

describe('a group is written like its rows one by one', () => {
  test.each(FORMAT_NAMES)('in %s', async (format) => {
    await fc.assert(
      fc.asyncProperty(fc.array(group), async (groups) => {
        for (const fields of [['number', 'name', 'message'], ['message', 'number'], ['name']]) {
          const alone = await render(groups.flatMap(groupRows), columns(fields), format);
          expect(await written(groups, fields, format)).toBe(alone);
        }
      }),
      { numRuns: 40 },
    );
  });

  const streamed = FORMAT_NAMES.filter((format) => FORMATS[format].isStreamed);

  test.each(streamed)('in several pieces in %s if it is large', async (format) => {
    const numbers = Array.from({ length: 2345 }, (_, i) => number(i));
    const large = { row: { number: number(0), name: 'n', message: null }, numbers };
    const alone = await render(groupRows(large), columns(['number', 'name']), format);
    expect(await written([large], ['number', 'name'], format)).toBe(alone);
  });
});

test('groups of steps contain the rows of the steps, in order', () => {
  const step = fc.record({
    number: fc.nat(50).map(number),
    capability: fc.constantFrom('voice' as const, 'sms' as const),
    change: fc.constantFrom('add' as const, 'move' as const, 'none' as const),
    from: fc.constantFrom(null, 'a' as never),
    to: fc.constantFrom('b' as never, 'c' as never),
  });
  fc.assert(
    fc.property(fc.array(step), (steps: NumberStep[]) => {
      const done = steps.filter(({ change }) => change !== 'none');
      const rows = groupedRows(done, 'done', new Map()).flatMap((one) =>
        groupRows(one as unknown as RowGroup<Row>),
      );
      expect(rows).toEqual([...outcomeRows(done, new Map(), new Map())]);
    }),
  );
});

test('many steps become groups of at most 1,000 numbers', () => {
  const steps = Array.from({ length: 2345 }, (_, i): NumberStep => {
    return { number: number(i), capability: 'voice', change: 'add', from: null, to: 'b' as never };
  });
  const groups = groupedRows(steps, 'done', new Map());
  expect(groups.map(({ numbers }) => numbers.length)).toEqual([1000, 1000, 345]);
  expect(groups.flatMap(({ numbers }) => numbers)).toEqual(steps.map((step) => step.number));
  expect(groups.map(({ row }) => row.number)).toEqual([number(0), number(1000), number(2000)]);
});

test.each([
  [0, '0'],
  [999, '999'],
  [1000, '1,000'],
  [123456, '123,456'],
  [1234567, '1,234,567'],
])('%i is shown as %s', (n, shown) => {
  expect(formatNumber(n)).toBe(shown);
});
