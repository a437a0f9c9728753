import { describe, expect, test } from 'vitest';
import { Account, type ListedRow } from '../../../src/account/account.ts';
import type { ApplicationKey } from '../../../src/account/application.ts';
import type { AccountNumber } from '../../../src/account/phone-number.ts';
import { free, ours, sales, spare, support, theirs } from '../../support/account.ts';

type Cells = [number: string | null, application: string | null, capability?: string | null];
const row = ([number, application, capability = 'voice']: Cells): ListedRow => ({
  number,
  capability,
  application,
});
const accountOf = (...rows: Cells[]) => new Account(rows.map(row));
const numberOf = (text: string) => text as AccountNumber;

describe('a row', () => {
  test.each([
    ['E.164', [ours, support.key]],
    ['unassigned', [ours, null, 'sms']],
    ['a short code', ['12345', support.key, 'sms']],
    ['a sender ID', ['Example', null, 'sms']],
  ] as [string, Cells][])('is an assignment: %s', (_name, cells) => {
    const account = accountOf(cells);
    expect([account.assignments, account.rows, account.unexpected]).toEqual([[row(cells)], [row(cells)], []]);
  });

  test.each([
    ['without a number', [null, support.key]],
    ['without a capability', [ours, support.key, null]],
    ['with another capability', [ours, support.key, 'fax']],
    ['with another text as its number', ['+1', support.key]],
  ] as [string, Cells][])('is unexpected: %s', (_name, cells) => {
    const account = accountOf(cells, [free, null]);
    expect(account.assignments).toEqual([row([free, null])]);
    expect(account.rows).toEqual([row([free, null]), row(cells)]);
    expect(account.unexpected).toEqual([row(cells)]);
  });

  test('with another text as its application is an assignment, and unexpected', () => {
    const account = accountOf([ours, 'x'], [free, 'x'], [theirs, sales.key], ['12345', sales.key]);
    expect(account.assignments).toHaveLength(4);
    expect(account.unexpected).toEqual([row([ours, 'x']), row([free, 'x'])]);
    expect(account.application(ours, 'voice')).toBe('x');
  });

  test('may be listed twice', () => {
    const account = accountOf([ours, support.key], [ours, support.key], [free, null], [free, null]);
    expect(account.rows).toEqual([row([ours, support.key]), row([free, null])]);
    expect(account.serving(support.key, 'voice')).toEqual([ours]);
  });

  test('that conflicts with another is unexpected, as is the other', () => {
    const rows: Cells[] = [
      [ours, support.key],
      [free, null],
      [ours, sales.key],
      [ours, support.key, 'sms'],
      [free, sales.key],
    ];
    const account = accountOf(...rows);
    expect(account.assignments).toEqual([row([ours, support.key, 'sms'])]);
    expect(account.unexpected.toSorted()).toHaveLength(4);
    expect([account.application(ours, 'voice'), account.application(ours, 'sms')]).toEqual([
      undefined,
      support.key,
    ]);
    expect([account.isUnclear(ours, 'voice'), account.isUnclear(ours, 'sms')]).toEqual([true, false]);
    expect([account.has(ours), account.has(free), account.serving(support.key, 'voice')]).toEqual([
      true,
      true,
      [],
    ]);
  });
});

test('the short codes and sender IDs are those of all rows', () => {
  const account = accountOf(
    [ours, null],
    ['12345', null],
    ['Example', null, 'fax'],
    [null, null],
    ['12345', null, 'sms'],
  );
  expect([...account.verbatim].toSorted()).toEqual(['12345', 'Example']);
});

describe('unexpected rows of an application', () => {
  const make = () =>
    accountOf(
      ['x', support.key, 'fax'],
      ['a b c d e f g h', support.key, 'Voice, SMS'],
      ['?', ` ${support.key.toUpperCase()}`, null],
      ['?', sales.key, 'voice'],
      ['?', null, 'voice'],
      [ours, `${support.key} ${sales.key}`, 'sms'],
    );
  const places = (key: ApplicationKey, capability: 'voice' | 'sms') =>
    make()
      .unexpectedIn(key, capability)
      .map(({ number, application }) => `${number} ${application}`);

  test('are those whose application and capability may be meant', () => {
    const [any, unnamed] = [`a b c d e f g h ${support.key}`, `?  ${support.key.toUpperCase()}`];
    const both = `${ours} ${support.key} ${sales.key}`;
    expect([places(support.key, 'voice'), places(support.key, 'sms')]).toEqual([
      [any, unnamed],
      [any, unnamed, both],
    ]);
    expect([places(sales.key, 'voice'), places(sales.key, 'sms')]).toEqual([[`? ${sales.key}`], [both]]);
    expect(places(spare.key, 'voice')).toEqual([]);
  });
});

describe('a number of unexpected rows', () => {
  const make = () =>
    accountOf(
      [' (1) 415.555-0100 ', support.key, 'voice'],
      [free, sales.key, 'fax'],
      [theirs, sales.key, null],
      [theirs, null, 'voice'],
      [null, support.key],
    );

  test('is unclear for the capabilities that may be meant', () => {
    const account = make();
    const unclear = (number: string) => [
      account.isUnclear(numberOf(number), 'voice'),
      account.isUnclear(numberOf(number), 'sms'),
    ];
    expect(unclear(ours)).toEqual([true, false]);
    expect(unclear(free)).toEqual([false, false]);
    expect(unclear(theirs)).toEqual([true, true]);
    expect(unclear('+14155550177')).toEqual([false, false]);
    expect(accountOf([ours, null]).isUnclear(ours, 'voice')).toBe(false);
  });

  test('is on the account if it is the same text', () => {
    const account = make();
    expect([ours, free, theirs, '+14155550177'].map((one) => account.has(numberOf(one)))).toEqual([
      false,
      true,
      true,
      false,
    ]);
    expect(accountOf([ours, null], [free, null, 'sms']).has(free)).toBe(true);
  });

  test('may be on an application with another capability', () => {
    const account = make();
    expect(account.hasOtherOn(free, sales.key)).toBe(true);
    expect(account.hasOtherOn(free, support.key)).toBe(false);
    expect(account.hasOtherOn(ours, support.key)).toBe(true);
    expect(account.hasOtherOn(numberOf('+14155550177'), sales.key)).toBe(false);
  });
});

describe('a near number', () => {
  const near = (number: string, ...own: string[]) =>
    accountOf(...own.map((one, i): Cells => [one, null, i % 2 === 0 ? 'voice' : 'sms'])).near(
      numberOf(number),
    );

  test.each([
    // A trunk zero, a mobile prefix, or another digit too many or too few.
    ['+4420079460018', ['+442079460018'], '+442079460018'],
    ['+4402079460018', ['+442079460018'], '+442079460018'],
    ['+442079460018', ['+4402079460018'], '+4402079460018'],
    ['+5491123456789', ['+541123456789', ours], '+541123456789'],
    ['+54911923456789', ['+541123456789'], undefined],
    ['+52155123456789', ['+5255123456789'], '+5255123456789'],
    ['+521155123456789', ['+5255123456789'], '+5255123456789'],
    ['+14415555550100', [ours], undefined],
    ['+14155550101', [ours], undefined],
    [ours, [ours], undefined],
    // Three digits more, or digits that differ.
    ['+52111255123456789', ['+5255123456789'], undefined],
    ['+442079460018', ['+4912079460018'], undefined],
    // Two candidates.
    ['+4402079460018', ['+442079460018', '+44002079460018'], undefined],
    ['12345', ['123456'], undefined],
  ])('of %s with %j is %s', (number, own, expected) => {
    expect(near(number, ...own)).toBe(expected);
  });
});

describe('the numbers of an application', () => {
  const make = () =>
    accountOf(
      [free, support.key],
      [ours, support.key],
      [ours, support.key, 'sms'],
      [theirs, sales.key],
      ['+14155550177', null],
    );

  test('are by capability, in the order of the account', () => {
    const account = make();
    expect([account.serving(support.key, 'voice'), account.size(support.key, 'voice')]).toEqual([
      [free, ours],
      2,
    ]);
    expect([account.serving(support.key, 'sms'), account.size(support.key, 'sms')]).toEqual([[ours], 1]);
    expect([account.serving(sales.key, 'sms'), account.size(spare.key, 'voice')]).toEqual([[], 0]);
  });

  test('are a list of their own', () => {
    const account = make();
    account.serving(support.key, 'voice').sort();
    expect(account.serving(support.key, 'voice')).toEqual([free, ours]);
  });

  test('have the capabilities', () => {
    const account = make();
    expect(account.capabilitiesOn(ours, support.key)).toEqual(['voice', 'sms']);
    expect(account.capabilitiesOn(free, support.key)).toEqual(['voice']);
    expect(account.capabilitiesOn(theirs, support.key)).toEqual([]);
  });

  test('have one application, none, or do not exist', () => {
    const account = make();
    expect([
      account.application(theirs, 'voice'),
      account.application(numberOf('+14155550177'), 'voice'),
      account.application(theirs, 'sms'),
    ]).toEqual([sales.key, null, undefined]);
  });
});

test('a guess is uncertain', () => {
  const account = new Account([
    { ...row([ours, support.key]), isUncertain: true },
    row([free, null]),
    row([ours, null, 'sms']),
  ]);
  expect([
    account.isUncertain(ours, 'voice'),
    account.isUncertain(ours, 'sms'),
    account.isUncertain(free, 'voice'),
  ]).toEqual([true, false, false]);
});
