import type { SinchctlError } from '../core/errors.ts';
import type { GroupedRows } from '../output/plan-view.ts';
import type { ServerReply } from '../output/response.ts';
import type { Row } from '../output/rows.ts';
import type { Options, OptionValues } from './argv/option.ts';
import type { CommandData } from './command-list.ts';
import type { Context } from './context.ts';

/** The result of a command. Rows and an error both appear only after partial work. */
export interface CommandResult extends GroupedRows {
  rows: Iterable<Row>;
  /** Whether each row was tracked as it finished. */
  isTracked?: boolean;
  error?: SinchctlError | undefined;
  /** Notes for stderr after the rows: above a long table they would scroll off the terminal. */
  closing?: readonly string[];
  /** Lines for stderr below a table on a terminal, such as a total. */
  footer?: readonly string[];
  /** A server's response to print in place of rows. */
  reply?: ServerReply;
  /** The exit code of another program (`sandbox exec`). */
  exitCode?: number;
}

export interface Command<O extends Options = Options> extends CommandData<O> {
  run(context: Context, args: readonly string[], options: OptionValues<O>): Promise<CommandResult>;
}

/** Checks the option types of one command, and returns it as a command with any options. */
export const defineCommand = <O extends Options>(command: Command<O>): Command =>
  command as unknown as Command;
