/** Characters that a reader cannot see. */
export const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** A string without invisible characters. */
export const visible = (text: string): string => text.replace(INVISIBLE, '');

const isDigit = (code: number): boolean => /\p{Nd}/u.test(String.fromCodePoint(code));

/** The value of a decimal digit of any script: in Unicode the ten digits of a script are consecutive, from 0 to 9. */
function digitValue(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let before = 0;
  while (isDigit(code - before - 1)) before += 1;
  return String(before % 10);
}

const HYPHENS = /[\u058a\u05be\u1400\u1806\u2010-\u2015\u2043\u2212\u2e3a\u2e3b\u30fc\ufe58\ufe63\uff70]/g;
const SMALL: Readonly<Record<string, string>> = { '﹢': '+', '﹙': '(', '﹚': ')', '﹒': '.' };

/** Digits, plus, and separators of other scripts and widths as their ASCII equivalents. */
function toAscii(text: string): string {
  return text
    .replace(/[\uff01-\uff5e]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[﹢﹙﹚﹒]/g, (small) => SMALL[small] ?? small)
    .replace(HYPHENS, '-')
    .replace(/(?![0-9])\p{Nd}/gu, digitValue);
}

const TRIMMED_ASCII = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/** A string in ASCII, without characters that a spreadsheet or a URI adds to a number. */
export function normalize(text: string): string {
  const ascii = TRIMMED_ASCII.test(text) ? text : toAscii(visible(text)).trim();
  return (
    ascii
      .replace(/^="(.*)"$/, '$1')
      .replace(/^'/, '')
      .replace(/^tel:/i, '')
      // A tilde stands for the dial tone between the two parts of Russia's international prefix.
      .replace(/^8\s*~\s*10/, '810')
      .trim()
  );
}

/** A number with separators: it starts and ends with a digit or a parenthesis. */
const FORMATTED = /^(?:\+?\s*\(?|\(\s*\+)\s*\d(?:[\s.\-/]*\(?\s*\d|\s*\))*$/;

const BRACKETS = /^[^()]*(?:\([^()]*\)[^()]*)*$/;

/** Maximum length of a number with separators; it also limits the time that these regular expressions take. */
const LONGEST_NUMBER = 60;

/** Whether a normalized text consists of digits and separators only. */
export const isFormatted = (text: string): boolean =>
  text.length <= LONGEST_NUMBER && FORMATTED.test(text) && BRACKETS.test(text);

const UNUSUAL_FORMAT = /\.\.|\.0+$|\)$/;

/** Whether a string may be a number in some country. Most are, and skip the check for other shapes. */
export const isPlausible = (text: string): boolean => isFormatted(text) && !UNUSUAL_FORMAT.test(text);

/** Scientific notation from a spreadsheet, which has lost digits. */
export const SCIENTIFIC = /^[+-]?\d+(?:[.,]\d+)?E[+-]?\d+$/i;

const DECIMAL_NUMBER = /^\+?\d+[.,]0+$/;
const EXTENSION = /\d[\s.,-]*(?:ext|x|#|доб|p|w|;)[^\d+]*\d+[\s#]*$|\d\D*\([^()]*\)$/i;
const RANGE_SIGN = /\.\.|…|\d\s*(?:to|[~〜∼])\s*\+?\d/i;

const isTwo = (text: string): boolean =>
  text.split(/[;,|&]|(?=\+)/).filter((part) => /(?:\d\D*){7}/.test(part)).length > 1;

/** What a string may be if it is not one number, and how to fix it. */
const SHAPES = {
  'a range': 'write it as +14155550100..+14155550199 or +14155550100..0199',
  'a decimal number from a spreadsheet or data frame': 'format the column as text and export it again',
  'a number with an extension': 'write the number without the extension',
  'two numbers': 'write each number as a separate argument, line, or cell',
} as const;

export type Shape = keyof typeof SHAPES;

/** The shape of a string that is not a single number in any country; undefined for an unknown shape. */
export function otherShape(text: string): Shape | undefined {
  if (text.length > LONGEST_NUMBER) return undefined;
  if (RANGE_SIGN.test(text)) return 'a range';
  if (DECIMAL_NUMBER.test(text)) return 'a decimal number from a spreadsheet or data frame';
  if (EXTENSION.test(text)) return 'a number with an extension';
  return isTwo(text) ? 'two numbers' : undefined;
}

/** Why a string with such a shape is not a number, and how to fix it. */
export const notOneNumber = (shape: Shape, text: string) => ({
  complaint: `not a phone number (looks like ${shape}): ${text}`,
  hint: SHAPES[shape],
});

/** Why a range whose ends are the same is not a range, and how to fix it. */
export const rangeOfOne = (text: string) => ({
  complaint: `the end of the range is the same as its start: ${text}`,
  hint: 'write a single number instead of a range',
});

/** A number followed by one more group. */
export interface LastGroup {
  head: string;
  /** The separator before the group. */
  mark: '/' | '-' | '.' | ' ';
  group: string;
}

const LAST_GROUP = /([\s.\-/]+)(\d+)$/;

/** The last group of a string, and the part before it; undefined if parentheses separate the two. */
export function lastGroup(text: string): LastGroup | undefined {
  const [end, between = '', group = ''] = LAST_GROUP.exec(text) ?? [];
  if (end === undefined) return undefined;
  const head = text.slice(0, -end.length);
  if (!/\d$/.test(head)) return undefined;
  const mark = (['/', '-', '.'] as const).find((one) => between.includes(one)) ?? ' ';
  return { head, mark, group };
}
