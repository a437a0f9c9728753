import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { stringify } from 'yaml';
import { readDocument } from '../../../src/state-file/document.ts';
import { readWithPositions } from '../../../src/state-file/source-positions.ts';

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

test('the fast reader and the one that knows places read the same, however it is written', async () => {
  await fc.assert(
    fc.asyncProperty(tree, fc.boolean(), async (value, asJson) => {
      const text = asJson ? JSON.stringify(value) : stringify(value);
      expect((await readDocument(text)).value).toEqual(readWithPositions(text).value);
    }),
    { numRuns: 500 },
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
  ])('%s', async (text, value) => {
    expect((await readDocument(`a: ${text}\n`)).value).toEqual({ a: value });
    expect(readWithPositions(`a: ${text}\n`).value).toEqual({ a: value });
  });
});

test('an anchor is read too, by the slower reader', async () => {
  expect((await readDocument('a: &x [1]\nb: *x\n')).value).toEqual({ a: [1], b: [1] });
});
