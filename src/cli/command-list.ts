import type { Client } from '../api/client.ts';
import type { Columns } from '../output/rows.ts';
import type { CompletionHint, Options, OptionValues } from './argv/option.ts';

/** A command as data: all of it except its function. */
export interface CommandData<O extends Options = Options> {
  /** Path and arguments, e.g. `numbers assign [number...]`. */
  usage: string;
  summary: string;
  /** More lines for `--help`. */
  description?: string;
  examples: readonly string[];
  options: O;
  /** What completion offers for each argument of `usage`. */
  complete?: readonly CompletionHint[];
  /** null when the command prints no rows. */
  columns: Columns | null;
  /** Where an option decides about the columns. */
  columnsFor?: (options: OptionValues<O>) => Columns | null;
  /** Whether it can change the account, which a protected profile restricts. */
  writes: boolean;
  /** Whether it removes something: then a mistyped word never suggests it. */
  destructive?: boolean;
  /** Whether its arguments are another program with its own arguments and options. */
  runsProgram?: boolean;
  /** Where the arguments decide about that. */
  writesFor?: (args: readonly string[]) => boolean;
  /** Whether it reads nothing of a profile: then the name in `--profile` is still checked. */
  needsNoProfile?: boolean;
}

/** `numbers assign [number...]` as its path, `['numbers', 'assign']`, and its arguments, `['[number...]']`. */
export function splitUsage({ usage }: Pick<CommandData, 'usage'>): [path: string[], args: string[]] {
  const words = usage.split(' ');
  const first = words.findIndex((word) => /^[[<]/.test(word));
  const path = first < 0 ? words : words.slice(0, first);
  return [path, words.slice(path.length)];
}

/** The command line as data, from which parsing, help, completion, suggestions, and documentation derive. */
export interface CommandList<C extends CommandData = CommandData> {
  /** Every command, in the order of help. */
  commands: readonly C[];
  /** What each noun is about. */
  groups: Readonly<Record<string, string>>;
  /** The topics of help. */
  topics: Readonly<Record<string, string>>;
}

/** What `main` hands down to the layers below, so that none of them imports a layer above it. */
export interface Program<C extends CommandData = CommandData> extends CommandList<C> {
  /** Of sinchctl itself. */
  version: string;
  /** The text of a topic of help. */
  topicText(name: string): Promise<string>;
  /** The directory of the completion scripts. */
  scripts: URL;
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
