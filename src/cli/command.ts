import type { SinchctlError } from '../core/errors.ts';
import type { Reply } from '../output/response.ts';
import type { Block, Row } from '../output/rows.ts';
import type { Options, OptionValues } from './argv/option.ts';
import type { CommandData } from './command-list.ts';
import type { Context } from './context.ts';

/** What a command came to. Rows and an error both appear only after partial work. */
export interface Outcome {
  rows: Iterable<Row>;
  /** Whether each of them was tracked as it finished. */
  isTold?: boolean;
  error?: SinchctlError | undefined;
  /** The same rows grouped, for people who have not asked for columns. */
  blocks?: readonly Block[];
  /** What is noted on stderr once the rows are written: on a terminal a long table would push it out of sight. */
  closing?: readonly string[];
  /** What a server answered, where that is what was asked for. */
  reply?: Reply;
  /** The exit code where another program decided it (`sandbox exec`). */
  exitCode?: number;
}

export interface Command<O extends Options = Options> extends CommandData<O> {
  run(context: Context, args: readonly string[], options: OptionValues<O>): Promise<Outcome>;
}

/** Keeps the option types of one command, and hands it on as any command. */
export const defineCommand = <O extends Options>(command: Command<O>): Command =>
  command as unknown as Command;
