import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Columns, field, type Row, spare } from '../../../src/output/rows.ts';
import { render } from '../../support/render.ts';

const columns: Columns = {
  fields: ['number', 'name', 'note'],
  table: [field('number'), field('name'), spare('note')],
  empty: 'nothing',
};
const rowsOf = (count: number, name: (i: number) => string): Row[] =>
  Array.from({ length: count }, (_, i) => ({ number: `+${14155550100 + i}`, name: name(i), note: null }));

/** Widths differ from row to row, and the widest one stands in the last row. */
const NAMES: [string, (i: number, count: number) => string][] = [
  ['plain', (i, count) => (i === count - 1 ? 'x'.repeat(40) : 'x'.repeat(i % 7))],
  ['CJK', (i, count) => '電話番号'.repeat(i === count - 1 ? 5 : i % 3)],
  ['combining', (i, count) => 'e\u0301o\u0308'.repeat(i === count - 1 ? 9 : i % 5)],
  ['emoji', (i, count) => '📞👩‍👩‍👧'.repeat(i === count - 1 ? 4 : i % 2)],
  ['mixed', (i, count) => ['abc', '中', 'n\u0303', 'ﾊﾝｶｸ', ''][i === count - 1 ? 1 : i % 5] ?? ''],
];

describe.each([1, 199, 200, 201, 400, 20_000])('a table of %i rows', (count) => {
  // The long one once with all of them is enough.
  test.each(count > 1000 ? NAMES.slice(-1) : NAMES)('with %s cells is one table', async (_, name) => {
    const rows = rowsOf(count, (i) => name(i, count));
    const text = await render(rows, columns, 'table');
    expect(text.endsWith('\n')).toBe(true);
    const lines = text.slice(0, -1).split('\n');
    const starting = (character: string) => lines.filter((line) => line.startsWith(character)).length;
    expect([starting('┌'), starting('├'), starting('└'), starting('│')]).toEqual([1, 1, 1, count + 1]);
    expect(lines).toHaveLength(count + 4);
    expect(lines[0]?.startsWith('┌')).toBe(true);
    expect(lines[2]?.startsWith('├')).toBe(true);
    expect(lines.at(-1)?.startsWith('└')).toBe(true);
    expect(lines.filter((line) => /number.*name/i.test(line))).toHaveLength(1);
    expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
    rows.forEach((row, i) => {
      if (!lines[i + 3]?.includes(` ${row.number} `)) throw new Error(`row ${i} is not in its place`);
    });
  });

  test('without a header has no line for it', async () => {
    const rows = rowsOf(count, (i) => `n${i}`);
    const lines = (await render(rows, columns, 'table', { header: false })).trimEnd().split('\n');
    expect(lines).toHaveLength(count + 2);
    expect(lines[0]?.startsWith('┌')).toBe(true);
    expect(lines.at(-1)?.startsWith('└')).toBe(true);
    expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
  });
});

test('colour changes no width', async () => {
  const rows = rowsOf(500, (i) => (i % 2 ? 'failed' : 'done'));
  const plain = await render(rows, columns, 'table');
  const painted = await render(rows, columns, 'table', { color: true });
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('wide characters take two columns, marks and joiners none', async () => {
  const rows: Row[] = [
    { number: '電話', name: 'e\u0301', note: null },
    { number: 'ﾊﾝｶｸ', name: '한글', note: null },
    { number: 'ａ１', name: '📞', note: null },
    { number: 'ไทย', name: '👩\u200d👩\u200d👧', note: null },
    { number: 'a\u0300\u0323b', name: '🇸🇪', note: null },
    { number: 'عربي', name: '✔', note: null },
  ];
  expect(await render(rows, columns, 'table')).toBe(
    [
      '┌────────┬──────┐',
      '│ number │ name │',
      '├────────┼──────┤',
      '│ 電話   │ e\u0301    │',
      '│ ﾊﾝｶｸ   │ 한글 │',
      '│ ａ１   │ 📞   │',
      '│ ไทย    │ 👩\u200d👩\u200d👧   │',
      '│ a\u0300\u0323b     │ 🇸🇪   │',
      '│ عربي   │ ✔    │',
      '└────────┴──────┘',
      '',
    ].join('\n'),
  );
});
