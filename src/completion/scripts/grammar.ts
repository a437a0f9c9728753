import { globalOptions } from '../../cli/argv/global-options.ts';
import { flagOf, type Options } from '../../cli/argv/option.ts';
import { type CommandData, type CommandList, splitUsage } from '../../cli/command-list.ts';
import type { Grammar, GrammarOption, MoreFields, Place, Word } from './parts.ts';

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
function moreOf({ columns, columnsFor, options }: CommandData): MoreFields | undefined {
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

function placeOf(command: CommandData): Place {
  const [path, args] = splitUsage(command);
  return {
    path: path.join(' '),
    words: [],
    options: optionsOf(command.options),
    args: args.map((arg, i) => ({ label: arg.replace(/[[\]<>.]/g, ''), ...command.complete?.[i] })),
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
function wordsAt({ commands, groups }: CommandList, path: readonly string[]): Word[] {
  const found = new Map<string, string>();
  for (const command of commands) {
    const [words] = splitUsage(command);
    const next = words[path.length];
    if (next === undefined || path.some((one, i) => words[i] !== one) || found.has(next)) continue;
    found.set(next, words.length > path.length + 1 ? (groups[next] ?? '') : command.summary);
  }
  return [...found].map(([text, summary]) => ({ text, summary }));
}

const help: GrammarOption = { long: '--help', short: '-h', summary: 'explain this', isMany: false };

/** Everything that the command list says and a shell can use. */
export function grammar(set: CommandList): Grammar {
  const nouns = Object.keys(set.groups);
  const start = wordsAt(set, []);
  const topics = Object.entries(set.topics).map(([text, summary]) => ({ text, summary }));
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
      ...nouns.map((one) => noun(one, wordsAt(set, [one]))),
      ...set.commands.map(placeOf),
      noun('help', [...start, ...topics]),
      ...nouns.map((one) => noun(`help ${one}`, wordsAt(set, [one]))),
    ],
  };
}
