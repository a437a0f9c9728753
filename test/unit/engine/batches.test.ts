import { describe, expect, test } from 'vitest';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { AccountNumber } from '../../../src/account/phone-number.ts';
import { type NumberStep, planCallbacks } from '../../../src/account/plan.ts';
import type { Client } from '../../../src/api/client.ts';
import {
  assignBatches,
  type Batch,
  callbackBatches,
  overwriteBatch,
  phasesOf,
  removeBatches,
  stepsOf,
  unassignBatches,
} from '../../../src/engine/batches.ts';
import { number, sales, support } from '../../support/account.ts';

const add = (index: number, more: Partial<NumberStep> = {}): NumberStep => ({
  number: number(index),
  capability: 'voice',
  change: 'add',
  from: null,
  to: support.key,
  ...more,
});
const remove = (index: number, more: Partial<NumberStep> = {}): NumberStep =>
  add(index, { change: 'remove', from: support.key, to: null, ...more });

/** The operation that a batch calls, and its input. */
async function request(batch: Batch | undefined) {
  const calls: unknown[][] = [];
  await batch?.run({ call: async (...call: unknown[]) => void calls.push(call) } as unknown as Client);
  expect(calls).toHaveLength(1);
  return calls[0];
}
const sizes = (batches: readonly Batch[]) => batches.map(({ steps }) => steps.length);

describe('assignments', () => {
  test('of one application and capability are one request', async () => {
    const steps = [add(0), add(1, { change: 'move', from: sales.key })];
    const batches = assignBatches(steps);
    expect(batches).toMatchObject([{ steps, application: support.key }]);
    expect(await request(batches[0])).toEqual([
      'assignNumbers',
      { body: { numbers: [number(0), number(1)], applicationkey: support.key, capability: 'voice' } },
    ]);
  });

  test.each([
    [0, []],
    [1, [1]],
    [100, [100]],
    [101, [100, 1]],
    [250, [100, 100, 50]],
  ])('of %i numbers are requests of %j', (count, expected) => {
    const steps = Array.from({ length: count }, (_, i) => add(i));
    const batches = assignBatches(steps);
    expect(sizes(batches)).toEqual(expected);
    expect(batches.flatMap((batch) => batch.steps)).toEqual(steps);
  });

  test('are grouped by application and capability, in the order of the first step of each', () => {
    const steps = [
      add(0),
      add(1, { to: sales.key }),
      add(2, { capability: 'sms' }),
      add(3),
      add(4),
      add(5, { to: sales.key }),
    ];
    const groups = assignBatches(steps).map((batch) =>
      batch.steps.map((step) => steps.indexOf(step as NumberStep)),
    );
    expect(groups).toEqual([[0, 3, 4], [1, 5], [2]]);
  });

  test('omit numbers that are up to date or removed', () => {
    expect(assignBatches([add(0, { change: 'none', from: support.key }), remove(1)])).toEqual([]);
  });

  test('are split into halves, down to one number', async () => {
    const [batch] = assignBatches([add(0), add(1), add(2)]);
    const [first, second] = batch?.split?.() ?? [];
    expect([first, second].map((half) => half?.steps)).toEqual([[add(0), add(1)], [add(2)]]);
    expect([first?.application, second?.application]).toEqual([support.key, support.key]);
    expect(second?.split).toBeUndefined();
    expect(sizes(first?.split?.() ?? [])).toEqual([1, 1]);
    expect(await request(second)).toEqual([
      'assignNumbers',
      { body: { numbers: [number(2)], applicationkey: support.key, capability: 'voice' } },
    ]);
  });
});

describe('removals', () => {
  test('through the calling API are one request per number and capability', async () => {
    const steps = [remove(0), remove(0, { capability: 'sms' }), remove(1, { from: sales.key })];
    const batches = unassignBatches([
      ...steps,
      add(2),
      add(3, { change: 'none', from: support.key }),
      remove(4, { from: null }),
    ]);
    expect(batches.map((batch) => [batch.steps, batch.application, batch.split])).toEqual(
      steps.map((step) => [[step], step.from, undefined]),
    );
    expect(await request(batches[1])).toEqual([
      'unassignNumber',
      { body: { number: number(0), applicationkey: support.key, capability: 'sms' } },
    ]);
  });

  test('through the portal are one request per number, without its plus sign', async () => {
    const steps = [remove(0), remove(1), remove(0, { capability: 'sms' })];
    const batches = removeBatches([
      ...steps,
      add(2),
      add(5, { change: 'move', from: sales.key }),
      add(3, { change: 'none', from: support.key }),
      remove(4, { from: null }),
    ]);
    expect(batches.map((batch) => [batch.steps, batch.application, batch.auth])).toEqual([
      [[steps[0], steps[2]], support.key, 'instance'],
      [[steps[1]], support.key, 'instance'],
    ]);
    expect(await request(batches[0])).toEqual([
      'removeNumber',
      { params: { application: support.key, number: number(0).slice(1) } },
    ]);
  });
});

test('an overwrite is one request with all numbers, as digits', async () => {
  const steps = [add(0), remove(1)];
  const batch = overwriteBatch(steps, support.key, 'sms', [number(0), number(2)]);
  expect(batch).toMatchObject({ steps, application: support.key, auth: 'instance' });
  expect(batch.split).toBeUndefined();
  expect(await request(batch)).toEqual([
    'overwriteNumbers',
    {
      params: { application: support.key, capability: 'sms' },
      body: { numbers: [number(0), number(2)].map((one: AccountNumber) => Number(one.slice(1))) },
    },
  ]);
});

describe('callbacks', () => {
  const current = { primary: 'https://p.example', fallback: 'https://f.example' };
  const plan = (
    desired: { primary?: string | null; fallback?: string | null },
    key: ApplicationKey = support.key,
  ) => planCallbacks(key, current, desired);

  test.each([
    [{ primary: 'https://n.example' }, { primary: 'https://n.example', fallback: 'https://f.example' }],
    [{ primary: null }, { fallback: 'https://f.example' }],
    [{ fallback: null }, { primary: 'https://p.example' }],
    [{ primary: null, fallback: null }, {}],
  ])('%j is one request with both URLs, whose result is read again', async (desired, url) => {
    const planned = plan(desired);
    const batches = callbackBatches([planned]);
    expect(batches).toMatchObject([{ steps: planned.steps, application: support.key, verify: true }]);
    expect(await request(batches[0])).toEqual([
      'updateCallbacks',
      { params: { application: support.key }, body: { url } },
    ]);
  });

  test('are one request per application, and none if nothing changes', () => {
    const changes = { primary: 'https://n.example', fallback: 'https://f.example' };
    const batches = callbackBatches([
      plan({ primary: 'https://p.example' }),
      plan(changes),
      plan(changes, sales.key),
    ]);
    expect(batches.map(({ application }) => application)).toEqual([support.key, sales.key]);
  });
});

test('an account is changed in phases: callbacks, then assignments, then removals', async () => {
  const callbacks = [
    planCallbacks(support.key, { primary: null, fallback: null }, { primary: 'https://n.example' }),
  ];
  const plan = { callbacks, numbers: [remove(0), add(1)] };
  expect(stepsOf(plan)).toEqual([callbacks[0]?.steps[0], remove(0), add(1)]);
  const phases = phasesOf(plan).map((batches) => batches.flatMap(({ steps }) => steps));
  expect(phases).toEqual([callbacks[0]?.steps, [add(1)], [remove(0)]]);
});
