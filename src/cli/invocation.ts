import type { Format } from '../output/formats.ts';
import type { Host } from '../platform/host.ts';
import type { RequestCancellation } from './cancel-requests.ts';
import type { Program } from './command-list.ts';
import type { Messages } from './messages.ts';
import type { ErrorStyle } from './report-error.ts';
import type { RowStream } from './row-stream.ts';
import type { Settings } from './settings.ts';

/** One run of a command: its command line, and where results, messages, and errors go. */
export interface Invocation {
  readonly program: Program;
  readonly host: Host;
  readonly settings: Settings;
  /** The format of the rows. */
  readonly format: Format;
  /** The command as it was typed, quoted for the shell. */
  readonly line: string;
  readonly isDryRun: boolean;
  /** Whether it changes the account. */
  readonly writes: boolean;
  /** The label of a progress bar, such as `Assigning`. */
  readonly progress: string;
  readonly errorStyle: ErrorStyle;
  readonly messages: Messages;
  readonly stream: RowStream;
  /** Ends requests when the user or the system requests it. */
  readonly cancellation: RequestCancellation;
  /** When it started, for `--deadline`. */
  readonly started: Date;
  /** Registers cleanup work, which runs in reverse order when the command ends. */
  onEnd(work: () => Promise<void>): void;
}
