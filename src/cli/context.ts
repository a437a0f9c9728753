import type { ApplicationKey } from '../account/application.ts';
import type { Client } from '../api/client.ts';
import type { Shell } from '../core/shell-line.ts';
import type { ProfileStore } from '../credentials/config-file.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Keyring } from '../credentials/keyring.ts';
import type { Host } from '../platform/host.ts';
import type { Prompts } from '../platform/prompts.ts';
import type { Program } from './command-list.ts';
import type { Messages } from './messages.ts';
import type { Input } from './open-input.ts';
import type { Records } from './run-records.ts';
import type { Settings } from './settings.ts';
import type { Tracking } from './track-items.ts';

/** What a command may use. Everything loads when it is asked for, so a command costs only what it uses. */
export interface Context {
  readonly program: Program;
  readonly host: Pick<Host, 'env' | 'now' | 'platform' | 'runProgram' | 'untilStopped'>;
  readonly settings: Settings;
  readonly messages: Pick<Messages, 'note' | 'warn'>;
  readonly prompts: Prompts;
  /** Whether a person can be asked: stdin and stderr are a terminal, and nothing forbids it. */
  readonly canAsk: boolean;
  readonly input: Input;
  readonly profiles: ProfileStore;
  readonly keyring: Keyring;
  /** The credentials in use, complete and from one source. */
  credentials(): Promise<Credentials>;
  /** The shared signed-request core. */
  client(): Promise<Client>;
  /** The same for other credentials, to try them before they are stored. */
  clientFor(credentials: Credentials): Promise<Client>;
  /** The application that `--app` names, else the default for writes. */
  application(text: string | undefined): Promise<ApplicationKey>;
  /** Locks, the journal, and the results file. */
  readonly records: Records;
  /** Follows this number of items: their rows leave as they finish, and a bar shows the progress. */
  track(total: number): Tracking;
  /** The path of the embedded sandbox's world. */
  sandboxPath(): string;
  /** Prints data at once, for what serves on after printing. */
  print(text: string): Promise<void>;
  /** The proxy for a URL by the usual variables, its password taken out; null for none. */
  proxyFor(url: string): Promise<string | null>;
  /** The command line as it was given, quoted for the shell. */
  readonly line: string;
  /** The shell that printed commands are quoted for. */
  readonly shell: Shell;
}
