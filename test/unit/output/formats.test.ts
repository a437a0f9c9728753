import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { lexer, type Token, type Tokens } from 'marked';
import { describe, expect, test } from 'vitest';
import type { Columns, Row } from '../../../src/output/rows.ts';
import { csvText, isUnsafe, nastyCell, nastyText, shown } from '../../support/nasty.ts';
import { render } from '../../support/render.ts';

const fields = ['a', 'b', 'c'];
const columns: Columns = { fields, table: [], empty: '' };
const nastyRows = fc.array(fc.record({ a: nastyCell, b: nastyCell, c: nastyCell }), {
  minLength: 1,
  maxLength: 5,
});

const text = (value: Row[string] | undefined): string => (value == null ? '' : String(value));
const cellsOf = (rows: readonly Row[], cell: (value: Row[string] | undefined) => string) =>
  rows.map((row) => fields.map((name) => cell(row[name])));

/** Only these control characters are in a text. */
const only = (written: string, allowed: string) =>
  expect([...written].filter((one) => isUnsafe(one) && !allowed.includes(one))).toEqual([]);

test('ndjson comes back as it was', async () => {
  await fc.assert(
    fc.asyncProperty(nastyRows, async (rows) => {
      const written = await render(rows, columns, 'ndjson');
      only(written, '\n');
      const back = written
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line));
      expect(back).toEqual(JSON.parse(JSON.stringify(rows)));
    }),
  );
});

test('tsv comes back as it was', async () => {
  const letters: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };
  const unescaped = (cell: string) =>
    cell.replace(/\\(?:u([0-9a-f]{4})|(.))/g, (_, code, letter) =>
      code ? String.fromCharCode(Number.parseInt(code, 16)) : (letters[letter] ?? '?'),
    );
  await fc.assert(
    fc.asyncProperty(nastyRows, async (rows) => {
      const written = await render(rows, columns, 'tsv');
      only(written, '\t\n');
      const lines = written.slice(0, -1).split('\n');
      expect(lines.map((line) => line.split('\t').map(unescaped))).toEqual(cellsOf(rows, text));
    }),
  );
});

describe('csv', () => {
  test('comes back with escapes for what is unsafe, and no formula', async () => {
    await fc.assert(
      fc.asyncProperty(nastyRows, async (rows) => {
        const written = await render(rows, columns, 'csv');
        only(written, '\t\n');
        const [head, ...lines] = parse(written, { record_delimiter: '\n' });
        expect(head).toEqual(fields);
        expect(lines).toEqual(cellsOf(rows, csvText));
      }),
    );
  });

  test('one column with empty cells keeps its rows', async () => {
    const rows = [{ a: null }, { a: '' }, { a: 'x' }];
    const written = await render(rows, { ...columns, fields: ['a'] }, 'csv');
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
    expect(await render([{ a: cell }], { ...columns, fields: ['a'] }, 'csv')).toBe(`a\n${written}\n`);
  });
});

describe('markdown', () => {
  const COMMENT = '<!-- -->';
  /** The text of a cell that is only text: markup of any kind fails. A URL may become a link that shows itself. */
  const plain = (tokens: readonly Token[]): string =>
    tokens
      .map((token): string => {
        // A comment of ours parts what GitHub would make a mention of.
        if (token.type === 'html') expect(token.raw).toBe(COMMENT);
        else if (token.type === 'link') expect(token.raw).toBe(token.text);
        else expect(['text', 'escape']).toContain(token.type);
        if (token.type === 'html') return '';
        return token.type === 'escape' ? token.text : token.raw.replace(/&amp;/g, '&');
      })
      .join('');
  const read = (written: string): string[][] => {
    const tokens = lexer(written).filter(({ type }) => type !== 'space');
    expect(tokens.map(({ type }) => type)).toEqual(['table']);
    const { header, rows } = tokens[0] as Tokens.Table;
    return [header, ...rows].map((cells) => cells.map((cell) => plain(cell.tokens)));
  };

  test('reads as the same text, and as no markup', async () => {
    await fc.assert(
      fc.asyncProperty(nastyRows, async (rows) => {
        const written = await render(rows, columns, 'markdown');
        only(written, '\n');
        expect(read(written)).toEqual([fields, ...cellsOf(rows, (value) => shown(text(value)).trim())]);
      }),
      { numRuns: 300 },
    );
  });

  test('of one column, too', async () => {
    await fc.assert(
      fc.asyncProperty(nastyText, async (cell) => {
        const written = await render([{ a: cell }, { a: 'x' }], { ...columns, fields: ['a'] }, 'markdown');
        expect(read(written)).toEqual([['a'], [shown(cell).trim()], ['x']]);
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
            const written = await render([{ a: cell }], { ...columns, fields: ['a'] }, 'markdown', {
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
