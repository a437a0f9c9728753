import type { E164 } from '../account/phone-number.ts';

/** Lines of a text that ends them with LF, CRLF, or CR alone, also mixed. */
export const splitLines = (text: string): string[] => text.split(text.includes('\r') ? /\r\n|\n|\r/ : '\n');

/** What some editors show as the end of a line, although no format ends a line with it. */
const FALSE_LINE_END = /[\v\f\u0085\u2028\u2029]/;

export const hasFalseLineEnd = (text: string): boolean => FALSE_LINE_END.test(text);

/** Why a line that may have been meant as several is invalid; undefined for all others. */
export function falseLineEnd(text: string): string | undefined {
  const [found] = FALSE_LINE_END.exec(text) ?? [];
  if (found === undefined) return undefined;
  const code = found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  return `contains U+${code}, which does not end a line (save the file with LF or CRLF line ends)`;
}

/** In any language: `#N/A`, `#VALUE!`, `#¿NOMBRE?`, a cell too narrow for its value, and those without a mark. */
const SPREADSHEET_ERROR =
  /^#(?:#+|[^\s\p{Ll},;]+[!?]|\p{L}{1,2}\/\p{L}{1,2}|NV|YOK|HIÁNYZIK|NENÍ_K_DISPOZICI|GETTING_DATA)(?=$|[,;\t])/u;

/** Whether a line of a plain list is a comment. An error that a spreadsheet shows in place of a number is not. */
export function isComment(line: string): boolean {
  const text = line.trim();
  return text.startsWith('#') && !SPREADSHEET_ERROR.test(text);
}

/** A row of a file, as the reader of its format returns it. */
export interface FileRow {
  /** Its position in the file, e.g. `line 3` or `item 3`. */
  place: string;
  /** The row as the file writes it, or close to it. */
  text: string;
}

/** The columns that say where a number goes. */
export const ROUTED = ['application', 'capability'] as const;
export type Routed = (typeof ROUTED)[number];

/** One number as a file gives it, not validated. */
export interface NumberEntry {
  /** Its position in the file, e.g. `line 3`. */
  place: string;
  /** An integer of JSON, or a text in any common format. */
  number: string | number;
  /** Key or alias, if the file has one; JSON may contain any value. */
  application?: unknown;
  capability?: unknown;
  /** The row records a removal, and `application` is where the number was. */
  isRemoved?: true;
  /** Fields that a row written by sinchctl should have and lacks, so that no default may replace them. */
  missingFields?: readonly Routed[];
  /** Why the row is invalid although its number can be read. */
  error?: string | undefined;
  /** What to do if the number cannot be read. */
  hint?: string | undefined;
}

/** A column of which it is not clear whether it should route the rows. */
export interface AmbiguousColumn {
  column: Routed;
  /** The column's name in the file; for `order` the content of a cell. */
  name: string;
  /** The name only resembles the column's, the column exists twice, or the cells of a headerless row are out of order. */
  reason: 'alike' | 'twice' | 'order';
}

/** A row that cannot be used, and why. */
export interface RejectedLine {
  place: string;
  text: string;
  why: string;
  /** What to do about it, where more is known than `why` says. */
  hint?: string | undefined;
  /** In E.164, if it can be read. */
  number?: E164 | undefined;
}

/** The numbers of a file. */
export interface Entries {
  good: NumberEntry[];
  bad: RejectedLine[];
  /** An error for commands that route numbers by the columns. */
  ambiguousColumns?: readonly AmbiguousColumn[] | undefined;
  /** The file is a list without items, and not empty. */
  isEmptyList?: boolean;
  /** The number of rows about callbacks, which have no number. */
  callbacks?: number;
  /** The last line of a results file, cut off when its run was killed. */
  cutOff?: RejectedLine | undefined;
}

export const reject = ({ place, text }: FileRow, why: string): RejectedLine => ({
  place,
  text: text.slice(0, 80),
  why,
});

/** Two lines in one cell are two numbers, or one whose digits are unknown. */
export const brokenNumber = (number: string): string | undefined =>
  /[\r\n]/.test(number.trim()) || hasFalseLineEnd(number) ? 'the number contains a line break' : undefined;
