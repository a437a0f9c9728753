import { describe, expect, test } from 'vitest';
import { SinchctlError } from '../../../src/core/errors.ts';
import { joinWords, safeLines, safeText } from '../../../src/core/text.ts';
import { safeJson } from '../../../src/output/json.ts';
import { type Columns, field } from '../../../src/output/rows.ts';
import { render } from '../../support/render.ts';

test('words in a sentence', () => {
  const words = ['a', 'b', 'c'];
  expect([0, 1, 2, 3].map((count) => joinWords(words.slice(0, count)))).toEqual([
    '',
    'a',
    'a or b',
    'a, b, or c',
  ]);
  expect(joinWords(words, 'and')).toBe('a, b, and c');
});

const UNSAFE: [string, string][] = [
  ['ESC', '\u001b'],
  ['BEL', '\u0007'],
  ['NUL', '\u0000'],
  ['BS', '\b'],
  ['CR', '\r'],
  ['LF', '\n'],
  ['TAB', '\t'],
  ['DEL', '\u007f'],
  ['C1 CSI', '\u009b'],
  ['C1 NEL', '\u0085'],
  ['right-to-left override', '\u202e'],
  ['left-to-right isolate', '\u2066'],
  ['pop isolate', '\u2069'],
  ['Arabic letter mark', '\u061c'],
  ['right-to-left mark', '\u200f'],
  ['line separator', '\u2028'],
  ['soft hyphen', '\u00ad'],
  ['zero-width space', '\u200b'],
  ['byte order mark', '\ufeff'],
  ['Hangul filler', '\u3164'],
  ['half-width Hangul filler', '\uffa0'],
  ['word joiner', '\u2060'],
  ['tag letter', '\u{e0061}'],
  ['language tag', '\u{e0001}'],
];
const columns: Columns = { fields: ['text'], table: [field('text')], empty: '' };

describe.each(UNSAFE)('%s', (_, character) => {
  const rows = [{ text: `a${character}b` }];

  test('is escaped in plain text', () => {
    const units = character.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
    expect(safeText(`a${character}b`)).toBe(`a${units.join('')}b`);
  });

  test('is not printed in a table', async () => {
    const table = await render(rows, columns, 'table', { header: false });
    // The table's own line break follows its last cell.
    expect(
      table
        .trimEnd()
        .split('\n')
        .every((line) => !line.includes(character)),
    ).toBe(true);
    expect(table).toContain('\\u');
  });

  test('is escaped in JSON, and parsed back unchanged', async () => {
    const line = safeJson(rows[0]);
    expect(line).not.toContain(character);
    expect(JSON.parse(line)).toEqual(rows[0]);
    expect(JSON.parse(await render(rows, columns, 'json'))).toEqual(rows);
  });

  test.each(['tsv', 'ndjson', 'markdown'] as const)('is not printed in a cell of %s', async (format) => {
    expect((await render(rows, columns, format, { header: false })).slice(0, -1)).not.toContain(character);
  });
});

test('ordinary text of any script is unchanged', () => {
  const text =
    'Åse 東京 مرحبا 🎉 e\u0301 \u00a0 \u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u{1f468}\u200d\u{1f469} \u2764\ufe0f';
  expect(safeText(text)).toBe(text);
});

test('multi-line text keeps only its line breaks', () => {
  expect(safeLines('a\nb\u001b')).toBe('a\nb\\u001b');
});

test('tsv writes tab, newline, and backslash as two characters', async () => {
  expect(await render([{ text: 'a\tb\nc\rd\\e' }], columns, 'tsv')).toBe('a\\tb\\nc\\rd\\\\e\n');
});

describe('a message of several megabytes', () => {
  const SIZE = 6_000_000;
  test.each([
    'a',
    'x ',
    '"',
    ' ',
    '\\',
    '=',
    '//a:',
    '\u00e9',
    '\ud83d\ude00',
    '"password":"',
    'Basic ',
    'Basic aaaaaaa',
  ])('of %j does not overflow the stack', (piece) => {
    const { message } = new SinchctlError('failure', `not valid: ${piece.repeat(SIZE / piece.length)}`);
    expect(message.startsWith('not valid: ')).toBe(true);
    if (!piece.includes(' ')) expect(message.length).toBeLessThan(400);
  });

  test.each([
    'Basic ',
    'Application 5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01:',
    '"password":"',
    '\\"password\\":\\"',
    '//name:',
  ])('after %j does not overflow the stack', (start) => {
    const { message } = new SinchctlError('failure', `${start}${'a'.repeat(SIZE)}`);
    expect(message.length).toBeLessThan(400);
  });

  test('the punctuation around a long word is kept', () => {
    const word = 'a'.repeat(400);
    expect(new SinchctlError('failure', `"${word}": no`).message).toBe(
      `"${'a'.repeat(60)}\u2026 (400 characters)": no`,
    );
  });
});
