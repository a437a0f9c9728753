import { describe, expect, test } from 'vitest';
import { NetworkFailure } from '../../../src/api/request.ts';
import {
  backoff,
  isResponseLost,
  isRetryableFailure,
  isRetryableStatus,
  RetryPolicy,
  retryAfter,
  waitError,
} from '../../../src/api/retry.ts';
import { SinchctlError } from '../../../src/core/errors.ts';

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
  ])('retry %i waits for up to %d seconds', (n, most) => {
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
    ['2026-01-02T03:04:15Z', 10],
    ['1e5', undefined],
    ['soon', undefined],
    ['', undefined],
  ])('%j is %s seconds', (header, seconds) => {
    expect(retryAfter(header, NOW)).toBe(seconds);
  });

  test.each(['-5', '1.5'])('%j is not parsed as a date', (header) => {
    const seconds = retryAfter(header, NOW);
    expect(seconds === undefined || (seconds >= 0 && seconds <= 2)).toBe(true);
  });
});

test.each([101, 408, 429, 500, 502, 503, 504, 599])('%i may be retried', (status) => {
  expect(isRetryableStatus(status)).toBe(true);
});

test.each([100, 102, 200, 204, 301, 400, 401, 403, 404, 407, 409, 413, 422, 499])('%i is final', (status) => {
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
] as const)('after a failure %s another attempt may succeed: %s', (reason, expected) => {
  expect(isRetryableFailure(new NetworkFailure(reason, ''))).toBe(expected);
});

describe('whether a request may have been executed', () => {
  const response = (status: number) => ({ status, headers: {}, body: '' });
  test.each([200, 204, 299, 408, 500, 502, 504])('%i without a valid response: possibly', (status) => {
    expect(isResponseLost(response(status))).toBe(true);
  });
  test.each([300, 400, 401, 404, 407, 409, 429, 499, 503])('%i: no', (status) => {
    expect(isResponseLost(response(status))).toBe(false);
  });
  test('without a connection nothing was executed', () => {
    expect(isResponseLost(new NetworkFailure('refused', ''))).toBe(false);
    expect(isResponseLost(new NetworkFailure('reset', ''))).toBe(true);
  });
  test.each([
    ['reset', true],
    ['timeout', true],
    ['cutShort', true],
    ['aborted', true],
    ['tooLarge', true],
    ['certificate', false],
    ['proxy', false],
  ] as const)('a connection that ended with %s: %s', (reason, expected) => {
    expect(isResponseLost(new NetworkFailure(reason, '', true))).toBe(expected);
    expect(isResponseLost(new NetworkFailure(reason, '', false))).toBe(false);
  });
});

describe('the error if the server asks clients to wait too long', () => {
  const unavailable = new SinchctlError('unavailable', 'too many requests', {
    httpStatus: 429,
    errorCode: 42900,
  });
  const wait = (seconds: number) => waitError(unavailable, seconds, NOW);

  test('shows the time, and keeps the error', () => {
    const { kind, message, details } = wait(86_400);
    expect([kind, message]).toEqual([
      'unavailable',
      'too many requests; the server asks clients to wait until 2026-01-03T03:04:05Z (Retry-After)',
    ]);
    expect(details).toMatchObject({ httpStatus: 429, errorCode: 42900, retryAfter: 86_400 });
    expect(details.hint).toMatch(/^run the same command again after that time/);
  });

  test.each([
    [31_536_000, 'until 2027-01-02T03:04:05Z'],
    [31_536_001, 'longer than a year'],
    [999_999_999_999, 'longer than a year'],
    [0.4, 'until 2026-01-02T03:04:05Z'],
  ])('of %d seconds: %s', (seconds, expected) => {
    expect(wait(seconds).message).toContain(`the server asks clients to wait ${expected} (`);
    expect(wait(seconds).details.retryAfter).toBe(seconds);
  });
});

describe('the policy', () => {
  type Retry = Parameters<RetryPolicy['allows']>[0];
  const allowed = (policy: RetryPolicy, retry: Retry, status?: number, isUnsent = false) => {
    let n = 0;
    while (n < 1000 && policy.allows(retry, n, status, isUnsent)) n += 1;
    return n;
  };

  test.each([
    ['always', undefined, 503, 5],
    ['always', undefined, undefined, 5],
    ['always', 0, 503, 0],
    ['always', 2, 503, 2],
    // If the request may have been executed, only a rejection is retried.
    ['rejections', undefined, 503, 5],
    ['rejections', undefined, 500, 0],
    ['rejections', undefined, undefined, 0],
    ['rejections', 2, 429, 2],
    // Only if the user asks for it.
    ['asked', undefined, 503, 0],
    ['asked', 3, 503, 3],
    ['asked', undefined, 429, 0],
  ] as [Retry, number | undefined, number | undefined, number][])(
    'retry %s, --retries %s: a request with the status %s is sent again %i times',
    (retry, retries, status, expected) => {
      expect(allowed(new RetryPolicy(retries), retry, status)).toBe(expected);
    },
  );

  test.each(['always', 'rejections', 'asked'] as Retry[])(
    'a request that was not sent is retried: %s',
    (retry) => {
      expect(allowed(new RetryPolicy(undefined), retry, undefined, true)).toBe(5);
      expect(allowed(new RetryPolicy(1), retry, undefined, true)).toBe(1);
      expect(allowed(new RetryPolicy(0), retry, undefined, true)).toBe(0);
    },
  );

  /** The number of retries of many requests, one each. */
  const spend = (policy: RetryPolicy, status: number | undefined, isUnsent = false) => {
    let count = 0;
    while (count < 1000 && policy.allows('always', 0, status, isUnsent)) count += 1;
    return count;
  };

  test('all requests together have 100 retries', () => {
    const policy = new RetryPolicy(undefined);
    expect([spend(policy, 503), spend(policy, 503)]).toEqual([100, 0]);
    // Neither a 429 nor a request that was not sent puts load on the service.
    expect([spend(policy, 429), spend(policy, undefined, true)]).toEqual([1000, 1000]);
  });

  test('each success restores one, up to 100', () => {
    const policy = new RetryPolicy(undefined);
    policy.succeeded();
    expect(spend(policy, 503)).toBe(100);
    for (let i = 0; i < 3; i++) policy.succeeded();
    expect(spend(policy, 503)).toBe(3);
    for (let i = 0; i < 200; i++) policy.succeeded();
    expect(spend(policy, 503)).toBe(100);
  });

  test('a 429 and a request that was not sent do not consume the budget', () => {
    const policy = new RetryPolicy(undefined);
    spend(policy, 429);
    spend(policy, undefined, true);
    expect(spend(policy, 503)).toBe(100);
  });

  test('more retries per request are possible if the user allows them', () => {
    expect(spend(new RetryPolicy(250), 503)).toBe(250);
    expect(spend(new RetryPolicy(3), 503)).toBe(100);
  });
});
