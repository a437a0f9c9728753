import { expect, test } from 'vitest';
import { Account, type ListedRow } from '../../../src/account/account.ts';
import type { StateApplication } from '../../../src/state-file/plan.ts';
import { type PlanInputs, planId } from '../../../src/state-file/plan-id.ts';
import { free, freeVoice, ours, sales, spare, support } from '../../support/account.ts';

const row = (
  number: string | null,
  application: string | null,
  capability: string | null = 'voice',
): ListedRow => ({
  number,
  capability,
  application,
});
const rows = [row(ours, support.key), row(free, null), row('?', 'x', null)];
const callbacks = new Map([
  [support.key, { primary: 'https://a.example', fallback: null }],
  [sales.key, { primary: null, fallback: null }],
]);
const applications: StateApplication[] = [
  { application: support.key, numbers: { voice: [ours, free] } },
  { application: sales.key, numbers: {}, callbacks: { primary: null, fallback: undefined } },
];
const inputs: PlanInputs = {
  account: 'https://a.example',
  state: { applications },
  current: { account: new Account(rows), callbacks },
  prune: false,
  only: null,
};
const idOf = (changes: Partial<PlanInputs>) => planId({ ...inputs, ...changes });
const ofState = (...all: StateApplication[]) => idOf({ state: { applications: all } });
const ofAccount = (...all: ListedRow[]) => idOf({ current: { account: new Account(all), callbacks } });

test('the ID has 32 hexadecimal digits', () => {
  expect(idOf({})).toMatch(/^[0-9a-f]{32}$/);
});

test('the order of the file and of the account does not matter', () => {
  const [first, second] = applications as [StateApplication, StateApplication];
  expect([
    ofState(second, first),
    ofState({ ...first, numbers: { voice: [free, ours] } }, second),
    ofAccount(...rows.toReversed()),
    idOf({ current: { account: new Account(rows), callbacks: new Map([...callbacks].toReversed()) } }),
  ]).toEqual(Array.from({ length: 4 }, () => idOf({})));
});

test('each input determines it', () => {
  const [first, second] = applications as [StateApplication, StateApplication];
  const withCallbacks = (
    ...entries: [typeof support.key, { primary: string | null; fallback: string | null }][]
  ) => idOf({ current: { account: new Account(rows), callbacks: new Map([...callbacks, ...entries]) } });
  const ids = [
    idOf({}),
    idOf({ account: 'https://b.example' }),
    idOf({ prune: true }),
    idOf({ only: 'numbers' }),
    // The content of the file.
    ofState(first),
    ofState(second),
    ofState({ ...first, numbers: { voice: [ours] } }, second),
    ofState({ ...first, numbers: { voice: [ours, freeVoice] } }, second),
    ofState({ ...first, numbers: { sms: [ours, free] } }, second),
    // With --prune, an empty list removes all numbers of its application.
    ofState({ application: support.key, numbers: { voice: [] } }),
    ofState({ application: support.key, numbers: { sms: [] } }),
    ofState({ application: sales.key, numbers: { voice: [] } }),
    ofState({ ...first, numbers: { voice: [ours, free], sms: [] } }, second),
    ofState({ ...first, application: spare.key }, second),
    ofState(first, { ...second, callbacks: { primary: undefined, fallback: undefined } }),
    ofState(first, { ...second, callbacks: { primary: null, fallback: null } }),
    ofState(first, { ...second, callbacks: { primary: undefined, fallback: null } }),
    ofState(first, { ...second, callbacks: { primary: 'https://a.example', fallback: undefined } }),
    ofState(first, { ...second, application: spare.key }),
    // The account.
    ofAccount(...rows.slice(1)),
    ofAccount(...rows.slice(0, 2)),
    ofAccount(row(ours, sales.key), ...rows.slice(1)),
    ofAccount(row(ours, support.key, 'sms'), ...rows.slice(1)),
    ofAccount(row('+14155550177', support.key), ...rows.slice(1)),
    withCallbacks([support.key, { primary: 'https://b.example', fallback: null }]),
    withCallbacks([support.key, { primary: null, fallback: 'https://a.example' }]),
    withCallbacks([spare.key, { primary: null, fallback: null }]),
  ];
  expect(new Set(ids).size).toBe(ids.length);
});

test('a number in the file is not the same as one on the account', () => {
  const wanted = idOf({
    state: { applications: [{ application: support.key, numbers: { voice: [ours] } }] },
    current: { account: new Account([]), callbacks: new Map() },
  });
  const present = idOf({
    state: { applications: [{ application: support.key, numbers: { voice: [] } }] },
    current: { account: new Account([row(ours, support.key)]), callbacks: new Map() },
  });
  expect(wanted).not.toBe(present);
});
