import type { Client } from './api/client.ts';
import type { Program } from './commands/define.ts';
import type { Globals } from './commands/globals.ts';
import type { ApplicationKey } from './core/application.ts';
import type { Capability } from './core/capability.ts';
import type { Config } from './core/config.ts';
import type { Credentials } from './core/credentials.ts';
import type { Env } from './core/environment.ts';
import type { SinchctlError } from './core/errors.ts';
import type { E164 } from './core/phone.ts';
import type { RowGroup } from './core/result.ts';
import type { Secret } from './core/secret.ts';
import type { Shell } from './core/shell-line.ts';
import type { Row } from './output/rows.ts';
import type { HistoryRow } from './state/journal.ts';

/** One thing to choose. */
export interface Choice {
  value: string;
  /** How it is shown. */
  name: string;
}

/** Questions to a person. Each rejects with `interrupted` on Ctrl-C. */
export interface Prompts {
  confirm(question: string): Promise<boolean>;
  input(question: string): Promise<string>;
  password(question: string): Promise<string>;
  /** One of many things, narrowed down by typing. @param source what a typed term finds, the best first */
  search(question: string, source: (term: string) => Choice[]): Promise<string>;
}

/** The file of profiles: read whole, changed whole. */
export interface ConfigFile {
  readonly path: string;
  /** Octal modes such as `0600`; null when there is no file, or no modes here. */
  modes(): { file: string; directory: string } | null;
  read(): Promise<Config>;
  /** Reads, changes and writes as one step. */
  update(change: (config: Config) => Config): Promise<void>;
}

/** The file that keeps the sandbox's state. */
export interface StateFile {
  readonly path: string;
  /** What to type when it holds something else. */
  readonly hint: string;
  /** Parsed JSON; undefined when there is no file. */
  read(): unknown;
  /** Reads, changes and writes as one step, whatever other processes do; undefined leaves the file as it is. */
  update<T>(change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>): Promise<T>;
}

/** What a write must have for itself. */
export interface Target {
  application: ApplicationKey;
  part: Capability | 'callbacks';
}

/** Many items on their way. */
export interface Tracking {
  /** Takes a row that has finished, once; with numbers, as many rows as differ from it in nothing else. */
  row(row: Row, numbers?: readonly E164[]): void;
  /** Why nothing more should be started: Ctrl-C or SIGTERM came (a second one ends the program), or rows are not recorded. */
  error(): SinchctlError | undefined;
  stop(): Promise<void>;
}

/** What is kept of a run: each change before it is sent, and what came of it. */
export interface Recording {
  readonly run: string;
  /** Resolves when the rows are on the disk. @throws SinchctlError failure: then they must not be sent */
  intend(rows: readonly RowGroup[]): Promise<void>;
  settle(rows: readonly RowGroup[]): void;
  /** Why outcomes are no longer recorded, if so: then no more should be done. */
  failure(): SinchctlError | undefined;
}

/** What a command may touch. Everything loads when it is asked for, so a command costs only what it uses. */
export interface Context {
  readonly globals: Globals;
  readonly config: ConfigFile;
  readonly env: Env;
  readonly program: Program;
  /** What the portal wants to know of this computer. */
  readonly system: { os: string; platform: string };
  /** The profile that `--profile` or SINCHCTL_PROFILE names. */
  readonly namedProfile: string | undefined;
  now(): Date;
  /** The credentials in use, whole from one source. */
  credentials(): Promise<Credentials>;
  /** The shared signed-request core. */
  client(): Promise<Client>;
  /** The same for other credentials, to try them before they are stored. */
  clientFor(credentials: Credentials): Promise<Client>;
  /** The system's keyring, for secrets that a profile keeps there. */
  readonly keyring: {
    write(account: string, secret: Secret): Promise<void>;
    forget(account: string): Promise<void>;
  };
  /** The application that `--app` names, else the default for writes. */
  application(text: string | undefined): Promise<ApplicationKey>;
  /** Whether a person can be asked: stdin and stderr are a terminal, and nothing forbids it. */
  readonly canAsk: boolean;
  readonly prompts: Prompts;
  /** All of stdin, which must not be a terminal and must go on within a minute. */
  readStdin(what: string): Promise<string>;
  readFile(path: string): string;
  /** The bytes of a file, or of stdin for `-`. @param where the flag that names it, `--from` when not given */
  readInput(path: string, where?: string): Promise<Uint8Array>;
  /** Whether `readInput` has read stdin, so that the same line alone would not do the same. */
  isStdinRead(): boolean;
  /** A state file; the embedded sandbox's own when no path is given. */
  stateFile(path?: string): StateFile;
  /** Prints data at once, for what serves on after printing. */
  print(text: string): Promise<void>;
  /** A line on stderr that `--quiet` takes away, and more of them that belong to it. */
  note(text: string, ...more: readonly string[]): void;
  /** A line on stderr that stays. */
  warn(text: string): void;
  /** The proxy for a URL by the usual variables, its password taken out; null for none. */
  proxyFor(url: string): Promise<string | null>;
  /** Runs another program on this terminal and resolves with its exit code. */
  runProgram(argv: readonly string[], env: Record<string, string>): Promise<number>;
  /** Follows so many items: their rows leave as they finish, and a bar shows how far it is. */
  track(total: number): Tracking;
  /**
   * Takes the lock of what will be written, on this machine, until the command ends; a dry run needs none.
   * @throws SinchctlError busy, naming the holder, when it is not free within `--lock-timeout`
   */
  hold(targets: readonly Target[]): Promise<void>;
  /** The rows that `--results` names from runs before; none without it. */
  recordedRows(): Promise<Row[]>;
  /** Begins a run in the journal, before the first change is sent. @throws SinchctlError failure */
  record(): Promise<Recording>;
  /** What the journal knows of changes made through sinchctl on this machine, the oldest first. */
  history(): Promise<HistoryRow[]>;
  /** The command line as it was given, quoted for the shell. */
  readonly line: string;
  /** Who reads the lines that are told to be typed. */
  readonly shell: Shell;
  /** Resolves when Ctrl-C or SIGTERM arrives. */
  untilStopped(): Promise<void>;
}
