import { describe, expect, test } from 'vitest';
import { NetworkFailure } from '../../../src/api/request.ts';
import {
  backoff,
  isResponseLost,
  isRetryableFailure,
  isRetryableStatus,
  retryAfter,
} from '../../../src/api/retry.ts';

const NOW = new Date('2026-01-02T03:04:05Z');

describe('backoff', () => {
  test.each([
    [0, 0.25],
    [1, 0.5],
    [4, 4],
    [6, 16],
    [7, 20],
    [50, 20],
    [2000, 20],
  ])('retry %i waits up to %d seconds', (n, most) => {
    expect(backoff(n, () => 0)).toBe(0);
    expect(backoff(n, () => 0.5)).toBe(most / 2);
    expect(backoff(n, () => 1 - Number.EPSILON)).toBeLessThanOrEqual(most);
    expect(backoff(n, () => 1 - Number.EPSILON)).toBeGreaterThan(most * 0.99);
  });
});

describe('Retry-After', () => {
  test.each([
    [undefined, undefined],
    ['0', 0],
    ['7', 7],
    [' 7 ', 7],
    ['60', 60],
    ['61', 61],
    ['999999999999', 999999999999],
    ['Fri, 02 Jan 2026 03:04:15 GMT', 10],
    ['Fri, 02 Jan 2026 03:04:00 GMT', 0],
    ['Sat, 03 Jan 2026 03:04:05 GMT', 86_400],
    ['soon', undefined],
    ['', undefined],
  ])('%j is %s seconds', (header, seconds) => {
    expect(retryAfter(header, NOW)).toBe(seconds);
  });

  test.each(['-5', '1.5'])('%j is not read as some date of the past or future', (header) => {
    const seconds = retryAfter(header, NOW);
    expect(seconds === undefined || (seconds >= 0 && seconds <= 2)).toBe(true);
  });
});

test.each([408, 429, 500, 502, 503, 504, 599])('%i may be retried', (status) => {
  expect(isRetryableStatus(status)).toBe(true);
});

test.each([200, 204, 301, 400, 401, 403, 404, 407, 409, 413, 422])('%i is final', (status) => {
  expect(isRetryableStatus(status)).toBe(false);
});

test.each([
  ['reset', true],
  ['timeout', true],
  ['cutShort', true],
  ['refused', false],
  ['unknownHost', false],
  ['unreachable', false],
  ['certificate', false],
  ['proxy', false],
  ['tooLarge', false],
] as const)('after a failure %s another attempt makes sense: %s', (reason, expected) => {
  expect(isRetryableFailure(new NetworkFailure(reason, ''))).toBe(expected);
});

describe('whether the request may have been executed', () => {
  const response = (status: number) => ({ status, headers: {}, body: '' });
  test.each([200, 204, 408, 500, 502, 504])('%i without a readable response: perhaps', (status) => {
    expect(isResponseLost(response(status))).toBe(true);
  });
  test.each([400, 401, 404, 429, 503])('%i: no', (status) => {
    expect(isResponseLost(response(status))).toBe(false);
  });
  test('a connection that was never made executed nothing', () => {
    expect(isResponseLost(new NetworkFailure('refused', ''))).toBe(false);
    expect(isResponseLost(new NetworkFailure('reset', ''))).toBe(true);
  });
});
