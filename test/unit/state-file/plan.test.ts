import { describe, expect, test } from 'vitest';
import { Account, type ListedRow } from '../../../src/account/account.ts';
import type { Capability } from '../../../src/account/capability.ts';
import type { NumberStep } from '../../../src/account/plan.ts';
import {
  type CallbackProblem,
  countExtra,
  currentStateOf,
  exceededLimits,
  listsOf,
  onlyThe,
  planState,
  type State,
  type StateApplication,
} from '../../../src/state-file/plan.ts';
import { number, sales, spare, support } from '../../support/account.ts';

const [a, b, c, d] = [number(0), number(1), number(2), number(3)];
const row = (index: number, application: string | null, capability: Capability = 'voice'): ListedRow => ({
  number: number(index),
  capability,
  application,
});
const current = (rows: ListedRow[], callbacks = {}) => ({
  account: new Account(rows),
  callbacks: new Map(Object.entries(callbacks)) as never,
});
const forSupport = (more: Partial<StateApplication>): State => ({
  applications: [{ application: support.key, numbers: {}, ...more }],
});
const step = (index: number, change: NumberStep['change'], from: string | null, to: string | null) => ({
  number: number(index),
  capability: 'voice',
  change,
  from,
  to,
});

const both: StateApplication = {
  application: support.key,
  numbers: { voice: [a], sms: [] },
  callbacks: { primary: 'https://p.example' },
};

describe('selecting a part of the state', () => {
  const bare: StateApplication = { application: sales.key, numbers: { sms: [b] } };
  const state: State = { applications: [both, bare] };

  test.each([
    [undefined, [both, bare]],
    ['numbers' as const, [{ application: support.key, numbers: both.numbers }, bare]],
    [
      'callbacks' as const,
      [
        { ...both, numbers: {} },
        { ...bare, numbers: {} },
      ],
    ],
  ])('with --only %s', (only, applications) => {
    expect(onlyThe(only, state)).toStrictEqual({ applications });
  });

  test('managed lists are those in the file, including empty ones', () => {
    expect(listsOf(state)).toEqual([
      { application: support.key, capability: 'voice', numbers: [a] },
      { application: support.key, capability: 'sms', numbers: [] },
      { application: sales.key, capability: 'sms', numbers: [b] },
    ]);
  });
});

describe('the plan', () => {
  const state = forSupport({ numbers: { voice: [a, b, c] } });
  const account = current([row(0, support.key), row(1, sales.key), row(2, null), row(3, support.key)]);

  test('adds and moves, and omits numbers that are up to date', () => {
    expect(planState(state, account, false)).toEqual({
      numbers: [step(1, 'move', sales.key, support.key), step(2, 'add', null, support.key)],
      callbacks: [],
      conflicts: [],
      problems: [],
    });
  });

  test('removes numbers that are missing from a list only with --prune', () => {
    const { numbers } = planState(state, account, true);
    expect(numbers.slice(2)).toEqual([step(3, 'remove', support.key, null)]);
  });

  test('prunes only lists in the file', () => {
    const other = current([row(3, support.key, 'sms'), row(0, support.key)]);
    expect(planState(forSupport({ numbers: { voice: [a] } }), other, true).numbers).toEqual([]);
    expect(planState(forSupport({ numbers: { sms: [] } }), other, true).numbers).toMatchObject([
      { number: d, capability: 'sms', change: 'remove' },
    ]);
  });

  test('does not remove a number that moves to another application in the file', () => {
    const moving: State = {
      applications: [
        { application: support.key, numbers: { voice: [] } },
        { application: sales.key, numbers: { voice: [a] } },
      ],
    };
    expect(planState(moving, current([row(0, support.key)]), true).numbers).toEqual([
      step(0, 'move', support.key, sales.key),
    ]);
    // The file does not list it for another capability.
    const sms = { applications: [{ application: support.key, numbers: { voice: [], sms: [a] } }] };
    const rows = [row(0, support.key), row(0, support.key, 'sms')];
    expect(planState(sms, current(rows), true).numbers).toEqual([step(0, 'remove', support.key, null)]);
  });

  test('contains the conflicts of its lists', () => {
    const { conflicts } = planState(state, current([row(0, support.key), row(2, null)]), false);
    expect(conflicts).toMatchObject([{ reason: 'absent', step: { number: b } }]);
  });

  test('cannot prune a list with a row that no request can contain', () => {
    const unclear = current([row(0, support.key), { ...row(0, support.key), number: '14155550177' }]);
    const list = forSupport({ numbers: { voice: [a] } });
    expect(planState(list, unclear, false).conflicts).toEqual([]);
    expect(planState(list, unclear, true).conflicts).toMatchObject([
      { reason: 'unclear', step: { number: '14155550177', change: 'remove', from: support.key } },
    ]);
  });

  test('a row that the file lists is not removed', () => {
    const unclear = current([{ ...row(0, support.key), number: '14155550177' }]);
    const { conflicts } = planState(
      forSupport({ numbers: { voice: ['14155550177' as never] } }),
      unclear,
      true,
    );
    expect(conflicts.filter((one) => one.step.change === 'remove')).toEqual([]);
  });

  test('but such a row in the file is a conflict itself', () => {
    const unclear = current([{ ...row(0, support.key), number: a.slice(1) }]);
    const { conflicts } = planState(forSupport({ numbers: { voice: [a] } }), unclear, true);
    expect(conflicts.map(({ reason }) => reason)).toContain('unclear');
  });
});

describe('callbacks', () => {
  const urls = { primary: 'https://p.example', fallback: null };

  test('are updated if they differ, with the other URL unchanged', () => {
    const desired = { primary: 'https://p.example', fallback: 'https://f.example' };
    const { callbacks } = planState(
      forSupport({ callbacks: desired }),
      current([], { [support.key]: urls }),
      false,
    );
    expect(callbacks).toEqual([
      {
        application: support.key,
        merged: desired,
        steps: [
          {
            application: support.key,
            callback: 'fallback',
            change: 'set',
            from: null,
            to: 'https://f.example',
          },
        ],
      },
    ]);
  });

  test('that are up to date, or not in the file, are not in the plan', () => {
    const state = forSupport({ callbacks: { primary: 'https://p.example' } });
    expect(planState(state, current([], { [support.key]: urls }), false).callbacks).toEqual([]);
    expect(planState(forSupport({}), current([], { [support.key]: urls }), false).callbacks).toEqual([]);
  });

  test('of an application without any URLs are set', () => {
    const { callbacks } = planState(
      forSupport({ callbacks: { primary: 'https://n.example' } }),
      current([]),
      false,
    );
    expect(callbacks).toMatchObject([{ merged: { primary: 'https://n.example', fallback: null } }]);
  });

  test('problems matter only for URLs that would be written', () => {
    const problem = (callback: 'primary' | 'fallback'): CallbackProblem => ({
      line: 1,
      column: 1,
      message: callback,
      callback,
      isWarning: false,
    });
    const state = forSupport({
      callbacks: { primary: 'https://p.example', fallback: 'https://f.example' },
      callbackProblems: [problem('primary'), problem('fallback')],
    });
    expect(planState(state, current([], { [support.key]: urls }), false).problems).toEqual([
      problem('fallback'),
    ]);
  });
});

test('numbers that only --prune would remove are counted per managed list', () => {
  const state: State = {
    applications: [
      { application: support.key, numbers: { voice: [a] } },
      { application: sales.key, numbers: { voice: [b], sms: [] } },
    ],
  };
  const rows = [
    row(0, support.key),
    // Under another application of the file.
    row(1, support.key),
    row(2, support.key),
    row(3, sales.key),
    row(4, sales.key, 'sms'),
    // Not managed.
    row(5, support.key, 'sms'),
    row(6, spare.key),
    row(7, null),
  ];
  expect(countExtra(state, current(rows))).toBe(3);
  expect(countExtra({ applications: [] }, current(rows))).toBe(0);
});

describe('a state as the current state', () => {
  const other = forSupport({ numbers: { voice: [a, c] } });

  test('contains the numbers of both files, unassigned if only the other one lists them', () => {
    const { account } = currentStateOf(
      { applications: [{ application: sales.key, numbers: { voice: [a, b] } }] },
      other,
    );
    expect([a, b, c, d].map((one) => account.application(one, 'voice'))).toEqual([
      sales.key,
      sales.key,
      null,
      undefined,
    ]);
    expect(account.application(a, 'sms')).toBeUndefined();
  });

  test('distinguishes capabilities', () => {
    const { account } = currentStateOf(
      { applications: [{ application: sales.key, numbers: { sms: [a] } }] },
      other,
    );
    expect([account.application(a, 'voice'), account.application(a, 'sms')]).toEqual([null, sales.key]);
  });

  test('contains the callbacks of applications that have any', () => {
    const { callbacks } = currentStateOf(
      { applications: [both, { application: sales.key, numbers: {} }] },
      other,
    );
    expect([...callbacks]).toEqual([[support.key, { primary: 'https://p.example', fallback: null }]]);
    const fallback = forSupport({ callbacks: { fallback: 'https://f.example' } });
    expect([...currentStateOf(fallback, other).callbacks.values()]).toEqual([
      { primary: null, fallback: 'https://f.example' },
    ]);
  });
});

describe('the limit of removals', () => {
  const steps = (count: number, change: NumberStep['change'], from: string | null = support.key, start = 0) =>
    Array.from({ length: count }, (_, i) => step(start + i, change, from, null) as NumberStep);
  const accountWith = (count: number) =>
    new Account(Array.from({ length: count }, (_, i) => row(i, support.key)));

  test.each([
    ['10 of 50', 50, 10, undefined, false],
    ['11 of 50', 50, 11, undefined, true],
    ['20 of 200', 200, 20, undefined, false],
    ['21 of 200', 200, 21, undefined, true],
    ['2, with a limit of 2', 50, 2, 2, false],
    ['3, with a limit of 2', 50, 3, 2, true],
    ['1, with a limit of 0', 50, 1, 0, true],
  ])('%s', (_name, count, removed, most, isExceeded) => {
    const found = exceededLimits(steps(removed, 'remove'), accountWith(count), most);
    expect(found.map((one) => [one.removed.length, one.current, one.limit])).toEqual(
      isExceeded ? [[removed, count, most ?? Math.max(10, count / 10)]] : [],
    );
  });

  test('counts removals and moves from one application and capability together', () => {
    const some = [...steps(6, 'remove'), ...steps(6, 'move', support.key, 6)];
    const [found] = exceededLimits(some, accountWith(50), undefined);
    expect(found).toMatchObject({ application: support.key, capability: 'voice', current: 50, limit: 10 });
    expect(found?.removed).toEqual(some.map((one) => one.number));
  });

  test('counts each application and capability separately, and no additions', () => {
    const sms = steps(6, 'remove').map((one) => ({ ...one, capability: 'sms' as const }));
    const some = [
      ...steps(6, 'remove'),
      ...sms,
      ...steps(6, 'remove', sales.key, 10),
      ...steps(20, 'add', support.key),
      ...steps(20, 'none'),
      ...steps(20, 'remove', null),
    ];
    expect(exceededLimits(some, accountWith(50), undefined)).toEqual([]);
    expect(exceededLimits(some, accountWith(50), 5).map((one) => [one.application, one.capability])).toEqual([
      [support.key, 'voice'],
      [support.key, 'sms'],
      [sales.key, 'voice'],
    ]);
  });
});
