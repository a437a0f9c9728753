import type { ApplicationKey } from '../account/application.ts';
import type { Client } from '../api/client.ts';
import type { ShellSyntax } from '../core/shell-line.ts';
import type { ProfileStore } from '../credentials/config-file.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Keyring } from '../credentials/secret-stores.ts';
import type { Host } from '../platform/host.ts';
import type { Prompts } from '../platform/prompts.ts';
import type { Invocation } from './invocation.ts';
import type { Messages } from './messages.ts';
import type { Tracking } from './progress.ts';
import type { RunRecords } from './run-records.ts';

/** The input of a command: files, and stdin unless it is a terminal. */
export interface CommandInput {
  /** All of stdin, which must not be a terminal and must not pause for longer than a minute. */
  readStdin(what: string): Promise<string>;
  readText(path: string): string;
  /** The bytes of a file, or of stdin for `-`. @param where the flag with the path, by default `--from` */
  readBytes(path: string, where?: string): Promise<Uint8Array>;
  /** Whether `readBytes` has read stdin, so that running the same command again requires the same input. */
  isStdinRead(): boolean;
}

/** The services of a command. Everything loads on first use, so that a command loads only what it needs. */
export interface Context extends Pick<Invocation, 'program' | 'settings' | 'format' | 'line'> {
  readonly host: Pick<Host, 'env' | 'now' | 'platform' | 'runProgram' | 'untilStopped'>;
  readonly messages: Pick<Messages, 'note' | 'warn' | 'show'>;
  readonly prompts: Prompts;
  /** Whether prompts are possible: stdin and stderr are terminals, and `--no-input` is absent. */
  readonly canAsk: boolean;
  readonly input: CommandInput;
  readonly profiles: ProfileStore;
  readonly keyring: Keyring;
  /** The credentials in use, complete and from one source. */
  credentials(): Promise<Credentials>;
  /** The client for them. */
  client(): Promise<Client>;
  /** A client for other credentials, to check them before they are stored. */
  clientFor(credentials: Credentials): Promise<Client>;
  /** The application of `--app`, or the default for writes. */
  application(text: string | undefined): Promise<ApplicationKey>;
  readonly records: RunRecords;
  /** Shows the progress of a number of items. */
  track(total: number): Tracking;
  /** The path of the embedded sandbox's data. */
  sandboxPath(): string;
  /** Prints data immediately, for a command that continues after printing. */
  print(text: string): Promise<void>;
  /** The proxy for a URL from the usual variables, without its password; null for none. */
  proxyFor(url: string): Promise<string | null>;
  /** The shell for which printed commands are quoted. */
  readonly shell: ShellSyntax;
}
