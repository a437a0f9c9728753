import { createRequire } from 'node:module';
import metadata from 'libphonenumber-js/metadata.max.json';
import { isE164 } from '../../src/account/phone-number.ts';

const { PhoneNumberUtil, PhoneNumberFormat } = createRequire(import.meta.url)('google-libphonenumber');
const google = PhoneNumberUtil.getInstance();

/** A number from Google's metadata, in the formats of its library. */
export interface Example {
  region: string;
  number: string;
  callingCode: string;
  /** Without the national prefix. */
  national: string;
  /** As written in the country, such as `073-017 01 01`. */
  inCountry: string;
  /** For example, `+46 73 017 01 01`. */
  international: string;
  uri: string;
}

/** Types of numbers, from fixed line to voicemail. */
const TYPES = [0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 28];

function examplesOf(region: string): Example[] {
  const found = TYPES.map((type) => google.getExampleNumberForType(region, type)).filter(Boolean);
  const examples = found.map((one): Example => {
    const number = google.format(one, PhoneNumberFormat.E164) as string;
    const callingCode = String(one.getCountryCode());
    return {
      region,
      number,
      callingCode,
      national: number.slice(1 + callingCode.length),
      inCountry: google.format(one, PhoneNumberFormat.NATIONAL),
      international: google.format(one, PhoneNumberFormat.INTERNATIONAL),
      uri: google.format(one, PhoneNumberFormat.RFC3966),
    };
  });
  // An operator's number in Iran has six digits, which is not E.164.
  const long = examples.filter(({ number }) => isE164(number));
  return [...new Map(long.map((one) => [one.number, one])).values()];
}

/** One number of each type of each region. */
export const EXAMPLES: readonly Example[] = (google.getSupportedRegions() as string[])
  .toSorted()
  .flatMap(examplesOf);

/** A string, the region that it is read with, and its name in reports. */
export interface Writing {
  kind: string;
  given: string | number;
  region: string | undefined;
}

const spaced = (text: string, separator: string): string => text.replace(/[\s().\-/]+/g, separator);
const shifted = (text: string, zero: number): string =>
  text.replace(/\d/g, (digit) => String.fromCodePoint(zero + Number(digit)));

function internationalWritings({ number, international: text, uri, callingCode }: Example): Writing[] {
  const [code = '', ...groups] = text.split(/[\s-]+/);
  const [first = '', ...others] = groups;
  const digits = number.slice(1);
  const plain: [string, string | number, string?][] = [
    ['E.164', number],
    ['international', text],
    ['international, hyphens', spaced(text, '-')],
    ['international, points', spaced(text, '.')],
    ['international, no-break spaces', spaced(text, '\u00a0')],
    ['international, narrow no-break spaces', spaced(text, '\u202f')],
    ['international, ideographic spaces', spaced(text, '\u3000')],
    ['international, no-break hyphens', spaced(text, '\u2011')],
    ['international, en dashes', spaced(text, '\u2013')],
    ['international, minus signs', spaced(text, '\u2212')],
    ['international, code and rest', `+${callingCode} ${digits.slice(callingCode.length)}`],
    [
      'international, area code in brackets',
      others.length > 0 ? `${code} (${first}) ${others.join(' ')}` : text,
    ],
    ['international, code in brackets', `(${code}) ${groups.join(' ')}`],
    ['RFC 3966', uri],
    ['00', `00${digits}`],
    ['00 and spaces', `00 ${text.slice(1)}`],
    ['invisible characters', `\u202a${text}\u202c`],
    ['zero-width spaces', spaced(text, '\u200b ')],
    ['full-width', shifted(text, 0xff10).replace('+', '＋')],
    ['Arabic-Indic', shifted(text, 0x660)],
    ['Devanagari E.164', shifted(number, 0x966)],
    ['apostrophe', `'${text}`],
    ['formula', `="${text}"`],
    ['intl digits', digits, 'intl'],
    ['intl spaces', text.slice(1), 'intl'],
    ['intl full-width', shifted(digits, 0xff10), 'intl'],
    ['integer', Number(digits)],
  ];
  return plain.map(([kind, given, region]) => ({ kind, given, region }));
}

const trunkOf = (region: string): string =>
  (metadata.countries as unknown as Record<string, (string | 0)[]>)[region]?.[5] || '';

function trunkZeroWritings({ region, international: text, inCountry }: Example): Writing[] {
  if (trunkOf(region) !== '0' || !inCountry.replace(/\D/g, '').startsWith('0')) return [];
  const [code = '', ...groups] = text.split(' ');
  return [
    { kind: '(0)', given: `${code} (0)${groups.join(' ')}`, region: undefined },
    { kind: '(0) without spaces', given: `${code}(0)${groups.join('')}`, region: undefined },
    { kind: '00 and (0)', given: `00${code.slice(1)} (0)${groups.join(' ')}`, region: undefined },
    { kind: 'zero after the code', given: `${code} 0${groups.join(' ')}`, region: undefined },
    { kind: 'zero after the code, with a region', given: `${code} 0${groups.join('-')}`, region },
  ];
}

function nationalWritings(example: Example): Writing[] {
  const { region, inCountry: text, national, number, international } = example;
  const kinds: [string, string | number][] = [
    ['national', text],
    ['national, spaces', spaced(text, ' ').trim()],
    ['national, hyphens', spaced(text.replace('(', ''), '-')],
    ['national, points', spaced(text.replace('(', ''), '.')],
    ['national, digits', text.replace(/\D/g, '')],
    ['national, full-width', shifted(text, 0xff10)],
    ['national, no-break spaces', spaced(text, '\u00a0').trim()],
    ['national without prefix', national],
    ['own code without +', number.slice(1)],
    ['own code without +, spaces', international.slice(1)],
    ['international with a region', international],
    ['00 with a region', `00${number.slice(1)}`],
  ];
  return kinds.map(([kind, given]) => ({ kind, given, region }));
}

/** Some 40 ways to write a number. */
export const writingsOf = (example: Example): Writing[] => [
  ...internationalWritings(example),
  ...trunkZeroWritings(example),
  ...nationalWritings(example),
];
