import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES, FORMATS, type Format } from '../../../src/output/formats.ts';
import { type Columns, field, type Row, spare } from '../../../src/output/rows.ts';
import { openWriter } from '../../../src/output/writer.ts';
import { pieces, render } from '../../support/render.ts';

const columns: Columns = {
  fields: ['number', 'name', 'message'],
  table: [field('number'), field('name'), spare('message')],
  empty: 'nothing',
};
const row = (i: number): Row => ({ number: `+${14155550100 + i}`, name: `n${i}`, message: null });
const rowsOf = (count: number) => Array.from({ length: count }, (_, i) => row(i));
const STREAMED = FORMAT_NAMES.filter((format) => FORMATS[format].isStreamed);
const HELD = FORMAT_NAMES.filter((format) => !FORMATS[format].isStreamed);

async function opened(format: Format, sorted = false) {
  const written: string[] = [];
  const sort = sorted ? [{ field: 'number', isDescending: false }] : undefined;
  const writer = await openWriter(columns, format, { color: false, sort }, async (text) => {
    written.push(text);
  });
  return { writer, written };
}

describe('rows are written', () => {
  test.each(STREAMED)('as they arrive in %s', async (format) => {
    const { writer, written } = await opened(format);
    await writer.write([row(0)]);
    expect(written.join('')).toContain('+14155550100');
    await writer.write([row(1)]);
    expect(written.join('')).toContain('+14155550101');
    const before = written.join('');
    await writer.end();
    expect(written.join('')).toBe(before);
    expect(before).toBe(await render(rowsOf(2), columns, format));
  });

  test.each(HELD)('at the end in %s, as one string regardless of the parts', async (format) => {
    const { writer, written } = await opened(format);
    await writer.write([row(0)]);
    await writer.write([]);
    await writer.write([row(1), row(2)]);
    expect(written).toEqual([]);
    await writer.end();
    expect(written.join('')).toBe(await render(rowsOf(3), columns, format, { unicode: false }));
  });

  test.each(FORMAT_NAMES)('at the end in %s if they are sorted', async (format) => {
    const { writer, written } = await opened(format, true);
    await writer.write([row(2)]);
    await writer.write([row(0), row(1)]);
    expect(written).toEqual([]);
    await writer.end();
    expect(written.join('')).toBe(await render(rowsOf(3), columns, format, { unicode: false }));
  });
});

describe('100,000 rows', () => {
  const COUNT = 100_000;

  test.each(STREAMED)('as %s: no rows are kept, and no text is long', { timeout: 60_000 }, async (format) => {
    const { writer, written } = await opened(format);
    let numbers = 0;
    let longest = 0;
    for (let at = 0; at < COUNT; at += 5000) {
      await writer.write(Array.from({ length: 5000 }, (_, i) => row(at + i)));
      expect(written).toHaveLength(5);
      for (const text of written.splice(0)) {
        longest = Math.max(longest, text.length);
        numbers += text.split('+1415').length - 1;
      }
    }
    await writer.end();
    expect(written).toEqual([]);
    expect(numbers).toBe(COUNT);
    expect(longest).toBeLessThan(100_000);
  });

  test.each(HELD)('as %s: are written in many short pieces', { timeout: 60_000 }, async (format) => {
    const written = await pieces(rowsOf(COUNT), columns, format);
    expect(written.length).toBeGreaterThanOrEqual(100);
    expect(Math.max(...written.map((text) => text.length))).toBeLessThan(150_000);
    expect(written.join('').split('+1415')).toHaveLength(COUNT + 1);
  });

  test('a writer waits for each text before it creates the next one', async () => {
    let inFlight = 0;
    let most = 0;
    const writer = await openWriter(columns, 'ndjson', { color: false }, async () => {
      most = Math.max(most, ++inFlight);
      await new Promise((resolve) => setImmediate(resolve));
      inFlight -= 1;
    });
    await writer.write(rowsOf(5000));
    await writer.end();
    expect(most).toBe(1);
  });
});

describe('sorting', () => {
  const cells = async (values: Row[string][], isDescending: boolean) => {
    const rows = values.map((name, i) => ({ number: i, name, message: null }));
    const text = await render(rows, columns, 'ndjson', { sort: [{ field: 'name', isDescending }] });
    return text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
  };
  const names = async (values: Row[string][], isDescending = false) =>
    (await cells(values, isDescending)).map(({ name }) => name);

  test('numbers by value, text by code units, nulls last in both directions', async () => {
    expect(await names([10, 9, null, 2.5, -1])).toEqual([-1, 2.5, 9, 10, null]);
    expect(await names([10, 9, null, 2.5, -1], true)).toEqual([10, 9, 2.5, -1, null]);
    expect(await names(['b', 'a', null, 'B', 'ä'])).toEqual(['B', 'a', 'b', 'ä', null]);
    expect(await names(['b', null, 'B'], true)).toEqual(['b', 'B', null]);
    expect(await names([true, false])).toEqual([false, true]);
  });

  test.each([false, true])('keeps the order of equal rows, descending %s', async (isDescending) => {
    const sorted = await cells(['x', 'y', 'x', 'y', 'x'], isDescending);
    const places = sorted.map(({ number }) => number);
    expect(places).toEqual(isDescending ? [1, 3, 0, 2, 4] : [0, 2, 4, 1, 3]);
  });

  test('uses a second field for equal rows', async () => {
    const rows = [
      { number: 2, name: 'a', message: null },
      { number: 1, name: 'b', message: null },
      { number: 1, name: 'a', message: null },
    ];
    const sort = [
      { field: 'name', isDescending: true },
      { field: 'number', isDescending: false },
    ];
    expect(await render(rows, columns, 'tsv', { sort })).toBe('1\tb\t\n1\ta\t\n2\ta\t\n');
  });
});
