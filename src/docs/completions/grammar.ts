import { type Command, splitUsage } from '../../commands/define.ts';
import { globalOptions } from '../../commands/globals.ts';
import { COMMANDS, GROUPS, TOPICS } from '../../commands/index.ts';
import { flagOf, type Offer, type Options } from '../../commands/option.ts';

/** A word that can be typed, and what it does. */
export interface Word {
  text: string;
  summary: string;
}

/** What can stand for a value. */
export interface Slot extends Offer {
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

const optionsOf = (options: Options): GrammarOption[] =>
  Object.entries(options).map(([name, spec]) => ({
    long: flagOf(name),
    short: spec.short && `-${spec.short}`,
    summary: spec.summary,
    isMany: spec.type === 'value' && spec.many === true,
    ...(spec.type === 'value' && {
      value: {
        label: spec.placeholder,
        choices: spec.choices,
        completes: spec.completes,
        orFile: spec.orFile,
      },
    }),
  }));

/** The choice of an option that gives a command's rows more fields than they have without. */
function moreOf({ columns, columnsFor, options }: Command): MoreFields | undefined {
  const usual = columns?.fields ?? [];
  for (const [name, spec] of Object.entries(options)) {
    for (const word of (spec.type === 'value' && spec.choices) || []) {
      const all = columnsFor?.({ [name]: word } as never)?.fields ?? [];
      const fields = all.filter((field) => !usual.includes(field));
      if (fields.length > 0) return { when: [flagOf(name), word], fields };
    }
  }
  return undefined;
}

function placeOf(command: Command): Place {
  const [path, args] = splitUsage(command);
  return {
    path: path.join(' '),
    words: [],
    options: optionsOf(command.options),
    args: args.map((arg, i) => ({ label: arg.replace(/[[\]<>.]/g, ''), ...command.offers?.[i] })),
    isVariadic: args.at(-1)?.includes('...') ?? false,
    fields: command.columns?.fields ?? [],
    more: moreOf(command),
  };
}

const noun = (path: string, words: readonly Word[]): Place => ({
  path,
  words,
  options: [],
  args: [],
  isVariadic: false,
  fields: [],
});

/** Words behind a path, in the order of help. */
function wordsAt(path: readonly string[]): Word[] {
  const found = new Map<string, string>();
  for (const command of COMMANDS) {
    const [words] = splitUsage(command);
    const next = words[path.length];
    if (next === undefined || path.some((one, i) => words[i] !== one) || found.has(next)) continue;
    found.set(next, words.length > path.length + 1 ? (GROUPS[next] ?? '') : command.summary);
  }
  return [...found].map(([text, summary]) => ({ text, summary }));
}

const help: GrammarOption = { long: '--help', short: '-h', summary: 'explain this', isMany: false };

/** Everything that the command list says and a shell can use. */
export function grammar(): Grammar {
  const nouns = Object.keys(GROUPS);
  const start = wordsAt([]);
  const topics = Object.entries(TOPICS).map(([text, summary]) => ({ text, summary }));
  const explained = { text: 'help', summary: 'Explain a command, or a topic' };
  const version = {
    long: '--version',
    short: '-V',
    summary: 'the version, and nothing else',
    isMany: false,
  };
  return {
    globals: [...optionsOf(globalOptions), help],
    places: [
      { ...noun('', [...start, explained]), options: [version] },
      ...nouns.map((one) => noun(one, wordsAt([one]))),
      ...COMMANDS.map(placeOf),
      noun('help', [...start, ...topics]),
      ...nouns.map((one) => noun(`help ${one}`, wordsAt([one]))),
    ],
  };
}
