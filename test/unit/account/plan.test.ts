import { describe, expect, test } from 'vitest';
import { Account } from '../../../src/account/account.ts';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { E164 } from '../../../src/account/phone-number.ts';
import {
  defaultMaxRemovals,
  planAssignment,
  planCallbacks,
  planOverwrite,
  planRemoval,
  planUnchecked,
} from '../../../src/account/plan.ts';
import { free, support } from '../../support/account.ts';

const [a, b, c, d, absent] = ['+10000001', '+10000002', '+10000003', '+10000004', '+10000009'] as E164[] as [
  E164,
  E164,
  E164,
  E164,
  E164,
];
const [mine, other, third] = ['mine', 'other', 'third'] as ApplicationKey[] as [
  ApplicationKey,
  ApplicationKey,
  ApplicationKey,
];
const account = new Account([
  { number: a, capability: 'voice', application: mine },
  { number: a, capability: 'sms', application: mine },
  { number: b, capability: 'voice', application: other },
  { number: c, capability: 'voice', application: null },
  { number: d, capability: 'voice', application: mine },
]);
const desired = (...numbers: E164[]) => ({ numbers, capability: 'voice' as const, application: mine });

describe('assignment', () => {
  test('adds unassigned numbers, keeps those that are up to date, reports a conflict for what is assigned to another application', () => {
    const { steps, conflicts } = planAssignment(account, desired(c, a, b), undefined);
    expect(steps).toEqual([
      { number: c, capability: 'voice', change: 'add', from: null, to: mine },
      { number: a, capability: 'voice', change: 'none', from: mine, to: mine },
    ]);
    expect(conflicts).toMatchObject([
      { reason: 'elsewhere', step: { number: b, capability: 'voice', from: other } },
    ]);
  });

  test.each([
    [other, 'move'],
    ['any' as const, 'move'],
  ])('moves from %s', (from, change) => {
    expect(planAssignment(account, desired(b), from).steps).toEqual([
      { number: b, capability: 'voice', change, from: other, to: mine },
    ]);
  });

  test('does not move from an application that was not named', () => {
    expect(planAssignment(account, desired(b), third).conflicts).toHaveLength(1);
  });

  test('distinguishes an absent number from one without the capability', () => {
    const sms = { ...desired(absent, d), capability: 'sms' as const };
    expect(planAssignment(account, sms, 'any').conflicts.map(({ reason }) => reason)).toEqual([
      'absent',
      'incapable',
    ]);
  });
});

describe('removal', () => {
  test('removes assigned numbers, keeps unassigned ones, reports the rest as conflicts', () => {
    const { steps, conflicts } = planRemoval(account, desired(a, c, b, absent));
    expect(steps.map(({ number, change, from, to }) => [number, change, from, to])).toEqual([
      [a, 'remove', mine, null],
      [c, 'none', null, null],
    ]);
    expect(conflicts.map(({ reason }) => reason)).toEqual(['elsewhere', 'absent']);
  });
});

describe('overwrite', () => {
  test('adds before it removes, and removes only of that capability', () => {
    const { steps } = planOverwrite(account, desired(c), undefined);
    expect(steps.map(({ number, capability, change }) => [number, capability, change])).toEqual([
      [c, 'voice', 'add'],
      [a, 'voice', 'remove'],
      [d, 'voice', 'remove'],
    ]);
  });

  test('of the same set is not a change', () => {
    expect(planOverwrite(account, desired(d, a), undefined).steps.map(({ change }) => change)).toEqual([
      'none',
      'none',
    ]);
  });

  test('of an empty set removes all', () => {
    expect(planOverwrite(account, desired(), undefined).steps.map(({ number }) => number)).toEqual([a, d]);
  });
});

test('an unchecked plan sends every number', () => {
  expect(planUnchecked(desired(a), 'add').steps).toEqual([
    { number: a, capability: 'voice', change: 'add', from: null, to: mine, unchecked: true },
  ]);
  expect(planUnchecked(desired(a), 'remove').steps).toMatchObject([
    { change: 'remove', from: mine, to: null },
  ]);
});

test('an account answers by number, by application and by capability', () => {
  expect([account.has(a), account.has(absent)]).toEqual([true, false]);
  expect(account.application(a, 'sms')).toBe(mine);
  expect(account.application(c, 'voice')).toBeNull();
  expect(account.application(d, 'sms')).toBeUndefined();
  expect(account.serving(mine, 'voice')).toEqual([a, d]);
  expect(account.capabilitiesOn(a, mine)).toEqual(['voice', 'sms']);
});

test.each([
  [0, 10],
  [100, 10],
  [109, 10],
  [110, 11],
  [5000, 500],
])('of %i numbers %i may be removed without a word', (current, most) => {
  expect(defaultMaxRemovals(current)).toBe(most);
});

test('a number that the server lists twice is one number', () => {
  const one = { number: free as never, capability: 'voice' as const, application: support.key };
  const account = new Account([one, one]);
  expect(account.assignments).toHaveLength(1);
  expect(account.serving(support.key, 'voice')).toEqual([free]);
});

describe('callbacks', () => {
  const current = { primary: 'https://p', fallback: 'https://f' };

  test('what is not asked for is merged in and is not a step', () => {
    expect(planCallbacks(mine, current, { primary: 'https://n' })).toEqual({
      application: mine,
      merged: { primary: 'https://n', fallback: 'https://f' },
      steps: [{ application: mine, callback: 'primary', change: 'set', from: 'https://p', to: 'https://n' }],
    });
  });

  test('null clears, the same is not a change', () => {
    expect(planCallbacks(mine, current, { primary: 'https://p', fallback: null })).toEqual({
      application: mine,
      merged: { primary: 'https://p', fallback: null },
      steps: [
        { application: mine, callback: 'primary', change: 'none', from: 'https://p', to: 'https://p' },
        { application: mine, callback: 'fallback', change: 'clear', from: 'https://f', to: null },
      ],
    });
  });
});
