import { describe, expect, test } from 'vitest';
import {
  isFormatted,
  isPlausible,
  lastGroup,
  normalize,
  notOneNumber,
  otherShape,
  SCIENTIFIC,
  visible,
} from '../../../src/account/phone-text.ts';

test('invisible characters are removed, and nothing else', () => {
  expect(visible('\u202a+1\u200b415\ufeff555\u00ad0100\u202c')).toBe('+14155550100');
  expect(visible('+1 415\u00a0555')).toBe('+1 415\u00a0555');
});

describe('a string becomes ASCII', () => {
  test.each([
    ['+14155550100', '+14155550100'],
    [' +1 415 ', '+1 415'],
    ['\u200e+14155550100', '+14155550100'],
    // Digits of other scripts and widths.
    ['\u0660\u0661\u0669', '019'],
    ['\u06f0\u06f9', '09'],
    ['\u0966\u096f', '09'],
    ['\uff0b\uff11\uff14', '+14'],
    ['+\u06611', '+11'],
    ['+1\u0661', '+11'],
    ['\u{1d7ce}\u{1d7d7}\u{1d7d8}', '090'],
    ['\ufe62\ufe591\ufe5a\ufe52', '+(1).'],
    // Hyphens.
    ['1\u20102\u20113\u20134\u22125\u30fc6', '1-2-3-4-5-6'],
    ['\u00bd', '\u00bd'],
    // What a spreadsheet or a URI adds.
    ['="+14155550100"', '+14155550100'],
    ["'+14155550100", '+14155550100'],
    [" '+14155550100", '+14155550100'],
    ['tel:+14155550100', '+14155550100'],
    ['TEL: +14155550100', '+14155550100'],
    ["'tel:+1", '+1'],
    ['8~10 1 415', '810 1 415'],
    ['8 ~ 10 1', '810 1'],
    // Only at the start of a string, or around it.
    ['1="2"', '1="2"'],
    ['="1"2', '="1"2'],
    ["1'2", "1'2"],
    ['1tel:2', '1tel:2'],
    ['18~10', '18~10'],
    ['', ''],
    ['   ', ''],
    ['a\tb', 'a\tb'],
  ])('%j: %j', (text, expected) => {
    expect(normalize(text)).toBe(expected);
  });
});

describe('digits and separators', () => {
  test.each([
    '1',
    '+14155550100',
    '+1 (415) 555-0100',
    '+1/415/555.0100',
    '(415) 555 0100',
    '(+1) 415',
    '( +1) 415',
    '(1)',
    '+(1) 2',
    '+ 1',
    '1(2)3',
    '1 - (2)',
    '1..2',
  ])('%j', (text) => {
    expect(isFormatted(text)).toBe(true);
  });

  test.each([
    '',
    '+',
    'x',
    '1x',
    'x1',
    '++1',
    '1+2',
    '-1',
    '1-',
    '(1',
    '1)',
    '1)(2',
    '((1))',
    '(1x)',
    '1 (2',
    ')1(',
    '.1',
  ])('not %j', (text) => {
    expect(isFormatted(text)).toBe(false);
  });

  test('at most 60 characters', () => {
    expect([isFormatted('1'.repeat(60)), isFormatted('1'.repeat(61))]).toEqual([true, false]);
  });

  test.each([
    ['1 2', true],
    ['1..2', false],
    ['1.0', false],
    ['1.00', false],
    ['1.01', true],
    ['1.05', true],
    ['1 (2)', false],
    ['(1) 2', true],
    ['1x', false],
  ])('%j needs no check for other shapes: %s', (text, expected) => {
    expect(isPlausible(text)).toBe(expected);
  });
});

test.each([
  ['1.4155E+10', true],
  ['1,4155e10', true],
  ['-1E-5', true],
  ['1E5', true],
  ['+12E5', true],
  ['1.4155', false],
  ['E10', false],
  ['1.E10', false],
  ['x1E5', false],
  ['1E5x', false],
])('scientific notation: %j: %s', (text, expected) => {
  expect(SCIENTIFIC.test(text)).toBe(expected);
});

describe('the shape of a string that is not one number', () => {
  test.each([
    ['+14155550100..+14155550199', 'a range'],
    ['+14155550100\u2026+14155550199', 'a range'],
    ['+14155550100 to 0199', 'a range'],
    ['+14155550100~+14155550199', 'a range'],
    ['+14155550100~0199', 'a range'],
    ['14155550100.0', 'a decimal number from a spreadsheet or data frame'],
    ['+14155550100,00', 'a decimal number from a spreadsheet or data frame'],
    ['+14155550100 ext 5', 'a number with an extension'],
    ['+14155550100;ext=5', 'a number with an extension'],
    ['+14155550100; ext 5', 'a number with an extension'],
    ['+14155550100ext5', 'a number with an extension'],
    ['+14155550100x5', 'a number with an extension'],
    ['+14155550100 x123', 'a number with an extension'],
    ['+14155550100 x5 #', 'a number with an extension'],
    ['+14155550100 #5', 'a number with an extension'],
    ['+14155550100 p5', 'a number with an extension'],
    ['+14155550100 (home)', 'a number with an extension'],
    ['+14155550100 - (home)', 'a number with an extension'],
    ['+14155550100;+14155550101', 'two numbers'],
    ['+14155550100, +14155550101', 'two numbers'],
    ['4155550100|4155550101', 'two numbers'],
    ['415-555-0100, 415-555-0101', 'two numbers'],
    ['+14155550100+14155550101', 'two numbers'],
    ['+14155550100,12', undefined],
    ['+14155550100', undefined],
    ['to 5', undefined],
    ['+14155550100 to sales', undefined],
    ['about 4155550100.0', undefined],
    ['4155550100.005', undefined],
    ['+14155550100 x5 home', undefined],
    ['+14155550100 (home) and more', undefined],
    ['my phone (home)', undefined],
    ['hello', undefined],
    ['', undefined],
  ])('%j: %s', (text, expected) => {
    expect(otherShape(text)).toBe(expected);
  });

  test('is not determined for text of more than 60 characters', () => {
    const text = `${'4'.repeat(58)}.0`;
    expect([otherShape(text), otherShape(`4${text}`)]).toEqual([
      'a decimal number from a spreadsheet or data frame',
      undefined,
    ]);
  });

  test('is explained, with a hint', () => {
    expect(notOneNumber('two numbers', 'x')).toEqual({
      complaint: 'not a phone number (looks like two numbers): x',
      hint: 'write each number as a separate argument, line, or cell',
    });
  });
});

describe('the last group of a string', () => {
  test.each([
    ['1 2', { head: '1', mark: ' ', group: '2' }],
    ['+1 415-0100', { head: '+1 415', mark: '-', group: '0100' }],
    ['1/2', { head: '1', mark: '/', group: '2' }],
    ['1.20', { head: '1', mark: '.', group: '20' }],
    ['1 - 2', { head: '1', mark: '-', group: '2' }],
    ['1 /- 2', { head: '1', mark: '/', group: '2' }],
    ['1 2 3', { head: '1 2', mark: ' ', group: '3' }],
    ['12', undefined],
    ['(1) 2', undefined],
    ['1 (2)', undefined],
    ['', undefined],
  ])('%j', (text, expected) => {
    expect(lastGroup(text)).toEqual(expected);
  });
});
