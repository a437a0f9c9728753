import { describe, expect, test } from 'vitest';
import type { Capability } from '../../../src/account/capability.ts';
import type { AccountNumber } from '../../../src/account/phone-number.ts';
import type { NumberEntry } from '../../../src/input/entry.ts';
import { RejectedRow, TargetGroups } from '../../../src/input/group-by-target.ts';
import { number, sales, support } from '../../support/account.ts';

type Line = readonly [number: AccountNumber, app: typeof sales, capability?: Capability];

/** Lines 1, 2, … as groups; several numbers may share a line. */
function group(lines: readonly Line[], isOrdered = true) {
  const groups = new TargetGroups(isOrdered);
  const rejected: RejectedRow[] = [];
  for (const [i, [one, { key }, capability = 'voice']] of lines.entries()) {
    const entry: NumberEntry = { place: `line ${i + 1}`, number: one };
    try {
      groups.add(one, capability, key, entry);
    } catch (error) {
      rejected.push(error as RejectedRow);
    }
  }
  const found = groups.desiredStates.map(({ numbers, application, capability }) => [
    application === sales.key ? 'sales' : 'support',
    capability,
    ...numbers,
  ]);
  return { found, rejected };
}
const [a, b, c, d] = [0, 1, 2, 3].map(number) as [AccountNumber, AccountNumber, AccountNumber, AccountNumber];

test('no entries are no groups', () => {
  expect(group([])).toEqual({ found: [], rejected: [] });
});

describe('the numbers of an application and a capability', () => {
  const lines: Line[] = [
    [a, sales],
    [b, sales],
    [c, support],
    [c, sales, 'sms'],
    [d, sales],
  ];

  test('are a group for each series of neighbors, so that the numbers keep their order', () => {
    expect(group(lines).found).toEqual([
      ['sales', 'voice', a, b],
      ['support', 'voice', c],
      ['sales', 'sms', c],
      ['sales', 'voice', d],
    ]);
  });

  test('are one group where the order does not matter', () => {
    expect(group(lines, false).found).toEqual([
      ['sales', 'voice', a, b, d],
      ['support', 'voice', c],
      ['sales', 'sms', c],
    ]);
  });
});

describe('a duplicate of a number', () => {
  test.each([
    ['at once', [a, a], [a]],
    ['after higher ones', [a, c, a, b, c, d, d, b], [a, c, b, d]],
    ['of the first, highest one', [d, a, d, b, a], [d, a, b]],
  ])('is dropped: %s', (_name, numbers, expected) => {
    const { found, rejected } = group(numbers.map((one) => [one, sales]));
    expect([found, rejected]).toEqual([[['sales', 'voice', ...expected]], []]);
  });

  test('for the other capability is not a duplicate', () => {
    const { found, rejected } = group([
      [b, sales],
      [a, support, 'sms'],
      [a, sales],
      [b, support, 'sms'],
      [b, sales],
    ]);
    expect([found, rejected]).toEqual([
      [
        ['sales', 'voice', b],
        ['support', 'sms', a],
        ['sales', 'voice', a],
        ['support', 'sms', b],
      ],
      [],
    ]);
  });
});

describe('a number for two applications', () => {
  const why = (place: string, capability = 'voice') =>
    `conflicts with ${place}, which has a different application (${capability})`;

  test('is in no group, and both lines are rejected with the place of the other', () => {
    const { found, rejected } = group([
      [a, sales],
      [b, sales],
      [c, support],
      [b, support],
    ]);
    expect(found).toEqual([
      ['sales', 'voice', a],
      ['support', 'voice', c],
    ]);
    expect(rejected).toHaveLength(1);
    expect(rejected[0]).toBeInstanceOf(RejectedRow);
    expect(rejected[0]).toMatchObject({
      message: why('line 2'),
      other: { place: 'line 2', text: b, why: why('line 4'), number: b },
      hint: undefined,
    });
  });

  test('a third time rejects the first line only once', () => {
    const { found, rejected } = group([
      [b, sales, 'sms'],
      [b, support, 'sms'],
      [b, support, 'sms'],
      [b, sales, 'sms'],
    ]);
    expect([found, rejected.map(({ message, other }) => [message, other?.place])]).toEqual([
      [],
      [
        [why('line 1', 'sms'), 'line 1'],
        [why('line 1', 'sms'), undefined],
      ],
    ]);
  });

  test('is found also where it is new after lower numbers', () => {
    const { found, rejected } = group([
      [c, sales],
      [b, sales],
      [a, support],
      [b, support],
      [d, support],
      [d, sales],
    ]);
    expect(found).toEqual([
      ['sales', 'voice', c],
      ['support', 'voice', a],
    ]);
    expect(rejected.map(({ message }) => message)).toEqual([why('line 2'), why('line 5').replace(b, d)]);
  });
});

test('a rejected row has its hint', () => {
  const row = new RejectedRow('wrong', { hint: 'fix it' });
  expect([row.message, row.hint, row.other]).toEqual(['wrong', 'fix it', undefined]);
});
