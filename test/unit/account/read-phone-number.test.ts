import * as library from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';
import { describe, expect, test } from 'vitest';
import { countryCodes, isValid, planOf, withoutTrunkZero } from '../../../src/account/numbering-plan.ts';
import { numberReader } from '../../../src/account/phone-number.ts';
import { readingsOf } from '../../../src/account/read-phone-number.ts';
import { EXAMPLES, type Example, type Writing, writingsOf } from '../../support/phone-examples.ts';

// TEST_FULL=1 checks every example, every international prefix, and every mutation.
const isFull = Boolean(process.env.TEST_FULL);
const everyNth = <T>(items: readonly T[], n: number): T[] => items.filter((_, i) => isFull || i % n === 0);

const readers = new Map<string | undefined, ReturnType<typeof numberReader>>();

/** The interpretation of a string; undefined if it is rejected. */
async function read({ given, region }: Pick<Writing, 'given' | 'region'>): Promise<string | undefined> {
  const reader = readers.get(region) ?? numberReader(async () => region);
  readers.set(region, reader);
  const result = await reader(given);
  return 'numbers' in result ? result.numbers.join(' ') : undefined;
}

const show = ({ given, region }: Pick<Writing, 'given' | 'region'>, number: string | undefined): string =>
  `${JSON.stringify(given)} --region ${region} is ${number}`;

test('there are examples of every region', () => {
  expect(new Set(EXAMPLES.map(({ region }) => region)).size).toBeGreaterThan(240);
  expect(EXAMPLES.length).toBeGreaterThan(1100);
});

test('every example number in every format is read as itself or rejected, and few are rejected', async () => {
  const wrong: string[] = [];
  const refused: string[] = [];
  let total = 0;
  for (const example of everyNth(EXAMPLES, 3)) {
    for (const writing of writingsOf(example)) {
      const number = await read(writing);
      total += 1;
      if (number === undefined) refused.push(`${writing.kind}: ${show(writing, number)}`);
      else if (number !== example.number) wrong.push(show(writing, number));
    }
  }
  expect(wrong).toEqual([]);
  expect(refused.length / total, refused.join('\n')).toBeLessThan(0.02);
}, 120_000);

/** The possible international prefixes of a country, up to a maximum length. */
function prefixesOf(country: string, length: number): string[] {
  const { internationalPrefix } = planOf(country);
  return Array.from({ length: 10 ** length }, (_, n) => String(n).padStart(length, '0')).filter((prefix) =>
    internationalPrefix.test(prefix),
  );
}

test('after every international prefix of a country, a number of another country is read as itself or rejected', async () => {
  const foreign = [
    '46730170101',
    '442079460018',
    '14155550100',
    '6565550100',
    '8613800138000',
    '390612345678',
  ];
  const wrong: string[] = [];
  for (const country of countryCodes()) {
    const prefixes = new Set((isFull ? [1, 2, 3, 4, 5] : [1, 2, 3]).flatMap((n) => prefixesOf(country, n)));
    for (const prefix of [...prefixes, '00']) {
      for (const digits of foreign) {
        const writing = { given: `${prefix} ${digits}`, region: country };
        const number = await read(writing);
        if (number !== undefined && number !== `+${digits}`) wrong.push(show(writing, number));
      }
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);

/** Variations of a number that are not a single number. */
function wrongTexts({ number, international, callingCode }: Example): string[] {
  const last = international.slice(-2);
  const isSwitchboard = callingCode === '49' || callingCode === '43';
  const ranges = ['-', ' - ', '\u2013'].map((mark) => `${international}${mark}${Number(last) + 1}`);
  return [
    ...(isSwitchboard || Number(last) < 10 || Number(last) === 99 ? [] : ranges),
    `${international}/1`,
    `${international}/${last}`,
    `${international} / ${international}`,
    `${international} ${international}`,
    `${number},${number}`,
    `${number} ${number}`,
    `${international} x12`,
    `${international} #12`,
    `${number}#12`,
    `${number};ext=12`,
    `${international} ext. 12`,
    `${international} (12)`,
    `${international} 5`,
    `${international}.5`,
    `${international}.0`,
    `${number}.0`,
    `${number}.00`,
    `${number}..`,
    `${number.slice(1)}.0`,
    `${international}-`,
    `${international}/`,
    `${international}E10`,
  ];
}

test('ranges, extensions, two numbers, and decimals are rejected', async () => {
  const wrong: string[] = [];
  for (const example of everyNth(EXAMPLES, 5)) {
    if (!isValid(example.number.slice(1))) continue;
    for (const given of wrongTexts(example)) {
      for (const region of [undefined, 'intl', example.region]) {
        const number = await read({ given, region });
        if (number !== undefined) wrong.push(show({ given, region }, number));
      }
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

/** Digits with one changed, dropped, doubled, or exchanged with the next. */
function mutated(digits: string): string[] {
  return Array.from(digits).flatMap((digit, i) => {
    const [before, after] = [digits.slice(0, i), digits.slice(i + 1)];
    const other = String((Number(digit) + 3) % 10);
    const swapped = `${before}${digits[i + 1] ?? ''}${digit}${digits.slice(i + 2)}`;
    return [`${before}${other}${after}`, `${before}${after}`, `${before}${digit}${digit}${after}`, swapped];
  });
}

test('a mistyped international number is read as its digits or rejected', async () => {
  const wrong: string[] = [];
  for (const { number, region } of everyNth(EXAMPLES, 11)) {
    for (const digits of mutated(number.slice(1))) {
      const given = `+${digits.slice(0, 4)} ${digits.slice(4)}`;
      const read1 = await read({ given, region });
      const isRight =
        read1 === undefined || read1 === `+${digits}` || read1 === `+${withoutTrunkZero(digits)}`;
      if (!isRight) wrong.push(show({ given, region }, read1));
    }
  }
  expect(wrong).toEqual([]);
}, 120_000);

test('digits of another country are never read as a number of a country with a trunk prefix', async () => {
  const wrong: string[] = [];
  const foreign = everyNth(EXAMPLES, 29).filter(({ number }) => isValid(number.slice(1)));
  const countries = countryCodes().filter((one) => planOf(one).trunkPrefix === '0');
  for (const region of everyNth(countries, 3)) {
    for (const { number, callingCode } of foreign) {
      if (callingCode === planOf(region).callingCode) continue;
      const given = number.slice(1);
      const result = await read({ given, region });
      if (result !== undefined) wrong.push(show({ given, region }, result));
    }
  }
  expect(wrong).toEqual([]);
}, 300_000);

const parsed = (text: string, country?: library.CountryCode) =>
  library.parsePhoneNumberFromString(
    text,
    { extract: false, ...(country && { defaultCountry: country }) },
    metadata as unknown as library.MetadataJson,
  );

describe('the patterns agree with libphonenumber', () => {
  const samples = everyNth(EXAMPLES, 4).flatMap(({ number }) => {
    const digits = number.slice(1);
    return [digits, ...mutated(digits)];
  });

  test('for valid numbers', () => {
    const wrong = samples.filter((digits) => {
      const number = parsed(`+${digits}`);
      // If the library changes the digits, its result does not apply to the digits as written.
      if (number && number.number !== `+${digits}`) return false;
      return (number?.isValid() ?? false) !== isValid(digits);
    });
    expect(wrong).toEqual([]);
  });

  test('for a zero after the country code', () => {
    const wrong = everyNth(EXAMPLES, 2).filter(({ callingCode, national }) => {
      const text = `${callingCode}0${national}`;
      const number = parsed(`+${text}`);
      if (!number?.isValid() || isValid(text)) return false;
      const isDropped = number.number === `+${callingCode}${national}`;
      return isDropped !== (withoutTrunkZero(text) === `${callingCode}${national}`);
    });
    expect(wrong).toEqual([]);
  });

  test('for numbers in national format', () => {
    const wrong = everyNth(EXAMPLES, 2).filter(({ region, inCountry }) => {
      const number = parsed(inCountry, region as library.CountryCode);
      if (!number?.isValid()) return false;
      return !readingsOf(inCountry, region).numbers.includes(number.number as never);
    });
    expect(wrong).toEqual([]);
  });
});
