import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Row, sandbox } from '../support/run.ts';

/** Cells as people and spreadsheets write them, and some with a special meaning in a format. */
const cell = fc.oneof(
  fc.constantFrom(
    '',
    '',
    ' ',
    '#N/A',
    '#VALUE!',
    '#REF!',
    '####',
    '#',
    '# x',
    '#support',
    'N/A',
    'number',
    'Phone',
  ),
  fc.constantFrom(
    'a,b',
    'a;b',
    'a\tb',
    '"',
    '""',
    'a"b',
    "it's",
    'a\nb',
    'a\rb',
    'a\r\nb',
    '\\',
    '\0',
    '[',
    '{',
    '=',
  ),
  fc.string({ maxLength: 6 }),
);

/** The cell of a row where the number is: a number, or anything else. */
const numbered = fc.oneof({ weight: 3, arbitrary: fc.constant('NUMBER') }, { weight: 2, arbitrary: cell });

/** No line begins with a line feed, which would merge with a CR before it. */
const LINE_ENDS = fc.constantFrom(['\n'], ['\r\n'], ['\r'], ['\n', '\r', '\r\n']);

/** Rows, the position of the number in them, and how they are written. */
const table = fc
  .record({ width: fc.integer({ min: 1, max: 4 }), height: fc.integer({ max: 8, min: 0 }) })
  .chain(({ width, height }) =>
    fc.record({
      at: fc.nat(width - 1),
      rows: fc
        .array(fc.tuple(numbered, fc.array(cell, { minLength: width - 1, maxLength: width - 1 })), {
          minLength: height,
          maxLength: height,
        })
        .map((rows) => rows.map(([number, others], i) => ({ number: numberFor(number, i), others }))),
      ends: LINE_ENDS,
      endsLast: fc.boolean(),
      isQuoted: fc.boolean(),
    }),
  );

type Table = typeof table extends fc.Arbitrary<infer T> ? T : never;

/** Distinct numbers, because a repeated number is one item. */
const numberFor = (text: string, i: number): string => (text === 'NUMBER' ? `+1415555${7000 + i}` : text);

const cellsOf = ({ rows, at }: Table): string[][] =>
  rows.map(({ number, others }) => others.toSpliced(at, 0, number));

const isFilled = (cells: readonly string[]): boolean => cells.some((text) => text.trim() !== '');

const join = (lines: readonly string[], { ends, endsLast }: Table): string =>
  lines
    .map((line, i) => line + (i < lines.length - 1 || endsLast ? (ends[i % ends.length] ?? '') : ''))
    .join('');

function quoted(text: string, delimiter: string, isQuoted: boolean): string {
  const mustBe = text.includes(delimiter) || /["\r\n]/.test(text) || text.trim() !== text;
  return mustBe || isQuoted ? `"${text.replaceAll('"', '""')}"` : text;
}

/** TSV quotes nothing, so it has no cell with a tab or a line ending; most programs read a cell of two quotes as empty. */
const plain = (text: string): string => text.replace(/[\t\r\n]|^\s*"\s*"\s*$/g, '·');

const ASSIGN = [
  ...['numbers', 'assign', '--from', '-', '--app', 'sales'],
  ...['--no-check', '--dry-run', '--keep-going', '--json'],
];

/** A run reports every row of a file: as a row, or as an invalid line if there is nothing else. */
async function expectCount(expected: number, stdin: string, ...argv: string[]): Promise<void> {
  const { code, stdout, json, error } = await sandbox([...ASSIGN, ...argv], { stdin });
  // The file is rejected. Some are valid UTF-16 without a byte order mark, and then have a different number of rows.
  if (stdin.includes('\0')) return expect([code, stdout], JSON.stringify(stdin)).toEqual([2, '']);
  if (stdout !== '') return expect(json().length, JSON.stringify(stdin)).toBe(expected);
  expect(code).toBe(2);
  const { items, message } = error();
  expect(message.includes('contains no numbers') ? 0 : items.length, JSON.stringify(stdin)).toBe(expected);
}

const NAMES = ['number', 'note', 'city', 'owner'];
const header = ({ at }: Table, width: number): string[] => NAMES.slice(1, width).toSpliced(at, 0, 'Number');

/** A table by its header, and without one by the position of the number. */
function delimited(delimiter: string, write: (text: string, given: Table) => string) {
  return fc.asyncProperty(table, async (given) => {
    const cells = cellsOf(given);
    const width = given.rows[0] ? given.rows[0].others.length + 1 : 4;
    // One column has no delimiter, and is read as CSV.
    if (width === 1 && delimiter !== ',') return;
    const asLine = (row: readonly string[]) => row.map((text) => write(text, given)).join(delimiter);
    const filled = cells.filter(isFilled).length;
    const named = join(
      [asLine(header({ ...given, at: Math.min(given.at, width - 1) }, width)), ...cells.map(asLine)],
      given,
    );
    await expectCount(filled, named);
    // A plain list has comments, and a first row that names the column is a header.
    const [first = []] = cells.filter(isFilled);
    const isHeader = /^(?:number|phone)$/i.test((first[given.at] ?? '').trim());
    const headless = join(cells.map(asLine), given);
    const isJson = /^[[{]/.test(headless.trimStart());
    // The delimiter is detected from the first row.
    const isAmbiguous = first.some((text) => /[,;\t]/.test(text));
    if (width === 1 || filled === 0 || isHeader || isJson || isAmbiguous) return;
    await expectCount(filled, headless, '--number-column', `${given.at + 1}`);
  });
}

const byComma = (text: string, { isQuoted }: Table) => quoted(text, ',', isQuoted);
const bySemicolon = (text: string, { isQuoted }: Table) => quoted(text, ';', isQuoted);

test.each([
  ['CSV', ',', byComma],
  ['semicolons', ';', bySemicolon],
  ['TSV', '\t', plain],
])('every row of a table is an item or an error: %s', async (_, delimiter, write) => {
  await fc.assert(delimited(delimiter, write), { numRuns: 150 });
});

test('every line of a plain list except blank lines and comments is an item or an error', async () => {
  const isComment = (text: string) => /^#(?!#+$|N\/A$|VALUE!$|REF!$)/.test(text);
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      // Text that starts like another format is read as that format.
      const lines = ['+14155559999', ...given.rows.map(({ number }) => plain(number))];
      const filled = lines.filter((text) => text.trim() !== '' && !isComment(text.trim())).length;
      const text = join(lines, given);
      await expectCount(filled, text);
    }),
    { numRuns: 150 },
  );
});

/** Valid and invalid JSON objects and values. */
const value = (given: Table) =>
  cellsOf(given).map((cells, i): unknown => {
    const number = cells[given.at] ?? '';
    const kinds: unknown[] = [number, { number, note: cells[0] }, { NUMBER: number }, [number], null, {}, i];
    return kinds[(number.length + i) % kinds.length];
  });

test('every JSON value is an item or an error', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      const values = value(given);
      for (const text of [JSON.stringify(values), JSON.stringify(values, null, 2)]) {
        const ended = join(text.split('\n'), given);
        await expectCount(values.length, ended);
      }
    }),
    { numRuns: 100 },
  );
});

test('every line of NDJSON is an item or an error', async () => {
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      const values = value(given);
      const lines = [{ number: '+14155559999' }, ...values].map((one, i) =>
        i > 0 && i % 5 === 0 ? `${JSON.stringify(one)},` : JSON.stringify(one),
      );
      const text = join(lines, given);
      await expectCount(lines.length, text);
    }),
    { numRuns: 100 },
  );
});

test('undo FILE reads every row or rejects the file', async () => {
  const row: Row = {
    kind: 'number',
    number: '+14155550103',
    callback: null,
    capability: 'voice',
    application: null,
  };
  const written = { ...row, change: 'add', from: null, to: null, result: 'failed' };
  await fc.assert(
    fc.asyncProperty(table, async (given) => {
      const cells = cellsOf(given);
      const texts = cells.map((one) => plain(one[given.at] ?? ''));
      const stdin = join([JSON.stringify(written), ...texts], given);
      const { code } = await sandbox(['undo', '-', '--yes'], { stdin });
      // A last line that starts like a row may be incomplete.
      const isRefused = texts.some(
        (text, i) => isFilled([text]) && !(text.startsWith('{') && i === texts.length - 1),
      );
      if (isRefused) expect(code, JSON.stringify(stdin)).toBe(2);
    }),
    { numRuns: 100 },
  );
});
