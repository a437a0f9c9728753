import { describe, expect, test } from 'vitest';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { CallbackStep, CallbackUrls, NumberStep, Step } from '../../../src/account/plan.ts';
import type { Client } from '../../../src/api/client.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import { DONE, errorOf, SKIPPED, type StepOutcome, UNCHANGED } from '../../../src/engine/outcome.ts';
import { Reconciliation, verifyOutcomes } from '../../../src/engine/reconcile.ts';
import { free, ours, sales, spare, support } from '../../support/account.ts';

type Numbers = { number: string; capability: string; applicationkey: string | null }[];
/** The content of the account at one read, or why it cannot be read. */
interface Shown {
  numbers?: Numbers | SinchctlError;
  callbacks?: Partial<Record<ApplicationKey, CallbackUrls | SinchctlError>>;
}

/** A client of an account that returns a different result for each read; the last one is repeated. */
function clientOf(...readings: Shown[]) {
  const log: string[] = [];
  const orThrow = <T>(value: T | SinchctlError | undefined): T => {
    if (value instanceof SinchctlError) throw value;
    if (value === undefined) throw new SinchctlError('notFound', 'unknown application');
    return value;
  };
  let reading = -1;
  const current = () => readings[Math.min(Math.max(reading, 0), readings.length - 1)] ?? {};
  const client = {
    credentials: {
      aliases: new Map([['sales', sales.key]]),
      application: { key: support.key },
    },
    async sleep(seconds: number) {
      log.push(`wait ${seconds}`);
      reading += 1;
    },
    async call(name: string, input: { params?: { application: ApplicationKey } }) {
      if (name === 'listNumbers') {
        log.push('list');
        return { numbers: orThrow(current().numbers) };
      }
      const application = input.params?.application as ApplicationKey;
      log.push(`callbacks of ${application === support.key ? 'support' : 'sales'}`);
      return { url: orThrow(current().callbacks?.[application]) };
    },
  } as unknown as Client;
  reading = 0;
  return { client, log };
}

const serving = (application: string | null, number: string = ours): Numbers => [
  { number, capability: 'voice', applicationkey: application },
];
const unavailable = new SinchctlError('unavailable', 'no connection');
const lost = new SinchctlError('unavailable', 'lost', { responseLost: true });
const lostOutcome = { result: 'failed', error: lost } as const;
/** Of a step whose batch was bisected. */
const halved = { result: 'unknown', error: lost } as const;

const move: NumberStep = {
  number: ours,
  capability: 'voice',
  change: 'move',
  from: sales.key,
  to: support.key,
};
const remove: NumberStep = { ...move, change: 'remove', from: support.key, to: null };
const none: NumberStep = { ...move, change: 'none', from: support.key };
const set: CallbackStep = {
  application: support.key,
  callback: 'primary',
  change: 'set',
  from: null,
  to: 'https://new.example',
};
const urls = (primary: string | null): CallbackUrls => ({ primary, fallback: null });

describe('the outcome of a step whose response was lost', () => {
  async function resolve(step: Step, before: typeof lostOutcome | typeof halved, shown: Shown) {
    const reconciliation = new Reconciliation();
    reconciliation.add([step], before);
    const { client } = clientOf(shown);
    const resolved = await reconciliation.resolve(client, 2);
    expect([...resolved.keys()]).toEqual([step]);
    return { outcome: resolved.get(step), reconciliation };
  }

  test.each([
    ['a move that is shown: done', move, support.key, DONE],
    ['a removal of an unassigned number: done', remove, null, DONE],
    ['a removal of a number assigned to another application: done', remove, sales.key, DONE],
    ['no change, and unchanged on the account: unchanged', none, support.key, UNCHANGED],
  ] as [string, Step, string | null, StepOutcome][])('%s', async (_name, step, now, expected) => {
    const { outcome, reconciliation } = await resolve(step, lostOutcome, { numbers: serving(now) });
    expect(outcome).toBe(expected);
    expect(reconciliation.account?.application(ours, 'voice')).toBe(now);
    expect(reconciliation.unverified).toBeUndefined();
  });

  test.each([
    ['a move', move, sales.key, `the number is still assigned to sales (${sales.key})`],
    [
      'a move, assigned to another application since',
      move,
      spare.key,
      `the number is now assigned to ${spare.key}`,
    ],
    ['a removal', remove, support.key, `the number is still assigned to ${support.key}`],
  ] as [string, Step, string, string][])(
    '%s that is not shown: failed, with the current value',
    async (_name, step, now, value) => {
      const { outcome } = await resolve(step, lostOutcome, { numbers: serving(now) });
      expect(outcome).toMatchObject({ result: 'failed', now, error: { kind: 'unavailable' } });
      expect(errorOf(outcome)?.message).toBe(`lost; ${value}`);
      expect(errorOf(outcome)?.details).toMatchObject({ responseLost: true });
    },
  );

  test('of several steps with the same current value is one object', async () => {
    const reconciliation = new Reconciliation();
    const both = [move, { ...move, number: free }];
    reconciliation.add(both, lostOutcome);
    const { client } = clientOf({ numbers: [...serving(sales.key), ...serving(sales.key, free)] });
    const resolved = await reconciliation.resolve(client, 1);
    expect(new Set(resolved.values()).size).toBe(1);
  });

  test('a step without a request of its own that is not shown is skipped', async () => {
    expect((await resolve(move, halved, { numbers: serving(sales.key) })).outcome).toBe(SKIPPED);
    expect((await resolve(move, halved, { numbers: serving(support.key) })).outcome).toBe(DONE);
  });

  test('is unknown if the account cannot be read', async () => {
    const { outcome, reconciliation } = await resolve(move, lostOutcome, { numbers: unavailable });
    expect(outcome).toEqual({ result: 'unknown', error: lost });
    expect([reconciliation.account, reconciliation.unverified]).toEqual([undefined, unavailable]);
  });

  test('is unknown if the number is listed in an unexpected format', async () => {
    const shown = serving(support.key, ours.slice(1));
    expect((await resolve(move, lostOutcome, { numbers: shown })).outcome).toEqual({
      result: 'unknown',
      error: lost,
    });
  });

  test('a callback that is shown is done, even if its URL is spelled differently', async () => {
    for (const url of ['https://new.example', 'https://NEW.example:443/']) {
      const shown = { callbacks: { [support.key]: urls(url) } };
      expect((await resolve(set, lostOutcome, shown)).outcome).toBe(DONE);
    }
    const other = { callbacks: { [support.key]: urls('https://old.example') } };
    const { outcome } = await resolve(set, lostOutcome, other);
    expect(errorOf(outcome)?.message).toBe('lost; the current URL is https://old.example');
    expect(outcome).toMatchObject({ result: 'failed', now: undefined });
  });

  test('a callback that cannot be read is unknown', async () => {
    const shown = { callbacks: { [support.key]: unavailable } };
    expect((await resolve(set, lostOutcome, shown)).outcome).toEqual({ result: 'unknown', error: lost });
  });

  test('only required data is read, once, and a second round starts empty', async () => {
    const reconciliation = new Reconciliation();
    const elsewhere = { ...set, application: sales.key };
    const shown: Shown = {
      numbers: serving(support.key),
      callbacks: { [support.key]: urls(set.to), [sales.key]: urls(null) },
    };
    const { client, log } = clientOf(shown);
    reconciliation.add([set, { ...set, callback: 'fallback' }, elsewhere], lostOutcome);
    await reconciliation.resolve(client, 1);
    expect(log).toEqual(['callbacks of support', 'callbacks of sales']);
    reconciliation.add([move], lostOutcome);
    const resolved = await reconciliation.resolve(client, 1);
    expect([log.slice(2), resolved.size]).toEqual([['list'], 1]);
    expect((await reconciliation.resolve(client, 1)).size).toBe(0);
    expect(log).toHaveLength(3);
    reconciliation.add([set, move], lostOutcome);
    expect([...(await reconciliation.resolve(client, 1)).values()]).toEqual([DONE, DONE]);
    expect(log.slice(3).toSorted()).toEqual(['callbacks of support', 'list']);
  });
});

describe('a verification', () => {
  const check = async (steps: Step[], readings: Shown[], isInterrupted = () => false) => {
    const { client, log } = clientOf(...readings);
    const result = await verifyOutcomes(client, steps, 2, isInterrupted);
    const missed = [...result.missed].map(([step, outcome]) => ({
      step,
      ...outcome,
      error: undefined,
      kind: 'error' in outcome ? outcome.error.kind : undefined,
      message: 'error' in outcome ? outcome.error.message : '',
    }));
    return { ...result, missed, log };
  };

  test('of changes that the account shows reads it once', async () => {
    const { missed, account, unverified, log } = await check([move], [{ numbers: serving(support.key) }]);
    expect([missed, unverified, log]).toEqual([[], undefined, ['list']]);
    expect(account?.application(ours, 'voice')).toBe(support.key);
  });

  test('reads again if the list lags behind, for seven seconds in total', async () => {
    const old = { numbers: serving(sales.key) };
    const { missed, log } = await check([move], [old, old, { numbers: serving(support.key) }]);
    expect([missed, log]).toEqual([[], ['list', 'wait 1', 'list', 'wait 2', 'list']]);
    const never = await check([move], [old]);
    expect(never.log).toEqual(['list', 'wait 1', 'list', 'wait 2', 'list', 'wait 4', 'list']);
    expect(never.missed).toHaveLength(1);
  });

  test.each([
    [sales.key, `the number is still assigned to sales (${sales.key})`],
    [spare.key, `the number is now assigned to ${spare.key}`],
    [null, 'the number is now unassigned'],
  ])('of a number that is assigned to %s shows that', async (now, value) => {
    const { missed } = await check([move], [{ numbers: serving(now) }]);
    expect(missed).toEqual([
      {
        step: move,
        result: 'failed',
        now,
        kind: 'failure',
        message: `Sinch accepted the change, but ${value}`,
      },
    ]);
  });

  test('of a number that is no longer, or not yet, on the account', async () => {
    const add: NumberStep = { ...move, change: 'add', from: null };
    expect((await check([add], [{ numbers: [] }])).missed).toMatchObject([
      { message: 'Sinch accepted the change, but the number is not on the account', now: undefined },
    ]);
    expect((await check([add], [{ numbers: serving(null) }])).missed).toMatchObject([
      { message: 'Sinch accepted the change, but the number is still unassigned', now: null },
    ]);
  });

  test('reports only missing changes, with one outcome for equal values', async () => {
    const more = [free, '+14155550199' as typeof free].map((number) => ({ ...move, number }));
    const shown = [
      ...serving(support.key),
      ...serving(sales.key, free),
      ...serving(sales.key, '+14155550199'),
    ];
    const { client } = clientOf({ numbers: shown });
    const { missed } = await verifyOutcomes(client, [move, ...more], 2, () => false);
    expect([...missed.keys()]).toEqual(more);
    expect(new Set(missed.values()).size).toBe(1);
  });

  test('of a number listed in an unexpected format relies on the response', async () => {
    expect((await check([move], [{ numbers: serving(sales.key, ours.slice(1)) }])).missed).toEqual([]);
  });

  test('of callbacks reads only callbacks, and masks the values of a URL', async () => {
    const shown = (primary: string | null) => [{ callbacks: { [support.key]: urls(primary) } }];
    const done = await check([set], shown(set.to));
    expect([done.missed, done.account, done.log]).toEqual([[], undefined, ['callbacks of support']]);
    const other = await check([set], shown('https://x.example/?token=abc'));
    expect(other.missed).toMatchObject([
      {
        message: 'Sinch accepted the change, but the current URL is https://x.example/?token=…',
        now: undefined,
      },
    ]);
    expect((await check([set], shown(null))).missed).toMatchObject([
      { message: 'Sinch accepted the change, but no URL is set' },
    ]);
  });

  test('of both reads both', async () => {
    const shown = { numbers: serving(support.key), callbacks: { [support.key]: urls(set.to) } };
    const { missed, account, log } = await check([move, set], [shown]);
    expect([missed, log.toSorted()]).toEqual([[], ['callbacks of support', 'list']]);
    expect(account).toBeDefined();
  });

  test('keeps the account that it has read if only callbacks are missing later', async () => {
    const shown = { numbers: serving(support.key), callbacks: { [support.key]: urls(null) } };
    const { account, log } = await check([move, set], [shown]);
    expect(account?.application(ours, 'voice')).toBe(support.key);
    expect(log.filter((one) => one === 'list')).toHaveLength(1);
  });

  test('that cannot read the account returns the reason, and no mismatches', async () => {
    const { missed, account, unverified, log } = await check([move], [{ numbers: unavailable }]);
    expect([missed, account, unverified, log]).toEqual([[], undefined, unavailable, ['list']]);
  });

  test('that cannot read it again returns the previous results', async () => {
    const readings = [{ numbers: serving(sales.key) }, { numbers: unavailable }];
    const { missed, unverified } = await check([move], readings);
    expect([missed.length, unverified]).toEqual([1, undefined]);
  });

  test('that cannot read a callback returns the reason', async () => {
    const { missed, unverified } = await check([set], [{ callbacks: { [support.key]: unavailable } }]);
    expect([missed, unverified]).toEqual([[], unavailable]);
  });

  test('that is interrupted ends with its previous results', async () => {
    let calls = 0;
    const { missed, log } = await check([move], [{ numbers: serving(sales.key) }], () => ++calls === 2);
    expect([missed.length, log]).toEqual([1, ['list', 'wait 1']]);
    const atOnce = await check([move], [{ numbers: serving(sales.key) }], () => true);
    expect([atOnce.missed, atOnce.log, atOnce.unverified]).toEqual([[], [], undefined]);
  });
});
