import type { Client } from '../api/client.ts';
import type { Columns } from '../output/rows.ts';
import type { CompletionHint, Options, OptionValues } from './argv/option.ts';

/** A command as data: everything of it but what it does. */
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
  /** Whether it can change the account; a protected profile holds such commands back. */
  writes: boolean;
  /** Whether it takes something away: nobody who has typed another word is led to it by a likeness of letters. */
  destructive?: boolean;
  /** Whether its arguments are another program and what that takes, options included. */
  runsProgram?: boolean;
  /** Where the arguments decide about that. */
  writesFor?: (args: readonly string[]) => boolean;
  /** Whether it reads nothing of a profile: then the name of one on the line is still checked. */
  needsNoProfile?: boolean;
}

/** `numbers assign [number...]` as its path, `['numbers', 'assign']`, and its arguments, `['[number...]']`. */
export function splitUsage({ usage }: Pick<CommandData, 'usage'>): [path: string[], args: string[]] {
  const words = usage.split(' ');
  const first = words.findIndex((word) => /^[[<]/.test(word));
  const path = first < 0 ? words : words.slice(0, first);
  return [path, words.slice(path.length)];
}

/** The command line as data: what parsing, help, completion, suggestions, and documentation are made from. */
export interface CommandList<C extends CommandData = CommandData> {
  /** Every command, in the order of help. */
  commands: readonly C[];
  /** What each noun is about. */
  groups: Readonly<Record<string, string>>;
  /** What help explains beside commands. */
  topics: Readonly<Record<string, string>>;
}

/** What `main` hands down to the layers below, so that none of them imports a layer above it. */
export interface Program<C extends CommandData = CommandData> extends CommandList<C> {
  /** Of sinchctl itself. */
  version: string;
  /** The text of a topic of help. */
  topicText(name: string): Promise<string>;
  /**
   * The client of a command, watched for completion: what its requests tell of the account is saved when the command
   * ends.
   */
  watchClient(client: Client, setting: WatchSetting): Client;
}

export interface WatchSetting {
  stateDirectory: string;
  now: () => Date;
  onEnd: (work: () => Promise<void>) => void;
}
