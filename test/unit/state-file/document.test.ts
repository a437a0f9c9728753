import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { NO_VALUE, readDocument } from '../../../src/state-file/document.ts';

const scalar = fc.oneof(
  fc.constantFrom(
    '+14155550100',
    '0730170101',
    '1.4E+10',
    '0x1f',
    '1e5',
    'null',
    'true',
    '~',
    '',
    '2026-11-24',
    'a: b',
    '- x',
    '#',
  ),
  fc.string(),
  fc.integer(),
  fc.constant(null),
  fc.boolean(),
);
const { tree } = fc.letrec((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.stringMatching(/^[a-z]{1,6}$/), tie('tree'), { maxKeys: 4 }),
  ),
}));

/** The expected value: a number with a sign remains text. */
const expected = (value: unknown): unknown => {
  if (typeof value === 'number') return value < 0 ? String(value) : value;
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, expected(field)]));
};

test('a value is preserved, in YAML and in JSON', () => {
  fc.assert(
    fc.property(tree, fc.boolean(), (value, asJson) => {
      const text = asJson ? JSON.stringify(value, null, 2) : stringify(value);
      expect(readDocument(text)).toMatchObject({ value: expected(value), problems: [] });
    }),
    { numRuns: 500 },
  );
});

test('each value of a JSON text has the position at which it starts', () => {
  const check = (
    value: unknown,
    path: (string | number)[],
    text: string,
    at: ReturnType<typeof readDocument>['at'],
  ) => {
    const { line, column } = at(path);
    const rest = text
      .split('\n')
      .slice(line - 1)
      .join('\n')
      .slice(column - 1);
    const written =
      typeof value === 'object' && value !== null ? JSON.stringify(value)[0] : JSON.stringify(value);
    expect(rest.startsWith(written ?? '')).toBe(true);
    if (typeof value !== 'object' || value === null) return;
    const isList = Array.isArray(value);
    for (const [name, field] of Object.entries(value))
      check(field, [...path, isList ? Number(name) : name], text, at);
  };
  fc.assert(
    fc.property(tree, (value) => {
      const text = JSON.stringify(value, null, 2);
      check(value, [], text, readDocument(text).at);
    }),
  );
});

describe('plain scalars', () => {
  test.each([
    ['+14155550100', '+14155550100'],
    ['14155550100', 14155550100],
    ['0730170101', '0730170101'],
    ['1.4155E+10', '1.4155E+10'],
    ['0x34bc7a6f4', '0x34bc7a6f4'],
    ['1234567890123456', '1234567890123456'],
    ['2026-11-24', '2026-11-24'],
    ['~', null],
    ['null', null],
    ['NULL', null],
    ['nUll', 'nUll'],
    ['~x', '~x'],
    ['xnull', 'xnull'],
    ['!!null ""', null],
    ['0', 0],
    ['10', 10],
    ['00', '00'],
    ['1x', '1x'],
    ['999999999999999', 999999999999999],
    ['True', true],
    ['true', true],
    ['no', 'no'],
  ])('%s', (text, value) => {
    expect(readDocument(`a: ${text}\n`).value).toEqual({ a: value });
  });
});

test.each([
  ['a: &x [1]\nb: *x\n', { a: [1], b: [1] }],
  ['a: &x {b: 1, c: 2}\nd:\n  <<: *x\n  c: 3\n', { a: { b: 1, c: 2 }, d: { b: 1, c: 3 } }],
  ['a:\nb: ""\n', { a: NO_VALUE, b: '' }],
  ['a: >\n  x\n  y\nb: |\n  z\n\nc: |+\n  z\n\n', { a: 'x y', b: 'z', c: 'z' }],
  ['a: "x\\n"\n', { a: 'x\n' }],
  ['- a: [\n    x,\n  ]\n  b: {\n  }\n', [{ a: ['x'], b: {} }]],
  ['- a:\t[1,\t2]\n  b:\t{\tc: 1 }\n', [{ a: [1, 2], b: { c: 1 } }]],
  ['', undefined],
])('%j', (text, value) => {
  expect(readDocument(text)).toMatchObject({ value, problems: [] });
});

test.each([
  ['a:\n  b: {{ x }}\n', '2:6: unrendered template: {{ x }}'],
  [
    `a: \${{ x }}: y\n# {{ y }}\nb: <c d>\n`,
    `1:4: unrendered template: \${{ x }}`,
    '3:4: unrendered template: <c d>',
  ],
  [`a: ${'['.repeat(102)}`, '1:105: invalid YAML: lists and objects are nested more than 100 levels deep'],
  ['a: !x 1\n', '1:4: invalid YAML: the tag !x is not supported'],
  ['<<: 1\n', '1:1: invalid YAML: a merge key (<<) must refer to an object'],
  ['a: 1\n---\na: "---"\n', '2:1: a second document starts here; a state file must contain only one'],
  [
    'a: "x\n---\n',
    '2:1: invalid YAML: a quote or bracket before this line is not closed, or the line needs more indentation',
  ],
  [
    'a: [1,\r\nb\r\n',
    '2:1: invalid YAML: a quote or bracket before this line is not closed, or the line needs more indentation',
  ],
  ['a: {b: 1', '1:9: invalid YAML: a bracket is not closed'],
  ['a: 1\nb: "', '2:5: invalid YAML: a quote is not closed'],
  ['a: *x\n', '1:4: invalid YAML: anchor x is used before it is defined'],
  ['a: 1\na: 2\n', '2:1: invalid YAML: this field is listed twice'],
  ['a:\n\tb: 1\n', '2:1: invalid YAML: indentation must be spaces, not tabs'],
  ['a:\t[1]\nb:\n\tc: 1\n', '3:1: invalid YAML: indentation must be spaces, not tabs'],
  ['a:\n  - b\n c: 1\n', '3:2: invalid YAML: incorrect indentation, or text that must be quoted'],
  ['a: @x\n', '1:4: invalid YAML: incorrect indentation, or text that must be quoted'],
  ['? [a]\n: b\n', '1:1: invalid YAML: the name of a field must be a string'],
  // After a closing bracket that is indented like its field.
  ['a: [\n  1\n]\nb: {\n  c: 2\n}\nd: *xy\n', '7:4: invalid YAML: anchor xy is used before it is defined'],
  [
    'a: [\n  1\n]\nb: {\n  c: 2\n}\nd: e: f\n',
    '7:4: invalid YAML: a value that contains a colon followed by a space must be quoted',
  ],
  ['a: !!foo 1\n', '1:4: invalid YAML: the tag tag:yaml.org,2002:foo is not supported'],
  ['a: "\\q"\n', '1:6: invalid YAML: unknown escape sequence'],
  // JSON is YAML, but its users do not know that.
  ['{"a": 1 "b": 2}', '1:12: invalid JSON: a comma or closing bracket is missing before this'],
  [
    '\ufeff[\n  {"a": 1}\n  {"a": 2}\n]',
    '3:3: invalid JSON: a comma or closing bracket is missing before this',
  ],
  ['{"a": 1', '1:8: invalid JSON: a bracket is not closed'],
  ['{"a": 1}}', '1:9: invalid JSON: unexpected text after the end of the document'],
  ['{"a": 1,, "b": 2}', '1:9: invalid JSON: unexpected ,'],
  ['{"a": b: c}', '1:8: invalid JSON: a comma or closing bracket is missing before this'],
  ['{a: 1', '1:6: invalid YAML: a bracket is not closed'],
  ...['b: c', 'b: c: d'].map((value): [string, string] => [
    `x: 1\na: ${value}\n`,
    '2:4: invalid YAML: a value that contains a colon followed by a space must be quoted',
  ]),
  // Comments may contain templates, and a # within a value starts no comment.
  ['a: 1 # {{ x }}\n# {{ y }}\nb: "', '3:5: invalid YAML: a quote is not closed'],
  ['a: x#{{ y }}\nb: "', '1:5: unrendered template: #{{ y }'],
  ['\r\n\ra: <b c>\r\nd: "', '3:4: unrendered template: <b c>'],
])('%j is invalid YAML', (text, ...problems) => {
  const found = readDocument(text).problems.map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  );
  expect(found).toEqual(problems);
});

test('anchors and merge keys may be used within their limits', () => {
  const using = (times: number) => readDocument(`a: [&x 1, ${'*x, '.repeat(times)}]`).problems;
  expect(using(1000)).toEqual([]);
  expect(using(1001)).toEqual([
    { line: 1, column: 4012, message: 'invalid YAML: anchors are used more than 1000 times' },
  ]);
  const fields = Array.from({ length: 1000 }, (_, i) => `a${i}: 1`).join(', ');
  const merging = `x: &x {${fields}}\ny:\n${'- {<<: *x}\n'.repeat(101)}`;
  expect(readDocument(merging).problems).toMatchObject([
    { line: 102, message: 'invalid YAML: merge keys (<<) copy more than 100000 objects and fields' },
  ]);
  const most = merging.replace('a0: 1, ', '').replace('- {<<: *x}\n', '');
  expect(readDocument(most).problems).toEqual([]);
  for (const [open, end] of [
    ['[', ']'],
    ['{"a":', '}'],
  ] as const)
    expect(readDocument(`${open.repeat(100)}1${end.repeat(100)}`).problems).toEqual([]);
});

test('very long lines are not searched for templates', () => {
  const found = (length: number) => readDocument(`a: ${'x'.repeat(length - 3)}{{ y }}\nb: "`).problems;
  expect(found(9_993)).toMatchObject([{ line: 1, message: 'unrendered template: {{ y }}' }]);
  expect(found(10_000)).toMatchObject([{ line: 2, message: 'invalid YAML: a quote is not closed' }]);
});

test('only a value on the line of the error is one with a colon', () => {
  expect(readDocument('a\nb: 1\n').problems).toEqual([
    { line: 2, column: 2, message: expect.not.stringContaining('must be quoted') },
  ]);
});

test('brackets within strings are not moved', () => {
  expect(readDocument('a: "x]  }"\nb: [\n  1\n]\n').value).toEqual({ a: 'x]  }', b: [1] });
});

test('brackets may be indented like their field also where other lines are not', () => {
  const { value, at } = readDocument('a: [\n  1\n]\nb:\n  c: [\n    2\n  ]\n');
  expect(value).toEqual({ a: [1], b: { c: [2] } });
  expect([at(['b', 'c', 0]), at(['b', 'c'], true), at(['b', 'c'])]).toEqual([
    { line: 6, column: 5 },
    { line: 5, column: 3 },
    { line: 5, column: 6 },
  ]);
});

test('an invalid text has no value, and every position is its start', () => {
  for (const text of ['a: "', 'a: 1\n---\nb: 1\n']) {
    const { value, at } = readDocument(text);
    expect([value, at(['a'])]).toEqual([undefined, { line: 1, column: 1 }]);
  }
});
