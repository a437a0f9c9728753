import { suggestion } from '../../core/closest-match.ts';
import { usage } from '../../core/errors.ts';

/** An option without a value. Its key in camel case is its long name: `dryRun` is `--dry-run`. */
export interface FlagOption {
  type: 'flag';
  summary: string;
  short?: string;
}

/** What completion asks sinchctl for when somebody presses TAB: it is known on this machine or on the account. */
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
  /** Numbers that the line could assign. */
  | 'assignable'
  /** Numbers that the line could unassign. */
  | 'unassignable'
  /** Runs of the history, the latest first. */
  | 'run'
  /** In the letters that they are begun in, for both are right. */
  | 'country';

/** What can stand there: for completion, documentation and whoever mistypes it. */
export interface Offer {
  /** Fixed words; one that ends with `=` or `:` goes on. */
  choices?: readonly string[] | undefined;
  /**
   * `program` is another program with its words; `fields` and `order` are lists of what the command's rows hold;
   * `atFile` is a file behind an @.
   */
  completes?: Lookup | 'file' | 'atFile' | 'program' | 'fields' | 'order' | undefined;
  /** Whether a file can stand there as well. */
  orFile?: boolean | undefined;
}

/** An option with a value, parsed on entry; `many` may be given more than once. */
export interface ValueOption<T> extends Offer {
  type: 'value';
  placeholder: string;
  summary: string;
  short?: string;
  many?: boolean;
  /** What holds when it is not given. */
  byDefault?: T;
  /** What mostly holds when it is not given; help shows it, and `run` learns that it was not. */
  usual?: T;
  /** Takes every word behind it, options of other programs included. */
  isRest?: boolean;
  /** @throws SinchctlError usage; `where` is the flag as written */
  parse: (text: string, where: string) => T;
}

export type Options = Record<string, FlagOption | ValueOption<unknown>>;

/** What `run` receives for a set of options. */
export type OptionValues<O extends Options> = {
  readonly [K in keyof O]: O[K] extends ValueOption<infer T>
    ? O[K] extends { byDefault: T }
      ? T
      : (O[K] extends { many: true } ? readonly T[] : T) | undefined
    : boolean;
};

export const flag = (summary: string, short?: string): FlagOption =>
  short === undefined ? { type: 'flag', summary } : { type: 'flag', summary, short };

type Parse<T> = (text: string, where: string) => T;
const asText: Parse<string> = (text) => text;

export function value(placeholder: string, summary: string): ValueOption<string>;
export function value<T>(placeholder: string, summary: string, parse: Parse<T>): ValueOption<T>;
export function value(
  placeholder: string,
  summary: string,
  parse: Parse<unknown> = asText,
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
    throw usage(`${where} takes ${choices.join(' or ')}: ${text}`, suggestion(text, choices), [text]);
  }),
  choices,
});

export function values(placeholder: string, summary: string): ValueOption<string> & { many: true };
export function values<T>(
  placeholder: string,
  summary: string,
  parse: Parse<T>,
): ValueOption<T> & { many: true };
export function values(placeholder: string, summary: string, parse: Parse<unknown> = asText) {
  return { ...value(placeholder, `${summary}; more than once if need be`, parse), many: true as const };
}

/** The same option, with what completion offers for its value. */
export const offering = <O extends ValueOption<unknown>>(push: Offer, option: O): O => ({
  ...option,
  ...push,
});

/** The same option, with a value that holds when it is not given; help shows it. */
export const withDefault = <T>(option: ValueOption<T>, byDefault: T): ValueOption<T> & { byDefault: T } => ({
  ...option,
  summary: `${option.summary} (${byDefault})`,
  byDefault,
});

/** The same option, where it depends on the command what holds when it is not given. */
export const withUsual = <T>(option: ValueOption<T>, usual: T): ValueOption<T> => ({
  ...option,
  summary: `${option.summary} (${usual})`,
  usual,
});

/** An option that takes the rest of the line, for the words of another program. */
export const rest = (placeholder: string, summary: string): ValueOption<readonly string[]> => ({
  type: 'value',
  placeholder: `${placeholder}...`,
  summary,
  isRest: true,
  completes: 'program',
  parse: (text) => JSON.parse(text) as string[],
});

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** The long flag of an option, e.g. `--dry-run` for `dryRun`. */
export const flagOf = (name: string): string => `--${kebab(name)}`;
