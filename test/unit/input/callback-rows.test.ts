import { describe, expect, test } from 'vitest';
import { readCallbackRows } from '../../../src/input/callback-rows.ts';
import { sales, support } from '../../support/account.ts';

const COLUMNS = ['application', 'alias', 'primary', 'fallback'];
const A = 'https://a.example';
const B = 'https://b.example';

const read = (text: string) => readCallbackRows(text, COLUMNS);
const fields = async (text: string) => {
  const { good, bad } = await read(text);
  expect(bad).toEqual([]);
  return good.map((row) => [row.place, row.fields]);
};
const refusal = async (text: string) => {
  const error = await read(text).catch((thrown) => thrown);
  expect(error).toMatchObject({ kind: 'usage' });
  return [error.message, error.details.hint, error.details.items];
};

test.each(['', ' \n', '# only a comment\n'])(
  'without content there is no row, and no list: %j',
  async (text) => {
    expect(await read(text)).toEqual({ good: [], bad: [] });
  },
);

describe('JSON', () => {
  test.each([
    [`[{"application":"a","primary":"${A}","fallback":null,"x":7}]`, 'item 1'],
    [` {"application":"a","primary":"${A}","fallback":null}\n`, 'line 1'],
    [`{"application":"a","primary":"${A}","fallback":null}`, 'line 1'],
  ])('has rows with the known columns: %s', async (text, place) => {
    expect(await fields(text)).toEqual([[place, { application: 'a', primary: A, fallback: null }]]);
  });

  test('with other values has invalid rows', async () => {
    const why = 'not an object whose fields application, alias, primary, and fallback are strings or null';
    const rows = [7, null, ['a'], { application: 'a', primary: [A] }];
    const { good, bad } = await read(JSON.stringify([{ application: 'a', primary: A }, ...rows]));
    expect(good).toHaveLength(1);
    expect(bad.map((row) => [row.place, row.why])).toEqual([2, 3, 4, 5].map((n) => [`item ${n}`, why]));
    // An account may contain a URL of any length, which is not a change.
    expect(await fields(JSON.stringify([{ primary: 'x'.repeat(20_000) }]))).toHaveLength(1);
  });

  test('has applicationkey for application', async () => {
    const expected = [[expect.any(String), { application: 'a', primary: A }]];
    expect(await fields(`[{"ApplicationKey":"a","primary":"${A}"}]`)).toEqual(expected);
    expect(await fields(`APPLICATIONKEY;primary\na;${A}`)).toEqual(expected);
    const { bad } = await read(`[{"application":"a","applicationkey":"b","primary":"${A}"}]`);
    expect(bad.map(({ why }) => why)).toEqual(['two fields are named application']);
  });

  test('with a field twice, or cut off, has invalid rows', async () => {
    const row = `{"application":"a","primary":"${A}"}`;
    const { good, bad } = await read(`${row}\n{"primary":"${A}","primary":"${B}"}\nhello\n{"primary":"x`);
    expect([good.length, bad.map(({ place, why }) => [place, why.slice(0, 14)])]).toEqual([
      1,
      [
        ['line 2', 'two fields are'],
        ['line 3', 'not an object '],
        ['line 4', 'not an object '],
      ],
    ]);
  });

  test('without a column for URLs is rejected', async () => {
    const error = (line: string) => [
      'the file has no primary or fallback column',
      'add at least one of them',
      [line.slice(0, 80)],
    ];
    expect(await refusal('\n{"application":"a"}\n{"application":"b"}')).toEqual(error('{"application":"a"}'));
    const long = JSON.stringify({ application: 'a'.repeat(100) });
    expect(await refusal(long)).toEqual(error(long));
    expect(await fields('{"application":"a"}\n{"fallback":null}')).toHaveLength(2);
  });

  test('may be an empty list', async () => {
    expect(await read('[]')).toEqual({ good: [], bad: [], isEmptyList: true });
    for (const text of ['{"primary":null}', '[{"primary":null}]', '[7]'])
      expect((await read(text)).isEmptyList).toBe(false);
  });
});

describe('a table with a header', () => {
  test.each([
    ['comma', `application,primary\na,${A}\nb,\n`],
    ['semicolon', `application;primary\na;${A}\nb\n`],
    ['tab', `application\tprimary\na\t${A}\nb\t\n`],
    ['from a spreadsheet', `sep=|\napplication|primary\na|${A}\nb|`],
    ['below comments', `# a,b\n\napplication,primary\na,${A}\nb,`],
  ])('has rows, in which empty cells do not count: %s', async (_name, text) => {
    const places = (await read(text)).good.map(({ place }) => Number(place.slice(5)));
    expect(places[1]).toBe((places[0] ?? 0) + 1);
    expect((await fields(text)).map(([, row]) => row)).toEqual([
      { application: 'a', primary: A },
      { application: 'b' },
    ]);
  });

  test('may have brackets', async () => {
    expect(await fields(`application,primary\n{a},[b]`)).toEqual([
      ['line 2', { application: '{a}', primary: '[b]' }],
    ]);
  });

  test('may have other columns, and one column of URLs', async () => {
    expect(await fields(`fallback,x,application\n${B},y,a`)).toEqual([
      ['line 2', { fallback: B, x: 'y', application: 'a' }],
    ]);
  });

  test('has backslash escapes only with tabs', async () => {
    expect(await fields('application\tprimary\na\\tb\\\\c\\n\\r\\u0007\\x\tp')).toEqual([
      ['line 2', { application: 'a\tb\\c\n\r\u0007\\x', primary: 'p' }],
    ]);
    expect(await fields('application,primary\na\\tb,p')).toEqual([
      ['line 2', { application: 'a\\tb', primary: 'p' }],
    ]);
  });

  test('in tsv keeps the spaces of a URL only below the columns of callbacks get', async () => {
    const url = [['line 2', { application: 'a', primary: ` ${A}` }]];
    expect(await fields(`${COLUMNS.join('\t')}\na\t\t ${A}\t`)).toEqual(url);
    expect(await fields(`application\tprimary\n a\t ${A}`)).not.toEqual(url);
  });

  test('without rows is an empty list', async () => {
    expect(await read('application,primary\n')).toEqual({ good: [], bad: [], isEmptyList: true });
    expect((await read(`application,primary\na,${A}`)).isEmptyList).toBe(false);
  });

  test('with too many cells in a row rejects the row', async () => {
    const { good, bad } = await read(`application,primary\na,${A},x\nb,${A}`);
    expect(good.map(({ place }) => place)).toEqual(['line 3']);
    expect(bad).toEqual([
      { place: 'line 2', text: `a,${A},x`, why: '3 cells, but the header has 2 columns' },
    ]);
  });

  const long = `${'x'.repeat(90)},primary`;
  test.each([
    [
      'x,primary\na,b',
      [
        'the table has no application column',
        'add a header: application,alias,primary,fallback',
        ['x,primary'],
      ],
    ],
    [
      long,
      [
        'the table has no application column',
        'add a header: application,alias,primary,fallback',
        [long.slice(0, 80)],
      ],
    ],
    [
      'application,x\na,b',
      ['the file has no primary or fallback column', 'add at least one of them', ['application,x']],
    ],
    [
      'application,ApplicationKey,primary\na,b,c',
      ['the table has two columns named application', 'rename or remove one of them', ['application']],
    ],
    [
      'application,primary,primary\na,b',
      ['the table has two columns named primary', 'rename or remove one of them', ['primary']],
    ],
    [
      'application,x\u2028y,primary\na,b',
      [expect.stringMatching(/^line 1 contains U\+2028/), undefined, undefined],
    ],
    [
      `${'x'.repeat(1_000_001)}`,
      ['line 1 has more than 1,000,000 characters', 'write one number or one row per line', undefined],
    ],
  ])('is rejected: %#', async (text, expected) => {
    expect(await refusal(text)).toEqual(expected);
  });

  test('may have other columns twice', async () => {
    expect(await fields(`application,primary,x,x\na,${A}`)).toHaveLength(1);
  });
});

describe('rows that sinchctl prints without a header', () => {
  test.each(['\t', ','])('are read by their positions: %j', async (delimiter) => {
    const lines = [
      [support.key, 'support', A, ''],
      [sales.key, '', '', B],
    ].map((cells) => cells.join(delimiter));
    expect(await fields(`${lines.join('\n')}\n`)).toEqual([
      ['line 1', { application: support.key, alias: 'support', primary: A }],
      ['line 2', { application: sales.key, fallback: B }],
    ]);
  });

  test('but not with semicolons', async () => {
    expect((await refusal(`${support.key};x;${A};`))[0]).toBe('the table has no application column');
  });

  test('may have more cells, and no comments', async () => {
    expect(await fields(`${support.key},,${A},,x`)).toEqual([
      ['line 1', { application: support.key, primary: A }],
    ]);
    const { good } = await read(`# a,b\n${support.key},,${A},`);
    expect(good.map((row) => row.fields)).toEqual([
      { application: '# a', alias: 'b' },
      { application: support.key, primary: A },
    ]);
  });
});
