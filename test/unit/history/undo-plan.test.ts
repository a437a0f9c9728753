import { describe, expect, test } from 'vitest';
import { Account, type ListedRow } from '../../../src/account/account.ts';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { CallbackUrls } from '../../../src/account/plan.ts';
import {
  planUndo,
  type RecordedChange,
  recordedChanges,
  recordedItem,
} from '../../../src/history/undo-plan.ts';
import { ours as a, theirs as b, sales, spare, support } from '../../support/account.ts';

const added: RecordedChange = {
  kind: 'number',
  number: a,
  callback: null,
  capability: 'voice',
  application: support.key,
  change: 'add',
  from: null,
  to: support.key,
  result: 'done',
  checked: true,
};
const moved: RecordedChange = { ...added, change: 'move', from: sales.key };
const removed: RecordedChange = { ...added, change: 'remove', from: support.key, to: null };
const set: RecordedChange = {
  ...added,
  kind: 'callback',
  number: null,
  callback: 'primary',
  capability: null,
  change: 'set',
  from: 'https://old.example',
  to: 'https://new.example',
};

describe('the changes that rows record', () => {
  test('are those that were sent, even if the outcome is unknown', () => {
    const unknown: RecordedChange = { ...added, number: b, result: 'unknown' };
    const rest = (['planned', 'failed', 'skipped', 'unchanged'] as const).map((result) => ({
      ...added,
      result,
    }));
    const none: RecordedChange = { ...added, change: 'none' };
    expect(recordedChanges([added, unknown, ...rest, none])).toEqual([added, unknown]);
  });

  test('an item is a capability of a number, or a callback of an application', () => {
    const all = [
      added,
      { ...added, number: b },
      { ...added, capability: 'sms' as const },
      set,
      { ...set, callback: 'fallback' as const },
      { ...set, application: sales.key },
    ];
    expect(all.map(recordedItem)).toEqual([
      `${a} voice`,
      `${b} voice`,
      `${a} sms`,
      `${support.key} primary`,
      `${support.key} fallback`,
      `${sales.key} primary`,
    ]);
    expect(recordedChanges(all)).toEqual(all);
  });

  test('rows that continue each other are one change, from the first value to the last', () => {
    const onward: RecordedChange = { ...moved, from: support.key, to: spare.key, checked: null };
    expect(recordedChanges([moved, onward])).toEqual([{ ...onward, from: sales.key, checked: true }]);
  });

  test('a repeated request is one change', () => {
    const unchecked = { ...moved, checked: false };
    expect(recordedChanges([unchecked, moved])).toEqual([unchecked]);
  });

  test.each([
    ['from another value', { ...moved, from: spare.key }],
    ['from the first value to another one', { ...moved, to: spare.key }],
  ])('after a change by another tool, only the later row counts: %s', (_name, later) => {
    const first = { ...moved, checked: null };
    expect(recordedChanges([first, later])).toEqual([later]);
  });

  test('are in the order in which the items were first changed', () => {
    const other = { ...added, number: b };
    const back = { ...removed, to: null };
    expect(recordedChanges([added, other, back])).toEqual([{ ...back, from: null }, other]);
  });
});

const accountOf = (...rows: ListedRow[]) => new Account(rows);
const serving = (application: ApplicationKey | null, capability = 'voice'): ListedRow => ({
  number: a,
  capability,
  application,
});
const undo = (recorded: RecordedChange, account: Account) => planUndo([recorded], account, new Map());
const aliases = new Map([['spare', spare.key]]);
/** Why a change cannot be undone. */
const reason = (
  recorded: RecordedChange,
  account: Account,
  callbacks = new Map<ApplicationKey, CallbackUrls>(),
) => {
  const plan = planUndo([recorded], account, callbacks, aliases);
  expect([plan.numbers, plan.callbacks]).toEqual([[], []]);
  return plan.unrevertible.map(({ recorded: row, isChanged, error: { kind, message, details } }) => {
    expect([row, kind]).toEqual([recorded, 'refused']);
    return { message, isChanged, hint: details.hint, items: details.items };
  });
};

describe('a number', () => {
  test.each([
    ['added: is removed', added, support.key, 'remove', null],
    ['moved: is moved back', moved, support.key, 'move', sales.key],
    ['removed: is added', removed, null, 'add', support.key],
    ['already undone: needs no change', moved, sales.key, 'none', sales.key],
    ['already removed: needs no change', added, null, 'none', null],
  ])('%s', (_name, recorded, now, change, to) => {
    expect(undo(recorded, accountOf(serving(now)))).toEqual({
      numbers: [{ number: a, capability: 'voice', change, from: now, to }],
      callbacks: [],
      unrevertible: [],
    });
  });

  test.each([
    ['assigned to a third application', moved, spare.key, `now assigned to spare (${spare.key})`],
    ['unassigned', moved, null, 'now unassigned'],
    ['assigned again', removed, sales.key, `now assigned to ${sales.key}`],
  ])('that has changed since is not undone: %s', (_name, recorded, now, message) => {
    expect(reason(recorded, accountOf(serving(now)))).toEqual([
      { message, isChanged: true, hint: undefined, items: [a] },
    ]);
  });

  test('is looked up by its capability', () => {
    const account = accountOf(serving(null), serving(support.key, 'sms'));
    const sms: RecordedChange = { ...added, capability: 'sms' };
    expect(undo(sms, account).numbers).toMatchObject([{ capability: 'sms', change: 'remove' }]);
    expect(reason({ ...sms, from: sales.key, to: sales.key }, account)[0]?.message).toBe(
      `now assigned to ${support.key} for sms`,
    );
  });

  test('in a row without a capability has the capability voice', () => {
    expect(undo({ ...added, capability: null }, accountOf(serving(support.key))).numbers).toMatchObject([
      { capability: 'voice', change: 'remove' },
    ]);
  });

  test('that is no longer on the account is not undone', () => {
    expect(reason(added, accountOf())).toEqual([
      { message: 'no longer on this account', isChanged: true, hint: undefined, items: [a] },
    ]);
  });

  test('that is listed in an unexpected format is not undone', () => {
    const account = accountOf({ number: a.slice(1), capability: 'voice', application: support.key });
    expect(reason(added, account)[0]).toMatchObject({
      message: 'now listed in an unexpected format',
      isChanged: true,
    });
  });
});

describe('a record that cannot be undone, regardless of the current value', () => {
  const account = accountOf(serving(support.key));

  test('because the previous assignment was not checked', () => {
    expect(reason({ ...moved, checked: false }, account)).toEqual([
      {
        message: 'the previous assignment is unknown, because the run used --no-check',
        isChanged: false,
        hint: undefined,
        items: [a],
      },
    ]);
  });

  test.each([
    ['an addition', added],
    ['a removal', removed],
  ])('because the file does not show whether it was checked: %s', (_name, recorded) => {
    for (const checked of [null, undefined]) {
      expect(reason({ ...recorded, checked }, account)).toEqual([
        {
          message: 'the row does not show whether the previous assignment was checked',
          isChanged: false,
          hint: 'to undo the run instead of the file, find its ID with sinchctl history',
          items: [a],
        },
      ]);
    }
  });

  test('but a move has a source, so it was checked', () => {
    expect(undo({ ...moved, checked: null }, account).numbers).toMatchObject([{ change: 'move' }]);
  });

  test('and a callback is always checked', () => {
    const current = new Map([[support.key, { primary: 'https://new.example', fallback: null }]]);
    expect(planUndo([{ ...set, from: null, checked: null }], account, current).callbacks).toHaveLength(1);
  });

  test('because its application was not a valid key', () => {
    expect(reason({ ...moved, from: 'old-app' }, account)[0]).toMatchObject({
      message: 'previously assigned to an unknown application, old-app',
      isChanged: false,
    });
  });

  test.each(['from', 'to'])('because a URL was not recorded: %s', (field) => {
    expect(reason({ ...set, [field]: 'https://x.example/?a=[redacted]' }, account)).toEqual([
      {
        message: 'the URL was not recorded, because it looks like a secret',
        isChanged: false,
        hint: undefined,
        items: [`${support.key} primary`],
      },
    ]);
  });
});

describe('callbacks', () => {
  const account = accountOf();
  const urls = (primary: string | null, fallback: string | null = null) =>
    new Map([[support.key, { primary, fallback }]]);
  const cleared: RecordedChange = {
    ...set,
    callback: 'fallback',
    change: 'clear',
    from: 'https://f.example',
    to: null,
  };

  test('one is set to its previous URL, and the other is sent unchanged', () => {
    expect(planUndo([set], account, urls('https://new.example', 'https://f.example'))).toEqual({
      numbers: [],
      callbacks: [
        {
          application: support.key,
          merged: { primary: 'https://old.example', fallback: 'https://f.example' },
          steps: [
            {
              application: support.key,
              callback: 'primary',
              change: 'set',
              from: 'https://new.example',
              to: 'https://old.example',
            },
          ],
        },
      ],
      unrevertible: [],
    });
  });

  test('both of one application are one plan, and each application has its own plan', () => {
    const elsewhere = { ...set, application: sales.key };
    const current = new Map([
      ...urls('https://new.example'),
      [sales.key, { primary: 'https://new.example', fallback: 'https://s.example' }] as const,
    ]);
    const { callbacks } = planUndo([set, elsewhere, cleared], account, current);
    expect(callbacks.map(({ application, merged }) => [application, merged])).toEqual([
      [support.key, { primary: 'https://old.example', fallback: 'https://f.example' }],
      [sales.key, { primary: 'https://old.example', fallback: 'https://s.example' }],
    ]);
    expect(callbacks.map(({ steps }) => steps.map(({ change }) => change))).toEqual([
      ['set', 'set'],
      ['set'],
    ]);
  });

  test('one that is already undone needs no change', () => {
    const { callbacks, unrevertible } = planUndo([set], account, urls('https://old.example'));
    expect(callbacks.flatMap(({ steps }) => steps)).toMatchObject([{ change: 'none' }]);
    expect(unrevertible).toEqual([]);
  });

  test.each([
    ['set to another URL', 'https://third.example', 'now set to https://third.example'],
    ['cleared', null, 'no longer set'],
  ])('one that has been %s since is not undone', (_name, now, message) => {
    expect(reason(set, account, urls(now))).toEqual([
      { message, isChanged: true, hint: undefined, items: [`${support.key} primary`] },
    ]);
  });

  test('one of an application that is no longer on the account is not undone', () => {
    expect(reason(set, account)).toMatchObject([{ message: 'no longer on this account', isChanged: true }]);
  });

  test('a row without the name of its callback is for the primary URL', () => {
    const { callbacks } = planUndo([{ ...set, callback: null }], account, urls('https://new.example'));
    expect(callbacks).toMatchObject([{ merged: { primary: 'https://old.example' } }]);
  });
});

test('numbers and callbacks of one run are planned together', () => {
  const { numbers, callbacks, unrevertible } = planUndo(
    [added, set, { ...added, number: b }],
    accountOf(serving(support.key)),
    new Map([[support.key, { primary: 'https://new.example', fallback: null }]]),
  );
  expect([numbers.length, callbacks.length]).toEqual([1, 1]);
  expect(unrevertible.map(({ recorded }) => recorded.number)).toEqual([b]);
});
