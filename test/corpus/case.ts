import type { Encoding } from './encode.ts';

/** A file as a person or a program wrote it, and what the contract says that sinchctl makes of it. */
export interface CorpusCase {
  /** Below `files/`, or a name for a file that the case makes. */
  file: string;
  /** Options besides `--from FILE --app support`. */
  args?: readonly string[];
  /** Without `--app`, because the case is about columns that might route the numbers. */
  isRouted?: true;
  /** The numbers that are read, in order; without it the file is refused. */
  numbers?: readonly string[];
  /** What the message and the hint of a refusal (exit 2) contain. */
  words?: readonly string[];
  /** How the text is stored; UTF-8 with the line ends of the file if not given. */
  as?: Encoding;
  /** Makes a file that is no text. */
  bytes?: () => Uint8Array;
}

/** A state file, and what `diff -f` makes of it. */
export interface StateCase extends Pick<CorpusCase, 'file' | 'args' | 'words' | 'as'> {
  /** The changes of the plan; without it the file is refused. */
  changes?: readonly string[];
  /** What the warnings contain. */
  warning?: string;
}

/** A file that is read as these numbers. */
export const reads = (file: string, numbers: readonly string[], ...args: string[]): CorpusCase => ({
  file,
  args,
  numbers,
});

/** A file that is exit 2, with words of the message or the hint. */
export const refuses = (file: string, words: readonly string[], ...args: string[]): CorpusCase => ({
  file,
  args,
  words,
});

/** Without `--app`. */
export const routed = (one: CorpusCase): CorpusCase => ({ ...one, isRouted: true });

const padded = (prefix: string, digits: number, last: readonly number[]) =>
  last.map((one) => `${prefix}${String(one).padStart(digits, '0')}`);

// Numbers that the numbering plans set aside for fiction.
export const us = (...last: number[]): string[] => padded('+141555501', 2, last);
export const uk = (...last: number[]): string[] => padded('+442079460', 3, last);
export const sweden = (...last: number[]): string[] => padded('+468465004', 2, last);
export const germany = (...last: number[]): string[] => padded('+493023125', 3, last);
