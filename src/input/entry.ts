import type { E164 } from '../account/phone-number.ts';
import { hasFalseLineEnd } from './lines.ts';

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
  error?: string;
  /** What to do if the number cannot be read. */
  hint?: string;
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
  hint?: string;
  /** In E.164, if it can be read. */
  number?: E164;
}

/** The numbers of a file. */
export interface Entries {
  good: NumberEntry[];
  bad: RejectedLine[];
  /** An error for commands that route numbers by the columns. */
  ambiguousColumns?: readonly AmbiguousColumn[];
  /** The file is a list without items, and not empty. */
  isEmptyList?: true;
  /** The number of rows about callbacks, which have no number. */
  callbacks?: number;
  /** The last line of a results file, cut off when its run was killed. */
  cutOff?: RejectedLine;
}

export const reject = ({ place, text }: FileRow, why: string): RejectedLine => ({
  place,
  text: text.slice(0, 80),
  why,
});

/** Two lines in one cell are two numbers, or one whose digits are unknown. */
export const brokenNumber = (number: string): string | undefined =>
  /[\r\n]/.test(number.trim()) || hasFalseLineEnd(number) ? 'the number contains a line break' : undefined;
