import fc from 'fast-check';
import { expect, test } from 'vitest';
import { describeProgress, progressLine } from '../../../src/cli/progress.ts';

const count = { total: 10_000, done: 4_200, failed: 3 };

test.each([
  [100, '########............ 42%  4,200 of 10,000, 3 failed, 280/s, 21s left'],
  [64, '#######......... 42%  4,200 of 10,000, 3 failed, 280/s, 21s left'],
  [57, '#######......... 42%  4,200 of 10,000, 3 failed, 21s left'],
  [43, '#####....... 42%  4,200 of 10,000, 3 failed'],
  [38, '42%  4,200 of 10,000, 3 failed'],
  [29, '4,200 of 10,000, 3 failed'],
  [19, '4,200 of 10,000'],
  [10, '42%'],
  [2, ''],
])('%i columns: %s', (width, line) => {
  expect(progressLine(count, 15, width)).toBe(line);
});

test('never wider than the terminal, and never cuts a number', () => {
  const counts = fc
    .record({ total: fc.integer({ min: 1, max: 200_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ total, part }) => ({ total, done: Math.floor(total * part), failed: 0 }));
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 900 }),
      (one, width, seconds) => {
        const line = progressLine(one, seconds, width);
        expect(line.length).toBeLessThanOrEqual(width);
        const whole = `${Math.floor((one.done / one.total) * 100)}%  ${describeProgress(one, seconds)}`;
        const numbersIn = (text: string) => text.match(/\d[\d,]*\d|\d/g) ?? [];
        expect(numbersIn(whole)).toEqual(expect.arrayContaining(numbersIn(line)));
      },
    ),
  );
});
