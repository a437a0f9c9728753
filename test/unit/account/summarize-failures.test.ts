import { describe, expect, test } from 'vitest';
import { interruption, summarizeFailures } from '../../../src/account/summarize-failures.ts';
import { type ErrorKind, SinchctlError } from '../../../src/core/errors.ts';

const failures = (...kinds: ErrorKind[]) =>
  kinds.map((kind, i) => ({ item: `item ${i}`, error: new SinchctlError(kind, `${kind} ${i}`) }));

test('without failures there is no error', () => {
  expect(summarizeFailures(3, [])).toBeUndefined();
});

test.each<[ErrorKind, number, ErrorKind[]]>([
  ['notFound', 2, ['notFound', 'notFound']],
  ['refused', 1, ['refused']],
  ['failure', 2, ['failure', 'failure']],
  ['partial', 3, ['notFound', 'notFound']],
  ['partial', 2, ['notFound', 'refused']],
  ['auth', 3, ['notFound', 'auth']],
  ['auth', 4, ['unavailable', 'auth', 'failure']],
  ['unavailable', 3, ['failure', 'unavailable']],
  ['unavailable', 3, ['unavailable']],
  ['interrupted', 4, ['auth', 'interrupted', 'unavailable']],
])('the kind is %s if of %i items these failed: %j', (kind, total, kinds) => {
  expect(summarizeFailures(total, failures(...kinds))?.kind).toBe(kind);
});

test('every failed item is listed with its reason', () => {
  const error = summarizeFailures(5, failures('failure', 'failure'));
  expect(error?.message).toContain('2 of 5');
  expect(error?.details.items).toEqual(['item 0', 'item 1']);
  expect(error?.details.lines).toEqual(['1  failure 0: item 0', '1  failure 1: item 1']);
});

test('without other outcomes, the items have failed', () => {
  expect(summarizeFailures(1_500, failures('failure', 'failure'))?.message).toBe('2 of 1,500 items failed');
});

test('items with the same reason are one sentence and a sample', () => {
  const error = new SinchctlError('failure', 'no');
  const all = Array.from({ length: 800 }, (_, i) => ({ item: `item ${i}`, error }));
  const { message, details } = summarizeFailures(1_500, all) ?? {};
  expect(message).toBe('800 of 1,500 items failed: no');
  expect(details?.lines).toEqual(['item 0, item 1, item 2, and 797 more']);
  expect(details?.items).toHaveLength(800);
});

test.each(['skipped', 'unknown'] as const)('with %s items, they are not completed', (ending) => {
  const [first, second] = failures('failure', 'unavailable');
  if (!first || !second) throw new Error('two were expected');
  const message = summarizeFailures(3, [first, { ...second, ending }])?.message;
  expect(message).toBe('2 of 3 items not completed');
});

test('a single item keeps its own error', () => {
  const error = new SinchctlError('failure', 'no', {
    httpStatus: 400,
    errorCode: 40003,
    reference: 'r',
    hint: 'h',
  });
  expect(summarizeFailures(1, [{ item: '+1', error }])).toMatchObject({
    kind: 'failure',
    message: '+1: no',
    details: { httpStatus: 400, errorCode: 40003, reference: 'r', hint: 'h', items: ['+1'] },
  });
});

test('the details are those of the kind that takes precedence', () => {
  const auth = new SinchctlError('auth', 'no', { httpStatus: 401 });
  const other = new SinchctlError('failure', 'no', { httpStatus: 400 });
  expect(
    summarizeFailures(3, [
      { item: 'a', error: other },
      { item: 'b', error: auth },
    ])?.details.httpStatus,
  ).toBe(401);
});

test.each([1, 2])('an item that its reason contains is not repeated, of %i', (total) => {
  const error = new SinchctlError('usage', 'line 1: not a phone number: abc');
  const summary = summarizeFailures(total, [{ item: 'abc', error }]);
  expect(`${summary?.message} ${summary?.details.lines ?? ''}`.match(/abc/g)).toHaveLength(1);
  expect(summary?.details.items).toEqual(['abc']);
});

test('the hints are those of all failures, starting with the one that determines the kind', () => {
  const error = (kind: ErrorKind, hint?: string) => new SinchctlError(kind, kind, { hint });
  const all = [error('failure', 'first'), error('refused'), error('auth', 'log in')];
  const { details } = summarizeFailures(
    4,
    all.map((one, i) => ({ item: `item ${i}`, error: one })),
  ) as SinchctlError;
  expect([details.hint, details.moreHints]).toEqual(['log in', ['first']]);
});

describe('an interruption', () => {
  const interrupted = new SinchctlError('interrupted', 'stopped', {
    hint: 'run it again',
    signal: 'SIGTERM',
  });

  test('is undefined if there was none', () => {
    expect(interruption(undefined, failures('failure'), 1)).toBeUndefined();
  });

  test('after the last item says so', () => {
    const error = interruption(interrupted, [], 3);
    expect(error).toMatchObject({
      kind: 'interrupted',
      message: 'stopped, but all items were completed',
      details: { hint: undefined, signal: 'SIGTERM' },
      cause: interrupted,
    });
  });

  test('lists what was not completed', () => {
    expect(interruption(interrupted, failures('failure', 'auth'), 1_500)).toMatchObject({
      kind: 'interrupted',
      message: '2 of 1,500 items not completed: stopped',
      details: { hint: 'run it again', signal: 'SIGTERM', items: ['item 0', 'item 1'] },
      cause: interrupted,
    });
  });
});
