import { describe, expect, test } from 'vitest';
import { e164FromInteger, e164ToInteger, isE164, parseNumbers } from '../../../src/account/phone-number.ts';
import { SinchctlError } from '../../../src/core/errors.ts';

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

test('duplicates are merged across formats, the order is kept', async () => {
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
    const bad = ['hello', '4155550100', '+0'];
    await expect(parse(['+14155550100', ...bad])).rejects.toMatchObject({ details: { items: bad } });
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
