import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { repeatedFields } from '../../../src/input/repeated-fields.ts';

const found = (text: string) => [...(repeatedFields(text, JSON.parse(text)) ?? [])];

describe('a repeated field in an object', () => {
  test.each([
    ['{"a":1,"a":2}', [[0, 'a']]],
    ['{"a":1,"a":1}', [[0, 'a']]],
    ['{"a" :1,"a":2}', [[0, 'a']]],
    ['{"a" :1,"b":2,"b":3}', [[1, 'b']]],
    ['{"a":1,"\\u0061":2}', [[1, 'a']]],
    ['{"__proto__":1,"__proto__":2}', [[1, '__proto__']]],
    ['{"\\"":1,"\\"":2}', [[1, '"']]],
    [
      '[{"a":1},{"a":1,"b":[{"c":1,"c":2}]},{"d":0,"d":1}]',
      [
        [1, 'c'],
        [2, 'd'],
      ],
    ],
    ['[1,"a,b",{"a":{},"a":[]}]', [[2, 'a']]],
    // With white space between a name and its colon.
    ...[' ', '  ', '\t', '\n', '\r'].map((space): [string, [number, string][]] => [
      `{"a"${space}:1,"a":2}`,
      [[1, 'a']],
    ]),
    ['{"a" :1,"a" :2}', [[1, 'a']]],
    // Only the first repeated field of each item.
    [
      '[{"a":1,"a":2,"b":1,"b":2},{"b":1},{"b":1,"b":2,"b":3}]',
      [
        [0, 'a'],
        [2, 'b'],
      ],
    ],
    // Values are not names, and names are only compared within their object.
    ['{"n" :1,"x":"a","a":2}', []],
    ['[{"n" :1},"a","a",{"a":[{"a":1},{"a":"b","b":3}]}]', []],
    ['{"text":":x","a":1}', []],
    ['{"text":"\\":","a":{"a":1}}', []],
    ['{"text":"\\\\","a":[{"a":1},{"a":2}]}', []],
    ['["a","a"]', []],
    ['"a"', []],
    ['[]', []],
  ])('%s', (text, fields) => {
    const names = (all: readonly (readonly unknown[])[]) => all.map(([, name]) => name);
    if (text.startsWith('[')) expect(found(text)).toEqual(fields);
    else expect(names(found(text))).toEqual(names(fields));
  });

  test.each([
    '"a"',
    'null',
    '7',
    '[]',
    '{"a":1}',
    '[{"a":{"b":[1,null,{"c":"d"}]}},"e"]',
    '{"a":"b :c"}',
    '{"a":{"b":1},"c":null}',
    '[\n {\n  "a": "b",\n  "c": []\n }\n]',
  ])('is not searched for in a string that cannot have one: %s', (text) => {
    expect(repeatedFields(text, JSON.parse(text))).toBeUndefined();
  });

  test('is not searched for in a string that is not JSON', () => {
    expect(repeatedFields('{"a":1,"a":2', undefined)).toBeUndefined();
  });

  test('is never in the output of JSON.stringify, and always found if a field is copied', () => {
    fc.assert(
      fc.property(fc.json(), fc.dictionary(fc.string(), fc.jsonValue(), { minKeys: 1 }), (json, object) => {
        expect(found(json)).toEqual([]);
        expect(found(JSON.stringify([object], null, 1))).toEqual([]);
        const [name = '', value] = Object.entries(object)[0] ?? [];
        const field = `${JSON.stringify(name)} : ${JSON.stringify(value)}`;
        expect(found(`[{}, ${JSON.stringify(object).slice(0, -1)},${field}}]`)).toEqual([[1, name]]);
      }),
    );
  });
});
