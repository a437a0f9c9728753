import type { Client } from './api/client.ts';
import type { Globals } from './commands/globals.ts';
import type { ApplicationKey } from './core/application.ts';
import type { Config } from './core/config.ts';
import type { Credentials } from './core/credentials.ts';
import type { Env } from './core/environment.ts';

/** Questions to a person. Each rejects with `interrupted` on Ctrl-C. */
export interface Prompts {
  confirm(question: string): Promise<boolean>;
  input(question: string): Promise<string>;
  password(question: string): Promise<string>;
}

/** The file of profiles: read whole, changed whole. */
export interface ConfigFile {
  readonly path: string;
  read(): Promise<Config>;
  /** Reads, changes and writes as one step. */
  update(change: (config: Config) => Config): Promise<void>;
}

/** The file that keeps the sandbox's state. */
export interface StateFile {
  readonly path: string;
  /** Parsed JSON; undefined when there is no file. */
  read(): unknown;
  write(state: unknown): Promise<void>;
}

/** What a command may touch. Everything loads when it is asked for, so a command costs only what it uses. */
export interface Context {
  readonly globals: Globals;
  readonly config: ConfigFile;
  readonly env: Env;
  now(): Date;
  /** The credentials in use, whole from one source. */
  credentials(): Promise<Credentials>;
  /** The shared signed-request core. */
  client(): Promise<Client>;
  /** The application that `--app` names, else the default for writes. */
  application(text: string | undefined): Promise<ApplicationKey>;
  /** Whether a person can be asked: stdin and stderr are a terminal, and nothing forbids it. */
  readonly canAsk: boolean;
  readonly prompts: Prompts;
  /** All of stdin, which must not be a terminal and must go on within a minute. */
  readStdin(what: string): Promise<string>;
  readFile(path: string): string;
  /** A state file; the embedded sandbox's own when no path is given. */
  stateFile(path?: string): StateFile;
  /** Prints data at once, for what serves on after printing. */
  print(text: string): Promise<void>;
  /** A line on stderr that `--quiet` takes away. */
  note(text: string): void;
  /** A line on stderr that stays. */
  warn(text: string): void;
  /** Runs another program on this terminal and resolves with its exit code. */
  runProgram(argv: readonly string[], env: Record<string, string>): Promise<number>;
  random(): number;
  /** Resolves when Ctrl-C or SIGTERM arrives. */
  untilStopped(): Promise<void>;
}
