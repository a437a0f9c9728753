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
  [`a: ${'['.repeat(101)}`, '1:103: invalid YAML: lists and objects are nested more than 100 levels deep'],
  ['a: !x 1\n', '1:4: invalid YAML: the tag !x is not supported'],
  ['<<: 1\n', '1:1: invalid YAML: a merge key (<<) must refer to an object'],
  ['a: 1\n---\na: "---"\n', '2:1: a second document starts here; a state file must contain only one'],
  ['a: "x\n---\n', '2:1: invalid YAML: a quote or bracket before this line is not closed'],
  ['a: [1,\r\nb\r\n', '2:1: invalid YAML: a quote or bracket before this line is not closed'],
])('%j is invalid YAML', (text, ...problems) => {
  const found = readDocument(text).problems.map(
    ({ line, column, message }) => `${line}:${column}: ${message}`,
  );
  expect(found).toEqual(problems);
});
