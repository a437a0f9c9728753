import { expect, test } from 'vitest';
import {
  groupByReason,
  groupLines,
  hintsOf,
  invalidInput,
  sampleOf,
} from '../../../src/account/group-by-reason.ts';
import { errorReport } from '../../../src/core/errors.ts';

const numbers = (count: number) => Array.from({ length: count }, (_, i) => `+1415555${1000 + i}`);

test('a short list is complete; a long one is a sample with the number of other items', () => {
  expect(sampleOf(['a', 'b', 'c', 'd', 'e'])).toBe('a, b, c, d, e');
  expect(sampleOf(numbers(1_200))).toBe('+14155551000, +14155551001, +14155551002, and 1,197 more');
});

test('groups are aligned, the largest first', () => {
  const groups = groupByReason(
    [...numbers(3), ...numbers(1_200).map((one) => `${one}x`)],
    (one) => (one.endsWith('x') ? 'assigned to sales' : 'not on this account'),
    (one) => one,
  );
  expect(groupLines(groups)).toEqual([
    '1,200  assigned to sales:   +14155551000x, +14155551001x, +14155551002x, and 1,197 more',
    '    3  not on this account: +14155551000, +14155551001, +14155551002',
  ]);
});

test('more than ten reasons are at most ten lines', () => {
  const groups = numbers(500).map((item, i) => ({ reason: `reason ${i}`, items: [item] }));
  const lines = groupLines(groups);
  expect(lines).toHaveLength(10);
  expect(lines.at(-1)).toBe('and 491 more, for other reasons');
  expect(groupLines(groups.slice(0, 10))).toHaveLength(10);
});

test('each reason has its hint, and no hint is repeated', () => {
  expect(hintsOf(['a', undefined, 'b', 'a'])).toEqual({ hint: 'a', moreHints: ['b'] });
  expect(hintsOf([undefined])).toEqual({});
});

const problem = (i: number) => ({ place: `line ${i}`, text: `x${i}`, why: `not a phone number: x${i}` });
const problems = (count: number) => Array.from({ length: count }, (_, i) => problem(i + 1));

test('one problem is the message', () => {
  const { message, details } = invalidInput(problems(1), 'lines');
  expect([message, details.lines]).toEqual(['line 1: not a phone number: x1', undefined]);
});

test('two to ten problems have a line each', () => {
  expect(invalidInput(problems(2), 'lines').details.lines).toHaveLength(2);
  const { message, details } = invalidInput(problems(10), 'lines');
  expect(message).toBe('10 lines are invalid');
  expect(details.lines).toHaveLength(10);
  expect(details.lines?.[9]).toBe('line 10: not a phone number: x10');
});

test('more problems are grouped by reason, and JSON lists all of them', () => {
  const error = invalidInput(
    [...problems(800), { place: 'line 801', text: '1.2', why: 'a spreadsheet has rounded it: 1.2' }],
    'lines',
  );
  expect(error.details.lines).toEqual([
    '800  not a phone number:           line 1 (x1), line 2 (x2), line 3 (x3), and 797 more',
    '  1  a spreadsheet has rounded it: line 801 (1.2)',
  ]);
  const report = errorReport(error);
  expect(report.items).toHaveLength(801);
  expect(report.message).toBe(
    '801 lines are invalid: 800 not a phone number: line 1 (x1), line 2 (x2), line 3 (x3), ' +
      'and 797 more; 1 a spreadsheet has rounded it: line 801 (1.2)',
  );
});

test('the item of a group is not repeated if its reason contains it', () => {
  const lines = groupLines([
    { reason: 'line 2: not a phone number: abc', items: ['abc'] },
    { reason: 'assigned to sales', items: ['+14155550100'] },
  ]);
  expect(lines[0]).toBe('1  line 2: not a phone number: abc');
  expect(lines[1]).toMatch(/^1 {2}assigned to sales: +\+14155550100$/);
});

test('groups with the same number stay in their order, and long reasons are not aligned', () => {
  const short = 'r'.repeat(30);
  expect(
    groupLines([
      { reason: short, items: ['a', 'b'] },
      { reason: 'x', items: ['c', 'd'] },
    ]),
  ).toEqual([`2  ${short}: a, b`, `2  ${'x:'.padEnd(31)} c, d`]);
  expect(
    groupLines([
      { reason: `${short}r`, items: ['a', 'b'] },
      { reason: 'x', items: ['c', 'd'] },
    ]),
  ).toEqual([`2  ${short}r: a, b`, '2  x: c, d']);
});

test('only an item that is alone is in its reason', () => {
  expect(groupLines([{ reason: 'not a number: abc', items: ['abc', 'abcd'] }])).toEqual([
    '2  not a number: abc: abc, abcd',
  ]);
});

test('a problem shows its text once, and its place if it has one', () => {
  const { details } = invalidInput(
    [
      { place: '', text: 'abc', why: 'not a phone number: abc', hint: 'write it as a number' },
      { place: 'line 2', text: 'x,y', why: 'no number', hint: 'write it as a number' },
      { place: '', text: '', why: 'empty' },
    ],
    'arguments',
  );
  expect(details.lines).toEqual(['not a phone number: abc', 'line 2 (x,y): no number', 'empty']);
  expect([details.hint, details.moreHints]).toEqual(['write it as a number', undefined]);
});

test('many problems are grouped without the numbers, strings, and second sentences in their reasons', () => {
  const many = [
    ...Array.from({ length: 4 }, (_, i) => ({
      place: `line ${i + 1}`,
      text: '',
      why: `+1415555010${i} has another`,
    })),
    ...Array.from({ length: 4 }, (_, i) => ({ place: '', text: `x${i}`, why: `invalid: x\n${i}` })),
    ...Array.from({ length: 3 }, (_, i) => ({ place: 'line 9', text: `${i}`, why: `wrong; add +1${i}` })),
  ];
  expect(invalidInput(many, 'lines').details.lines).toEqual([
    '4  a number has another: line 1, line 2, line 3, line 4',
    '4  invalid:              x0, x1, x2, x3',
    '3  wrong:                line 9 (0), line 9 (1), line 9 (2)',
  ]);
});
