import { describe, expect, test } from 'vitest';
import {
  brokenNumber,
  countLineEnds,
  entryOf,
  falseLineEnd,
  hasFalseLineEnd,
  isComment,
  refuseLongLines,
  refuseOtherFormats,
  reject,
  splitLines,
} from '../../../src/input/entry.ts';
import { ours } from '../../support/account.ts';

describe('line endings', () => {
  test.each([
    ['', [''], 0],
    ['a', ['a'], 0],
    ['a\nb\n', ['a', 'b', ''], 2],
    ['a\r\nb\rc\n\rd', ['a', 'b', 'c', '', 'd'], 4],
    ['\r\r\n\n', ['', '', '', ''], 3],
    ['a\r', ['a', ''], 1],
    ['a\u2028b\vc', ['a\u2028b\vc'], 0],
  ])('of %j', (text, lines, count) => {
    expect([splitLines(text), countLineEnds(text)]).toEqual([lines, count]);
  });
});

describe('a line of more than a million characters', () => {
  const MILLION = 1_000_000;
  const line = (length: number) => 'x'.repeat(length);

  test.each([
    ['with the maximum', line(MILLION)],
    ['with the maximum, and an end', `${line(MILLION)}\n`],
    ['with the maximum, after others', `a\n${line(MILLION)}\r\n${line(MILLION)}`],
    ['with another line ending', `${line(MILLION)}\r${line(MILLION)}\r`],
    ['with the first line end in the middle', `${line(600_000)}\n${line(600_000)}\n${line(600_000)}`],
  ])('is none: %s', (_name, text) => {
    expect(() => refuseLongLines(text)).not.toThrow();
  });

  test.each([
    [1, line(MILLION + 1)],
    [3, `a\r\nb\r${line(MILLION + 1)}`],
    [2, `${line(600_000)}\n${line(MILLION + 1)}\n`],
    [4, `a\nb\n${line(MILLION)}\n${line(MILLION + 1)}`],
  ])('is rejected with its number: %i', (number, text) => {
    expect(() => refuseLongLines(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: `line ${number} has more than 1,000,000 characters`,
        details: expect.objectContaining({ hint: 'write one number or one row per line' }),
      }),
    );
  });
});

describe('a format without numbers that can be read', () => {
  const items = (count: number) => '- +14155550100\n'.repeat(count);

  test.each([
    ['YAML', items(1)],
    ['YAML', '---\n- +14155550100'],
    ['YAML', ' - \n -\t+14155550100\n-'],
    ['YAML', 'numbers:\r\n  - +14155550100'],
    ['YAML', `# a comment\n\n  \n${items(2)}`],
    ['YAML', 'A-1: b c d e f g'],
    ['YAML', 'a: b\tx'],
    ['YAML', 'a: b\tx\ty'],
    ['YAML', 'a: b,x,y'],
    ['YAML', `${items(20)}+14155550100`],
    ['Markdown tables', '| number |\n|---|\n  | +14155550100 |  '],
  ])('is reported as %s: %j', (format, text) => {
    expect(() => refuseOtherFormats(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: `--from does not support ${format}`,
        details: expect.objectContaining({
          hint: 'use JSON or CSV; to apply a state file, run sinchctl apply -f <FILE>',
        }),
      }),
    );
  });

  test.each([
    '+14155550100',
    '-1',
    '--- x',
    `${items(19)}+14155550100`,
    `${items(1)}# a comment\n+14155550100`,
    'tel:+14155550100\nTEL: +14155550101',
    '+1: x',
    'a:b',
    'a: b',
    ' a: b ',
    'a: b\tx\ty\tz',
    ' a: b ,x,y,z',
    'a: b\n- x',
    '| number |\n+14155550100',
    'x | number |',
    '| number | x',
    '# only comments',
  ])('is not: %j', (text) => {
    expect(() => refuseOtherFormats(text)).not.toThrow();
  });
});

describe('what only looks like a line ending', () => {
  test.each([
    ['\v', 'U+000B'],
    ['\f', 'U+000C'],
    ['\u0085', 'U+0085'],
    ['\u2028', 'U+2028'],
    ['\u2029', 'U+2029'],
  ])('%j', (character, name) => {
    expect(hasFalseLineEnd(`a${character}b`)).toBe(true);
    expect(falseLineEnd(`a${character}b`)).toBe(
      `contains ${name}, which is not a line ending (save the file with LF or CRLF line endings)`,
    );
  });

  test.each(['', 'a', 'a\r\nb', 'a\tb'])('is not in %j', (text) => {
    expect([hasFalseLineEnd(text), falseLineEnd(text)]).toEqual([false, undefined]);
  });
});

describe('a comment', () => {
  test.each(['#', '# a', '  # a', '#a', '#REF', '#1/2', '#ABC/D', '#a!', '#A B!', '#N/A b', '#NVx', '##a'])(
    '%j',
    (line) => {
      expect(isComment(line)).toBe(true);
    },
  );

  test.each([
    ...['', 'a', 'a # b', '+14155550100 # ours'],
    ...['#N/A', ' #N/A ', '#VALUE!', '#REF!', '#NAME?', '#¿NOMBRE?', '#ДЕЛ/0!', '####', '##'],
    ...[
      '#NV',
      '#YOK',
      '#HIÁNYZIK',
      '#NENÍ_K_DISPOZICI',
      '#GETTING_DATA',
      '#Н/Д',
      '#N/A,b',
      '#N/A;b',
      '#N/A\tb',
    ],
  ])('%j is none', (line) => {
    expect(isComment(line)).toBe(false);
  });
});

test('an entry has all fields of its row', () => {
  const route = {
    application: 'a',
    applicationKey: 'b',
    capability: 'c',
    isRemoved: true,
    missingFields: ['application'] as const,
  };
  expect(entryOf('line 1', ours, route, 'wrong', 'hint')).toStrictEqual({
    place: 'line 1',
    number: ours,
    ...route,
    error: 'wrong',
    hint: 'hint',
  });
});

test('a rejected row shows the start of its text', () => {
  expect(reject({ place: 'line 1', text: `${'x'.repeat(80)}y` }, 'wrong')).toEqual({
    place: 'line 1',
    text: 'x'.repeat(80),
    why: 'wrong',
  });
});

test.each([
  ['4155\n550100', true],
  ['4155\r550100', true],
  ['4155\u2028550100', true],
  [' \n4155550100\r\n', false],
  ['4155550100\u2028', true],
  ['4155550100', false],
])('a line break in a number: %j: %s', (number, isBroken) => {
  expect(brokenNumber(number)).toBe(isBroken ? 'the number contains a line break' : undefined);
});
