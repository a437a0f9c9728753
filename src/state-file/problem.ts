/** Something wrong in a file, and where: lines and columns from 1. */
export interface Problem {
  line: number;
  column: number;
  message: string;
  /** An alias that nobody knows here; everything else is a mistake of the file. */
  isUnknownAlias?: boolean;
}

/** The way to a thing in a file: keys and indexes. */
export type Path = readonly (string | number)[];
