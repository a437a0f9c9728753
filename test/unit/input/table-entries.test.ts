import { describe, expect, test } from 'vitest';
import { readTableEntries } from '../../../src/input/table-entries.ts';
import { free, freeVoice, ours, sales, support, theirs } from '../../support/account.ts';

/** The fields that an entry has. */
const filled = (entry: object) =>
  Object.fromEntries(Object.entries(entry).filter(([, value]) => value !== undefined));

async function read(text: string, column?: string, separator?: string) {
  const entries = await readTableEntries(text, column, separator);
  return entries && { ...entries, good: entries.good.map(filled), bad: entries.bad.map(filled) };
}
/** The number of each entry; undefined for anything but a table. */
const numbers = async (text: string, column?: string, separator?: string) =>
  (await read(text, column, separator))?.good.map(({ number }) => number);
const refusal = async (text: string, column?: string, separator?: string) => {
  const error = await readTableEntries(text, column, separator).catch((thrown) => thrown);
  expect(error).toMatchObject({ kind: 'usage' });
  return [error.message, error.details.hint];
};

describe('a list is not a table', () => {
  test.each([
    '',
    '\n\n',
    ours,
    `${ours}\n${free}\n`,
    `${ours} # ours, all`,
    `# one, two\n${ours}\n`,
    '# one, two',
    '4,91512E+11\n',
    '  1,5e10  \n',
    'hello\nworld\n',
  ])('%j', async (text) => {
    expect(await read(text)).toBeUndefined();
  });
});

describe('a table with a header', () => {
  test.each([
    ['one column', `number\n${ours}\n${free}\n`],
    ['one quoted column', `"Phone Number"\n"${ours}"\n${free}`],
    ['comma', `id,number\n1,${ours}\n2,${free}`],
    ['semicolon', `Number;id\n${ours};1\n${free};2`],
    ['tab', `MSISDN\tid\n${ours}\t1\n${free}\t2`],
    ['below a comment without a delimiter', `# a\nid,number\n1,${ours}\n2,${free}`],
    ['one quoted column with spaces', ` "number" \n${ours}\n${free}`],
    ['below comments', `# a, b\n# c\nid,number\n1,${ours}\n2,${free}`],
    ['below a comment with quotes', `# 5" cable, "x\nid,number\n1,${ours}\n2,${free}`],
    ['below blank lines', `\n,,\nid,number\n1,${ours}\n2,${free}`],
    ['that starts with #', `#,number\n1,${ours}\n2,${free}`],
    ['whose number column starts with #', `# number,number\n1,${ours}\n2,${free}`],
  ])('%s', async (_name, text) => {
    expect(await numbers(text)).toEqual([ours, free]);
  });

  test('has places, routes, and problems of rows', async () => {
    const text = `number,Application,alias,CAPABILITY,kind,change,from,to,result
${ours},support,,sms
,support
,,,,callback,,,,done
${free},,,voice,number,remove,${sales.key},,done
"4155
550101",sales
${theirs},,,,,,,,,x
`;
    expect(await read(text)).toEqual({
      good: [
        { place: 'line 2', number: ours, application: 'support', capability: 'sms' },
        { place: 'line 5', number: free, application: sales.key, capability: 'voice', isRemoved: true },
        {
          place: 'line 7',
          number: '4155\n550101',
          application: 'sales',
          error: 'the number contains a line break',
        },
        { place: 'line 8', number: theirs, error: '10 cells, but the header has 9 columns' },
      ],
      bad: [{ place: 'line 3', text: ',support', why: 'no number' }],
      callbacks: 1,
      isEmptyList: false,
      ambiguousColumns: [],
    });
  });

  test('a column that is missing is not the same as an empty cell', async () => {
    const routed = { number: ours, application: support.key };
    expect((await read(`number,change,to\n${ours},add,${support.key}`))?.good).toEqual([
      { place: 'line 2', ...routed },
    ]);
    expect((await read(`number,change,to,capability\n${ours},add,${support.key}`))?.good).toEqual([
      { place: 'line 2', ...routed, missingFields: ['capability'] },
    ]);
  });

  test('the first column may be the application', async () => {
    expect((await read(`application,number\nsupport,${ours}`))?.good).toEqual([
      { place: 'line 2', number: ours, application: 'support' },
    ]);
  });

  test('the number column has no other role, and of two columns with the same name the first one counts', async () => {
    const text = `alias,application,application\n${ours},support,sales`;
    expect((await read(text, 'alias'))?.good).toEqual([
      { place: 'line 2', number: ours, application: 'support' },
    ]);
    expect((await read(`alias,id\n${ours},1`, 'alias'))?.good).toEqual([{ place: 'line 2', number: ours }]);
  });

  test('without rows is an empty list', async () => {
    expect(await read('number,application\n')).toEqual({
      good: [],
      bad: [],
      callbacks: 0,
      isEmptyList: true,
      ambiguousColumns: [],
    });
    expect(await read('number')).toMatchObject({ good: [], isEmptyList: true });
  });

  test('the user chooses the column, in any case, or by its position', async () => {
    const text = `id,number,Desk\n1,${ours},${free}`;
    expect(await numbers(text, 'desk')).toEqual([free]);
    expect(await numbers(text, '2')).toEqual([ours]);
    expect(await numbers(`desk\n${ours}`, 'desk')).toEqual([ours]);
  });

  test('with a column that is in no header is rejected', async () => {
    expect(await refusal(`id,number\n1,${ours}`, 'desk')).toEqual([
      'the table has no column named desk',
      expect.stringContaining('number'),
    ]);
    expect(await refusal(ours, 'desk')).toEqual(['the table has no column named desk', expect.anything()]);
    expect(await refusal(`id,number\n1,${ours}`, '3')).toEqual([
      'the table has no column 3',
      'it has 2 columns: id, number',
    ]);
    expect(await refusal(`id,number\n1,${ours}`, '0')).toEqual([
      'the table has no column 0',
      expect.anything(),
    ]);
  });

  test('ambiguous columns are those with values', async () => {
    const alike = { column: 'application', name: 'app', at: 1, reason: 'alike' };
    expect((await read(`number,app\n${ours},\n`))?.ambiguousColumns).toEqual([]);
    expect((await read(`number,app\n${ours},\n${free},x`))?.ambiguousColumns).toEqual([alike]);
    expect((await read(`app,number\nx,${ours}`, 'app'))?.ambiguousColumns).toEqual([]);
    const twice = { column: 'application', name: 'application', reason: 'twice' };
    expect((await read(`number,application,application\n${ours}`))?.ambiguousColumns).toEqual([twice]);
  });

  test('whose columns may be several lines is rejected', async () => {
    expect(await refusal(`\n"a\u2028b",number\n1,${ours}`)).toEqual([
      expect.stringMatching(/^line 2 contains U\+2028/),
      undefined,
    ]);
  });

  test('with several number columns is rejected', async () => {
    expect(await refusal(`number,phone\n${ours},${free}`)).toEqual([
      'both number and phone may contain the numbers',
      'to use the first, add --number-column number',
    ]);
  });

  test('below a line for a spreadsheet has its delimiter', async () => {
    expect(await numbers(`id|number\n1|${ours}`, undefined, '|')).toEqual([ours]);
    expect(await numbers(`number|id\n${ours}|1,2;3`, undefined, '|')).toEqual([ours]);
  });
});

describe('a title above the header', () => {
  const refused = (lines: string, header: number, title: string) => [
    `line ${header} is the header of the table, but there is a title above it: ${title}`,
    `delete ${lines}`,
  ];

  test.each([
    ['a line', `Our numbers\nid,number\n1,${ours}`, refused('line 1', 2, 'Our numbers')],
    [
      'with a date',
      `As of 2026-11-26 10:00\nid\tnumber\n1\t${ours}`,
      refused('line 1', 2, 'As of 2026-11-26 10:00'),
    ],
    [
      'and a date in a cell',
      `Report;2026-11-26;;\nid;number;\n1;${ours};`,
      refused('line 1', 2, 'Report;2026-11-26;;'),
    ],
    ['with commas', `Numbers, all\nid,number\n1,${ours}`, refused('line 1', 2, 'Numbers, all')],
    ['several lines', `\nOurs\nof May\n\nid;"Number"\n1;${ours}`, refused('lines 2 to 4', 5, 'Ours')],
    ['of one column', `Ours\nnumber\n${ours}`, refused('line 1', 2, 'Ours')],
    ['that is long', `${'x'.repeat(90)}\nnumber\n${ours}`, refused('line 1', 2, 'x'.repeat(80))],
    ['far above', `Ours${'\n'.repeat(19)}number`, refused('lines 1 to 19', 20, 'Ours')],
    ['and tabs', `Ours\nid\t number \n1\t${ours}`, refused('line 1', 2, 'Ours')],
  ])('is rejected: %s', async (_name, text, expected) => {
    expect(await refusal(text)).toEqual(expected);
  });

  test('is rejected with the chosen column, and the delimiter of a spreadsheet', async () => {
    expect(await refusal(`Ours\nid,desk\n1,${ours}`, 'desk')).toEqual(refused('line 1', 2, 'Ours'));
    expect(await refusal(`Ours\nid\t desk \n1\t${ours}`, 'desk')).toEqual(refused('line 1', 2, 'Ours'));
    expect(await refusal(`Ours\nid|number\n1|${ours}`, undefined, '|')).toEqual(refused('line 1', 2, 'Ours'));
  });

  test.each([
    ['a number', `${ours}\nnumber\n`],
    ['a number and a name', `${ours} Alice\nnumber\n`],
    ['digits alone', `2026-11-26 10:00\nnumber\n`],
    ['a line above a row with the word and a number', `Ours\nphone,${ours}`],
    ['too far above', `Ours${'\n'.repeat(20)}number`],
    ['too much text above', `Ours\n${'x'.repeat(10_000)}\nnumber`],
  ])('is none: %s', async (_name, text) => {
    expect(await read(text)).toBeUndefined();
  });
});

describe('numbers at a position', () => {
  test.each([
    [`${ours},x\n${free},y`, '1', undefined],
    [`x;${ours}\ny;${free}`, '2', undefined],
    [`x|${ours}\ny|${free}`, '2', '|'],
  ])('%j, column %s', async (text, column, separator) => {
    expect(await numbers(text, column, separator)).toEqual([ours, free]);
  });

  test('count comments as rows', async () => {
    expect((await read(`# a,b\n${ours},x`, '1'))?.good).toEqual([
      { place: 'line 1', number: '# a', hint: "if line 1 is a header, add --number-column '# a'" },
      { place: 'line 2', number: ours },
    ]);
  });

  test('are those of the first line, a comment included', async () => {
    expect(await refusal(`# a\nx,${ours}`, '2')).toEqual([
      'the table has no column 2',
      'it has 1 column: # a',
    ]);
  });

  test('a number and a comment with a delimiter are columns', async () => {
    expect(await numbers(`${ours} # a,x\n${free},y`, '1')).toEqual([`${ours} # a`, free]);
  });

  test('have the hint that the first row may be a header', async () => {
    const hint = (name: string) => `if line 2 is a header, add --number-column ${name}`;
    expect(await read('\nid,the desk\n1,2\n', '2')).toMatchObject({
      good: [
        { place: 'line 2', number: 'the desk', hint: hint("'the desk'") },
        { place: 'line 3', number: '2' },
      ],
    });
    expect(await read('\nid,,x\n1,,\n', '2')).toEqual({
      good: [],
      bad: [
        { place: 'line 2', text: 'id,,x', why: 'no number', hint: hint('<COLUMN>') },
        { place: 'line 3', text: '1,,', why: 'no number' },
      ],
      callbacks: 0,
      isEmptyList: false,
      ambiguousColumns: undefined,
    });
  });

  test('are a list if there is only one column', async () => {
    expect(await read(`${ours}\n${free}`, '1')).toBeUndefined();
    expect(await refusal(`${ours}\n${free}`, '2')).toEqual([
      'the table has no column 2',
      `it has 1 column: ${ours}`,
    ]);
  });
});

describe('rows that sinchctl prints without a header', () => {
  const list = `${ours}\t${support.key}\tsupport\tvoice\n${free}\t\t\tsms\n`;
  const routed = [
    { place: 'line 1', number: ours, application: support.key, capability: 'voice' },
    { place: 'line 2', number: free, capability: 'sms' },
  ];

  test('are read by their positions', async () => {
    expect(await read(list)).toEqual({
      good: routed,
      bad: [],
      callbacks: 0,
      isEmptyList: false,
      ambiguousColumns: [],
    });
    expect((await read(list, '1'))?.good).toEqual(routed);
    expect((await read(list.replaceAll('\t', ',')))?.good).toEqual(routed);
    expect((await read(`# ours, all\n${list}`))?.bad).toEqual([]);
  });

  test('but not by another column, or another delimiter', async () => {
    expect(await numbers(list, '2')).toEqual([support.key]);
    expect(await read(list.replaceAll('\t', ';'))).toBeUndefined();
  });

  test('of results contain the word number', async () => {
    const row = `${ours},${support.key},support,voice,number,,add,,${support.key},done`;
    expect((await read(row))?.good).toEqual([
      { place: 'line 1', number: ours, application: support.key, capability: 'voice' },
    ]);
  });

  test('out of order are ambiguous', async () => {
    expect((await read(`${ours}\tsupport\t${sales.key}\tvoice`))?.ambiguousColumns).toHaveLength(2);
  });
});

describe('a table without a number column', () => {
  test('shows its columns', async () => {
    expect(await refusal(`id,desk\n1,${ours}`)).toEqual([
      'the table has no number column; its columns are id, desk',
      'to choose one, add --number-column desk',
    ]);
    expect(await refusal(`id;desk\n1;${ours}`)).toEqual([
      'the table has no number column; its columns are id, desk',
      'to choose one, add --number-column desk',
    ]);
    expect(await refusal('# x', 'desk')).toEqual([
      'the table has no column named desk',
      expect.stringContaining('# x'),
    ]);
    expect(await refusal(`# id,desk\n1,${ours}`)).toEqual([
      `the first line is not a header with a number column: 1, ${ours}`,
      'if there is no header, add --number-column 2',
    ]);
    expect(await refusal(`#,desk\n1,${ours}`)).toEqual([
      'the table has no number column; its columns are #, desk',
      'to choose one, add --number-column desk',
    ]);
    expect(await refusal(`a;${ours}\nb;${freeVoice}`)).toEqual([
      `the first line is not a header with a number column: a, ${ours}`,
      'if there is no header, add --number-column 2',
    ]);
  });

  test('with a misplaced quote is rejected with its line', async () => {
    expect(await refusal(`id,5" cable\n1,${ours}`)).toEqual([
      expect.stringContaining('line 1 has a quote inside an unquoted cell'),
      expect.anything(),
    ]);
    // The next row is only for the hint.
    expect(await refusal(`id,desk\n1,5" x`)).toEqual([
      'the table has no number column; its columns are id, desk',
      'to choose one, add --number-column <COLUMN>',
    ]);
  });
});
