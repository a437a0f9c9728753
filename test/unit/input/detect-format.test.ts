import { describe, expect, test } from 'vitest';
import { decodeText } from '../../../src/input/decode.ts';
import { readEntries } from '../../../src/input/detect-format.ts';
import type { NumberEntry } from '../../../src/input/entry.ts';

const A = '+14155550100';
const B = '+14155550101';

/** `line|number|application|capability` of every valid entry. */
const shown = ({ place, number, application = '', capability = '' }: NumberEntry) =>
  `${place}|${number}|${application}|${capability}`;

async function good(text: string, column?: string) {
  const entries = await readEntries(text, column);
  expect(entries.bad).toEqual([]);
  return entries.good.map(shown);
}

const refusal = async (text: string, column?: string) =>
  readEntries(text, column).then(
    () => undefined,
    (error) => error,
  );

describe('plain lines', () => {
  test.each([
    ['LF', `${A}\n${B}\n`],
    ['no line ending at the end', `${A}\n${B}`],
    ['CRLF', `${A}\r\n${B}\r\n`],
    ['CR', `${A}\r${B}\r`],
    ['spaces around', `  ${A} \n\t${B}\t\n`],
  ])('%s', async (_, text) => {
    expect(await good(text)).toEqual([`line 1|${A}||`, `line 2|${B}||`]);
  });

  test.each(['\n', '\r\n'])('comments and blank lines are skipped, but counted as lines: %j', async (end) => {
    const text = ['# ours, all of them; really', '', A, '   ', '  # theirs', B].join(end);
    expect(await good(text)).toEqual([`line 3|${A}||`, `line 6|${B}||`]);
  });

  test('an indented comment with a comma is also a comment on the first line', async () => {
    expect(await good(`  # ours, all of them\n${A}\n`)).toEqual([`line 2|${A}||`]);
  });

  test('a comment after a number is ignored, regardless of its characters', async () => {
    const text = `${A} # ours, since May\n${B}\t# theirs; (an old one)\n`;
    expect(await good(text)).toEqual([`line 1|${A}||`, `line 2|${B}||`]);
  });

  test('blank lines at the start count as lines', async () => {
    expect(await good(`\n${A}\n${B}\n`)).toEqual([`line 2|${A}||`, `line 3|${B}||`]);
  });

  test('a line with a character that only looks like a line ending is invalid', async () => {
    const { good: fine, bad } = await readEntries(`${A}\n ${B}\u2028${A} \n`, undefined);
    expect(fine.map(shown)).toEqual([`line 1|${A}||`]);
    expect(bad).toMatchObject([
      { place: 'line 2', text: `${B}\u2028${A}`, why: expect.stringMatching(/^contains U\+2028/) },
    ]);
  });

  test('an empty string has no entries', async () => {
    for (const text of ['', '\n\n', '# nothing\n']) expect(await good(text)).toEqual([]);
    expect(await good('\n', 'phone')).toEqual([]);
  });
});

describe('tables with a header', () => {
  const names = { comma: ',', semicolon: ';', tab: '\t' };
  for (const [name, mark] of Object.entries(names)) {
    const table = (...rows: string[][]) => rows.map((row) => row.join(mark)).join('\n');

    test(`${name}: columns in any order and case, others are unchanged`, async () => {
      const text = table(
        ['Capability', 'note', 'NUMBER', 'Application'],
        ['sms', 'x', A, 'support'],
        ['', '', B, ''],
      );
      expect(await good(text)).toEqual([`line 2|${A}|support|sms`, `line 3|${B}||`]);
    });

    test(`${name}: CRLF, blank lines and comments above the header keep the line numbers right`, async () => {
      const text = `# made by hand\r\nnumber${mark}note\r\n\r\n${A}${mark}x\r\n\r\n${B}${mark}y\r\n`;
      expect(await good(text)).toEqual([`line 4|${A}||`, `line 6|${B}||`]);
    });

    test(`${name}: a line without a number is invalid and listed`, async () => {
      const { good: fine, bad } = await readEntries(
        table(['number', 'application'], [A, 'support'], ['', 'sales'], [B, 'sales']),
        undefined,
      );
      expect(fine.map(shown)).toEqual([`line 2|${A}|support|`, `line 4|${B}|sales|`]);
      expect(bad).toMatchObject([
        { place: 'line 3', why: 'no number', text: expect.stringContaining('sales') },
      ]);
    });

    test(`${name}: lines shorter than the header, and longer by empty cells`, async () => {
      expect(
        await good(table(['number', 'application', 'capability'], [A], [B, 'sales', 'sms', '', ''])),
      ).toEqual([`line 2|${A}||`, `line 3|${B}|sales|sms`]);
    });

    test(`${name}: an extra cell is reported, because the following cells may be in the wrong columns`, async () => {
      const text = table(['number', 'application', 'capability'], [A], [B, 'sales', 'sms', 'more']);
      const { good: all } = await readEntries(text, undefined);
      expect(all.map(({ error }) => error)).toEqual([undefined, '4 cells, but the header has 3 columns']);
    });

    test(`${name}: without a number column it is rejected, and the option is shown`, async () => {
      const error = await refusal(table(['tel', 'application'], [A, 'support']));
      expect([error.kind, error.details.hint]).toEqual(['usage', expect.stringContaining('--number-column')]);
    });
  }

  test('a single column with a header', async () => {
    expect(await good(`Number\n${A}\n${B}\n`)).toEqual([`line 2|${A}||`, `line 3|${B}||`]);
  });

  test('quoted cells: delimiters and line endings inside, doubled quotes, and line numbers after them', async () => {
    const text = `note,number,application\n"a, ""b""\nand c","${A}","support"\nd,"+1 415-555-0101",sales\n`;
    const lines = await good(text);
    expect(lines.map((line) => line.split('|').slice(1).join('|'))).toEqual([
      `${A}|support|`,
      '+1 415-555-0101|sales|',
    ]);
    expect(lines[1]).toMatch(/^line 4\|/);
  });

  test('a header whose cells are all quoted', async () => {
    expect(await good(`"number","application"\n"${A}","support"\n`)).toEqual([`line 2|${A}|support|`]);
  });

  test('a single quoted column with a quoted header', async () => {
    expect(await good(`"number"\n"${A}"\n`)).toEqual([`line 2|${A}||`]);
  });

  test.each([
    ['\r\n', '\n'],
    ['\n', '\r\n'],
  ])('line endings that change from %j to %j lose no lines', async (first, then) => {
    const text = `number,application,note${first}${A},support,x${then}${B},sales,y${then}`;
    expect(await good(text)).toEqual([`line 2|${A}|support|`, `line 3|${B}|sales|`]);
  });

  test('an unclosed quote is rejected with its line', async () => {
    const error = await refusal(`number,note\n${A},"open\n${B},x\n`);
    expect([error.kind, error.message]).toEqual(['usage', expect.stringMatching(/line \d/)]);
  });
});

test.each([';', ',', '\t', '|'])('the first line sep=%s specifies the delimiter', async (mark) => {
  for (const end of ['\n', '\r\n']) {
    const lines = [`sep=${mark}`, `note${mark}number`, `a${mark}${A}`, `b${mark}${B}`, ''];
    expect(await good(lines.join(end))).toEqual([`line 3|${A}||`, `line 4|${B}||`]);
  }
});

test('for a table without a number column, the columns are listed', async () => {
  const error = await refusal(`tel,application\n${A},support\n`);
  expect(error.message).toContain('tel, application');
});

describe('--number-column', () => {
  const text = `application;Phone no.;number\nsupport;${A};x\nsales;${B};y\n`;
  const expected = [`line 2|${A}|support|`, `line 3|${B}|sales|`];

  test.each(['Phone no.', 'PHONE NO.'])('%s', async (column) => {
    expect(await good(text, column)).toEqual(expected);
  });

  test('with a position, the first row is a header only if it has a known column name there', async () => {
    expect((await readEntries(text, '2')).good[0]).toMatchObject({ place: 'line 1', number: 'Phone no.' });
    expect(await good(text.replace('Phone no.', 'Phone'), '2')).toEqual(expected);
  });

  test.each(['mobile', '4', '0', '-1'])('%s is missing, and the columns are listed', async (column) => {
    const error = await refusal(text, column);
    expect(error.kind).toBe('usage');
    expect(error.message).toContain(column);
    expect(error.details.hint).toContain('Phone no.');
    expect(error.details.items).toEqual([column]);
  });

  test('a position in a table without a header includes the first line', async () => {
    expect(await good(`support,${A}\nsales,${B}\n`, '2')).toEqual([`line 1|${A}||`, `line 2|${B}||`]);
  });

  test('brackets in a cell do not make the file JSON', async () => {
    expect(await good(`number,note\n${A},[old]\n${B},{new}\n`)).toEqual([`line 2|${A}||`, `line 3|${B}||`]);
  });

  test('a single column with another name', async () => {
    expect(await good(`phone\n${A}\n`, 'phone')).toEqual([`line 2|${A}||`]);
  });

  test('a key of JSON objects', async () => {
    expect(await good(JSON.stringify([{ phone: A, number: 1 }]), 'phone')).toEqual([`item 1|${A}||`]);
    expect(await good(`{"phone":"${A}","application":"sales"}\n`, 'phone')).toEqual([`line 1|${A}|sales|`]);
  });
});

describe('JSON', () => {
  test('an array of strings, integers, and objects', async () => {
    const values = [A, 14155550101, { number: A, application: 'sales', capability: 'sms', alias: null }];
    const texts = [JSON.stringify(values), `\n ${JSON.stringify(values, null, 2)}\n`];
    for (const text of texts) {
      const entries = await readEntries(text, undefined);
      expect(entries).toEqual({
        good: [
          { place: 'item 1', number: A },
          { place: 'item 2', number: 14155550101 },
          { place: 'item 3', number: A, application: 'sales', capability: 'sms' },
        ],
        bad: [],
        callbacks: 0,
        isEmptyList: false,
        ambiguousColumns: [],
      });
    }
  });

  test('keys are not case-sensitive, and a key in two cases is reported', async () => {
    const text = `{"Number":"${A}","APPLICATION":"sales","Capability":"sms"}\n`;
    expect(await good(text)).toEqual([`line 1|${A}|sales|sms`]);
    const twice = JSON.stringify([{ number: A, application: 'sales', Application: 'spare' }]);
    expect((await readEntries(twice, undefined)).good).toMatchObject([
      { number: A, error: 'two fields are named application' },
    ]);
  });

  test('null means that a row has no value', async () => {
    const text = JSON.stringify([{ number: A, application: null, capability: null }]);
    expect(await good(text)).toEqual([`item 1|${A}||`]);
  });

  test('other values are invalid, each with its position', async () => {
    const text = JSON.stringify([A, null, true, [A], {}, { number: null }]);
    const { good: fine, bad } = await readEntries(text, undefined);
    expect(fine.map(shown)).toEqual([`item 1|${A}||`]);
    expect(bad.map(({ place }) => place)).toEqual(['item 2', 'item 3', 'item 4', 'item 5', 'item 6']);
  });

  test('an empty array has no entries', async () => {
    expect(await good('[]')).toEqual([]);
  });

  test('a truncated array is rejected completely', async () => {
    expect(await refusal(`["${A}", "${B}`)).toMatchObject({ kind: 'usage' });
  });

  test.each(['\n', '\r\n'])('NDJSON of objects, with blank lines counted: %j', async (end) => {
    const text = [`{"number":"${A}","application":"sales"}`, '', `{"number":14155550101}`, ''].join(end);
    expect(await good(text)).toEqual([`line 1|${A}|sales|`, 'line 3|14155550101||']);
  });

  test('NDJSON of strings', async () => {
    expect(await good(`"${A}"\n"${B}"\n`)).toEqual([`line 1|${A}||`, `line 2|${B}||`]);
  });

  test('an incomplete line of NDJSON is invalid, and the others are kept', async () => {
    const { good: fine, bad } = await readEntries(`{"number":"${A}"}\n{"number":"+1415\n`, undefined);
    expect(fine.map(shown)).toEqual([`line 1|${A}||`]);
    expect(bad).toMatchObject([{ place: 'line 2', why: 'not valid JSON' }]);
  });
});

describe("sinchctl's own headerless tsv", () => {
  test('the order of numbers list: number, application, alias, capability', async () => {
    const text = `${A}\tkey\tsupport\tsms\n${B}\t\t\tvoice\n`;
    expect(await good(text)).toEqual([`line 1|${A}|key|sms`, `line 2|${B}||voice`]);
  });

  test('also with the position of the number', async () => {
    expect(await good(`${A}\tkey\tsupport\tsms\n`, '1')).toEqual([`line 1|${A}|key|sms`]);
  });

  test('longer result rows, including empty cells at the end', async () => {
    const text = `${A}\tkey\tsupport\tsms\tnumber\t\tadd\t\tkey\tdone\t\t\t\t\n`;
    expect(await good(text)).toEqual([`line 1|${A}|key|sms`]);
  });

  test('a message with quotes does not hide lines', async () => {
    const text = `${A}\tkey\t\tvoice\tnumber\t\tadd\t\tkey\tfailed\tfailure\tsaid "no\t\t\n${B}\tkey\t\tvoice\n`;
    expect(await good(text)).toEqual([`line 1|${A}|key|voice`, `line 2|${B}|key|voice`]);
  });
});

describe('encodings', () => {
  const text = `note;number\nGrüße;${A}\n`;
  const le = Buffer.from(text, 'utf16le');
  const be = Buffer.from(le).swap16();

  test.each([
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16LE', le],
    ['UTF-16LE with a byte order mark', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16BE', be],
    ['UTF-16BE with a byte order mark', Buffer.concat([Buffer.from([0xfe, 0xff]), be])],
  ])('%s', (_, bytes) => {
    expect(decodeText(bytes, 'f')).toBe(text);
  });

  test.each([
    ['Latin-1', Buffer.from(text, 'latin1')],
    ['UTF-16LE with half a character', le.subarray(0, le.length - 1)],
  ])('%s is rejected with the file name and a hint about UTF-8', (_, bytes) => {
    const decode = () => decodeText(bytes, 'my.csv');
    expect(decode).toThrow(/my\.csv/);
    expect(decode).toThrow(
      expect.objectContaining({
        kind: 'usage',
        details: expect.objectContaining({ hint: expect.stringContaining('UTF-8') }),
      }),
    );
  });

  test('UTF-16BE with only ASCII characters', () => {
    const ascii = `${A}\n${B}\n`;
    expect(decodeText(Buffer.from(ascii, 'utf16le').swap16(), 'f')).toBe(ascii);
  });

  test('an empty input is an empty string', () => {
    expect(decodeText(Buffer.alloc(0), 'f')).toBe('');
  });
});
