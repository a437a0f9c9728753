import { type E164, INTERNATIONAL, isE164, type NoNumber, shown, WRITE_E164 } from './phone-number.ts';
import { type Readings, readingsOf } from './phone-readings.ts';
import { lastGroup } from './phone-text.ts';

export { countryCodes } from './numbering-plan.ts';

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** In Germany and Austria, every group after a hyphen is a direct dial of a switchboard. */
const hasDirectDials = (number: E164): boolean => /^\+(?:49|43)/.test(number);

/** What a number and one more group look like; undefined where the group is part of the number. */
function strangeEnd(text: string, region: string | undefined): string | undefined {
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
    return numbers().length > 0 ? 'a decimal made by a spreadsheet or data frame' : undefined;
  }
  return group.length === 1 && numbers().length > 0 ? 'an extension' : undefined;
}

const REPEATED = /^(.*9.*)[\s.\-/]+\1$/;

/** Whether a text without a reading is two numbers: two of the same shape, or two that can be read. */
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

/** What to do about a text without a reading. */
function hintFor(text: string, region: string | undefined): string {
  const isCountry = region !== undefined && region !== INTERNATIONAL;
  const [number, ...others] = isCountry ? readingsOf(text, INTERNATIONAL).numbers : [];
  if (number && others.length === 0) return `to read it as ${number}, add --region intl`;
  const asIs = `+${digitsOf(text).replace(/^00/, '')}`;
  if (isCountry || text.includes('(0)') || !isE164(asIs)) return WRITE_E164;
  return `to use this number as is, write it without separators: ${asIs}`;
}

function explain(text: string, region: string | undefined, original: string): NoNumber {
  if (isTwoNumbers(text, region)) {
    return { complaint: `not a phone number, looks like two numbers: ${original}`, hint: WRITE_E164 };
  }
  const { length } = digitsOf(text).replace(/^00/, '');
  const isCountry = region !== undefined && region !== INTERNATIONAL;
  const what =
    !isCountry && (length < 7 || length > 15)
      ? 'not a phone number (7 to 15 digits after the +)'
      : isCountry && !text.includes('+')
        ? `not a phone number in ${region}`
        : 'not a known phone number';
  return { complaint: `${what}: ${original}`, hint: hintFor(text, region) };
}

function ambiguous({ numbers, contradictions }: Readings, text: string): NoNumber {
  const all = [...numbers, ...contradictions].join(' or ');
  return { complaint: `ambiguous phone number, ${all}: ${text}`, hint: `write it as ${all}` };
}

const lacksCode = (text: string, isKnown: boolean): NoNumber => ({
  complaint: `no country code: ${text}`,
  hint: `write the number with + and its country code, or add --region CC${
    isKnown ? ', or --region intl for digits that start with a country code' : ''
  }`,
});

/**
 * Reads digits with separators as the one number that they can be.
 * @param text normalized, digits and separators only
 * @param region a country, `intl`, or undefined for text that must bring its country code
 * @param given what was normalized
 */
export function readWriting(
  text: string,
  region: string | undefined,
  given: string | number,
): { number: E164 } | NoNumber {
  if (region === undefined && !isExplicit(text)) {
    return lacksCode(shown(given), readingsOf(text, INTERNATIONAL).numbers.length > 0);
  }
  const end = strangeEnd(text, region);
  if (end) return { complaint: `not a phone number, looks like ${end}: ${shown(given)}`, hint: WRITE_E164 };
  const readings = readingsOf(text, region);
  const [number] = readings.numbers;
  if (!number) return explain(text, region, shown(given));
  if (readings.numbers.length + readings.contradictions.length > 1) return ambiguous(readings, shown(given));
  return { number };
}
