/** One number as a file gives it, unchecked. */
export interface Entry {
  /** Where it stands, e.g. `line 3`. */
  place: string;
  /** A JSON integer is E.164 without its plus; a text may be in any writing. */
  number: string | number;
  /** Key or alias, where the file has such a column. */
  application?: string;
  capability?: string;
}

/** A line that holds no number, and why. */
export interface BadLine {
  place: string;
  text: string;
  why: string;
}

export interface Entries {
  good: Entry[];
  bad: BadLine[];
}
