import { describe, expect, test } from 'vitest';
import {
  type AccountNumber,
  checkRegion,
  displayText,
  e164FromInteger,
  e164ToInteger,
  isAccountNumber,
  isE164,
  isPortalInteger,
  isVerbatim,
  MAX_RANGE,
  numberReader,
  parseNumbers,
  portalText,
  regions,
} from '../../../src/account/phone-number.ts';
// Loaded before the first test: mutation testing runs only tests in which a change was reached.
import '../../../src/account/read-phone-number.ts';
import { SinchctlError } from '../../../src/core/errors.ts';
import { hide } from '../../../src/core/redact.ts';

const parse = (texts: string[], region?: string) => parseNumbers(texts, async () => region);

describe('a number in a common format becomes E.164', () => {
  test.each([
    ['+14155550100', undefined, '+14155550100'],
    [' +14155550100 ', undefined, '+14155550100'],
    ['+1 415-555-0100', undefined, '+14155550100'],
    ['+1 (415) 555.0100', undefined, '+14155550100'],
    ['+1/415/555/0100', undefined, '+14155550100'],
    ['+46 (0)73-017 01 01', undefined, '+46730170101'],
    ['0046730170101', undefined, '+46730170101'],
    ['00 46 73 017 01 01', undefined, '+46730170101'],
    ['+44\u00a020\u202f7946\u20110018', undefined, '+442079460018'],
    ['+44 20 7946\u22120018', undefined, '+442079460018'],
    ['073-017 01 01', 'SE', '+46730170101'],
    ['(415) 555-0100', 'US', '+14155550100'],
    ['4155550100', 'US', '+14155550100'],
    ['+46730170101', 'US', '+46730170101'],
  ])('%j with region %s', async (text, region, expected) => {
    expect(await parse([text], region)).toEqual([expected]);
  });

  test.each(['+1234567', '+123456789012345', '+9991234567', '+10000000', '+4600000000'])(
    '%s is accepted unchanged',
    async (text) => {
      expect(await parse([text])).toEqual([text]);
    },
  );

  test('with separators, the number must be valid in some country', async () => {
    await expect(parse(['+999 123 45 67'])).rejects.toMatchObject({
      details: { hint: expect.stringContaining('+9991234567') },
    });
  });
});

test('duplicates are merged across formats, and the order is kept', async () => {
  expect(await parse(['+46730170101', '+14155550100', '0046 73 017 01 01', '+1 415 555 0100'])).toEqual([
    '+46730170101',
    '+14155550100',
  ]);
});

describe('invalid text', () => {
  test.each([
    '',
    ' ',
    '+',
    'hello',
    '+123456',
    '+1234567890123456',
    '+0123456789',
    '4155550100',
    '++14155550100',
    '+14155550100 ext 5',
    '+1415555O100',
    '1-800-FLOWERS',
    'tel:14155550100',
    '+14155550100,+14155550101',
    '+1415;5550100',
  ])('%j is a usage error that shows it', async (text) => {
    const error = await parse([text]).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SinchctlError);
    expect(error).toMatchObject({ kind: 'usage', details: { items: [text] } });
  });

  test('all invalid strings are reported together', async () => {
    const bad = ['hello', '4155550100', '+0', 'world'];
    await expect(parse(['+14155550100', ...bad])).rejects.toMatchObject({
      message: '4 arguments are invalid',
      details: { items: bad },
    });
  });

  test('for digits without a country code, the hint shows --region', async () => {
    await expect(parse(['4155550100'])).rejects.toMatchObject({
      message: expect.stringContaining('country code'),
      details: { hint: expect.stringContaining('--region') },
    });
  });

  test('an extension is not dropped, even with a region', async () => {
    await expect(parse(['4155550100 x55'], 'US')).rejects.toMatchObject({ kind: 'usage' });
  });
});

test('integers of the portal API are converted in both directions, up to 15 digits', () => {
  for (const text of ['+1234567', '+14155550100', '+999999999999999']) {
    expect(isE164(text)).toBe(true);
    if (isE164(text)) expect(e164FromInteger(e164ToInteger(text))).toBe(text);
  }
});

test.each(['14155550100', '+04155550100', '+123456', '+1234567890123456', '+1415555010a', '+14155550100\n'])(
  '%j is not E.164',
  (text) => {
    expect(isE164(text)).toBe(false);
  },
);

describe('the region', () => {
  const ask = () => {
    const asked: string[] = [];
    const region = async () => {
      asked.push('region');
      return 'SE';
    };
    return { asked, region };
  };

  test('is not requested if every number has a country code', async () => {
    const { asked, region } = ask();
    await parseNumbers(['+14155550100', '+46 73 017 01 01'], region);
    expect(asked).toEqual([]);
  });

  test('is requested if an international prefix must be recognized', async () => {
    const { asked, region } = ask();
    await parseNumbers(['0046 73 017 01 01'], region);
    expect(asked).toEqual(['region']);
  });

  test('is requested once if some numbers have none', async () => {
    const { asked, region } = ask();
    expect(await parseNumbers(['073-017 01 01', '073-017 01 02'], region)).toHaveLength(2);
    expect(asked).toEqual(['region']);
  });
});

describe('a string is read as a number, or the error explains why it is not one', () => {
  const AS = 'write the number with + and its country code, such as +14155550100';
  const CHECK = 'check the digits of the number';
  const asIs = (number: string) => `to use this number as is, write it without separators: ${number}`;
  const intl = (number: string) => `to read it as ${number}, add --region intl`;
  const LENGTH = 'not a phone number (expected 7 to 15 digits after the +)';
  const SAME_ENDS = 'the end of the range is the same as its start';
  const UNKNOWN = 'not a known phone number';
  const CODE = 'write the number with + and its country code, or specify its country, such as --region SE';
  const looks = (what: string) => `not a phone number (looks like ${what})`;
  const RANGE = 'write it as +14155550100..+14155550199 or +14155550100..0199';
  const DECIMAL = 'format the column as text and export it again';
  const EACH = 'write each number as a separate argument, line, or cell';
  const WITHOUT = 'write the number without the extension';
  const DATA_FRAME = 'a decimal number from a spreadsheet or data frame';

  const read = async (given: string | number, region: string | undefined) => {
    const result = await numberReader(async () => region)(given);
    return 'numbers' in result ? result.numbers.join() : [result.complaint, result.hint];
  };

  test.each([
    // International prefixes.
    ['0011 65 6555 0100', 'AU', '+6565550100'],
    ['011 46 73 017 01 01', 'US', '+46730170101'],
    ['00 46 73 017 01 01', 'US', '+46730170101'],
    ['0046 73 017 01 01', undefined, '+46730170101'],
    ['(0046) 73 017 01 01', undefined, '+46730170101'],
    ['( + 46) 73 017 01 01', undefined, '+46730170101'],
    ['0046730170101', 'intl', '+46730170101'],
    // Zeros in parentheses.
    ...['(0)', '( 0)', '(0 )', '(  0  )'].map((zero): [string, undefined, string] => [
      `+48 ${zero}22 555 01 00`,
      undefined,
      '+48225550100',
    ]),
    ['+44 07911 123456', undefined, '+447911123456'],
    ['+49 030 123456', undefined, '+4930123456'],
    ['+39 (0)6 1234 5678', undefined, '+390612345678'],
    ['+46 (8) 123 456 78', undefined, '+46812345678'],
    ['(0)30 123456', 'DE', '+4930123456'],
    // National format.
    ['4155550100', 'US', '+14155550100'],
    ['1 415 555 0100', 'US', '+14155550100'],
    ['46730170101', 'SE', '+46730170101'],
    ['8 (495) 123-45-67', 'RU', '+74951234567'],
    ['013123456789', 'CN', '+8613123456789'],
    ['46730170101', 'intl', '+46730170101'],
    [14155550100, undefined, '+14155550100'],
    [4155550100, 'US', '+14155550100'],
    // Groups that belong to the number.
    ['+49 30 12345-99', undefined, '+49301234599'],
    ['+49 30 123456-99', undefined, '+493012345699'],
    ['030 123456-99', 'DE', '+493012345699'],
    ['+43 1 513456-99', undefined, '+43151345699'],
    ['+46 8 123 456-10', undefined, '+46812345610'],
    ['+46 8-12345678', undefined, '+46812345678'],
    ['+49 30/123456', undefined, '+4930123456'],
    ['+33 1.42.68.53.00', undefined, '+33142685300'],
  ])('%j with region %s is %s', async (given, region, expected) => {
    expect(await read(given, region)).toBe(expected);
  });

  test.each([
    ['0011 44 20 7946 0018', undefined, UNKNOWN, asIs('+11442079460018')],
    ['+46 (0)(0)8 123 456 78', undefined, UNKNOWN, CHECK],
    ['(0)30 123456(0)7', 'DE', 'not a phone number in DE', AS],
    ['+44 0 7911 12', undefined, UNKNOWN, asIs('+440791112')],
    ['+999 (0) 123 45 67', undefined, UNKNOWN, CHECK],
    ['+44 20 7946', undefined, UNKNOWN, asIs('+44207946')],
    ['+7 8 495 123 45 67', undefined, UNKNOWN, asIs('+784951234567')],
    ['+999 123 45 67', 'SE', UNKNOWN, asIs('+9991234567')],
    ['00 999 123 45 67', undefined, UNKNOWN, asIs('+9991234567')],
    ['00 999 123 45 67', 'SE', 'not a phone number in SE', AS],
    ['+4600 1', 'SE', LENGTH, CHECK],
    ['46730170101', 'US', 'not a phone number in US', intl('+46730170101')],
    ['14155550100', 'SE', 'not a phone number in SE', intl('+14155550100')],
    [46730170101, 'US', 'not a phone number in US', intl('+46730170101')],
    ['07911 123456', 'FR', 'not a phone number in FR', AS],
    ['0', 'SE', 'not a phone number in SE', AS],
    ['4155550100', 'intl', UNKNOWN, asIs('+4155550100')],
    ['0730170101', 'intl', UNKNOWN, AS],
    [4155550100, undefined, UNKNOWN, asIs('+4155550100')],
    // By their lengths.
    ['415555', 'intl', LENGTH, AS],
    [123456, undefined, LENGTH, AS],
    [1234567890123456, undefined, LENGTH, AS],
    ['00 123 45', undefined, LENGTH, AS],
    ['+12 34 56', undefined, LENGTH, CHECK],
    ['+ 1 23 45 67', undefined, UNKNOWN, asIs('+1234567')],
    ['00 123456 789012 345', undefined, UNKNOWN, asIs('+123456789012345')],
    ['+123456 789012 345', undefined, UNKNOWN, asIs('+123456789012345')],
    ['+1234567 890123 456', undefined, LENGTH, CHECK],
    ['+1230067 890123 456', undefined, LENGTH, CHECK],
    ['+1 415 555 0100-1234567890123', undefined, LENGTH, CHECK],
    // Without a country.
    ['4155550100', undefined, 'missing country code', CODE],
    [
      '1 4155550100',
      undefined,
      'missing country code',
      `${CODE}; if the digits start with a country code, add --region intl`,
    ],
    ['4 00 415 555 0100', undefined, 'missing country code', CODE],
    // More than one number.
    ['+1 415 555 0100-0109', undefined, looks('a range'), RANGE],
    ['073-017 01 00-99', 'SE', looks('a range'), RANGE],
    ['+1 415 555 0100-0100', undefined, SAME_ENDS, 'write a single number instead of a range'],
    ['+4981234560100-0100', undefined, SAME_ENDS, 'write a single number instead of a range'],
    ['073-017 01 00-00', 'SE', SAME_ENDS, 'write a single number instead of a range'],
    ['+1 415 555 0100-0', undefined, UNKNOWN, asIs('+141555501000')],
    ['+1 415 555 0100-0099', undefined, UNKNOWN, asIs('+141555501000099')],
    ['+49 30 555010/1', undefined, looks('two numbers'), EACH],
    ['+1 415-555-0100/0103', undefined, looks('two numbers'), EACH],
    ['999/5', 'SE', 'not a phone number in SE', AS],
    ['555-0100 555-0101', 'US', looks('two numbers'), EACH],
    ['1234567 1234567', 'US', looks('two numbers'), EACH],
    ['1234567 - 1234567', 'US', looks('two numbers'), EACH],
    ['1234567/1234567', 'US', looks('two numbers'), EACH],
    ['1234567.1234567', 'US', looks('two numbers'), EACH],
    ['12 1234567 1234567', 'US', 'not a phone number in US', AS],
    ['1234567 1234567 12', 'US', 'not a phone number in US', AS],
    ['4155550100 14155550101', 'US', looks('two numbers'), EACH],
    ['123456 123456', 'US', 'not a phone number in US', AS],
    ['073 017 01 01 08 123 456 78', 'SE', looks('two numbers'), EACH],
    ['0730170101 / 081234567', 'SE', looks('two numbers'), EACH],
    ['073 017 01 01 415 555 0100', 'SE', 'not a phone number in SE', AS],
    // A number and something else.
    ['+1 415 555 0100.0', undefined, looks(DATA_FRAME), DECIMAL],
    ['+33 1 42 68 53 00.05', undefined, looks(DATA_FRAME), DECIMAL],
    ['+999 123.0', undefined, UNKNOWN, asIs('+9991230')],
    ['+1 415 555 0100.5', undefined, looks('a number with an extension'), WITHOUT],
    ['415 555 0100 5', 'US', looks('a number with an extension'), WITHOUT],
    ['+1 415 555 0100 0', undefined, looks('a number with an extension'), WITHOUT],
    ['+1 415 555 0100 55', undefined, UNKNOWN, asIs('+1415555010055')],
    ['+999 555 0100 5', undefined, UNKNOWN, asIs('+99955501005')],
  ])('%j with region %s: %s', async (given, region, complaint, hint) => {
    expect(await read(given, region)).toEqual([`${complaint}: ${given}`, hint]);
  });

  test.each([
    ['001 65 6555 0100', 'HK', '+16565550100 or +6565550100'],
    ['4915155501000', 'DE', '+494915155501000 or +4915155501000'],
    // Without the country's trunk prefix, the digits may lack a plus.
    ['13123456789', 'CN', '+8613123456789 or +13123456789'],
  ])('%j with region %s is ambiguous', async (given, region, both) => {
    expect(await read(given, region)).toEqual([
      `ambiguous phone number (${both}): ${given}`,
      `write it as ${both}`,
    ]);
  });

  test.each([
    ['+14155550100..0102', '+14155550100,+14155550101,+14155550102'],
    ['+14155550100..+14155550101', '+14155550100,+14155550101'],
    ['+14155550100..14155550101', '+14155550100,+14155550101'],
    ['+14155550199..200', '+14155550199,+14155550200'],
  ])('a range: %s', async (given, expected) => {
    expect(await read(given, undefined)).toBe(expected);
  });

  test.each([
    ['+14155550100..0100', SAME_ENDS, 'write a single number instead of a range'],
    ['+14155550100..0099', 'the end of the range is lower than its start', 'write the lower number first'],
    [
      '+14155550000..60000',
      'a range of 10,001 numbers exceeds the maximum of 10,000',
      'split it into ranges of at most 10,000 numbers',
    ],
    ['+14155550100..+141555501000', looks('a range'), RANGE],
    ['+14155550100..114155550199', looks('a range'), RANGE],
    ['14155550100..0199', looks('a range'), RANGE],
    ['+14155550100..0199x', looks('a range'), RANGE],
    ['1+14155550100..0199', looks('a range'), RANGE],
    ['+14155550100..+1415555010', looks('a range'), RANGE],
  ])('no range: %s', async (given, complaint, hint) => {
    expect(await read(given, undefined)).toEqual([`${complaint}: ${given}`, hint]);
  });

  test('the longest range', async () => {
    const result = await numberReader(async () => undefined)('+14155550000..59999');
    expect('numbers' in result && result.numbers.length).toBe(MAX_RANGE);
  });

  test.each([
    ['', 'not a phone number: (empty)', AS],
    ['hello', 'not a phone number: hello', AS],
    ['1.4155E+10', 'rounded by a spreadsheet: 1.4155E+10', DECIMAL],
    ['+14155550100,+14155550101', `${looks('two numbers')}: +14155550100,+14155550101`, EACH],
    ['4155\n550100', 'contains a line break: 4155\n550100', AS],
    ['4155\v550100', 'contains a line break: 4155\v550100', AS],
    ['4155\u2028550100', 'contains a line break: 4155\u2028550100', AS],
    ['x'.repeat(301), `not a phone number: ${'x'.repeat(60)}\u2026 (301 characters)`, AS],
    ['x'.repeat(300), `not a phone number: ${'x'.repeat(300)}`, AS],
  ])('no number in any country: %j', async (given, complaint, hint) => {
    for (const region of [undefined, 'US']) expect(await read(given, region)).toEqual([complaint, hint]);
  });

  test('line breaks around it do not matter', async () => {
    expect(await read('\n+14155550100\r\n', undefined)).toBe('+14155550100');
  });
});

describe('entries of an account that are not E.164', () => {
  test.each(['123', '123456', 'Example', 'A', 'A b', 'Ünïcode', "O'Neill", '1800FLOWERS', '4E5x'])(
    '%j is one',
    (text) => {
      expect([isVerbatim(text), isAccountNumber(text), isE164(text)]).toEqual([true, true, false]);
    },
  );

  test.each([
    ...['', '12', '1234567', ' 123', '+Example', '#Example', ' Example', 'Example ', 'Twelve chars', '---'],
    ...['a"b', 'a,b', 'a;b', '[a]', '{a}', 'a\u200bb', '1.4E+10'],
  ])('%j is none', (text) => {
    expect([isVerbatim(text), isAccountNumber(text)]).toEqual([false, false]);
  });

  test('in the portal', () => {
    const all = ['+14155550100', '12345', '01234', 'Example', '+0'] as AccountNumber[];
    expect(all.map(portalText)).toEqual(['14155550100', '12345', '01234', 'Example', '0']);
    expect(all.map(isPortalInteger)).toEqual([true, true, false, false, false]);
    expect(isPortalInteger('1+2' as AccountNumber)).toBe(false);
  });

  const listed = () => {
    let readings = 0;
    const readVerbatim = async () => {
      readings += 1;
      return new Set(['Example', '12345', '1800FLOWERS']);
    };
    return { readVerbatim, readings: () => readings };
  };

  test('are read if the account lists them, which is read once and only if needed', async () => {
    const { readVerbatim, readings } = listed();
    const read = numberReader(async () => undefined, readVerbatim);
    expect(await read('+14155550100')).toEqual({ numbers: ['+14155550100'] });
    expect(await read('hello world!')).toMatchObject({ complaint: 'not a phone number: hello world!' });
    expect(readings()).toBe(0);
    expect(await read(' Example ')).toEqual({ numbers: ['Example'] });
    expect(await read(12345)).toEqual({ numbers: ['12345'] });
    expect(await read('example')).toMatchObject({ complaint: 'not a phone number: example' });
    expect(readings()).toBe(1);
    expect(await numberReader(async () => undefined)('Example')).toMatchObject({
      complaint: 'not a phone number: Example',
    });
  });

  test('are arguments, which do not make the others invalid', async () => {
    const { readVerbatim } = listed();
    const region = async () => 'US';
    expect(await parseNumbers(['Example', ' 1800FLOWERS', '4155550100'], region, readVerbatim)).toEqual([
      'Example',
      '1800FLOWERS',
      '+14155550100',
    ]);
    await expect(parseNumbers(['Example', '4155550100'], region)).rejects.toMatchObject({
      details: { items: ['Example'] },
    });
  });
});

describe('a country', () => {
  test('is one with phone numbers, or intl', async () => {
    expect(await regions()).toEqual(expect.arrayContaining(['SE', 'US', 'GB']));
    for (const region of ['SE', 'intl']) expect(await checkRegion(region)).toBeUndefined();
  });

  test.each([
    ['UK', 'for the United Kingdom, use GB'],
    ['XX', 'use a two-letter country code (ISO 3166) such as SE'],
    ['', 'use a two-letter country code (ISO 3166) such as SE'],
  ])('%j is none', async (region, hint) => {
    const error = {
      kind: 'usage',
      message: `invalid country for --region: ${region}`,
      details: { hint, items: [region] },
    };
    await expect(checkRegion(region)).rejects.toMatchObject(error);
    await expect(parse(['4155550100'], region)).rejects.toMatchObject(error);
  });

  test('is not requested if a string is not a number in any country', async () => {
    const region = () => Promise.reject(new Error('not asked'));
    await expect(parseNumbers(['4155550100', 'hello'], region)).rejects.toMatchObject({
      kind: 'usage',
      details: { items: ['4155550100', 'hello'] },
    });
  });
});

describe('a string in an error', () => {
  test.each([
    [' \u200b+1\u200b415 ', '+1415'],
    ['', '(empty)'],
    [' \u200b ', '(empty)'],
    [14155550100, '14155550100'],
    [`${' '.repeat(10)}${'x'.repeat(291)}`, `${'x'.repeat(60)}\u2026 (301 characters)`],
  ])('%j: %j', (given, expected) => {
    expect(displayText(given)).toBe(expected);
  });

  test('has no part of a secret', () => {
    const secret = 'S3CRET'.repeat(20);
    hide(secret);
    expect(displayText(`${secret}${'x'.repeat(300)}`)).not.toContain('S3CRET');
    expect(displayText(`${'x'.repeat(50)}${secret}${'x'.repeat(300)}`)).not.toContain('S3C');
  });
});

test('the error about arguments shows them without invisible characters', async () => {
  await expect(parse(['he\u200bllo'])).rejects.toMatchObject({
    message: 'not a phone number: hello',
    details: { hint: 'write the number with + and its country code, such as +14155550100', items: ['hello'] },
  });
});
