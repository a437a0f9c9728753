import { describe, expect, test } from 'vitest';
import { type CallbackStep, type NumberStep, planUnchecked, type Step } from '../../../src/account/plan.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import {
  achieved,
  currentOf,
  DONE,
  type ExecutionResult,
  errorOf,
  failuresOf,
  finalOutcome,
  groupedRows,
  inRuns,
  outcomeRows,
  plannedRows,
  rejectedRow,
  SKIPPED,
  type StepOutcome,
  stepRow,
  UNCHANGED,
  unreached,
} from '../../../src/engine/outcome.ts';
import { number, ours, sales, spare, support } from '../../support/account.ts';

const error = new SinchctlError('refused', 'no', { errorCode: 40001, reference: 'r-1', hint: 'ask' });
const failed: StepOutcome = { result: 'failed', error };
const aliases = new Map([['support', support.key]]);

const add: NumberStep = { number: ours, capability: 'voice', change: 'add', from: null, to: support.key };
const move: NumberStep = { ...add, change: 'move', from: sales.key };
const remove: NumberStep = { ...add, change: 'remove', from: support.key, to: null };
const none: NumberStep = { ...add, change: 'none', from: support.key };
const set: CallbackStep = {
  application: support.key,
  callback: 'fallback',
  change: 'set',
  from: null,
  to: 'https://a.example',
};

test('a requested step is done, one that was not reached is skipped, and one without a change is unchanged', () => {
  expect([achieved(add), unreached(add), achieved(none), unreached(none)]).toEqual([
    DONE,
    SKIPPED,
    UNCHANGED,
    UNCHANGED,
  ]);
});

test('the final outcome is the recorded one, or success', () => {
  const missed = new Map<Step, StepOutcome>([[add, failed]]);
  expect([finalOutcome(add, missed), finalOutcome(move, missed), finalOutcome(none, missed)]).toEqual([
    failed,
    DONE,
    UNCHANGED,
  ]);
});

test('only a failure or an unknown outcome has an error and a current application', () => {
  expect([errorOf(failed), errorOf(DONE), errorOf(undefined)]).toEqual([error, undefined, undefined]);
  expect([
    currentOf({ ...failed, now: sales.key }),
    currentOf(failed),
    currentOf(DONE),
    currentOf(undefined),
  ]).toEqual([sales.key, undefined, undefined, undefined]);
});

test('consecutive steps with the same outcome are grouped', () => {
  const outcomes = new Map<Step, StepOutcome>([
    [add, DONE],
    [move, DONE],
    [remove, failed],
    [none, DONE],
  ]);
  const groups = [...inRuns(outcomes.keys(), (step) => outcomes.get(step) ?? SKIPPED)];
  expect(groups).toEqual([
    [[add, move], DONE],
    [[remove], failed],
    [[none], DONE],
  ]);
  expect([...inRuns([], () => DONE)]).toEqual([]);
});

describe('the row of a step', () => {
  test('of a number', () => {
    expect(stepRow(move, 'done', aliases)).toEqual({
      kind: 'number',
      number: ours,
      callback: null,
      capability: 'voice',
      application: support.key,
      alias: 'support',
      change: 'move',
      from: sales.key,
      to: support.key,
      result: 'done',
      error: null,
      message: null,
      errorCode: null,
      reference: null,
      checked: true,
    });
  });

  test('of a callback, with an error', () => {
    expect(stepRow(set, 'failed', aliases, error)).toEqual({
      kind: 'callback',
      number: null,
      callback: 'fallback',
      capability: null,
      application: support.key,
      alias: 'support',
      change: 'set',
      from: null,
      to: 'https://a.example',
      result: 'failed',
      error: 'refused',
      message: 'no',
      errorCode: 40001,
      reference: 'r-1',
      checked: true,
    });
  });

  test.each([
    ['the new one if it is done', move, 'done', undefined, support.key],
    ['the previous one if it is not', move, 'failed', undefined, sales.key],
    ['none if an addition failed', add, 'failed', undefined, null],
    ['the previous one after a removal', remove, 'done', undefined, support.key],
    ['the application that was read', move, 'failed', spare.key, spare.key],
    ['none if it was read as unassigned', move, 'failed', null, null],
  ] as const)('has the application: %s', (_name, step, result, now, expected) => {
    const { application, alias } = stepRow(step, result, aliases, undefined, now);
    expect([application, alias]).toEqual([expected, expected === support.key ? 'support' : null]);
  });

  test('of a callback has its own application', () => {
    expect(stepRow(set, 'done', aliases, undefined, sales.key).application).toBe(support.key);
  });

  test('shows that the current assignment was not checked', () => {
    expect(stepRow({ ...add, unchecked: true }, 'done', aliases).checked).toBe(false);
  });
});

test('a rejected row of a file has failed, with its number if it can be read', () => {
  const row = rejectedRow(error, ours);
  expect(row).toEqual({
    kind: 'number',
    number: ours,
    callback: null,
    capability: null,
    application: null,
    alias: null,
    change: 'none',
    from: null,
    to: null,
    result: 'failed',
    error: 'refused',
    message: 'no',
    errorCode: 40001,
    reference: 'r-1',
    checked: null,
  });
  expect(rejectedRow(error, undefined).number).toBeNull();
});

test('a plan that is not executed has planned and unchanged rows', () => {
  expect(plannedRows([add, none], aliases).map(({ result }) => result)).toEqual(['planned', 'unchanged']);
});

test('the rows of executed steps have their outcomes', () => {
  const missed = new Map<Step, StepOutcome>([
    [move, { ...failed, now: spare.key }],
    [remove, SKIPPED],
  ]);
  const rows = [...outcomeRows([add, move, remove, none], missed, aliases)];
  expect(rows.map(({ result, application, message }) => [result, application, message])).toEqual([
    ['done', support.key, null],
    ['failed', spare.key, 'no'],
    ['skipped', support.key, null],
    ['unchanged', support.key, null],
  ]);
});

describe('rows that differ only in their number are grouped', () => {
  const many = (count: number) =>
    planUnchecked(
      {
        numbers: Array.from({ length: count }, (_, i) => number(i)),
        capability: 'voice',
        application: support.key,
      },
      'add',
    ).steps;

  test.each([
    [1, [1]],
    [1000, [1000]],
    [1001, [1000, 1]],
    [2500, [1000, 1000, 500]],
  ])('%i numbers, at most 1,000 per group', (count, expected) => {
    const steps = many(count);
    const groups = groupedRows(steps, 'done', aliases);
    expect(groups.map(({ numbers }) => numbers.length)).toEqual(expected);
    expect(groups.flatMap(({ numbers }) => numbers)).toEqual(steps.map((step) => step.number));
    for (const { row, numbers } of groups) expect(row).toMatchObject({ number: numbers[0], result: 'done' });
  });

  test.each([
    ['change', { ...add, number: number(1), change: 'none' }],
    ['source', { ...add, number: number(1), from: sales.key }],
    ['target', { ...add, number: number(1), to: sales.key }],
    ['capability', { ...add, number: number(1), capability: 'sms' }],
    ['check', { ...add, number: number(1), unchecked: true }],
    ['kind of number', { ...add, number: '72404' as never }],
  ] as [string, NumberStep][])('but not with a different %s', (_name, other) => {
    for (const steps of [
      [add, other],
      [other, add],
    ]) {
      expect(groupedRows(steps, 'done', aliases).map(({ numbers }) => numbers)).toEqual(
        steps.map((step) => [step.number]),
      );
    }
  });

  test('and a callback has none', () => {
    const groups = groupedRows([add, set, set], 'failed', aliases, error, spare.key);
    expect(groups.map(({ row, numbers }) => [row.callback, row.application, row.message, numbers])).toEqual([
      [null, spare.key, 'no', [ours]],
      ['fallback', support.key, 'no', []],
      ['fallback', support.key, 'no', []],
    ]);
  });
});

describe('failures', () => {
  const failures = (missed: [Step, StepOutcome][], stoppedBy?: SinchctlError) =>
    failuresOf([add, remove, set], { missed: new Map(missed), stoppedBy } as unknown as ExecutionResult).map(
      (one) => [one.item, one.error.kind, one.error.message, one.ending],
    );

  test('are empty if everything succeeded', () => {
    expect(failures([])).toEqual([]);
  });

  test('have their own error, in the order of the steps', () => {
    const lost: StepOutcome = { result: 'unknown', error: new SinchctlError('unavailable', 'lost') };
    expect(
      failures([
        [set, lost],
        [add, failed],
      ]),
    ).toEqual([
      [ours, 'refused', 'no', undefined],
      [`fallback of ${support.key}`, 'unavailable', 'lost', 'unknown'],
    ]);
  });

  test('that were not reached have the error that stopped the run', () => {
    expect(failures([[remove, SKIPPED]], new SinchctlError('auth', 'refused'))).toEqual([
      [ours, 'auth', 'not attempted', 'skipped'],
    ]);
    expect(failures([[remove, SKIPPED]])).toEqual([[ours, 'partial', 'not attempted', 'skipped']]);
  });
});
