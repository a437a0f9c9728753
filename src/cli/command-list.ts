import type { Client } from '../api/client.ts';
import type { ErrorKind } from '../core/errors.ts';
import type { Columns } from '../output/rows.ts';
import type { CompletionHint, Options, OptionValues } from './argv/option.ts';

/** An argument, for help and completion. */
export interface Argument extends CompletionHint {
  summary: string;
}

/** A command as data: all of it except its function. */
export interface CommandData<O extends Options = Options> {
  /** Path and arguments, such as `numbers assign [number...]`. */
  usage: string;
  summary: string;
  /** More about it, for help: one line per paragraph. An indented line is printed unchanged. */
  description?: string;
  examples: readonly string[];
  options: O;
  /** The arguments of `usage`, in order. */
  arguments?: readonly Argument[];
  /** null when the command prints no rows. */
  columns: Columns | null;
  /** Selects the columns if they depend on an option; `columns` then lists all possible ones. */
  columnsFor?: (options: OptionValues<O>) => Columns | null;
  /** The errors that it can return, in addition to those of every command: failure, usage, auth, and interrupted. */
  errors: readonly ErrorKind[];
  /** Related commands and help topics. */
  seeAlso: readonly string[];
  /** Whether it can change the account, which a protected profile restricts. */
  writes: boolean;
  /** The label of its progress bar, such as `Assigning`. */
  progress?: string;
  /** Whether it is destructive: then it is suggested only for a word with a single typo. */
  destructive?: boolean;
  /** Whether its arguments are another program with its own arguments and options. */
  runsProgram?: boolean;
  /** Determines from the arguments whether it `writes`. */
  writesFor?: (args: readonly string[]) => boolean;
  /** Whether it does not use a profile; the name in `--profile` is still checked. */
  needsNoProfile?: boolean;
}

/** `numbers assign [number...]` as its path, `['numbers', 'assign']`, and its arguments, `['[number...]']`. */
export function splitUsage({ usage }: Pick<CommandData, 'usage'>): [path: string[], args: string[]] {
  const words = usage.split(' ');
  const first = words.findIndex((word) => /^[[<]/.test(word));
  const path = first < 0 ? words : words.slice(0, first);
  return [path, words.slice(path.length)];
}

/** The path of a command as text: `numbers assign`. */
export const commandPath = (command: Pick<CommandData, 'usage'>): string => splitUsage(command)[0].join(' ');

/** The usage of a command. The arguments of `sandbox exec` belong to another program, so they come last. */
export function usageOf(command: Pick<CommandData, 'usage' | 'runsProgram'>): string {
  const [path, args] = splitUsage(command);
  return [
    'sinchctl',
    ...path,
    ...(command.runsProgram ? ['[options]', ...args] : [...args, '[options]']),
  ].join(' ');
}

/** Commands with the same first word. */
export interface CommandGroup {
  summary: string;
  examples: readonly string[];
}

/** The command line as data, from which parsing, help, completion, suggestions, and documentation derive. */
export interface CommandList<C extends CommandData = CommandData> {
  /** Every command, in the order of help. */
  commands: readonly C[];
  /** The groups of commands, by their first word. */
  groups: Readonly<Record<string, CommandGroup>>;
  /** The first words of the commands under the headings of the root help. */
  sections: Readonly<Record<string, readonly string[]>>;
  /** The examples of the root help. */
  examples: readonly string[];
  /** The topics of help. */
  topics: Readonly<Record<string, string>>;
}

/** How help appears. */
export interface HelpStyle {
  /** Maximum length of a line, in columns. */
  width: number;
  /** Whether headings are bold. */
  color: boolean;
}

/** A page of help: of the program (no words), a group, a command, or a topic. */
export interface HelpPage {
  words: readonly string[];
  /** Whether it was requested. It is also printed if a command is missing; then it must fit a small terminal. */
  isRequested: boolean;
}

/** What `main` passes to the layers below, so that none of them imports a layer above it. */
export interface Program<C extends CommandData = CommandData> extends CommandList<C> {
  /** Of sinchctl itself. */
  version: string;
  /** The text of a page of help. */
  helpText(page: HelpPage, style: HelpStyle): Promise<string>;
  /** The directory of the completion scripts. */
  scripts: string;
  /**
   * Wraps the client of a command for completion: the cache is updated from its requests when the command ends.
   */
  watchClient(client: Client, setting: WatchOptions): Client;
}

export interface WatchOptions {
  stateDirectory: string;
  now: () => Date;
  onEnd: (work: () => Promise<void>) => void;
}
