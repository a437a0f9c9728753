import { type CommandData, type CommandList, splitUsage } from '../command-list.ts';
import { globalOptions } from './global-options.ts';
import { flag, type Options } from './option.ts';
import { scanArgv } from './scan-argv.ts';

/** Every command by its path. */
export const commandPaths = ({
  commands,
}: CommandList): { path: readonly string[]; command: CommandData }[] =>
  commands.map((command) => ({ command, path: splitUsage(command)[0] }));

/** How far a line that is wrong names a command. */
export interface CommandMatch {
  set: CommandList;
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
export const nounOf = ({ groups }: CommandList, word: string): string | undefined =>
  [word, `${word}s`].find((one) => Object.hasOwn(groups, one));

const always: Options = { help: flag('explain this'), version: flag('the version, and nothing else') };

/** What a line names: a command with its whole usage, or a noun, or nothing. */
export function matchCommand(set: CommandList, argv: readonly string[]): CommandMatch {
  const { command, operands } = scanArgv(set, argv);
  const [first = '', second = ''] = operands;
  const noun = nounOf(set, first) === first ? first : '';
  const path = command && splitUsage(command)[0];
  return {
    set,
    noun,
    path: path?.join(' ') ?? noun,
    line: command?.usage,
    options: { ...always, ...globalOptions, ...command?.options },
    second,
    extra: path && operands[path.length],
  };
}

/** Where to look for what can be said here. */
export const helpHint = (path: string): string =>
  `sinchctl ${path === '' ? '' : `${path} `}--help shows what there is`;

/** How many slips still leave a word what it was: none in the shortest, for there everything is near to everything. */
export const slipsIn = (word: string): number =>
  word.length < 3 ? 0 : Math.max(1, Math.floor(word.length / 3));
