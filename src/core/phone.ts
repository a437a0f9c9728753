import type { CountryCode } from 'libphonenumber-js/min';
import { usage } from './errors.ts';

declare const brand: unique symbol;
/** A phone number as E.164: `+` and 7 to 15 digits, the first not 0. */
export type E164 = string & { readonly [brand]: 'E164' };

const SHAPE = /^\+[1-9]\d{6,14}$/;
// Letters are left out on purpose: an extension or a vanity number would silently become another number.
const WRITING = /^\(?\+?[\d\s().\-/\u00a0\u2007\u202f\u2010-\u2015\u2212]+$/;

export const isE164 = (text: string): text is E164 => SHAPE.test(text);

/** A JSON integer, as the legacy portal writes numbers: E.164 without its plus. */
export const e164FromInteger = (value: number | string): E164 => `+${value}` as E164;

/** The other way: what the legacy portal wants on the wire. 15 digits always fit a double. */
export const e164ToInteger = (number: E164): number => Number(number.slice(1));

interface Parsed {
  number: string;
  isPossible: boolean;
}

type Parse = (text: string, region?: string) => Parsed | undefined;

/** Loads libphonenumber, which costs milliseconds, only when a number is in some national or human writing. */
async function phoneParser(): Promise<Parse> {
  const { parsePhoneNumberFromString } = await import('libphonenumber-js/min');
  return (text, region) => {
    const country = region as CountryCode | undefined;
    const parsed = parsePhoneNumberFromString(text, {
      extract: false,
      ...(country && { defaultCountry: country }),
    });
    return parsed && { number: parsed.number, isPossible: parsed.isPossible() };
  };
}

/** @throws SinchctlError usage for what is no country with telephones */
export async function checkRegion(region: string): Promise<void> {
  const { isSupportedCountry } = await import('libphonenumber-js/min');
  if (isSupportedCountry(region)) return;
  const hint = region === 'UK' ? 'the United Kingdom is GB' : 'give two letters of ISO 3166, e.g. SE';
  throw usage(`--region is no country: ${region}`, hint, [region]);
}

/** Every country that `--region` can name. */
export const regions = async (): Promise<readonly string[]> =>
  (await import('libphonenumber-js/min')).getCountries();

/** `+46 (0)73…`: the bracketed trunk zero belongs to national writing only. */
const TRUNK_ZERO = /\(0\)/;

/**
 * libphonenumber's reading, or the bare digits where it has none. A bracketed zero that it kept is taken out where
 * that makes a possible number; otherwise nobody can tell which number is meant.
 */
function read(text: string, region: string | undefined, parse: Parse): string | undefined {
  // Twice a trunk zero is somebody's mistake, and nobody can tell which.
  if (text.split(TRUNK_ZERO).length > 2) return undefined;
  const parsed = parse(text, region);
  if (TRUNK_ZERO.test(text) && !parsed?.isPossible) {
    const without = parse(text.replace(TRUNK_ZERO, ' '), region);
    return without?.isPossible ? without.number : undefined;
  }
  // `030/1234` is one number in Germany, `0100/0103` are two.
  if (text.includes('/') && !parsed?.isPossible) return undefined;
  return parsed?.number ?? (text.startsWith('+') ? `+${text.replace(/\D/g, '')}` : undefined);
}

function complaint(text: string, region: string | undefined): string {
  const shown = text.trim() === '' ? '(empty)' : text;
  if (!WRITING.test(text.trim())) return `not a phone number: ${shown}`;
  if (!/^\s*(\(?\+|00)/.test(text) && !region) return `no country code: ${shown}`;
  return `not a phone number (7 to 15 digits behind the +): ${shown}`;
}

async function parseOne(
  text: string,
  region: string | undefined,
  parser: () => Promise<Parse>,
): Promise<E164 | undefined> {
  const trimmed = text.trim();
  // Exact E.164 is taken as it stands: what `numbers list` prints must come back as the very same number.
  if (isE164(trimmed)) return trimmed;
  if (!WRITING.test(trimmed)) return undefined;
  const international = trimmed.replace(/^\(\+(\d+)\)/, '+$1').replace(/^00/, '+');
  const isNational = !international.startsWith('+');
  if (isNational && !region) return undefined;
  const number = read(international, isNational ? region : undefined, await parser());
  return number && isE164(number) ? number : undefined;
}

/** The country for national writing, if there is one to be had. @throws SinchctlError usage for no country */
async function countryOf(askRegion: () => Promise<string | undefined>): Promise<string | undefined> {
  const region = await askRegion();
  if (region !== undefined) await checkRegion(region);
  return region;
}

/** A text as a number, or why it is none. */
export type ReadNumber = (text: string) => Promise<{ number: E164 } | { complaint: string }>;

/** A spreadsheet's idea of a number, digits lost. */
export const SCIENTIFIC = /^\+?\d+[.,]\d+E\+?\d+$/i;

/**
 * Reads numbers in any common writing, one after the other.
 * @param askRegion the ISO 3166 country for national writing, e.g. `SE`; asked only when some number needs it
 */
export function numberReader(askRegion: () => Promise<string | undefined>): ReadNumber {
  let loaded: Promise<Parse> | undefined;
  let region: Promise<string | undefined> | undefined;
  const parser = () => {
    loaded ??= phoneParser();
    return loaded;
  };
  return async (text) => {
    // Tens of thousands of them come from files: the plain ones take the short way.
    if (isE164(text)) return { number: text };
    if (SCIENTIFIC.test(text.trim())) {
      return {
        complaint: `a spreadsheet has rounded it: ${text} (format the column as text, and export again)`,
      };
    }
    const isNational = WRITING.test(text.trim()) && !/^\s*(\(?\+|00)/.test(text);
    if (isNational) region ??= countryOf(askRegion);
    const here = isNational ? await region : undefined;
    const number = await parseOne(text, here, parser);
    return number ? { number } : { complaint: complaint(text, here) };
  };
}

/** What to type when some texts are no numbers. */
export const numberHint = (complaints: readonly string[]): string =>
  complaints.some((line) => line.includes('no country code'))
    ? 'write the number with + and its country code, or say --region CC'
    : 'write the number with + and its country code, e.g. +14155550100';

/**
 * Numbers as people write them, in E.164, duplicates folded, order kept.
 * @throws SinchctlError usage, naming every text that is no number
 */
export async function parseNumbers(
  texts: readonly string[],
  askRegion: () => Promise<string | undefined>,
): Promise<E164[]> {
  // What cannot be a number in any country is a mistake to tell before anything else is looked at.
  const isHopeless = texts.some((text) => !WRITING.test(text.trim()));
  const read = numberReader(isHopeless ? async () => undefined : askRegion);
  const good = new Set<E164>();
  const bad: { text: string; complaint: string }[] = [];
  for (const text of texts) {
    const result = await read(text);
    if ('number' in result) good.add(result.number);
    else bad.push({ text, complaint: result.complaint });
  }
  if (bad.length === 0) return [...good];
  const lines = bad.map(({ complaint: line }) => line);
  throw usage(
    lines.join('; '),
    numberHint(lines),
    bad.map(({ text }) => text),
  );
}
