import { type CommandData, type CommandList, splitUsage } from '../command-list.ts';
import { globalOptions } from './global-options.ts';
import { flag, type Options } from './option.ts';
import { scanArgv } from './scan-argv.ts';

/** Every command by its path. */
export const commandPaths = ({
  commands,
}: CommandList): { path: readonly string[]; command: CommandData }[] =>
  commands.map((command) => ({ command, path: splitUsage(command)[0] }));

/** The part of an invalid command line that is a command. */
export interface CommandMatch {
  set: CommandList;
  noun: string;
  /** Of the command, or only the noun, or empty. */
  path: string;
  /** The command's usage. */
  line?: string | undefined;
  /** The options that are valid here. */
  options: Options;
  /** The second word, which may be the noun if the first is a verb. */
  second: string;
  /** The first word after the path. */
  extra: string | undefined;
}

/** The noun that a word matches, in the singular or plural. */
export const nounOf = ({ groups }: CommandList, word: string): string | undefined =>
  [word, `${word}s`].find((one) => Object.hasOwn(groups, one));

const always: Options = { help: flag('show the help of the command'), version: flag('show the version') };

/** The command of a command line, or its noun, or neither. */
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

export const helpHint = (path: string): string =>
  `for help, run sinchctl ${path === '' ? '' : `${path} `}--help`;
