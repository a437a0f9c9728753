import fc from 'fast-check';
import { lexer, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES, FORMATS } from '../../../src/output/formats.ts';
import { type Columns, field, type Row } from '../../../src/output/rows.ts';
import { EXAMPLE_ROW, EXAMPLES } from '../../support/format-examples.ts';
import { isUnsafe, nastyCell, nastyText } from '../../support/nasty.ts';
import { render } from '../../support/render.ts';

const columnsOf = (fields: string[]): Columns => ({
  fields,
  table: fields.map((name) => field(name)),
  empty: 'nothing',
});
const columns = columnsOf(['a', 'b', 'c']);
const nastyRows = fc.array(fc.record({ a: nastyCell, b: nastyCell, c: nastyCell }), { maxLength: 5 });

describe.each(FORMAT_NAMES)('%s', (format) => {
  const { isStreamed, empty, emptyWithoutHeader = empty, emptyWithHeader, row, reading } = EXAMPLES[format];
  const example = columnsOf(Object.keys(EXAMPLE_ROW));

  test('without rows', async () => {
    expect(await render([], example, format)).toBe(empty);
    expect(await render([], example, format, { header: false })).toBe(emptyWithoutHeader);
    expect(await render([], example, format, { header: true })).toBe(emptyWithHeader);
    expect(reading?.parse(empty) ?? []).toEqual([]);
  });

  test(`writes rows ${isStreamed ? 'one by one' : 'at the end'}`, () => {
    expect(FORMATS[format].isStreamed ?? false).toBe(isStreamed);
  });

  if (!reading) return;
  const { parse, cell = (value: unknown) => value, controls } = reading;
  const read = (rows: readonly Row[]) =>
    JSON.parse(
      JSON.stringify(
        rows.map((one) =>
          Object.fromEntries(Object.entries(one).map(([name, value]) => [name, cell(value)])),
        ),
      ),
    );

  test('a row, with and without its header', async () => {
    const header = emptyWithHeader === emptyWithoutHeader ? '' : emptyWithHeader;
    const lines = row.replace(header, '');
    const written = (header?: boolean) => render([EXAMPLE_ROW], example, format, { header });
    expect([await written(), await written(true), await written(false)]).toEqual([
      row,
      header + lines,
      lines,
    ]);
  });

  test('comes back as it was', async () => {
    await fc.assert(
      fc.asyncProperty(nastyRows, async (rows) => {
        const written = await render(rows, columns, format, { header: true });
        expect([...written].filter((one) => isUnsafe(one) && !controls.includes(one))).toEqual([]);
        expect(parse(written)).toEqual(read(rows));
      }),
      { numRuns: 300 },
    );
  });

  test('comes back as it was in several pieces', async () => {
    const rows = Array.from({ length: 2001 }, (_, i) => ({ a: `a${i}`, b: i, c: null }));
    expect(parse(await render(rows, columns, format, { header: true }))).toEqual(read(rows));
  });
});

describe('csv', () => {
  test('one column with empty cells keeps its rows', async () => {
    const rows = [{ a: null }, { a: '' }, { a: 'x' }];
    const written = await render(rows, columnsOf(['a']), 'csv');
    expect(written).toBe('a\n""\n""\nx\n');
  });

  test.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['\tx', `"'\tx"`],
    ['\rx', "'\\u000dx"],
    ['-', "'-"],
    ['+14155550100', '+14155550100'],
    ['+14155550100,=1', `"'+14155550100,=1"`],
    ['-1.5', '-1.5'],
    [-1.5, '-1.5'],
    ['a=b', 'a=b'],
    ['say "hi"', '"say ""hi"""'],
  ])('%j is written as %s', async (cell, written) => {
    expect(await render([{ a: cell }], columnsOf(['a']), 'csv')).toBe(`a\n${written}\n`);
  });
});

describe('markdown', () => {
  const COMMENT = '<!-- -->';
  const { reading } = EXAMPLES.markdown;

  test('of one column comes back, too', async () => {
    await fc.assert(
      fc.asyncProperty(nastyText, async (cell) => {
        const written = await render([{ a: cell }, { a: 'x' }], columnsOf(['a']), 'markdown');
        expect(reading?.parse(written)).toEqual([{ a: reading?.cell?.(cell) }, { a: 'x' }]);
      }),
    );
  });

  test('mentions no one on GitHub, and refers to no issue', async () => {
    await fc.assert(
      fc.asyncProperty(
        nastyText,
        fc.constantFrom('@bob', '@org/team', '#12', 'a/b#3', 'x@y.example'),
        async (text, call) => {
          for (const cell of [
            call,
            `${text} ${call}`,
            `${call}${text}`,
            `(${call})`,
            `https://x.example/ ${call}`,
          ]) {
            const written = await render([{ a: cell }], columnsOf(['a']), 'markdown', {
              header: false,
            });
            const [row = ''] = written.split('\n');
            const pieces = lexer(`| a |\n| --- |\n${row}\n`).flatMap((token) => {
              const cells = (token as Tokens.Table).rows?.[0]?.[0]?.tokens ?? [];
              return cells
                .map((one) => (one.type === 'text' || one.type === 'escape' ? one.raw : '\n'))
                .join('');
            });
            const texts = pieces.join('').replace(/\\(.)/g, '$1').split('\n');
            for (const one of texts) expect(one).not.toMatch(/(^|\W)@[a-z\d]|#\d/i);
          }
        },
      ),
    );
    const calls = await render(
      [{ a: '@bob see #12', b: 'https://x.example/@bob#12', c: '@' }],
      columns,
      'markdown',
      { header: false },
    );
    expect(calls).toBe(`| @${COMMENT}bob see #${COMMENT}12 | https://x.example/@bob#12 | @ |\n`);
  });

  test('escapes no more than it must, so that URLs stay links', async () => {
    const row = { a: 'https://x.example/a_b?c=1&d=2', b: '+14155550100', c: '2035-12-31' };
    expect(await render([row], columns, 'markdown', { header: false })).toBe(
      `| ${row.a} | ${row.b} | ${row.c} |\n`,
    );
    expect(await render([{ a: 'a|b', b: 'c\\d', c: null }], columns, 'markdown', { header: false })).toBe(
      '| a\\|b | c\\\\d |  |\n',
    );
  });
});
