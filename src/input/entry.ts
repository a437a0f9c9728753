import type { Capability } from '../account/capability.ts';
import type { InputProblem } from '../account/group-by-reason.ts';
import { type AccountNumber, isVerbatim } from '../account/phone-number.ts';
import { usage } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';

/** The lines of a string with LF, CRLF, CR, or mixed line endings. */
export const splitLines = (text: string): string[] => text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');

/** The number of line endings in a string, of which there may be millions. */
export function countLineEnds(text: string): number {
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 10 || (code === 13 && text.charCodeAt(at + 1) !== 10)) count += 1;
  }
  return count;
}

/** The maximum length of a line except in JSON. */
const LONGEST_LINE = 1_000_000;

/** @throws SinchctlError usage for a line that is too long for a row of a table, or for a number */
export function refuseLongLines(text: string): void {
  let start = 0;
  while (text.length - start > LONGEST_LINE) {
    const most = text.slice(start, start + LONGEST_LINE + 1);
    const lineFeed = most.lastIndexOf('\n');
    const end = lineFeed < 0 ? most.lastIndexOf('\r') : lineFeed;
    if (end < 0) {
      const line = formatNumber(countLineEnds(text.slice(0, start)) + 1);
      throw usage(
        `line ${line} has more than ${formatNumber(LONGEST_LINE)} characters`,
        'write one number or one row per line',
      );
    }
    start += end + 1;
  }
}

/** The lines of formats in which every line would be an error. `tel:` is a part of a number. */
const OTHER_FORMATS = [
  ['YAML', /^\s*(?:---\s*$|-(?:\s|$)|(?!tel:)[\w-]+:(?:\s|$))/i],
  ['Markdown tables', /^\s*\|.*\|\s*$/],
] as const;
const FIRST_LINES = 20;

/** @throws SinchctlError usage for YAML and Markdown */
export function refuseOtherFormats(text: string): void {
  const lines = splitLines(text.slice(0, 10_000)).filter((line) => line.trim() !== '' && !isComment(line));
  const first = lines.slice(0, FIRST_LINES);
  // A sender ID can look like a field, also at the start of a row that sinchctl printed.
  const startsWithVerbatim = (line: string) => {
    const [number = '', ...more] = line.split(/[\t,]/);
    return isVerbatim(number.trim()) && (more.length === 0 || more.length > 2);
  };
  if (first.every(startsWithVerbatim)) return;
  const [found] = OTHER_FORMATS.find(([, shape]) => first.every((line) => shape.test(line))) ?? [];
  const hint = 'use JSON or CSV; to apply a state file, run sinchctl apply -f <FILE>';
  if (found) throw usage(`--from does not support ${found}`, hint);
}

/** Characters that some editors show as a line break, although no file format ends a line with them. */
const FALSE_LINE_END = /[\v\f\u0085\u2028\u2029]/;

export const hasFalseLineEnd = (text: string): boolean => FALSE_LINE_END.test(text);

/** Why a line that may be several lines is invalid; undefined for all others. */
export function falseLineEnd(text: string): string | undefined {
  const [found] = FALSE_LINE_END.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `contains U+${code}, which is not a line ending (save the file with LF or CRLF line endings)`;
}

/**
 * Spreadsheet errors in any language: `#N/A`, `#VALUE!`, `#¿NOMBRE?`, a cell too narrow for its value, and errors that
 * end in a letter.
 */
const SPREADSHEET_ERROR =
  /^#(?:#+|[^\s\p{Ll},;]+[!?]|\p{L}{1,2}\/\p{L}{1,2}|NV|YOK|HIÁNYZIK|NENÍ_K_DISPOZICI|GETTING_DATA)(?=$|[,;\t])/u;

/** Whether a line of a plain list is a comment. An error that a spreadsheet shows instead of a number is not. */
export function isComment(line: string): boolean {
  const text = line.trim();
  return text.startsWith('#') && !SPREADSHEET_ERROR.test(text);
}

/** A row of a file, as the reader of its format returns it. */
export interface FileRow {
  /** Its position in the file, such as `line 3` or `item 3`. */
  place: string;
  /** The row as it appears in the file, or close to it. */
  text: string;
}

/** The columns that determine the target of a number. */
export const ROUTED = ['application', 'capability'] as const;
export type Routed = (typeof ROUTED)[number];

/** One number as it appears in a file, not validated. */
export interface NumberEntry {
  /** Its position in the file, such as `line 3`. */
  place: string;
  /** An integer of JSON, or a string in any common format. */
  number: string | number;
  /** A key or an alias, if the file has one; JSON may contain any value. */
  application?: unknown;
  /** The same application by its key, if the file has both. */
  applicationKey?: unknown;
  capability?: unknown;
  /** The row records a removal from `application`. */
  isRemoved?: boolean | undefined;
  /** Fields that a row written by sinchctl should have but lacks, so that no default may replace them. */
  missingFields?: readonly Routed[] | undefined;
  /** Why the row is invalid although its number can be read. */
  error?: string | undefined;
  /** The hint if the number cannot be read. */
  hint?: string | undefined;
}

/** Where a row routes its number. */
export type RowRoute = Pick<
  NumberEntry,
  'application' | 'applicationKey' | 'capability' | 'isRemoved' | 'missingFields'
>;

/** The entry of a row, with the same fields for each row, because there may be 100,000. */
export const entryOf = (
  place: string,
  number: string | number,
  { application, applicationKey, capability, isRemoved, missingFields }: RowRoute,
  error: string | undefined,
  hint?: string,
): NumberEntry => ({
  place,
  number,
  application,
  applicationKey,
  capability,
  isRemoved,
  missingFields,
  error,
  hint,
});

/** A column that may or may not be intended to route the rows. */
export interface AmbiguousColumn {
  column: Routed;
  /** Its position in a table, from 0. */
  at?: number;
  /** The column's name in the file; for `order` the content of a cell. */
  name: string;
  /**
   * The name is only similar, the column exists twice, the cells of a headerless row are out of order, or the field is
   * outside the list of numbers.
   */
  reason: 'alike' | 'twice' | 'order' | 'beside';
}

/** An invalid row, and why it is invalid. */
export interface RejectedLine extends InputProblem {
  /** In E.164, if it can be read. */
  number?: AccountNumber | undefined;
}

/** An item of the input: one capability of a number, or a rejected line. */
export type InputItem = { number: AccountNumber; capability: Capability } | RejectedLine;

/** The numbers of a file. */
export interface Entries {
  good: NumberEntry[];
  bad: RejectedLine[];
  /** An error for commands that route numbers by the columns. */
  ambiguousColumns?: readonly AmbiguousColumn[] | undefined;
  /** The file is not empty, but contains an empty list. */
  isEmptyList?: boolean;
  /** The number of callback rows, which have no number. */
  callbacks?: number;
  /** The last line of a results file, cut off when its run was killed. */
  cutOff?: RejectedLine | undefined;
}

export const reject = ({ place, text }: FileRow, why: string): RejectedLine => ({
  place,
  text: text.slice(0, 80),
  why,
});

/** Two lines in one cell may be two numbers, or one number with a stray line break. */
export const brokenNumber = (number: string): string | undefined =>
  /[\r\n]/.test(number.trim()) || hasFalseLineEnd(number) ? 'the number contains a line break' : undefined;
