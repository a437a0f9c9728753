import { describe, expect, test } from 'vitest';
import { Account } from '../../../src/account/account.ts';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { E164 } from '../../../src/account/phone-number.ts';
import {
  type CallbackStep,
  defaultMaxRemovals,
  differOnlyInNumber,
  isCallbackStep,
  joinPlans,
  type NumberStep,
  type Plan,
  planAssignment,
  planCallbacks,
  planOverwrite,
  planRemoval,
  planUnchecked,
  stepItem,
  unclearMembers,
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
  test('adds unassigned numbers, keeps those that are up to date, and reports conflicts for those of other applications', () => {
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

  test('does not move a number from an application that was not specified', () => {
    expect(planAssignment(account, desired(b), third).conflicts).toHaveLength(1);
  });

  test('distinguishes an absent number from one without the capability', () => {
    const sms = { ...desired(absent, d), capability: 'sms' as const };
    expect(planAssignment(account, sms, 'any').conflicts.map(({ reason }) => reason)).toEqual([
      'absent',
      'incapable',
    ]);
  });

  test('moves only from the allowed application', () => {
    const both = new Account([
      { number: a, capability: 'voice', application: other },
      { number: b, capability: 'voice', application: third },
    ]);
    const { steps, conflicts } = planAssignment(both, desired(a, b), third);
    expect([steps, conflicts].map((all) => all.length)).toEqual([1, 1]);
    expect(steps).toMatchObject([{ number: b, change: 'move' }]);
  });

  test('assigns again if the portal API does not show the capability', () => {
    const guess = new Account([{ number: a, capability: 'voice', application: mine, isUncertain: true }]);
    expect(planAssignment(guess, desired(a), undefined).steps).toEqual([
      { number: a, capability: 'voice', change: 'add', from: mine, to: mine },
    ]);
  });

  test('includes a number that is similar to an absent one', () => {
    const near = new Account([{ number: '+525541637145', capability: 'voice', application: null }]);
    const { conflicts } = planAssignment(near, desired('+5215541637145' as E164, absent), undefined);
    expect(conflicts.map((one) => [one.reason, one.near])).toEqual([
      ['absent', '+525541637145'],
      ['absent', undefined],
    ]);
    expect(planAssignment(account, desired(b), undefined).conflicts[0]).not.toHaveProperty('near');
  });

  test('is not possible for a number that is listed in an unexpected format', () => {
    const unclear = new Account([{ number: a.slice(1), capability: 'voice', application: mine }]);
    expect(planAssignment(unclear, desired(a), 'any').conflicts.map(({ reason }) => reason)).toEqual([
      'unclear',
    ]);
  });
});

describe('removal', () => {
  test('removes assigned numbers, keeps unassigned ones, and reports the rest as conflicts', () => {
    const { steps, conflicts } = planRemoval(account, desired(a, c, b, absent));
    expect(steps.map(({ number, change, from, to }) => [number, change, from, to])).toEqual([
      [a, 'remove', mine, null],
      [c, 'none', null, null],
    ]);
    expect(conflicts.map(({ reason }) => reason)).toEqual(['elsewhere', 'absent']);
  });
});

describe('overwrite', () => {
  test('adds before it removes, and removes only numbers of that capability', () => {
    const { steps } = planOverwrite(account, desired(c), undefined);
    expect(steps.map(({ number, capability, change }) => [number, capability, change])).toEqual([
      [c, 'voice', 'add'],
      [a, 'voice', 'remove'],
      [d, 'voice', 'remove'],
    ]);
  });

  test('with the same set is not a change', () => {
    expect(planOverwrite(account, desired(d, a), undefined).steps.map(({ change }) => change)).toEqual([
      'none',
      'none',
    ]);
  });

  test('with an empty set removes all numbers', () => {
    expect(planOverwrite(account, desired(), undefined).steps.map(({ number }) => number)).toEqual([a, d]);
  });
});

test('an unchecked plan sends every number', () => {
  expect(planUnchecked(desired(a), 'add')).toEqual({
    steps: [{ number: a, capability: 'voice', change: 'add', from: null, to: mine, unchecked: true }],
    conflicts: [],
  });
  expect(planUnchecked(desired(a), 'remove').steps).toMatchObject([
    { change: 'remove', from: mine, to: null },
  ]);
});

test('an account can be queried by number, application, and capability', () => {
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
])('of %i numbers, %i can be removed without --max-removals', (current, most) => {
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

  test('the unchanged URL is included and is not a step', () => {
    expect(planCallbacks(mine, current, { primary: 'https://n' })).toEqual({
      application: mine,
      merged: { primary: 'https://n', fallback: 'https://f' },
      steps: [{ application: mine, callback: 'primary', change: 'set', from: 'https://p', to: 'https://n' }],
    });
  });

  test('null clears, and the same URL is not a change', () => {
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

test('numbers of an application that are listed in an unexpected format are conflicts', () => {
  const key = support.key;
  const odd = new Account([
    { number: '14155550177', capability: 'voice', application: key },
    { number: null, capability: 'voice', application: key },
    { number: '14155550188', capability: 'voice', application: null },
    { number: '14155550199', capability: 'sms', application: key },
  ]);
  const set = { application: key, capability: 'voice' as const };
  const members = unclearMembers(odd, set, () => false);
  expect(members).toEqual(
    ['14155550177', '(no number)'].map((number) => ({
      reason: 'unclear',
      step: { number, capability: 'voice', change: 'remove', from: key, to: null },
    })),
  );
  expect(unclearMembers(odd, set, (one) => one === '14155550177')).toEqual([members[1]]);
  const { conflicts } = planOverwrite(odd, { ...set, numbers: ['14155550177' as never] }, undefined);
  // A requested number is not removed.
  const removals = conflicts.filter(({ step }) => step.change === 'remove');
  expect(removals.map(({ step }) => step.number)).toEqual(['(no number)']);
});

describe('steps', () => {
  const add: NumberStep = { number: a, capability: 'voice', change: 'add', from: null, to: mine };
  const callback: CallbackStep = {
    application: mine,
    callback: 'fallback',
    change: 'set',
    from: null,
    to: 'https://f',
  };

  test('are for a number or a callback', () => {
    expect([isCallbackStep(add), isCallbackStep(callback)]).toEqual([false, true]);
    expect([stepItem(add), stepItem(callback)]).toEqual([a, 'fallback of mine']);
    expect([differOnlyInNumber(callback, callback), differOnlyInNumber(add, callback)]).toEqual([
      false,
      false,
    ]);
    expect(differOnlyInNumber(callback, add)).toBe(false);
  });

  test.each([
    ['number', { number: b }, true],
    ['number, which is a short code', { number: '72404' }, false],
    ['change', { change: 'none' }, false],
    ['source', { from: other }, false],
    ['target', { to: other }, false],
    ['capability', { capability: 'sms' }, false],
    ['check', { unchecked: true }, false],
  ])('that differ in their %s: %#', (_name, more, expected) => {
    const second = { ...add, ...more } as NumberStep;
    expect([differOnlyInNumber(add, second), differOnlyInNumber(second, add)]).toEqual([expected, expected]);
  });
});

describe('combining several plans', () => {
  const step = (number: E164, more: Partial<NumberStep> = {}): NumberStep => ({
    number,
    capability: 'voice',
    change: 'add',
    from: null,
    to: mine,
    ...more,
  });
  const plan = (steps: NumberStep[], conflicts: NumberStep[] = []): Plan => ({
    steps,
    conflicts: conflicts.map((one) => ({ reason: 'absent', step: one })),
  });

  test('includes every number and capability once, from the first plan', () => {
    const joined = joinPlans([
      plan([step(a), step(b)], [step(absent)]),
      plan(
        [step(a, { to: other }), step(a, { capability: 'sms' }), step(c)],
        [step(absent), step(d), step(b)],
      ),
    ]);
    expect(joined.steps).toEqual([step(a), step(b), step(a, { capability: 'sms' }), step(c)]);
    expect(joined.conflicts).toEqual([
      { reason: 'absent', step: step(absent) },
      { reason: 'absent', step: step(d) },
    ]);
  });

  test('leaves a single plan unchanged, and no plans are an empty plan', () => {
    const one = plan([step(a)]);
    expect(joinPlans([one])).toBe(one);
    expect(joinPlans([])).toEqual({ steps: [], conflicts: [] });
  });
});

test.each([
  [{ primary: 'HTTPS://P:443/' }, 'none', 'https://p'],
  [{ primary: undefined }, undefined, 'https://p'],
])('a URL with a different spelling is the same: %j', (wanted, change, merged) => {
  const plan = planCallbacks(mine, { primary: 'https://p', fallback: null }, wanted);
  expect([plan.steps[0]?.change, plan.merged.primary]).toEqual([change, merged]);
});
