import { joinWords } from '../core/text.ts';
import { isValid, planOf, withoutPrefix, withoutTrunkZero } from './numbering-plan.ts';
import { displayText, type E164, INTERNATIONAL, isE164, type NoNumber, WRITE_E164 } from './phone-number.ts';
import { lastGroup, notOneNumber, rangeOfOne, type Shape } from './phone-text.ts';

export { countryCodes } from './numbering-plan.ts';

/** The possible readings of a string. */
export interface Readings {
  /** Every valid number that the text can represent. */
  numbers: readonly E164[];
  /** Other valid numbers that the digits would represent with a `+`: they are conflicts, not readings. */
  contradictions: readonly E164[];
}

type NumberSet = Set<string>;

/** Digits after a `+`, unchanged or without the 0 that libphonenumber drops. */
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
 * The remaining digits after each international prefix of a country that the digits start with: one prefix may start
 * with another.
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

function readNational(digits: string, country: string, numbers: NumberSet, others: NumberSet): void {
  const { callingCode, trunkPrefix } = planOf(country);
  const add = (found: NumberSet, some: readonly string[]) => {
    for (const one of some) found.add(one);
  };
  add(numbers, national(digits, country));
  for (const rest of abroad(digits, country)) add(numbers, international(rest));
  if (digits.startsWith(callingCode)) add(numbers, international(digits));
  else if (trunkPrefix && !digits.startsWith(trunkPrefix)) add(others, international(digits));
}

const TRUNK_ZERO = /\(\s*0\s*\)/;

/** A zero in parentheses belongs to the number only in some countries. Two of them are invalid. */
function variants(text: string): string[] {
  const [before = '', after, ...more] = text.split(TRUNK_ZERO);
  if (after === undefined) return [text];
  return more.length > 0 ? [] : [`${before}0${after}`, `${before} ${after}`];
}

const asNumbers = (found: Iterable<string>): E164[] =>
  Array.from(found, (digits) => `+${digits}`).filter(isE164);

/**
 * The numbers that a string can represent.
 * @param text digits, separators, and an optional `+`
 * @param region a country, `intl`, or undefined for text with its own calling code
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
  const numbers: NumberSet = new Set();
  const others: NumberSet = new Set();
  for (const one of texts) readNational(one.replace(/\D/g, ''), region, numbers, others);
  return {
    numbers: asNumbers(numbers),
    contradictions: asNumbers([...others].filter((one) => !numbers.has(one))),
  };
}

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** In Germany and Austria, a group after a hyphen is a direct-dial extension, which is part of the number. */
const hasDirectDials = (number: E164): boolean => /^\+(?:49|43)/.test(number);

/** The shape of a number followed by one more group; undefined if the group is part of the number. */
function otherEnd(text: string, region: string | undefined): Shape | undefined {
  const end = lastGroup(text);
  if (!end) return undefined;
  const { head, mark, group } = end;
  const numbers = () => readingsOf(head, region).numbers;
  if (mark === '-') {
    const before = digitsOf(head).slice(-group.length);
    if (before.length < group.length || Number(group) <= Number(before)) return undefined;
    return numbers().some((number) => !hasDirectDials(number)) ? 'a range' : undefined;
  }
  if (mark === '/') return numbers().length > 0 ? 'two numbers' : undefined;
  if (mark === '.' && group.startsWith('0')) {
    return numbers().length > 0 ? 'a decimal number from a spreadsheet or data frame' : undefined;
  }
  return group.length === 1 && numbers().length > 0 ? 'a number with an extension' : undefined;
}

const REPEATED = /^(.*9.*)[\s.\-/]+\1$/;

/** Whether a string without a reading is two numbers: two of the same shape, or two that are valid. */
function isTwoNumbers(text: string, region: string | undefined): boolean {
  const shape = text.replace(/\d/g, '9');
  if (digitsOf(text).length >= 14 && REPEATED.test(shape)) return true;
  return [...text.matchAll(/[\s.\-/]+/g)].some(({ 0: mark, index }) =>
    [text.slice(0, index), text.slice(index + mark.length)].every(
      (part) => readingsOf(part, region).numbers.length > 0,
    ),
  );
}

const isExplicit = (text: string): boolean => /^\(?\s*\+|^\(?\s*00/.test(text);

/** The hint for a string without a reading. */
function numberHint(text: string, region: string | undefined): string {
  const isCountry = region !== undefined && region !== INTERNATIONAL;
  const [number, ...others] = isCountry ? readingsOf(text, INTERNATIONAL).numbers : [];
  if (number && others.length === 0) return `to read it as ${number}, add --region intl`;
  const asIs = `+${digitsOf(text).replace(/^00/, '')}`;
  if (!text.includes('+') && (isCountry || !isE164(asIs))) return WRITE_E164;
  if (isCountry || text.includes('(0)') || !isE164(asIs)) return 'check the digits of the number';
  return `to use this number as is, write it without separators: ${asIs}`;
}

/** A number followed by its own last digits, such as `+14155550100-0100`. */
function isRangeOfOne(text: string, region: string | undefined): boolean {
  const { head = '', mark, group = '' } = lastGroup(text) ?? {};
  const repeats = mark === '-' && group.length > 1 && digitsOf(head).endsWith(group);
  return repeats && readingsOf(head, region).numbers.length > 0;
}

function explain(text: string, region: string | undefined, original: string): NoNumber {
  if (isRangeOfOne(text, region)) return rangeOfOne(original);
  if (isTwoNumbers(text, region)) return notOneNumber('two numbers', original);
  const { length } = digitsOf(text).replace(/^00/, '');
  const isCountry = region !== undefined && region !== INTERNATIONAL;
  const what =
    !isCountry && (length < 7 || length > 15)
      ? 'not a phone number (expected 7 to 15 digits after the +)'
      : isCountry && !text.includes('+')
        ? `not a phone number in ${region}`
        : 'not a known phone number';
  return { complaint: `${what}: ${original}`, hint: numberHint(text, region) };
}

function ambiguous({ numbers, contradictions }: Readings, text: string): NoNumber {
  const all = joinWords([...numbers, ...contradictions]);
  return { complaint: `ambiguous phone number (${all}): ${text}`, hint: `write it as ${all}` };
}

const lacksCode = (text: string, isKnown: boolean): NoNumber => ({
  complaint: `missing country code: ${text}`,
  hint: `write the number with + and its country code, or specify its country, such as --region SE${
    isKnown ? '; if the digits start with a country code, add --region intl' : ''
  }`,
});

/**
 * Reads digits with separators as the one number that they can represent.
 * @param text normalized, digits and separators only
 * @param region a country, `intl`, or undefined for text that must have its own country code
 * @param given the original text
 */
export function readFormatted(
  text: string,
  region: string | undefined,
  given: string | number,
): { number: E164 } | NoNumber {
  if (region === undefined && !isExplicit(text)) {
    return lacksCode(displayText(given), readingsOf(text, INTERNATIONAL).numbers.length > 0);
  }
  const end = otherEnd(text, region);
  if (end) return notOneNumber(end, displayText(given));
  const readings = readingsOf(text, region);
  const [number] = readings.numbers;
  if (!number) return explain(text, region, displayText(given));
  if (readings.numbers.length + readings.contradictions.length > 1)
    return ambiguous(readings, displayText(given));
  return { number };
}
