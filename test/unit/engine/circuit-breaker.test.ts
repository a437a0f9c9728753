import { describe, expect, test } from 'vitest';
import type { ApplicationKey } from '../../../src/account/application.ts';
import { planCallbacks, planUnchecked } from '../../../src/account/plan.ts';
import { type ErrorDetails, type ErrorKind, SinchctlError } from '../../../src/core/errors.ts';
import { callbackBatches, unassignBatches } from '../../../src/engine/batches.ts';
import {
  CircuitBreaker,
  isRejectedContent,
  RejectedApplications,
} from '../../../src/engine/circuit-breaker.ts';
import { ours, sales, support } from '../../support/account.ts';

const failure = (kind: ErrorKind, details: ErrorDetails = {}) => new SinchctlError(kind, 'no', details);
const unavailable = failure('unavailable', { httpStatus: 503 });
const tooMany = failure('unavailable', { httpStatus: 429, errorCode: 42900 });
const invalid = failure('failure', { httpStatus: 400, errorCode: 40001 });

describe('the circuit breaker', () => {
  const repeat = (breaker: CircuitBreaker, times: number, error: SinchctlError, isOfBatch?: boolean) => {
    for (let i = 0; i < times; i++) breaker.record(error, isOfBatch);
    return breaker.isTripped;
  };

  test('trips at the 20th consecutive failure, with that failure as the reason', () => {
    const breaker = new CircuitBreaker();
    const last = failure('unavailable', { httpStatus: 502 });
    expect([breaker.isTripped, breaker.reason]).toEqual([false, undefined]);
    expect(repeat(breaker, 19, unavailable)).toBe(false);
    expect(repeat(breaker, 1, last)).toBe(true);
    expect(breaker.reason).toBe(last);
  });

  test('a success resets the count', () => {
    const breaker = new CircuitBreaker();
    for (let i = 0; i < 3; i++) {
      expect(repeat(breaker, 19, unavailable)).toBe(false);
      breaker.record(undefined);
    }
    expect(repeat(breaker, 20, unavailable)).toBe(true);
  });

  test.each([
    ['rejected credentials', failure('auth', { httpStatus: 401, errorCode: 40100 })],
    ['no credit', failure('refused', { httpStatus: 402 })],
    ['a Retry-After that is too long', failure('unavailable', { httpStatus: 503, retryAfter: 3600 })],
    ['a Retry-After of a 429', failure('unavailable', { httpStatus: 429, retryAfter: 61 })],
  ])('%s: trips immediately', (_name, error) => {
    const breaker = new CircuitBreaker();
    breaker.record(error);
    expect([breaker.isTripped, breaker.reason]).toEqual([true, error]);
  });

  test.each([
    ['an application of another account', failure('auth', { httpStatus: 403, errorCode: 40300 })],
    ['an unexpected response', failure('failure', { httpStatus: 418 })],
    ['a batch that is unavailable', failure('unavailable', { httpStatus: 500, errorCode: 50000 }), true],
    ['an unavailable service with the code of an invalid item', failure('unavailable', { errorCode: 40001 })],
  ])('%s: counts', (_name, error, isOfBatch?) => {
    const breaker = new CircuitBreaker();
    expect(repeat(breaker, 19, error, isOfBatch)).toBe(false);
    expect(repeat(breaker, 1, error, isOfBatch)).toBe(true);
  });

  test.each([
    ['an invalid number', invalid],
    ['another code for an invalid number', failure('failure', { httpStatus: 400, errorCode: 40003 })],
    ['a number that is not found', failure('notFound', { httpStatus: 404 })],
    ['429, which the rate limiter handles', tooMany],
    ['a batch rejected because of its numbers', failure('failure', { httpStatus: 422 }), true],
  ])('%s: does not count, and does not reset the count', (_name, error, isOfBatch?) => {
    const breaker = new CircuitBreaker();
    repeat(breaker, 19, unavailable);
    expect(repeat(breaker, 100, error, isOfBatch)).toBe(false);
    expect(repeat(breaker, 1, unavailable)).toBe(true);
  });

  test('the same rejection of a request that is not a batch counts', () => {
    const refusal = failure('failure', { httpStatus: 422 });
    expect(repeat(new CircuitBreaker(), 20, refusal)).toBe(true);
    expect(repeat(new CircuitBreaker(), 20, refusal, true)).toBe(false);
  });

  test('the first reason is kept', () => {
    const breaker = new CircuitBreaker(() => failure('interrupted'));
    breaker.trip(invalid);
    breaker.trip(unavailable);
    breaker.record(failure('auth'));
    expect([breaker.isTripped, breaker.reason]).toEqual([true, invalid]);
  });

  test('an interruption trips it', () => {
    let interruption: SinchctlError | undefined;
    const breaker = new CircuitBreaker(() => interruption);
    expect(breaker.isTripped).toBe(false);
    interruption = failure('interrupted');
    expect([breaker.isTripped, breaker.reason]).toEqual([true, interruption]);
  });

  test('only rejected credentials are an authentication failure', () => {
    const breaker = new CircuitBreaker();
    expect(breaker.isAuthFailure).toBe(false);
    breaker.trip(failure('auth'));
    expect(breaker.isAuthFailure).toBe(true);
    const other = new CircuitBreaker();
    other.trip(unavailable);
    expect(other.isAuthFailure).toBe(false);
  });
});

describe('a batch is rejected because of its content', () => {
  test.each([
    [400, undefined, true],
    [422, undefined, true],
    [499, undefined, true],
    [404, 40400, true],
    [405, 40500, true],
    [410, 41000, true],
    [400, 40001, true],
    [400, 40003, true],
    // The endpoint no longer exists.
    [404, undefined, false],
    [405, undefined, false],
    [410, undefined, false],
    // Credentials, credit, and temporary conditions.
    [401, 40100, false],
    [402, 40200, false],
    [403, 40301, false],
    [408, 40800, false],
    [429, 42900, false],
    [399, 40001, false],
    [500, 50000, false],
    [undefined, 40001, false],
    // The application belongs to another account.
    [400, 40300, false],
  ])('HTTP status %s with the code %s: %s', (httpStatus, errorCode, expected) => {
    expect(isRejectedContent(failure('failure', { httpStatus, errorCode }))).toBe(expected);
  });

  test('an invalid application key does not concern the content', () => {
    const details = { httpStatus: 400, errorCode: 40003 };
    expect(isRejectedContent(failure('notFound', details))).toBe(false);
    expect(isRejectedContent(failure('notFound', { ...details, errorCode: 40001 }))).toBe(true);
  });
});

describe('applications for which nothing more is sent', () => {
  const batchFor = (application: ApplicationKey) => {
    const { steps } = planUnchecked({ numbers: [ours], capability: 'voice', application }, 'remove');
    const [batch] = unassignBatches(steps);
    if (!batch) throw new Error('no batch');
    return batch;
  };
  const batch = batchFor(support.key);
  const other = batchFor(sales.key);

  test.each([
    ['of another account', failure('auth', { errorCode: 40300 })],
    ['with an invalid key', failure('notFound', { errorCode: 40003 })],
  ])('one %s, and no others', (_name, error) => {
    const rejected = new RejectedApplications();
    rejected.record(batch, error);
    expect([rejected.has(batch), rejected.has(other)]).toEqual([true, false]);
  });

  test.each([
    ['an invalid number', failure('failure', { errorCode: 40003 })],
    ['a number that is not found', failure('notFound', { errorCode: 40400 })],
    ['no error', undefined],
  ])('not after %s', (_name, error) => {
    const rejected = new RejectedApplications();
    rejected.record(batch, error);
    expect(rejected.has(batch)).toBe(false);
  });

  /** Splits a batch, and returns the error that ends the run. */
  function split(rejected: RejectedApplications, log: string[], name: string, of = batch) {
    let end: () => void = () => undefined;
    const work = async () => {
      log.push(`${name} starts`);
      await new Promise<void>((resolve) => {
        end = resolve;
      });
      log.push(`${name} ends`);
    };
    return { done: rejected.split(of, work), end: () => end() };
  }
  const settled = () => new Promise<void>((resolve) => void setImmediate(resolve));

  test('if every number of the first batch is rejected, the others are not sent', async () => {
    const rejected = new RejectedApplications();
    const log: string[] = [];
    const first = split(rejected, log, 'first');
    const second = split(rejected, log, 'second');
    const third = split(rejected, log, 'third');
    const elsewhere = split(rejected, log, 'elsewhere', other);
    await settled();
    expect(log).toEqual(['first starts', 'elsewhere starts']);
    expect(rejected.has(batch)).toBe(false);
    first.end();
    await first.done;
    expect([rejected.has(batch), rejected.has(other)]).toEqual([true, false]);
    await settled();
    // They continue, and send nothing: see `has`.
    expect(log).toEqual(['first starts', 'elsewhere starts', 'first ends', 'second starts', 'third starts']);
    for (const one of [second, third, elsewhere]) one.end();
    await Promise.all([second.done, third.done, elsewhere.done]);
    expect(rejected.has(other)).toBe(true);
  });

  test('after a number is accepted, rejected batches of its application are split immediately', async () => {
    const rejected = new RejectedApplications();
    const log: string[] = [];
    const first = split(rejected, log, 'first');
    const second = split(rejected, log, 'second');
    rejected.record(batch, undefined);
    first.end();
    await first.done;
    const third = split(rejected, log, 'third');
    await settled();
    expect(log).toEqual(['first starts', 'first ends', 'second starts', 'third starts']);
    second.end();
    third.end();
    await Promise.all([second.done, third.done]);
    expect(rejected.has(batch)).toBe(false);
  });

  test('a failure of the first batch is rethrown', async () => {
    const rejected = new RejectedApplications();
    await expect(rejected.split(batch, () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    expect(rejected.has(batch)).toBe(true);
  });

  test('an accepted callback does not mean that numbers are accepted', async () => {
    const rejected = new RejectedApplications();
    const current = { primary: null, fallback: null };
    const [callback] = callbackBatches([
      planCallbacks(support.key, current, { primary: 'https://a.example' }),
    ]);
    if (!callback) throw new Error('no batch');
    rejected.record(callback, undefined);
    await rejected.split(batch, async () => undefined);
    expect(rejected.has(batch)).toBe(true);
  });
});
