import type { E164 } from '../account/phone-number.ts';
import { hasFalseLineEnd } from '../core/lines.ts';

/** One number as a file gives it, unchecked. */
export interface Entry {
  /** Where it stands, e.g. `line 3`. */
  place: string;
  /** An integer of JSON, or a text in any common format. */
  number: string | number;
  /** Key or alias, where the file says one; JSON may hold anything there. */
  application?: unknown;
  capability?: unknown;
  /** The row tells of a removal, and `application` is where the number was. */
  isRemoved?: true;
  /** What a row of one of our own writes ought to say and does not, so that no default may stand in for it. */
  missingFields?: readonly Routed[];
  /** Why the line is no good though its number can be read. */
  error?: string;
  /** What to do if the number cannot be read. */
  hint?: string;
}

/** Two lines in one cell are two numbers, or one of which nobody knows the digits. */
export const brokenNumber = (number: string): string | undefined =>
  /[\r\n]/.test(number.trim()) || hasFalseLineEnd(number) ? 'the number contains a line break' : undefined;

/** The columns that route a line. */
export const ROUTED = ['application', 'capability'] as const;
export type Routed = (typeof ROUTED)[number];

/** What leaves open whether a column was to route the lines. */
export interface AmbiguousColumn {
  column: Routed;
  /** Of the column as the file calls it, or, out of order, a cell. */
  name: string;
  /** The name only looks like the column's, the column stands twice, or the cells of no header are out of order. */
  reason: 'alike' | 'twice' | 'order';
}

/** A line that goes nowhere, and why. */
export interface RejectedLine {
  place: string;
  text: string;
  why: string;
  /** What to do about it, where more is known than `why` says. */
  hint?: string;
  /** In E.164, where it can be read. */
  number?: E164;
}

export interface Entries {
  good: Entry[];
  bad: RejectedLine[];
  /** For whoever routes by the columns. */
  ambiguousColumns?: readonly AmbiguousColumn[];
  /** Without entries: the file is a list that holds none, and not empty. */
  isEmptyList?: true;
  /** The number of rows about callbacks, which have no number. */
  callbacks?: number;
  /** The last line of a results file, cut off when its run was killed. */
  cutOff?: RejectedLine;
}
