import { isValid, planOf, withoutPrefix, withoutTrunkZero } from './numbering-plan.ts';
import { type E164, INTERNATIONAL, isE164 } from './phone-number.ts';

/** What a text can mean. */
export interface Readings {
  /** Every valid number that the text can be. */
  numbers: readonly E164[];
  /** Other valid numbers that the digits would be with a `+`: they are no reading, but contradict one. */
  contradictions: readonly E164[];
}

type Found = Set<string>;

/** Digits behind a `+`: as they are written, or without the 0 that libphonenumber drops. */
function international(digits: string): string[] {
  if (isValid(digits)) return [digits];
  const dropped = withoutTrunkZero(digits);
  return dropped !== undefined && isValid(dropped) ? [dropped] : [];
}

function national(digits: string, country: string): string[] {
  const plan = planOf(country);
  return [digits, withoutPrefix(digits, plan)]
    .map((one) => `${plan.callingCode}${one}`)
    .filter((one) => isValid(one));
}

/**
 * What follows each international prefix of a country that the digits start with: some prefixes start with others.
 */
function abroad(digits: string, country: string): string[] {
  const { internationalPrefix } = planOf(country);
  const rests: string[] = [];
  for (let length = 1; length < digits.length; length++) {
    const prefix = digits.slice(0, length);
    if (prefix === '00' || internationalPrefix.test(prefix)) rests.push(digits.slice(length));
  }
  return rests;
}

function readNational(digits: string, country: string, numbers: Found, others: Found): void {
  const { callingCode, trunkPrefix } = planOf(country);
  const add = (found: Found, some: readonly string[]) => {
    for (const one of some) found.add(one);
  };
  add(numbers, national(digits, country));
  for (const rest of abroad(digits, country)) add(numbers, international(rest));
  if (digits.startsWith(callingCode)) add(numbers, international(digits));
  else if (trunkPrefix && !digits.startsWith(trunkPrefix)) add(others, international(digits));
}

const TRUNK_ZERO = /\(\s*0\s*\)/;

/** A bracketed zero belongs to the number in some countries only. Two of them are a mistake. */
function variants(text: string): string[] {
  if (!text.includes('(')) return [text];
  const [before = '', after, ...more] = text.split(TRUNK_ZERO);
  if (after === undefined) return [text];
  return more.length > 0 ? [] : [`${before}0${after}`, `${before} ${after}`];
}

const asNumbers = (found: Iterable<string>): E164[] =>
  Array.from(found, (digits) => `+${digits}`).filter(isE164);

/**
 * The numbers that a text can be.
 * @param text digits, separators, and perhaps a `+`
 * @param region a country, `intl`, or undefined for text that brings its calling code
 */
export function readingsOf(text: string, region: string | undefined): Readings {
  const texts = variants(text);
  const hasPlus = text.includes('+');
  if (hasPlus || region === undefined || region === INTERNATIONAL) {
    const found = texts.flatMap((one) => {
      const digits = one.replace(/\D/g, '');
      return international(!hasPlus && digits.startsWith('00') ? digits.slice(2) : digits);
    });
    return { numbers: asNumbers(new Set(found)), contradictions: [] };
  }
  const numbers: Found = new Set();
  const others: Found = new Set();
  for (const one of texts) readNational(one.replace(/\D/g, ''), region, numbers, others);
  return {
    numbers: asNumbers(numbers),
    contradictions: asNumbers([...others].filter((one) => !numbers.has(one))),
  };
}
