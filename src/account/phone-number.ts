import { usage } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { formatNumber } from '../core/text.ts';
import { type InputProblem, invalidInput } from './group-by-reason.ts';
import {
  isFormatted,
  isPlausible,
  normalize,
  notOneNumber,
  otherShape,
  rangeOfOne,
  SCIENTIFIC,
  visible,
} from './phone-text.ts';

declare const numberBrand: unique symbol;
/** A phone number as E.164: `+` and 7 to 15 digits, the first not 0. */
export type E164 = string & { readonly [numberBrand]: 'E164' };

/** An entry of an account that is not E.164: a short code, or a sender ID, which contains a letter. */
export type Verbatim = string & { readonly [numberBrand]: 'Verbatim' };

/** A number of an account. Only E.164 starts with a `+`. */
export type AccountNumber = E164 | Verbatim;

const SHAPE = /^\+[1-9]\d{6,14}$/;

export const isE164 = (text: string): text is E164 => SHAPE.test(text);

const SHORT_CODE = /^\d{3,6}$/;
// Excludes characters that occur only in JSON, lists, and spreadsheet errors, so that an unexpected value does not look
// like one.
const SENDER_ID = /^(?![\s+#]|.*\s$)(?=.*\p{L})[^\p{C}",;[\]{}]{1,11}$/u;

export const isVerbatim = (text: string): text is Verbatim =>
  SHORT_CODE.test(text) || (SENDER_ID.test(text) && !SCIENTIFIC.test(text));

export const isAccountNumber = (text: string): text is AccountNumber => isE164(text) || isVerbatim(text);

/** A number from a JSON integer, the format of the portal API: E.164 without its plus. */
export const e164FromInteger = (value: number | string): E164 => `+${value}` as E164;

/** A number as the integer that the portal API expects. A double can represent 15 digits exactly. */
export const e164ToInteger = (number: E164): number => Number(number.slice(1));

/** A number in a path of the portal API: E.164 without its plus, and any other string unchanged. */
export const portalText = (number: AccountNumber): string => number.replace(/^\+/, '');

/** Whether the portal's list of integers can contain a number, which excludes sender IDs and leading zeros. */
export const isPortalInteger = (number: AccountNumber): boolean => /^[1-9]\d*$/.test(portalText(number));

/**
 * Loaded on demand: the numbering plans of all countries take milliseconds to load, and exact E.164 needs none of them.
 */
const loadReader = () => import('./read-phone-number.ts');

/** Reads digits without `+` and without a country as if the `+` were missing. */
export const INTERNATIONAL = 'intl';

/** @throws SinchctlError usage for text that is not a country with phone numbers */
export async function checkRegion(region: string): Promise<void> {
  if (region === INTERNATIONAL || (await regions()).includes(region)) return;
  const hint =
    region === 'UK'
      ? 'for the United Kingdom, use GB'
      : 'use a two-letter country code (ISO 3166) such as SE';
  throw usage(`invalid country for --region: ${region}`, hint, [region]);
}

/** Every country that `--region` accepts. */
export const regions = async (): Promise<readonly string[]> => (await loadReader()).countryCodes();

/** Why a string is not a number, and how to fix it. */
export interface NoNumber {
  complaint: string;
  hint: string;
}

/** Reads a string as a number or a range, or an integer from JSON or YAML as a number, or returns why it is neither. */
export type ReadNumber = (
  given: string | number,
) => Promise<{ numbers: readonly AccountNumber[] } | NoNumber>;

/** The short codes and sender IDs of the account; undefined if it cannot be read. */
export type ReadVerbatim = () => Promise<Pick<ReadonlySet<string>, 'has'> | undefined>;

export const WRITE_E164 = 'write the number with + and its country code, such as +14155550100';

/** Longer text is not a number; only its start is shown. */
const LONGEST_NUMBER_TEXT = 300;

/** A string for an error message, without invisible characters. */
export const displayText = (given: string | number): string => {
  const all = String(given);
  // Redacted before it is truncated, because a partial secret would not be found.
  const start = all.length > LONGEST_NUMBER_TEXT ? redact(all.slice(0, 10 * LONGEST_NUMBER_TEXT)) : all;
  const text = visible(start).trim();
  if (all.length > LONGEST_NUMBER_TEXT) return `${text.slice(0, 60)}\u2026 (${all.length} characters)`;
  return text === '' ? '(empty)' : text;
};

/** Text with one of these is not a number, so that digits of different lines are never joined. */
const LINE_BREAK = /[\r\n\v\f\u0085\u2028\u2029]/;

const RANGE = /^(\+[1-9]\d{6,14})\.\.(\+?)(\d{1,15})$/;
/** The maximum number of phone numbers in a range. */
export const MAX_RANGE = 10_000;

/**
 * `+14155550100..+14155550199`, or the last digits of the end: `+14155550100..0199`; undefined for any other string.
 */
function readRange(text: string): { numbers: readonly E164[] } | NoNumber | undefined {
  const [, start = '', plus, digits = ''] = RANGE.exec(text) ?? [];
  const end = plus ? `+${digits}` : `${start.slice(0, -digits.length)}${digits}`;
  if (start === '' || digits.length >= start.length || start.length !== end.length) return undefined;
  if (start === end) return rangeOfOne(text);
  if (start > end)
    return {
      complaint: `the end of the range is lower than its start: ${text}`,
      hint: 'write the lower number first',
    };
  const first = Number(start.slice(1));
  const length = Number(end.slice(1)) - first + 1;
  if (length > MAX_RANGE) {
    const complaint = `a range of ${formatNumber(length)} numbers exceeds the maximum of ${formatNumber(MAX_RANGE)}: ${text}`;
    return { complaint, hint: `split it into ranges of at most ${formatNumber(MAX_RANGE)} numbers` };
  }
  return { numbers: Array.from({ length }, (_, i) => e164FromInteger(first + i)) };
}

/** Why a string is not a number in any country; undefined if it may be one. */
function invalidEverywhere(text: string, given: string | number): NoNumber | undefined {
  if (isPlausible(text) || readRange(text)) return undefined;
  if (SCIENTIFIC.test(text)) {
    const complaint = `rounded by a spreadsheet: ${displayText(given)}`;
    return { complaint, hint: 'format the column as text and export it again' };
  }
  const shape = otherShape(text);
  if (shape) return notOneNumber(shape, displayText(given));
  if (isFormatted(text)) return undefined;
  return { complaint: `not a phone number: ${displayText(given)}`, hint: WRITE_E164 };
}

/** The region of `askRegion`, validated. @throws SinchctlError usage for an unknown country */
async function knownRegion(askRegion: () => Promise<string | undefined>): Promise<string | undefined> {
  const region = await askRegion();
  if (region !== undefined) await checkRegion(region);
  return region;
}

/**
 * Reads numbers in any common format.
 * @param askRegion the country for national format, such as `SE`, or `intl`; called only when a number needs it
 * @param readVerbatim called only when a string may be a short code or a sender ID; without it, none is accepted
 */
export function numberReader(
  askRegion: () => Promise<string | undefined>,
  readVerbatim?: ReadVerbatim,
): ReadNumber {
  let reader: Awaited<ReturnType<typeof loadReader>> | undefined;
  let listed: ReturnType<ReadVerbatim> | undefined;
  let asked: { region: string | undefined } | undefined;
  return async (given) => {
    if (typeof given === 'string' && given.length > LONGEST_NUMBER_TEXT)
      return { complaint: `not a phone number: ${displayText(given)}`, hint: WRITE_E164 };
    if (typeof given === 'string' && LINE_BREAK.test(given.trim()))
      return {
        complaint: `contains a line break: ${displayText(given)}`,
        hint: WRITE_E164,
      };
    // Files contain tens of thousands of numbers: exact E.164 takes the fast path.
    const text = typeof given === 'number' ? String(given) : isE164(given) ? given : normalize(given);
    if (isE164(text)) return { numbers: [text] };
    const exact = String(given).trim();
    let isUnlistedCode = false;
    if (readVerbatim && isVerbatim(exact)) {
      listed ??= readVerbatim();
      const known = await listed;
      if (known?.has(exact)) return { numbers: [exact] };
      isUnlistedCode = known !== undefined && SHORT_CODE.test(exact);
    }
    const range = readRange(text);
    if (range) return range;
    const problem = invalidEverywhere(text, given);
    if (problem) return problem;
    const isInternational = text.includes('+');
    if (!isInternational) asked ??= { region: await knownRegion(askRegion) };
    reader ??= await loadReader();
    const region = isInternational ? undefined : asked?.region;
    const rule = region ?? (typeof given === 'number' ? INTERNATIONAL : undefined);
    const read = reader.readFormatted(text, rule, given);
    if ('number' in read) return { numbers: [read.number] };
    const complaint = `not a number or short code on this account: ${exact}`;
    return isUnlistedCode ? { complaint, hint: WRITE_E164 } : read;
  };
}

/**
 * Numbers in any common format as E.164, duplicates merged, in the order given.
 * @throws SinchctlError usage that lists every text that is not a number
 */
export async function parseNumbers(
  texts: readonly string[],
  askRegion: () => Promise<string | undefined>,
  readVerbatim?: ReadVerbatim,
): Promise<AccountNumber[]> {
  // Text that is not a number in any country is reported even if the credentials, with the default region, cannot be read.
  const hasInvalid = texts.some(
    (text) =>
      invalidEverywhere(normalize(text), text) !== undefined && !(readVerbatim && isVerbatim(text.trim())),
  );
  const read = hasInvalid
    ? numberReader(() => askRegion().catch(() => undefined))
    : numberReader(askRegion, readVerbatim);
  const numbers = new Set<AccountNumber>();
  const bad: InputProblem[] = [];
  for (const text of texts) {
    const result = await read(text);
    if ('numbers' in result) {
      for (const number of result.numbers) numbers.add(number);
    } else {
      bad.push({ place: '', text: visible(text), why: result.complaint, hint: result.hint });
    }
  }
  if (bad.length === 0) return [...numbers];
  throw invalidInput(bad, 'arguments');
}
