import { describe, expect, test } from 'vitest';
import { Account } from '../../../src/account/account.ts';
import { MAX_RANGE } from '../../../src/account/phone-number.ts';
import { toStateFile } from '../../../src/state-file/write.ts';
import { number, sales, support } from '../../support/account.ts';

/** Numbers as a state file with ranges lists them. */
function toRanges(numbers: readonly string[]) {
  const rows = numbers.map((one) => ({ number: one, capability: 'voice', application: support.key }));
  const current = { account: new Account(rows), callbacks: new Map() };
  const options = { only: 'numbers', ranges: true } as const;
  const { applications } = toStateFile([support.key], current, new Map(), options) as {
    applications: [{ numbers: { voice: string[] } }];
  };
  return applications[0].numbers.voice;
}

describe('ranges', () => {
  test.each([
    [[], []],
    [['+1415551'], ['+1415551']],
    [
      ['+1415551', '+1415552'],
      ['+1415551', '+1415552'],
    ],
    [['+1415551', '+1415552', '+1415553'], ['+1415551..+1415553']],
    [
      ['+1415551', '+1415552', '+1415553', '+1415555', '+1415556', '+1415557', '+1415558'],
      ['+1415551..+1415553', '+1415555..+1415558'],
    ],
    [
      ['+1415551', '+1415553', '+1415555'],
      ['+1415551', '+1415553', '+1415555'],
    ],
    // Short codes are strings.
    [
      ['11111', '11112', '11113'],
      ['11111', '11112', '11113'],
    ],
  ])('%j: %j', (numbers, expected) => {
    expect(toRanges(numbers)).toEqual(expected);
  });

  test('contain at most the maximum number of phone numbers', () => {
    const numbers = Array.from({ length: MAX_RANGE + 3 }, (_, i) => number(i));
    expect(toRanges(numbers)).toEqual([
      `${number(0)}..${number(MAX_RANGE - 1)}`,
      `${number(MAX_RANGE)}..${number(MAX_RANGE + 2)}`,
    ]);
  });
});

describe('a state file', () => {
  const rows = [2, 0, 1].map((i) => ({ number: number(i), capability: 'voice', application: support.key }));
  const current = {
    account: new Account([...rows, { number: number(5), capability: 'sms', application: sales.key }]),
    callbacks: new Map([[support.key, { primary: 'https://a.example', fallback: null }]]),
  };
  const aliases = new Map([['support', support.key]]);
  const write = (options: Partial<Parameters<typeof toStateFile>[3]> = {}) =>
    toStateFile([support.key, sales.key].toSorted().toReversed(), current, aliases, {
      only: undefined,
      ranges: false,
      ...options,
    }) as { version: number; applications: Record<string, unknown>[] };
  const of = (key: string, options?: Parameters<typeof write>[0]) =>
    write(options).applications.find(({ application }) => application === key);

  test('contains sorted applications and numbers', () => {
    const { version, applications } = write();
    expect([version, applications.map(({ application }) => application)]).toEqual([
      1,
      [support.key, sales.key].toSorted(),
    ]);
    expect(of(support.key)).toStrictEqual({
      application: support.key,
      alias: 'support',
      callbacks: { primary: 'https://a.example', fallback: null },
      numbers: { voice: [0, 1, 2].map(number), sms: [] },
    });
    expect(of(sales.key)).toStrictEqual({ application: sales.key, numbers: { voice: [], sms: [number(5)] } });
  });

  test('with --only and --ranges', () => {
    expect(of(support.key, { only: 'numbers' })).not.toHaveProperty('callbacks');
    expect(of(support.key, { only: 'callbacks' })).not.toHaveProperty('numbers');
    expect(of(support.key, { only: 'callbacks' })).toHaveProperty('callbacks');
    expect(of(support.key, { ranges: true })).toMatchObject({
      numbers: { voice: [`${number(0)}..${number(2)}`] },
    });
  });
});
