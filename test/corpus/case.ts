import type { Encoding } from './encode.ts';

/** A file as a person or program wrote it, and the expected result. */
export interface CorpusCase {
  /** Below `files/`, or the name of a generated file. */
  file: string;
  /** Options besides `--from FILE --app support`. */
  args?: readonly string[];
  /** Without `--app`, because the case is about columns that may select a target. */
  isRouted?: true;
  /** The numbers that are read, in order; if absent, the file is rejected. */
  numbers?: readonly string[];
  /** Strings in the message and the hint of a rejection (exit 2). */
  words?: readonly string[];
  /** How the text is stored; by default UTF-8 with the file's own line endings. */
  as?: Encoding;
  /** Generates a file that is not text. */
  bytes?: () => Uint8Array;
}

/** A state file, and the result of `diff -f`. */
export interface StateCase extends Pick<CorpusCase, 'file' | 'args' | 'words' | 'as'> {
  /** The changes of the plan; if absent, the file is rejected. */
  changes?: readonly string[];
  /** Strings in the warnings. */
  warning?: string;
}

/** A file that is read as these numbers. */
export const reads = (file: string, numbers: readonly string[], ...args: string[]): CorpusCase => ({
  file,
  args,
  numbers,
});

/** A file that is rejected with exit 2 and these strings in the message or hint. */
export const refuses = (file: string, words: readonly string[], ...args: string[]): CorpusCase => ({
  file,
  args,
  words,
});

/** Without `--app`. */
export const routed = (one: CorpusCase): CorpusCase => ({ ...one, isRouted: true });

const padded = (prefix: string, digits: number, last: readonly number[]) =>
  last.map((one) => `${prefix}${String(one).padStart(digits, '0')}`);

// Numbers that numbering plans reserve for fictional use.
export const us = (...last: number[]): string[] => padded('+141555501', 2, last);
export const uk = (...last: number[]): string[] => padded('+442079460', 3, last);
export const sweden = (...last: number[]): string[] => padded('+468465004', 2, last);
export const germany = (...last: number[]): string[] => padded('+493023125', 3, last);
