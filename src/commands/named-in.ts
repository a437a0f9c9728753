import { type Command, splitUsage } from './define.ts';
import { globalOptions } from './globals.ts';
import { COMMANDS, GROUPS } from './index.ts';
import { flag, type Options } from './option.ts';
import { operands } from './own-words.ts';

/** Every command by its path. */
export const LINES: readonly { path: readonly string[]; command: Command }[] = COMMANDS.map((command) => ({
  command,
  path: splitUsage(command)[0],
}));

/** How far a line that is wrong names a command. */
export interface Named {
  noun: string;
  /** Of the command, or the noun alone, or nothing. */
  path: string;
  /** The command's whole usage. */
  line?: string | undefined;
  /** What may stand here. */
  options: Options;
  /** The second word, which may be the noun where the first is a verb. */
  second: string;
  /** The first word behind the path. */
  extra: string | undefined;
}

/** The noun that a word is, in the plural or not. */
export const nounOf = (word: string): string | undefined =>
  [word, `${word}s`].find((one) => Object.hasOwn(GROUPS, one));

const always: Options = { help: flag('explain this'), version: flag('the version, and nothing else') };

/** What a line names: a command with its whole usage, or a noun, or nothing. */
export function namedIn(argv: readonly string[]): Named {
  const words = operands(argv);
  const found = LINES.find(({ path }) => path.every((word, i) => words[i] === word));
  const [first = '', second = ''] = words;
  const noun = nounOf(first) === first ? first : '';
  return {
    noun,
    path: found?.path.join(' ') ?? noun,
    line: found?.command.usage,
    options: { ...always, ...globalOptions, ...found?.command.options },
    second,
    extra: found && words[found.path.length],
  };
}

/** Where to look for what can be said here. */
export const lookAt = (path: string): string =>
  `sinchctl ${path === '' ? '' : `${path} `}--help shows what there is`;

/** How many slips still leave a word what it was: none in the shortest, for there everything is near to everything. */
export const slipsIn = (word: string): number =>
  word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3));
