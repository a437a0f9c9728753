import { describe, expect, test } from 'vitest';
import {
  itemRows,
  jsonText,
  parseKeepingDigits,
  readJson,
  readNdjson,
  twoFields,
} from '../../../src/input/json.ts';

const rows = (text: string) => {
  const { rows: all, isArray, cutOff } = readJson(text);
  return { values: all.map(({ place, value }) => [place, value]), isArray, cutOff: cutOff?.place };
};

describe('numbers that a double cannot represent exactly', () => {
  test.each([
    ['14155550100', 14155550100],
    ['123456789012345', 123456789012345],
    ['1234567890123456', '1234567890123456'],
    [' 1234567890123456', '1234567890123456'],
    ['[12345678901234567890]', ['12345678901234567890']],
    ['-1234567890123456', '-1234567890123456'],
    ['1.4155e10', '1.4155e10'],
    ['{"a":1234567890123456.5}', { a: '1234567890123456.5' }],
    ['{"a":1234567890123456.55}', { a: '1234567890123456.55' }],
    ['[14155e6]', ['14155e6']],
    ['{"a": -1234567890123456}', { a: '-1234567890123456' }],
    ['[1,1.4155e10]', [1, '1.4155e10']],
    ['[1.5,2]', [1.5, 2]],
    ['{"a":1E+9}', { a: '1E+9' }],
    ['{"a":1e-9}', { a: '1e-9' }],
    // A string is always unchanged.
    ['{"a":" 1234567890123456, 1e5","b":1e5}', { a: ' 1234567890123456, 1e5', b: '1e5' }],
    ['["a\\" 1e5", 1e5]', ['a" 1e5', '1e5']],
    ['["1e5"]', ['1e5']],
  ])('%s', (text, expected) => {
    expect(parseKeepingDigits(text)).toEqual(expected);
  });

  test.each(['', '{', '[1,]', '[1e5', 'hello'])('invalid JSON is undefined: %j', (text) => {
    expect(parseKeepingDigits(text)).toBeUndefined();
  });
});

test('a value for an error is truncated, and never fails', () => {
  expect([jsonText({ a: [1, null] }), jsonText('x')]).toEqual(['{"a":[1,null]}', '"x"']);
  expect(jsonText('x'.repeat(2000))).toBe(`"${'x'.repeat(1000)}"`);
  const nested = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`);
  expect(jsonText(nested)).toBe('(nested too deeply)');
});

test('a repeated field is reported for its row', () => {
  expect(readJson('[{"a":1},{"a":1,"a":2}]').rows.map(({ repeated }) => repeated)).toEqual([undefined, 'a']);
  expect(readJson('{"a":1}\n{"b":1,"b":2}').rows.map(({ repeated }) => repeated)).toEqual([undefined, 'b']);
  expect(twoFields('x'.repeat(100))).toBe(`two fields are named ${'x'.repeat(80)}`);
});

test('items are counted from 1, and shown as JSON', () => {
  const { rows: items, isArray } = itemRows(['a', { b: 1 }]);
  expect(isArray).toBe(true);
  expect(items.map(({ place, text, value }) => [place, text, value])).toEqual([
    ['item 1', '"a"', 'a'],
    ['item 2', '{"b":1}', { b: 1 }],
  ]);
});

describe('an array', () => {
  test.each(['["a",1]', ' \n\t["a",\n1]\n'])('%j', (text) => {
    expect(rows(text)).toEqual({
      values: [
        ['item 1', 'a'],
        ['item 2', 1],
      ],
      isArray: true,
      cutOff: undefined,
    });
  });

  test.each(['["a"', '["a"] ["b"]', '[1,]'])('that is invalid is rejected: %j', (text) => {
    expect(() => readJson(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: 'the file starts with [ but is not a valid JSON array',
        details: expect.objectContaining({ hint: 'check whether the file is complete' }),
      }),
    );
  });
});

describe('one value per line', () => {
  test.each([
    ['{"a":1}\n{"a":2}', ['line 1', 'line 2']],
    ['{"a":1}\r\n\r\n{"a":2}\r\n', ['line 1', 'line 3']],
    ['\n  \n{"a":1}\r{"a":2}', ['line 3', 'line 4']],
  ])('%j', (text, places) => {
    expect(rows(text)).toEqual({
      values: [
        [places[0], { a: 1 }],
        [places[1], { a: 2 }],
      ],
      isArray: false,
      cutOff: undefined,
    });
  });

  test('without lines there are no rows', () => {
    expect(readNdjson('')).toEqual({ rows: [], isArray: false });
  });

  test('an invalid line has no value, but its text', () => {
    const { rows: all } = readNdjson('{"a":1}\nhello\n');
    expect(all.map(({ place, text, value }) => [place, text, value])).toEqual([
      ['line 1', '{"a":1}', { a: 1 }],
      ['line 2', 'hello', undefined],
    ]);
  });

  test.each([
    ['{"a":1}\n{"a":', true],
    ['{"a":1}\n{"a":{"b":1}', false],
    ['{"a":1}\n{"a":"x', true],
    // With a line ending, the line is complete.
    ['{"a":1}\n{"a":\n', false],
    // Two rows on one line.
    ['{"a":1}\n{"a":1}{"a":2', false],
    ['{"a":1}\n{"a":1} {"a":2', false],
    ['{"a":1}\n{"a":1},', false],
    ['{"a":1}\nhello', false],
    ['{"a":1}\n{"a":2}', false],
  ])('the last line of a killed process is incomplete: %j: %s', (text, isCut) => {
    const { values, cutOff } = rows(text);
    expect([values.length, cutOff]).toEqual(isCut ? [1, 'line 2'] : [2, undefined]);
  });
});

describe('one value after another', () => {
  test.each([
    ['one object', '{\n  "a": 1\n}', [['line 1', { a: 1 }]]],
    [
      'as jq prints them',
      '{\n  "a": 1\n}\n{\n  "a": 2\n}\n',
      [
        ['line 1', { a: 1 }],
        ['line 4', { a: 2 }],
      ],
    ],
    [
      'with blank lines, CRLF, and lists',
      '\r\n{\r\n"a":1\r\n}\r\n\r\n [\r\n2 ]',
      [
        ['line 2', { a: 1 }],
        ['line 6', [2]],
      ],
    ],
    [
      'with brackets and quotes in strings',
      '{\n"a":"}\\"]{","b":["\\\\"]\n}',
      [['line 1', { a: '}"]{', b: ['\\'] }]],
    ],
  ])('%s', (_name, text, expected) => {
    expect(rows(text)).toEqual({ values: expected, isArray: false, cutOff: undefined });
  });

  test.each([
    ['an incomplete value', '{\n"a": 1\n'],
    ['other text between them', '{\n"a": 1\n}\nx\n{\n"a": 2\n}'],
    ['an invalid value', '{\n"a": 1,\n}'],
    ['a number between them', '{\n"a": 1\n}\n7'],
    ['spaces after the first bracket', '{  \n"a": x\n}'],
    ['an object in its first line', '{"a": {}, "b":\n1,\n}'],
    ['a comma between them', '{\n"a": 1\n},\n{\n"a": 2\n}'],
    ['no line ending between them', '{\n"a": 1\n} {\n"a": 2\n}'],
  ])('are rejected if incomplete or mixed with other text: %s', (_name, text) => {
    expect(() => readJson(text)).toThrow(
      expect.objectContaining({
        kind: 'usage',
        message: 'the file starts with { but is not valid JSON',
        details: expect.objectContaining({ hint: 'check whether the file is complete' }),
      }),
    );
  });

  test.each([
    ['{"a": 1', [], 'line 1'],
    ['{"a":', [], 'line 1'],
    ['{"a": 1\n', [['line 1', undefined]], undefined],
    ...['hello,', '{"a": x},', '{"a": x} , '].map((first): [string, unknown[], undefined] => [
      `${first}\n{"a": 2}`,
      [
        ['line 1', undefined],
        ['line 2', { a: 2 }],
      ],
      undefined,
    ]),
    [
      '{"a": x\n{"a": 2}',
      [
        ['line 1', undefined],
        ['line 2', { a: 2 }],
      ],
      undefined,
    ],
  ])('an invalid first line is one row: %j', (text, values, cutOff) => {
    expect(rows(text)).toEqual({ values, isArray: false, cutOff });
  });

  test('after a complete first line, every line is a row', () => {
    expect(rows('{"a":1}\n{"a":\n2}').values).toEqual([
      ['line 1', { a: 1 }],
      ['line 2', undefined],
      ['line 3', undefined],
    ]);
  });
});
