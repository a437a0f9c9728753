import { describe, expect, test } from 'vitest';
import type { NumberStep, Step } from '../../../src/account/plan.ts';
import type { Client } from '../../../src/api/client.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import { assignBatches, type Batch, unassignBatches } from '../../../src/engine/batches.ts';
import { executeBatches } from '../../../src/engine/execute-batches.ts';
import type { ExecutorOptions } from '../../../src/engine/executor.ts';
import type { Reporter } from '../../../src/engine/outcome.ts';
import { number, sales, support } from '../../support/account.ts';

const invalid = new SinchctlError('refused', 'invalid number', { httpStatus: 400, errorCode: 40001 });
const lost = new SinchctlError('unavailable', 'lost', { httpStatus: 504, responseLost: true });
const down = new SinchctlError('unavailable', 'down', { httpStatus: 503 });
const auth = new SinchctlError('auth', 'refused', { httpStatus: 401, errorCode: 40100 });

const add = (index: number, to = support.key): NumberStep => ({
  number: number(index),
  capability: 'voice',
  change: 'add',
  from: null,
  to,
});
const remove = (index: number): NumberStep =>
  ({ ...add(index), change: 'remove', from: support.key, to: null }) as NumberStep;
const adds = (count: number) => Array.from({ length: count }, (_, i) => add(i));

interface Call {
  name: string;
  numbers: string[];
}

/** Runs batches against a server that accepts or rejects requests, and lists these numbers afterwards. */
async function execute(
  phases: Batch[][],
  respond: (call: Call) => SinchctlError | Error | undefined,
  { listed = [], ...options }: Partial<ExecutorOptions> & { listed?: number[] } = {},
) {
  const log: string[] = [];
  const calls: Call[] = [];
  const client = {
    credentials: { aliases: new Map(), application: { key: support.key } },
    async sleep() {},
    async call(name: string, input: { body?: { numbers?: string[]; number?: string } }) {
      const numbers = input.body?.numbers ?? [input.body?.number ?? ''];
      const call = { name, numbers };
      calls.push(call);
      log.push(name === 'listNumbers' ? 'list' : `send ${numbers.map(indexOf).join(' ')}`);
      await new Promise<void>((resolve) => void setImmediate(resolve));
      const error = respond(call);
      if (error) throw error;
      return {
        numbers: listed.map((i) => ({ number: number(i), capability: 'voice', applicationkey: support.key })),
      };
    },
  } as unknown as Client;
  const reporter: Reporter = {
    async onPlanned(steps) {
      log.push(`plan ${indexes(steps)}`);
    },
    onCancelled: (steps) => void log.push(`cancel ${indexes(steps)}`),
    onSettled: (steps, { result }) => void log.push(`${result} ${indexes(steps)}`),
  };
  const steps = phases.flat().flatMap((batch) => batch.steps);
  const result = await executeBatches(steps, phases, { client, concurrency: 1, reporter, ...options });
  const outcomes = Object.fromEntries(
    [...result.missed].map(([step, outcome]) => [indexes([step]), outcome.result]),
  );
  return { ...result, outcomes, log, calls };
}

const indexOf = (text: string) => Number(text.slice(1)) - 14155550100;
const indexes = (steps: readonly Step[]) =>
  steps.map((step) => indexOf((step as NumberStep).number)).join(' ');
const has =
  (...bad: number[]) =>
  (call: Call) =>
    call.numbers.some((text) => bad.includes(indexOf(text))) ? invalid : undefined;
const never = () => undefined;

test('a step is recorded, sent, and reported', async () => {
  const { log, missed, stoppedBy, isAccepted, account } = await execute([assignBatches(adds(2))], never);
  expect(log).toEqual(['plan 0 1', 'send 0 1', 'done 0 1']);
  expect([missed.size, stoppedBy, isAccepted, account]).toEqual([0, undefined, true, undefined]);
});

test('four batches are recorded ahead for each request in progress', async () => {
  const steps = Array.from({ length: 20 }, (_, i) => remove(i));
  const { log } = await execute([unassignBatches(steps)], never, { concurrency: 2 });
  expect(log[0]).toBe('plan 0 1 2 3 4 5 6 7 8');
});

test('steps without a request are unchanged', async () => {
  const none: NumberStep = { ...add(0), change: 'none', from: support.key };
  const log: string[] = [];
  const { missed } = await executeBatches([none, add(1)], [], {
    client: {} as Client,
    concurrency: 1,
    reporter: { onSettled: (steps, { result }) => void log.push(`${result} ${indexes(steps)}`) },
  });
  expect([log, missed.size]).toEqual([['unchanged 0 1'], 0]);
});

test('including those in a request', async () => {
  const none: NumberStep = { ...add(0), change: 'none', from: support.key };
  const batches = unassignBatches([remove(1)]);
  const log: string[] = [];
  await executeBatches([none, ...batches.flatMap(({ steps }) => steps)], [batches], {
    client: { call: async () => ({}) } as unknown as Client,
    concurrency: 1,
    reporter: { onSettled: (steps, { result }) => void log.push(`${result} ${indexes(steps)}`) },
  });
  expect(log).toEqual(['unchanged 0', 'done 1']);
});

describe('a batch that is rejected because of its numbers', () => {
  test('is bisected until only the invalid numbers fail', async () => {
    const { calls, outcomes, stoppedBy, isAccepted } = await execute([assignBatches(adds(8))], has(5));
    expect(calls.map(({ numbers }) => numbers.length)).toEqual([8, 4, 4, 2, 1, 1, 2]);
    expect([outcomes, stoppedBy, isAccepted]).toEqual([{ 5: 'failed' }, invalid, true]);
  });

  test('and contains only invalid numbers ends the run for its application, but not for others', async () => {
    const steps = [...Array.from({ length: 250 }, (_, i) => add(i)), add(300, sales.key)];
    const { calls, outcomes } = await execute([assignBatches(steps)], (call) =>
      call.numbers.includes(number(300)) ? undefined : invalid,
    );
    expect(calls.filter(({ numbers }) => numbers.length === 100)).toHaveLength(1);
    const results = Object.values(outcomes);
    expect([
      results.filter((one) => one === 'failed').length,
      results.filter((one) => one === 'skipped').length,
    ]).toEqual([100, 150]);
    expect(calls.at(-1)?.numbers).toEqual([number(300)]);
  });

  test('is not bisected if the rejection has another reason', async () => {
    const { calls, outcomes } = await execute([assignBatches(adds(4))], () => down);
    expect([calls.length, outcomes]).toEqual([1, { 0: 'failed', 1: 'failed', 2: 'failed', 3: 'failed' }]);
  });

  test('may contain many invalid numbers, which do not count as consecutive failures', async () => {
    const refusal = new SinchctlError('failure', 'no', { httpStatus: 422 });
    const { outcomes, calls } = await execute([assignBatches(adds(32))], () => refusal);
    expect(calls).toHaveLength(63);
    expect(Object.values(outcomes)).toEqual(Array(32).fill('failed'));
  });

  test('but 20 consecutive rejections of requests with one number end the run', async () => {
    const refusal = new SinchctlError('failure', 'no', { httpStatus: 422 });
    const steps = Array.from({ length: 25 }, (_, i) => remove(i));
    const { outcomes } = await execute([unassignBatches(steps)], () => refusal);
    expect(Object.values(outcomes).filter((one) => one === 'failed')).toHaveLength(20);
  });

  test('with one number has failed', async () => {
    const { calls, outcomes } = await execute([unassignBatches([remove(0)])], has(0));
    expect([calls.length, outcomes]).toEqual([1, { 0: 'failed' }]);
  });
});

test('a rejected application gets no more requests', async () => {
  const owner = new SinchctlError('auth', 'not yours', { httpStatus: 403, errorCode: 40300 });
  const steps = [...Array.from({ length: 300 }, (_, i) => add(i)), add(300, sales.key)];
  const { calls, outcomes } = await execute([assignBatches(steps)], (call) =>
    call.numbers.includes(number(300)) ? undefined : owner,
  );
  expect(calls.map(({ numbers }) => numbers.length)).toEqual([100, 1]);
  expect([outcomes[0], outcomes[100], outcomes[299], outcomes[300]]).toEqual([
    'failed',
    'skipped',
    'skipped',
    undefined,
  ]);
});

describe('the run ends', () => {
  test('at the first rejected credentials: recorded batches are canceled, and nothing is read', async () => {
    const steps = [remove(0), remove(1), remove(2)];
    const { log, outcomes, stoppedBy, isAccepted } = await execute([unassignBatches(steps)], (call) =>
      call.numbers[0] === number(1) ? auth : undefined,
    );
    expect(log).toEqual(['plan 0 1 2', 'send 0', 'send 1', 'done 0', 'cancel 2', 'failed 1', 'skipped 2']);
    expect([outcomes, stoppedBy, isAccepted]).toEqual([{ 1: 'failed', 2: 'skipped' }, auth, true]);
  });

  test('after a phase with an error, so that nothing is removed', async () => {
    const phases = [assignBatches([add(0)]), unassignBatches([remove(1)])];
    const { calls, outcomes, stoppedBy } = await execute(phases, has(0));
    expect(calls.map(({ name }) => name)).toEqual(['assignNumbers']);
    expect([outcomes, stoppedBy]).toEqual([{ 0: 'failed', 1: 'skipped' }, invalid]);
  });

  test('but continues with the next phase after one without an error', async () => {
    const phases = [assignBatches([add(0)]), unassignBatches([remove(1)])];
    const { calls, stoppedBy } = await execute(phases, never);
    expect([calls.map(({ name }) => name), stoppedBy]).toEqual([
      ['assignNumbers', 'unassignNumber'],
      undefined,
    ]);
  });

  test('when it is interrupted, after the request in progress', async () => {
    const interruption = new SinchctlError('interrupted', 'interrupted', { signal: 'SIGTERM' });
    let sent = 0;
    const { outcomes, stoppedBy, interrupted } = await execute(
      [unassignBatches([remove(0), remove(1), remove(2)])],
      () => {
        sent += 1;
        return undefined;
      },
      { interrupted: () => (sent === 2 ? interruption : undefined) },
    );
    expect([outcomes, stoppedBy, interrupted]).toEqual([{ 2: 'skipped' }, interruption, interruption]);
  });

  test('if a request was interrupted before it was sent, which is skipped', async () => {
    const interruption = new SinchctlError('interrupted', 'interrupted');
    const { outcomes, log } = await execute([assignBatches([add(0)])], () => interruption);
    expect([outcomes, log.includes('cancel 0')]).toEqual([{ 0: 'skipped' }, true]);
  });

  test('if a step cannot be recorded: it is not sent', async () => {
    const full = new SinchctlError('failure', 'disk full');
    const { calls, outcomes, stoppedBy, isAccepted } = await execute([assignBatches([add(0)])], never, {
      reporter: { onPlanned: () => Promise.reject(full) },
    });
    expect([calls, outcomes, stoppedBy, isAccepted]).toEqual([[], { 0: 'skipped' }, full, false]);
  });
});

describe('a lost response', () => {
  test.each([
    ['that was applied: done', [0, 1], {}],
    ['that was not applied: failed', [], { 0: 'failed', 1: 'failed' }],
  ])('is resolved by reading the account: one %s', async (_name, listed, expected) => {
    const { calls, outcomes, account } = await execute(
      [assignBatches(adds(2))],
      ({ name }) => (name === 'assignNumbers' ? lost : undefined),
      { listed: [...listed, 9] },
    );
    expect(calls.map(({ name }) => name)).toEqual(['assignNumbers', 'listNumbers']);
    // A number that is not on the account is shown as clearly as one that is assigned elsewhere.
    expect([outcomes, account?.has(number(9))]).toEqual([expected, true]);
  });

  test('is unknown if the account cannot be read', async () => {
    const { outcomes, unverified, stoppedBy } = await execute([assignBatches(adds(2))], ({ name }) =>
      name === 'assignNumbers' ? lost : down,
    );
    expect([outcomes, unverified, stoppedBy]).toEqual([{ 0: 'unknown', 1: 'unknown' }, down, lost]);
  });

  test('after an unexpected exception also has an unknown outcome', async () => {
    const { calls, outcomes } = await execute(
      [assignBatches(adds(2))],
      ({ name }) => (name === 'assignNumbers' ? new Error('bug') : undefined),
      { listed: [0, 1] },
    );
    expect([calls.length, outcomes]).toEqual([2, {}]);
  });

  test('of a rejected batch makes its halves ambiguous', async () => {
    const lostRefusal = new SinchctlError('refused', 'perhaps', { ...invalid.details, responseLost: true });
    const { outcomes, calls } = await execute(
      [assignBatches(adds(4))],
      ({ name, numbers }) =>
        name === 'listNumbers' ? undefined : numbers.length === 4 ? lostRefusal : has(3)({ name, numbers }),
      { listed: [0, 1, 2, 3] },
    );
    expect(calls.at(-1)?.name).toBe('listNumbers');
    // The half with the invalid number failed, but the account shows the number.
    expect(outcomes).toEqual({});
  });

  test('of a rejected batch whose halves are not sent is resolved by reading the account', async () => {
    const lostRefusal = new SinchctlError('refused', 'perhaps', { ...invalid.details, responseLost: true });
    const interruption = new SinchctlError('interrupted', 'interrupted');
    let sent = 0;
    const { outcomes, log } = await execute(
      [assignBatches(adds(4))],
      ({ name }) => {
        if (name === 'listNumbers') return undefined;
        sent += 1;
        return lostRefusal;
      },
      { listed: [0, 1], interrupted: () => (sent > 0 ? interruption : undefined) },
    );
    expect(outcomes).toEqual({ 2: 'skipped', 3: 'skipped' });
    expect(log).toEqual(['plan 0 1 2 3', 'send 0 1 2 3', 'list', 'cancel 2 3', 'done 0 1', 'skipped 2 3']);
  });
});

test('of a rejected batch whose halves are not sent is unknown if the account cannot be read', async () => {
  const lostRefusal = new SinchctlError('refused', 'perhaps', { ...invalid.details, responseLost: true });
  let sent = 0;
  const { outcomes } = await execute(
    [assignBatches(adds(2))],
    ({ name }) => {
      sent += 1;
      return name === 'listNumbers' ? down : lostRefusal;
    },
    { interrupted: () => (sent > 0 ? new SinchctlError('interrupted', 'interrupted') : undefined) },
  );
  expect(outcomes).toEqual({ 0: 'unknown', 1: 'unknown' });
});

test('a reporter is optional', async () => {
  const lostRefusal = new SinchctlError('refused', 'perhaps', { ...invalid.details, responseLost: true });
  for (const reporter of [undefined, {}]) {
    let sent = 0;
    const respond = ({ name }: Call) => (name === 'assignNumbers' && sent++ === 0 ? lostRefusal : undefined);
    const options = { reporter, interrupted: () => (sent > 0 ? auth : undefined) } as never;
    const { outcomes } = await execute([assignBatches(adds(2))], respond, options);
    expect(outcomes).toEqual({ 0: 'skipped', 1: 'skipped' });
    const refused = await execute([unassignBatches([remove(0), remove(1)])], () => auth, {
      reporter,
    } as never);
    expect(refused.outcomes).toEqual({ 0: 'failed', 1: 'skipped' });
  }
});

describe('with verification', () => {
  test('the account is read afterwards, and changes that it does not show have failed', async () => {
    const { outcomes, log, account } = await execute([assignBatches(adds(2))], never, {
      verify: true,
      listed: [0],
    });
    expect(outcomes).toEqual({ 1: 'failed' });
    expect(log.slice(0, 4)).toEqual(['plan 0 1', 'send 0 1', 'done 0 1', 'list']);
    expect(log.at(-1)).toBe('failed 1');
    expect(account?.has(number(0))).toBe(true);
  });

  test('a batch can request it', async () => {
    const batches = assignBatches([add(0)]).map((batch) => ({ ...batch, verify: true }));
    const { calls } = await execute([batches, assignBatches([add(1)])], never, { listed: [0] });
    expect(calls.map(({ name }) => name)).toEqual(['assignNumbers', 'assignNumbers', 'listNumbers']);
  });

  test('nothing is read if nothing was accepted, or credentials were rejected', async () => {
    const none = await execute([assignBatches([add(0)])], has(0), { verify: true });
    expect([none.calls.length, none.isAccepted]).toEqual([1, false]);
    let sent = 0;
    const refused = await execute(
      [unassignBatches([remove(0), remove(1)])],
      () => (sent++ === 1 ? auth : undefined),
      {
        verify: true,
      },
    );
    expect(refused.calls).toHaveLength(2);
  });

  test('a failed read is reported', async () => {
    const { outcomes, unverified } = await execute(
      [assignBatches([add(0)])],
      ({ name }) => (name === 'listNumbers' ? down : undefined),
      { verify: true },
    );
    expect([outcomes, unverified]).toEqual([{}, down]);
  });

  test('an interruption ends it', async () => {
    const interruption = new SinchctlError('interrupted', 'interrupted');
    let sent = 0;
    const { calls, interrupted } = await execute(
      [assignBatches([add(0)])],
      () => {
        sent += 1;
        return undefined;
      },
      { verify: true, interrupted: () => (sent > 0 ? interruption : undefined) },
    );
    expect([calls.length, interrupted]).toEqual([1, interruption]);
  });
});
