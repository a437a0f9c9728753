import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  describeProgress,
  hasTaskbarProgress,
  progressLine,
  taskbarProgress,
} from '../../../src/cli/progress-bar.ts';

const count = { total: 10_000, done: 4_200, failed: 3 };
const plain = { title: 'Assigning', unicode: true, color: false };
const ascii = { ...plain, unicode: false };

// Terminals of 60, 80, and 120 columns, less one column.
test.each([
  [119, plain, 'Assigning 4,200/10,000 ━━━━━━━━╸            42%  290/s  20s left  3 failed'],
  [79, plain, 'Assigning 4,200/10,000 ━━━━━━━━╸            42%  290/s  20s left  3 failed'],
  [68, plain, 'Assigning 4,200/10,000 ━━━━━━         42%  290/s  20s left  3 failed'],
  [59, plain, 'Assigning 4,200/10,000 ━━━━━        42%  20s left  3 failed'],
  [48, plain, 'Assigning 4,200/10,000 ━━━━╸       42%  3 failed'],
  [40, plain, 'Assigning 4,200/10,000  42%  3 failed'],
  [30, plain, '4,200/10,000  42%  3 failed'],
  [19, plain, '4,200/10,000'],
  [10, plain, '42%'],
  [119, ascii, 'Assigning 4,200/10,000 ########------------ 42%  290/s  20s left  3 failed'],
  [79, ascii, 'Assigning 4,200/10,000 ########------------ 42%  290/s  20s left  3 failed'],
  [59, ascii, 'Assigning 4,200/10,000 #####------- 42%  20s left  3 failed'],
])('%i columns, %j: %s', (width, style, line) => {
  expect(progressLine(count, 14.48, width, style)).toBe(line);
});

test.each([
  [119, 'Assigning 4,200/10,000 ━━━━━━━━╸            42%  Waiting 12s: rate limited by Sinch  3 failed'],
  [79, 'Assigning 4,200/10,000 ━━━━━━╸          42%  Waiting 12s: rate limited by Sinch'],
  [69, 'Assigning 4,200/10,000 ━━━━╸       Waiting 12s: rate limited by Sinch'],
  [59, 'Assigning 4,200/10,000  Waiting 12s: rate limited by Sinch'],
  [40, 'Waiting 12s: rate limited by Sinch'],
  [20, '4,200/10,000'],
])('a wait due to a rate limit at %i columns: %s', (width, line) => {
  expect(progressLine(count, 14.48, width, plain, 11.3)).toBe(line);
});

test.each([
  [{ total: 500, done: 123, failed: 0 }, 4.4, 'Assigning 123/500 ━━━━━                24%  28/s  14s left'],
  [
    { total: 5000, done: 2100, failed: 0, unchanged: 2000 },
    1,
    'Assigning 2,100/5,000 ━━━━━━━━╸            42%  100/s  29s left',
  ],
  [{ total: 500, done: 0, failed: 0 }, 4.4, 'Assigning 0/500                       0%'],
  [{ total: 500, done: 500, failed: 0 }, 4.4, 'Assigning 500/500 ━━━━━━━━━━━━━━━━━━━━ 100%  114/s  0s left'],
  [{ total: 9000, done: 30, failed: 0 }, 10, 'Assigning 30/9,000                       0%  3/s  50m left'],
  [{ total: 90000, done: 30, failed: 0 }, 10, 'Assigning 30/90,000                       0%  3/s  9h left'],
])('%j after %ds', (one, seconds, line) => {
  expect(progressLine(one, seconds, 79, plain)).toBe(line);
});

test('failures are red, and color changes nothing else', () => {
  const line = progressLine(count, 14.48, 79, { ...plain, color: true });
  expect(line).toContain('\u001b[31m3 failed\u001b[39m');
  expect(line.replace(/\u001b\[\d+m/g, '')).toBe(progressLine(count, 14.48, 79, plain));
  expect(progressLine({ ...count, failed: 0 }, 14.48, 79, { ...plain, color: true })).not.toContain(
    '\u001b[31m',
  );
});

test('a bar is never wider than the terminal, and numbers are never truncated', () => {
  const counts = fc
    .record({ total: fc.integer({ min: 1, max: 200_000 }), part: fc.double({ min: 0, max: 1, noNaN: true }) })
    .map(({ total, part }) => ({ total, done: Math.floor(total * part), failed: total % 7 }));
  fc.assert(
    fc.property(
      counts,
      fc.integer({ min: 1, max: 120 }),
      fc.integer({ min: 0, max: 900 }),
      fc.integer({ min: 0, max: 60 }),
      (one, width, seconds, wait) => {
        const line = progressLine(one, seconds, width, plain, wait);
        expect(line.length).toBeLessThanOrEqual(width);
        const numbersIn = (text: string) => text.match(/\d[\d,]*\d|\d/g) ?? [];
        const whole = progressLine(one, seconds, 200, plain, wait);
        expect(numbersIn(whole)).toEqual(expect.arrayContaining(numbersIn(line)));
      },
    ),
  );
});

test('without a terminal it is a sentence', () => {
  expect(describeProgress(count, 14.48)).toBe('4,200 of 10,000, 3 failed, 290/s, 20s left');
  expect(describeProgress({ ...count, done: 0 }, 14.48)).toBe(
    '0 of 10,000, 3 failed, 0/s, time left unknown',
  );
});

describe('progress in the taskbar', () => {
  test.each([
    [{ WT_SESSION: '81b5' }],
    [{ ConEmuANSI: 'ON' }],
    [{ TERM_PROGRAM: 'ghostty', TERM: 'xterm-ghostty' }],
    [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20250401-101010-abcdef12' }],
  ])('is supported with %j', (env) => {
    expect(hasTaskbarProgress(env)).toBe(true);
  });

  test.each([
    [{}],
    [{ TERM_PROGRAM: 'Apple_Terminal' }],
    [{ TERM_PROGRAM: 'iTerm.app' }],
    [{ ConEmuANSI: 'OFF' }],
    // It would show a notification.
    [{ TERM_PROGRAM: 'WezTerm', TERM_PROGRAM_VERSION: '20240203-110809-5046fc22' }],
    [{ WT_SESSION: '81b5', TMUX: '/tmp/tmux-0/default,1,0' }],
    [{ WT_SESSION: '81b5', STY: '1.pts-0' }],
    [{ TERM_PROGRAM: 'ghostty', TERM: 'tmux-256color' }],
    [{ TERM_PROGRAM: 'ghostty', TERM: 'screen' }],
  ])('is not supported with %j', (env) => {
    expect(hasTaskbarProgress(env)).toBe(false);
  });

  test.each([
    [{ total: 10, done: 4, failed: 0 }, false, '1;40'],
    [{ total: 10, done: 4, failed: 1 }, false, '2;40'],
    [{ total: 10, done: 4, failed: 1 }, true, '4;40'],
    [{ total: 0, done: 0, failed: 0 }, false, '1;100'],
  ])('%j, waiting %j: %s', (one, isWaiting, state) => {
    expect(taskbarProgress(one, isWaiting)).toBe(`\u001b]9;4;${state}\u001b\\`);
  });
});
