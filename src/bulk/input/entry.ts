import type { E164 } from '../../core/phone.ts';

/** One number as a file gives it, unchecked. */
export interface Entry {
  /** Where it stands, e.g. `line 3`. */
  place: string;
  /** A JSON integer is E.164 without its plus; a text may be in any writing. */
  number: string | number;
  /** Key or alias, where the file says one; JSON may hold anything there. */
  application?: unknown;
  capability?: unknown;
  /** The row tells of a removal, and `application` is where the number was. */
  isRemoved?: true;
  /** What a row of one of our own writes ought to say and does not, so that no default may stand in for it. */
  untold?: readonly Routed[];
  /** Why the line is no good though its number can be read. */
  wrong?: string;
}

/** The columns that route a line. */
export type Routed = 'application' | 'capability';

/** A column whose name leaves open whether it was to route the lines. */
export interface Doubt {
  column: Routed;
  /** As the file calls it. */
  name: string;
  /** The column stands twice; otherwise the name only looks like it. */
  isTwice: boolean;
}

/** A line that goes nowhere, and why. */
export interface BadLine {
  place: string;
  text: string;
  why: string;
  /** In E.164, where it can be read. */
  number?: E164;
}

export interface Entries {
  good: Entry[];
  bad: BadLine[];
  /** For whoever routes by the columns. */
  doubts?: readonly Doubt[];
}
