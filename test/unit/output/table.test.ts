import fc from 'fast-check';
import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { type Columns, field, omitted, type Row, spare } from '../../../src/output/rows.ts';
import { nastyText } from '../../support/nasty.ts';
import { render } from '../../support/render.ts';

const columns: Columns = {
  fields: ['number', 'name', 'note'],
  table: [field('number'), field('name'), spare('note')],
  empty: 'nothing',
};
const rowsOf = (count: number, name: (i: number) => string): Row[] =>
  Array.from({ length: count }, (_, i) => ({ number: `+${14155550100 + i}`, name: name(i), note: null }));

/** Widths differ from row to row, and the last row is the widest. */
const NAMES: [string, (i: number, count: number) => string][] = [
  ['plain', (i, count) => (i === count - 1 ? 'x'.repeat(40) : 'x'.repeat(i % 7))],
  ['CJK', (i, count) => '電話番号'.repeat(i === count - 1 ? 5 : i % 3)],
  ['combining', (i, count) => 'e\u0301o\u0308'.repeat(i === count - 1 ? 9 : i % 5)],
  ['emoji', (i, count) => '📞👩‍👩‍👧'.repeat(i === count - 1 ? 4 : i % 2)],
  ['mixed', (i, count) => ['abc', '中', 'n\u0303', 'ﾊﾝｶｸ', ''][i === count - 1 ? 1 : i % 5] ?? ''],
];

describe.each([1, 199, 200, 201, 400, 20_000])('a table of %i rows', (count) => {
  // The long table is tested only once, with all kinds of cells.
  test.each(count > 1000 ? NAMES.slice(-1) : NAMES)('with %s cells is a single table', async (_, name) => {
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

  test('without a header has no separator line for it', async () => {
    const rows = rowsOf(count, (i) => `n${i}`);
    const lines = (await render(rows, columns, 'table', { header: false })).trimEnd().split('\n');
    expect(lines).toHaveLength(count + 2);
    expect(lines[0]?.startsWith('┌')).toBe(true);
    expect(lines.at(-1)?.startsWith('└')).toBe(true);
    expect(new Set(lines.map((line) => stringWidth(line))).size).toBe(1);
  });
});

test('color does not change widths', async () => {
  const rows = rowsOf(500, (i) => (i % 2 ? 'failed' : 'done'));
  const plain = await render(rows, columns, 'table');
  const painted = await render(rows, columns, 'table', { color: true });
  expect(painted.replace(/\u001b\[\d+m/g, '')).toBe(plain);
});

test('wide characters take two columns; combining marks and joiners take none', async () => {
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

describe('the shape of a table', () => {
  const columns: Columns = {
    fields: ['number', 'result', 'url', 'message'],
    table: [field('number'), field('result'), field('url'), spare('message')],
    empty: 'nothing',
  };

  const URL = 'https://voice.example.com/a/rather/long/path?with=query&and=more';

  const rows: Row[] = [
    { number: '+14155550100', result: 'unchanged', url: URL, message: null },
    {
      number: '+14155550101',
      result: 'failed',
      url: null,
      message: 'a message of many words that goes on and on',
    },
  ];

  const widthsOf = (text: string) =>
    new Set(
      text
        .trimEnd()
        .split('\n')
        .map((line) => stringWidth(line)),
    );

  describe('a table', () => {
    test.each([80, 90, 100, 140])('fits %i columns', async (width) => {
      const text = await render(rows, columns, 'table', { width });
      const [only, ...others] = widthsOf(text);
      expect(others).toEqual([]);
      expect(only).toBeLessThanOrEqual(width);
      expect(text).toContain('┌');
    });

    test('is no wider than necessary, and without a width unlimited', async () => {
      const natural = Math.max(...widthsOf(await render(rows, columns, 'table')));
      expect(natural).toBeGreaterThan(140);
      expect(widthsOf(await render(rows, columns, 'table', { width: 500 }))).toEqual(new Set([natural]));
      expect(widthsOf(await render(rows, columns, 'table', { width: natural }))).toEqual(new Set([natural]));
    });

    test('truncates the other cells, but no number and no result, with an ellipsis', async () => {
      const text = await render(rows, columns, 'table', { width: 80 });
      expect(text).toContain('│ +14155550100 │ unchanged │ voice.example.com/a/ra… │');
      expect(text).toContain(
        '│ +14155550101 │ failed    │                         │ a message of many word… │',
      );
    });

    test('shrinks the widest columns first', async () => {
      const text = await render(rows, columns, 'table', { width: 110 });
      const [number, result, url, message] = (text.split('\n')[0] ?? '')
        .slice(1, -1)
        .split('┬')
        .map((line) => line.length - 2);
      expect([number, result]).toEqual([12, 9]);
      expect(Math.abs((url ?? 0) - (message ?? 0))).toBeLessThanOrEqual(1);
    });

    describe('truncates no run IDs and no keys', () => {
      const run = '20261124-130416-2e9c';
      const key = '5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01';
      const named: Columns = {
        fields: ['at', 'run', 'application', 'message'],
        table: [field('at'), field('run'), field('application'), spare('message')],
        empty: 'nothing',
      };
      const message = 'number is not on the account, or has no such capability';
      const at = '2026-11-24T13:04:16.123Z';
      const given = (more: Row = {}): Row[] => [{ at, run, application: key, message, ...more }];

      test.each([101, 110, 120, 140])('while other columns can shrink: %i columns', async (width) => {
        const text = await render(given(), named, 'table', { width });
        expect(text).toContain(run);
        expect(text).toContain(key);
        for (const one of widthsOf(text)) expect(one).toBeLessThanOrEqual(width);
      });

      test('truncates keys before a table becomes cards, but never run IDs', async () => {
        for (const width of [60, 82]) {
          const text = await render(given(), named, 'table', { width });
          expect(text).toContain('┌');
          expect(text).toContain(run);
          expect(text).not.toContain(key);
          expect(text).toMatch(/5e1f0a0[^ ]*… │/);
        }
      });
    });

    describe('omits columns', () => {
      const many: Columns = {
        fields: ['number', 'a', 'b', 'c'],
        table: [
          field('number'),
          omitted(1, field('a', 'first')),
          omitted(2, field('b', 'second')),
          field('c'),
        ],
        empty: 'nothing',
      };
      const long = 'x'.repeat(40);
      const row: Row[] = [{ number: 'n'.repeat(16), a: 'a'.repeat(16), b: long, c: long }];
      const whole: Columns = { ...many, table: many.table.map((one) => ({ ...one, title: 'run' })) };

      test('if even truncated ones do not fit, and reports them', async () => {
        const told: string[][] = [];
        const onOmitted = (titles: readonly string[]) => void told.push([...titles]);
        const text = await render(row, many, 'table', { width: 60, onOmitted });
        expect(text).toContain('│ number');
        expect(told).toEqual([]);
        // Columns that must not be truncated leave less room.
        const narrow = await render(row, whole, 'table', { width: 60, onOmitted });
        expect(narrow).toContain('┌');
        expect(Math.max(...widthsOf(narrow))).toBeLessThanOrEqual(60);
        expect(told).toEqual([['run']]);
      });

      test('but not below 60 columns, where rows are cards', async () => {
        const text = await render(row, whole, 'table', { width: 59, onOmitted: () => expect.unreachable() });
        expect(text).toMatch(/^run: /);
      });
    });

    test('removes https:// from URLs before they are truncated, for an entire column', async () => {
      const urls: Row[] = ['https://a.example/', URL, 'http://b.example/'].map((url) => ({
        ...(rows[0] as Row),
        url,
      }));
      const cells = async (width: number) =>
        (await render(urls, columns, 'table', { width }))
          .split('\n')
          .slice(3, -2)
          .map((line) => line.split('│')[3]?.trim());
      const whole = 12 + 9 + URL.length + 10;
      expect(await cells(whole)).toEqual(['https://a.example/', URL, 'http://b.example/']);
      expect(await cells(whole - 1)).toEqual(['a.example/', URL.slice(8), 'http://b.example/']);
      expect(await cells(whole - 9)).toEqual(['a.example/', `${URL.slice(8, -2)}…`, 'http://b.example/']);
    });

    test('truncates words from 60 columns on; narrower terminals show cards', async () => {
      const wide = await render(rows, columns, 'table', { width: 60 });
      expect(wide).toContain('│ +14155550100 │ unchanged │ voice.exampl… │');
      expect(await render(rows, columns, 'table', { width: 59 })).toContain(`url: ${URL}\n`);
    });

    test('is one card per row if even the minimum is too wide', async () => {
      expect(await render(rows, columns, 'table', { width: 40 })).toBe(
        `number: +14155550100\nresult: unchanged\nurl: ${URL}\n\n` +
          'number: +14155550101\nresult: failed\nurl:\nmessage: a message of many words that goes on and on\n',
      );
    });

    test('is ASCII in locales without UTF-8', async () => {
      const text = await render(rows, columns, 'table', { unicode: false });
      expect(text).toMatch(/^[\u0020-\u007e\n]*$/);
      const boxed = await render(rows, columns, 'table');
      expect(
        boxed
          .replace(/[┌┬┐├┼┤└┴┘]/g, '+')
          .replaceAll('─', '-')
          .replaceAll('│', '|'),
      ).toBe(text);
    });

    test('is labeled lines with --accessible, of any width', async () => {
      const text = await render(rows, columns, 'table', { accessible: true, width: 200 });
      expect(text).toBe(await render(rows, columns, 'table', { width: 40 }));
      expect(text).not.toMatch(/[─│┌]/);
    });

    test('omits blank columns, but not one with a value only in the last row', async () => {
      expect(await render(rows.slice(0, 1), columns, 'table')).not.toContain('message');
      const many = [...Array.from({ length: 3000 }, () => rows[0] as Row), rows[1] as Row];
      expect(await render(many, columns, 'table')).toContain('a message of many words');
    });

    test('has the widths of its first 1,000 rows; wider cells after them are truncated', async () => {
      const short: Row = { number: '+14155550100', result: 'done', url: 'https://a.example/', message: null };
      const first = Array.from({ length: 1000 }, () => short);
      const late: Row = { ...short, url: URL };
      const widthOf = async (given: Row[]) => Math.max(...widthsOf(await render(given, columns, 'table')));
      expect(await widthOf([...first, late])).toBe(await widthOf(first));
      expect(await widthOf([...first.slice(1), late])).toBe((await widthOf(first)) + URL.length - 18);
      const lines = (await render([...first, late], columns, 'table')).split('\n').slice(1003, -2);
      expect(lines.map((line) => line.split('│')[3]?.trim())).toEqual(['https://voice.exa…']);
    });

    test('never truncates a number or a short word, even in late rows', async () => {
      const first = Array.from(
        { length: 1000 },
        (): Row => ({ number: '+1415555', result: 'done', url: 'u', message: null }),
      );
      const late: Row = { number: '+123456789012345', result: 'unchanged', url: null, message: 'two words' };
      const text = await render([...first, late, ...first], columns, 'table');
      expect(text).toContain('│ +123456789012345 │ unchanged │');
      expect(text).toContain('two words');
      expect(widthsOf(text).size).toBe(1);
    });

    test('with any text fits, and every line has the same width', async () => {
      const row = fc.record({ number: nastyText, result: nastyText, url: nastyText, message: nastyText });
      await fc.assert(
        fc.asyncProperty(fc.array(row, { minLength: 1, maxLength: 4 }), async (given) => {
          const text = await render(given, columns, 'table', { width: 90 });
          const [only, ...others] = widthsOf(text);
          expect(others).toEqual([]);
          expect(only).toBeLessThanOrEqual(90);
        }),
      );
    });

    test('at any width is a table that fits, or cards', async () => {
      const row = fc.record({ number: nastyText, result: nastyText, url: nastyText, message: nastyText });
      await fc.assert(
        fc.asyncProperty(
          fc.array(row, { minLength: 1, maxLength: 3 }),
          fc.integer({ min: 1, max: 120 }),
          async (given, width) => {
            const text = await render(given, columns, 'table', { width });
            if (!text.startsWith('┌')) {
              expect(text).toMatch(/^number:/);
              return;
            }
            for (const one of widthsOf(text)) expect(one).toBeLessThanOrEqual(width);
          },
        ),
      );
    });
  });

  test.each(['valueOf', 'constructor', '__proto__'])(
    'a cell with the text %s is ordinary text',
    async (word) => {
      expect(
        await render([{ number: word, result: word, url: word, message: word }], columns, 'table', {}),
      ).toContain(word);
    },
  );
});
