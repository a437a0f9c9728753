import { describe, expect, test } from 'vitest';
import {
  delimiterIn,
  firstLineOf,
  type Head,
  misplaced,
  readFirstCells,
  readTableRows,
  refuseMisplacedHeader,
  takeSeparator,
} from '../../../src/input/delimited.ts';
import { ours as A } from '../../support/account.ts';

const isComment = (line: string) => line.startsWith('#');
const headOf = (text: string, above = 0): Head => ({
  line: text.split(/[\r\n]/)[0] ?? '',
  above,
  rest: text,
});
const rows = async (text: string, delimiter = ',', maximum?: number, above = 0) =>
  (await readTableRows(headOf(text, above), delimiter, maximum)).map(({ place, cells }) => [place, ...cells]);

describe('the first line with text', () => {
  test.each([
    ['a\nb', { line: 'a', above: 0, rest: 'a\nb' }],
    ['\n\r\n  \ra\nb', { line: 'a', above: 3, rest: 'a\nb' }],
    ['\n  a', { line: '  a', above: 1, rest: '  a' }],
    // Only delimiters and empty quotes.
    [';;,\n"" , " "\n a,b', { line: ' a,b', above: 2, rest: ' a,b' }],
    ['"""",\nb', { line: '"""",', above: 0, rest: '"""",\nb' }],
    // Blank lines below it do not matter.
    ['a\nb\n\n\n', { line: 'a', above: 0, rest: 'a\nb\n\n\n' }],
    ['\n\n', { line: '', above: 0, rest: '' }],
    ['', { line: '', above: 0, rest: '' }],
    [',\n;', { line: '', above: 0, rest: '' }],
  ])('of %j', (text, expected) => {
    expect(firstLineOf(text)).toEqual(expected);
  });

  test('that is not skipped', () => {
    expect(firstLineOf('# x\n\n# y\r\na\n', isComment)).toEqual({ line: 'a', above: 3, rest: 'a\n' });
    expect(firstLineOf('# x\n# y', isComment)).toEqual({ line: '', above: 0, rest: '' });
  });
});

describe('the delimiter', () => {
  test.each([
    ['a,b', ','],
    ['a;b', ';'],
    ['a\tb', '\t'],
    ['a,b;c', ';'],
    ['a;b\tc', '\t'],
    ['a', undefined],
    ['', undefined],
    // A delimiter in quotes counts only if there is no other.
    ['"a;b",c', ','],
    ['"a;b"', ';'],
    // The first row ends after its line.
    ['a\nb,c', undefined],
    ['a\rb,c', undefined],
    ['"a\nb";c\nd,e', ';'],
    // A comment after a number.
    [`${A} # ours, all`, undefined],
    ['4155550100 # ours, all', undefined],
    ['  (415) 555-0100\t# ours, all', undefined],
    ['123456 # too short, see', ','],
    [`x ${A} # ours, all`, ','],
    [`${A}# ours, all`, ','],
  ])('of %j is %j', (text, expected) => {
    expect(delimiterIn(headOf(text))).toBe(expected);
  });

  test('of a line that is certainly a row', () => {
    expect(delimiterIn(headOf(`${A} # ours, all`), false)).toBe(',');
  });
});

describe('the separator line of a spreadsheet', () => {
  test.each([
    ['sep=;\na', '\na', ';'],
    ['SEP=|\r\na', '\r\na', '|'],
    ['sep=\t\na', '\na', '\t'],
    [' "sep=,"  \na', '\na', ','],
    ['sep=,', '', ','],
  ])('%j has a delimiter', (content, text, separator) => {
    expect(takeSeparator(content)).toEqual({ text, separator });
  });

  test.each(['sep=;x\na', 'sep=a\n', 'sep= \na', 'sep="\n', 'a\nsep=;', 'xsep=;', 'sep\n', ''])(
    '%j is not one',
    (text) => {
      expect(takeSeparator(text)).toEqual({ text, separator: undefined });
    },
  );
});

describe('rows', () => {
  test('have line numbers, including after quoted and mixed line endings', async () => {
    expect(await rows('a,b\r\n"c\r\nd",e\n\nf,g\rh,i', ',', undefined, 10)).toEqual([
      ['line 11', 'a', 'b'],
      ['line 13', 'c\nd', 'e'],
      ['line 15', 'f', 'g'],
      ['line 16', 'h', 'i'],
    ]);
  });

  test('with only empty cells are skipped', async () => {
    expect(await rows('a,b\n,\n" ",\nc,')).toEqual([
      ['line 1', 'a', 'b'],
      ['line 4', 'c', ''],
    ]);
  });

  test('may have any number of cells, without surrounding white space', async () => {
    expect(await rows(' a , b,c\nd')).toEqual([
      ['line 1', 'a', 'b', 'c'],
      ['line 2', 'd'],
    ]);
  });

  test('of tsv have no quotes', async () => {
    expect(await rows('a "b\t"c\nd\te', '\t')).toEqual([
      ['line 1', 'a "b', '"c'],
      ['line 2', 'd', 'e'],
    ]);
  });

  test.each([
    [`="${A}",b`, [A, 'b']],
    [`a,="${A}"`, ['a', A]],
    [`="${A}"\r\n`, [A]],
  ])('may contain formulas of a spreadsheet that preserve text: %j', async (text, cells) => {
    expect(await rows(text)).toEqual([['line 1', ...cells]]);
  });

  test('may start with #', async () => {
    expect(await rows('#,a\n#1,b')).toEqual([
      ['line 1', '#', 'a'],
      ['line 2', '#1', 'b'],
    ]);
  });

  test('are limited to a maximum', async () => {
    expect(await rows('a\nb\nc', ',', 2)).toEqual([
      ['line 1', 'a'],
      ['line 2', 'b'],
    ]);
    expect(await rows('a\n"b', ',', 1)).toEqual([['line 1', 'a']]);
    expect(await rows(`"${'x\n'.repeat(400_000)}"\nb`, ',', 1)).toHaveLength(1);
    expect(await readFirstCells(headOf('a,b\nc'), ',')).toEqual(['a', 'b']);
    expect(await readFirstCells(headOf(','), ',')).toEqual([]);
  });

  test('show their cells in errors', async () => {
    const [row] = await readTableRows(headOf('a;"b c"'), ';');
    expect(row?.text).toBe('a;b c');
  });
});

describe('a misplaced quote is rejected with its line', () => {
  const HINT = 'to write a quote inside a cell, quote the cell and double the quote: "5"" cable"';
  test.each([
    ['a,b\n"c,d\ne,f\n', 'line 12 has an unclosed quote'],
    ['a,b\n"c"",d\ne,f\n', 'line 12 has an unclosed quote'],
    ['"c,d\ne,f\n', 'line 11 has an unclosed quote'],
    ['"a",b\n"c,d\ne,f\n', 'line 12 has an unclosed quote'],
    ['a\n"x""y",b\nc,"d', 'line 13 has an unclosed quote'],
    ['a\n"b\n""c\nd', 'line 12 has an unclosed quote'],
    // A formula with more text would otherwise become other digits.
    ['="+1415"555,b', 'line 11 has a quote inside an unquoted cell'],
    ['a,b\nc,5" cable\n', 'line 12 has a quote inside an unquoted cell'],
    ['a,b\n"c"d,e\n', 'line 12 has text after the closing quote of a cell'],
  ])('%j', async (text, expected) => {
    await expect(rows(text, ',', undefined, 10)).rejects.toMatchObject({
      kind: 'usage',
      message: `cannot read the file as a table: ${expected}`,
      details: { hint: HINT },
    });
  });

  test('even if its cell is very long', async () => {
    const text = `a\n"${'x\n'.repeat(600_000)}`;
    await expect(rows(text)).rejects.toMatchObject({
      message: expect.stringContaining('line 2 has an unclosed quote'),
    });
    const closed = `a\n"${'x\n'.repeat(600_000)}"\n`;
    await expect(rows(closed)).rejects.toMatchObject({
      message: expect.stringContaining('has a quoted cell that does not end within 1,000,000 characters'),
    });
  });
});

describe('cells that may be in the wrong columns', () => {
  test.each([
    [['a', 'b'], 2, undefined],
    [['a'], 2, undefined],
    [['a', 'b', '', ' '], 2, undefined],
    [['a', 'b'], 1, '2 cells, but the header has 1 column'],
    [['a', 'b', '', 'c'], 2, '4 cells, but the header has 2 columns'],
    [['a', 'b', 'c'], undefined, undefined],
  ])('%j of %s columns', (cells, width, expected) => {
    expect(misplaced(cells, width)).toBe(expected);
  });

  test('because of a character that only looks like a line ending', () => {
    expect(misplaced(['a', 'b\u2028c'], 2)).toMatch(/^contains U\+2028/);
    expect(() => refuseMisplacedHeader(['a\u000bb'], headOf('', 4))).toThrow(/^line 5 contains U\+000B/);
    expect(() => refuseMisplacedHeader(['a', 'b'], headOf(''))).not.toThrow();
  });
});
