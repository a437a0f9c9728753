import type { CompletionHint } from '../../cli/argv/option.ts';

/** A word that can be typed, and what it does. */
export interface Word {
  text: string;
  summary: string;
}

/** What can stand for a value. */
export interface Slot extends CompletionHint {
  /** What help calls it, e.g. `FILE`. */
  label: string;
}

export interface GrammarOption {
  /** With its dashes. */
  long: string;
  short?: string | undefined;
  summary: string;
  isMany: boolean;
  /** Absent for a flag. */
  value?: Slot;
}

export interface MoreFields {
  when: readonly [option: string, value: string];
  fields: readonly string[];
}

/** The fields of a place as one list of words: behind `--` an option, a value, and the fields that they add. */
export const fieldWords = ({ fields, more }: Pick<Place, 'fields' | 'more'>): string =>
  [...fields, ...(more ? ['--', ...more.when, ...more.fields] : [])].join(' ');

/** A point that the words of a line lead to: the start, a noun, or a command. */
export interface Place {
  /** The words that lead here, e.g. `numbers assign`; empty at the start. */
  path: string;
  /** Words that lead on. */
  words: readonly Word[];
  /** Besides those of the whole program. */
  options: readonly GrammarOption[];
  args: readonly Slot[];
  /** Whether the last argument may stand there more than once. */
  isVariadic: boolean;
  /** What `--columns` and `--sort` can name; empty where there are no rows. */
  fields: readonly string[];
  /** What they can name besides when the line holds an option with a value. */
  more?: MoreFields | undefined;
}

/** The command tree as shells need it. */
export interface Grammar {
  /** Options that may stand anywhere. */
  globals: readonly GrammarOption[];
  places: readonly Place[];
}

/** Whether an option makes sense where rows have these fields: some choose among them. */
export const fitsRows = ({ value }: GrammarOption, fields: readonly string[]): boolean =>
  (value?.completes !== 'fields' && value?.completes !== 'order') || fields.length > 0;
