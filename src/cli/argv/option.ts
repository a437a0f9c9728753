import { suggestion } from '../../core/closest-match.ts';
import { usage } from '../../core/errors.ts';

/** An option without a value. The key of an option is its long name in camel case: `dryRun` is `--dry-run`. */
export interface FlagOption {
  type: 'flag';
  summary: string;
  short?: string;
}

/** A list that completion looks up on this computer or in the account. */
export type Lookup =
  | 'profile'
  /** Without the built-in sandbox, which cannot be changed. */
  | 'storedProfile'
  /** The application keys of stored profiles. */
  | 'storedKey'
  | 'alias'
  /** Aliases, then keys. */
  | 'application'
  | 'key'
  | 'number'
  /** Numbers that the command could assign. */
  | 'assignable'
  /** Numbers that the command could unassign. */
  | 'unassignable'
  /** Runs of the history, the latest first. */
  | 'run'
  /** Lowercase if the typed letters are, because both cases are valid. */
  | 'country';

/** The values that an option or argument can have, for completion, documentation, and suggestions. */
export interface CompletionHint {
  /** Fixed words. A word that ends with `=` or `:` is a prefix of a value. */
  choices?: readonly string[] | undefined;
  /**
   * `program` is another program with its arguments; `fields` and `order` are lists of fields of the command's rows;
   * `atFile` is a file name after an @.
   */
  completes?: Lookup | 'file' | 'atFile' | 'program' | 'fields' | 'order' | undefined;
  /** Whether the value can also be a file. */
  orFile?: boolean | undefined;
}

/** An option with a value, which is parsed on entry; with `many` it is repeatable. */
export interface ValueOption<T> extends CompletionHint {
  type: 'value';
  placeholder: string;
  summary: string;
  short?: string;
  many?: boolean;
  /** The value of an option that is not passed. */
  default?: T;
  /** The usual default if the command determines it: help shows it, but `run` receives undefined. */
  defaultHint?: T;
  /** Takes every word after it, including options of other programs. */
  isRest?: boolean;
  /** @throws SinchctlError usage; `where` is the flag as written */
  parse: (text: string, where: string) => T;
}

export type Options = Record<string, FlagOption | ValueOption<unknown>>;

/** What `run` receives for a set of options. */
export type OptionValues<O extends Options> = {
  readonly [K in keyof O]: O[K] extends ValueOption<infer T>
    ? O[K] extends { default: T }
      ? T
      : (O[K] extends { many: true } ? readonly T[] : T) | undefined
    : boolean;
};

export const flag = (summary: string, short?: string): FlagOption =>
  short === undefined ? { type: 'flag', summary } : { type: 'flag', summary, short };

type Parse<T> = (text: string, where: string) => T;
const keepText: Parse<string> = (text) => text;

export function value(placeholder: string, summary: string): ValueOption<string>;
export function value<T>(placeholder: string, summary: string, parse: Parse<T>): ValueOption<T>;
export function value(
  placeholder: string,
  summary: string,
  parse: Parse<unknown> = keepText,
): ValueOption<unknown> {
  return { type: 'value', placeholder, summary, parse };
}

/** An option that takes one of a few words. */
export const choice = <const T extends readonly string[]>(
  placeholder: string,
  summary: string,
  choices: T,
): ValueOption<T[number]> => ({
  ...value(placeholder, summary, (text, where) => {
    if (choices.includes(text)) return text;
    throw usage(`invalid value for ${where}: ${text}`, suggestion(text, choices), [text]);
  }),
  choices,
});

export function values(placeholder: string, summary: string): ValueOption<string> & { many: true };
export function values<T>(
  placeholder: string,
  summary: string,
  parse: Parse<T>,
): ValueOption<T> & { many: true };
export function values(placeholder: string, summary: string, parse: Parse<unknown> = keepText) {
  const note = summary.endsWith(')') ? `${summary.slice(0, -1)}; repeatable)` : `${summary} (repeatable)`;
  return { ...value(placeholder, note, parse), many: true as const };
}

/** The same option, with the completions of its value. */
export const withCompletion = <O extends ValueOption<unknown>>(option: O, hint: CompletionHint): O => ({
  ...option,
  ...hint,
});

/** The same option with a default, which help shows. */
export const withDefault = <T>(option: ValueOption<T>, defaultValue: T): ValueOption<T> & { default: T } => ({
  ...option,
  summary: `${option.summary} (default ${defaultValue})`,
  default: defaultValue,
});

/** The same option if the command determines the default; help shows the usual one. */
export const withDefaultHint = <T>(option: ValueOption<T>, defaultHint: T): ValueOption<T> => ({
  ...option,
  summary: `${option.summary} (default ${defaultHint})`,
  defaultHint,
});

/** An option that takes the rest of the command line: another program with its arguments. */
export const rest = (placeholder: string, summary: string): ValueOption<readonly string[]> => ({
  type: 'value',
  placeholder: `${placeholder}...`,
  summary,
  isRest: true,
  completes: 'program',
  parse: (text) => JSON.parse(text) as string[],
});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The long flag of an option, such as `--dry-run` for `dryRun`. */
export const flagOf = (name: string): string => `--${kebab(name)}`;
