import { expect, test } from 'vitest';
import { summarizeFailures } from '../../../src/account/summarize-failures.ts';
import { type ErrorKind, SinchctlError } from '../../../src/core/errors.ts';

const failures = (...kinds: ErrorKind[]) =>
  kinds.map((kind, i) => ({ item: `item ${i}`, error: new SinchctlError(kind, `${kind} ${i}`) }));

test('nothing failed is no error', () => {
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
])('it is %s when of %i these failed: %j', (kind, total, kinds) => {
  expect(summarizeFailures(total, failures(...kinds))?.kind).toBe(kind);
});

test('every failed item is named, each with its reason', () => {
  const error = summarizeFailures(5, failures('failure', 'failure'));
  expect(error?.message).toContain('2 of 5');
  expect(error?.details.items).toEqual(['item 0', 'item 1']);
  expect(error?.details.lines).toEqual(['item 0: failure 0', 'item 1: failure 1']);
});

test('what only failed has failed', () => {
  expect(summarizeFailures(1_500, failures('failure', 'failure'))?.message).toBe(
    '2 of 1,500 failed: failure 0; failure 1',
  );
});

test.each(['skipped', 'unknown'] as const)('with %s ones among them they are not done', (ending) => {
  const [first, second] = failures('failure', 'unavailable');
  if (!first || !second) throw new Error('two were asked for');
  const message = summarizeFailures(3, [first, { ...second, ending }])?.message;
  expect(message).toBe('2 of 3 not completed: failure 0; unavailable 1');
});

test('a single item keeps its own error whole', () => {
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

test('the details are those of the kind that decides', () => {
  const auth = new SinchctlError('auth', 'no', { httpStatus: 401 });
  const other = new SinchctlError('failure', 'no', { httpStatus: 400 });
  expect(
    summarizeFailures(3, [
      { item: 'a', error: other },
      { item: 'b', error: auth },
    ])?.details.httpStatus,
  ).toBe(401);
});
