import { userInfo } from 'node:os';
import { attempt } from '../core/attempt.ts';
import type { Env } from '../core/environment.ts';
import type { Interruption } from '../core/errors.ts';
import { type InterruptionWatch, untilStopped, watchInterrupts } from './process-end.ts';
import type { Prompts } from './prompts.ts';
import { readAll, readBytes } from './read-input.ts';
import { isTerminal, openSink, type Sink } from './streams.ts';
import { linePrompts, terminalPrompts } from './terminal-prompts.ts';

/** Disables certificate verification in Node for every connection without an explicit setting. */
const UNVERIFIED = 'NODE_TLS_REJECT_UNAUTHORIZED';

/**
 * The user's environment, which child processes also receive. Removes the variable that disables verification from Node's own
 * environment, because Node warns about it even if it has no effect.
 */
function takeEnv(): Env {
  const value = process.env[UNVERIFIED];
  if (value === undefined) return process.env;
  const env = { ...process.env };
  delete process.env[UNVERIFIED];
  return env;
}

export const OWN_ENV = takeEnv();

/** Changes to the environment of a program. */
export interface ProgramVariables {
  set: Record<string, string>;
  unset: readonly string[];
}

/** The program's access to the computer that it runs on. Tests pass a replacement. */
export interface Host {
  /** For bug reports: Node's version and the platform. */
  about: string;
  env: Env;
  platform: string;
  stdout: Sink;
  stderr: Sink;
  stdinIsTerminal: boolean;
  /** All of stdin. */
  readStdin(): Promise<Uint8Array>;
  /** Prompts on the terminal. */
  prompts(isColored: boolean): Prompts;
  /** Prompts that do not redraw anything. */
  linePrompts(isColored: boolean): Prompts;
  now(): Date;
  sleep(seconds: number): Promise<void>;
  /** At least 0, less than 1. */
  random(): number;
  readFile(path: string): Uint8Array;
  runProgram(argv: readonly string[], variables: ProgramVariables): Promise<number>;
  untilStopped(): Promise<void>;
  watchInterrupts(
    onFirst: (signal: Interruption) => void,
    onAbort: (signal: Interruption) => void,
  ): InterruptionWatch;
}

/** This computer. */
export function thisHost(): Host {
  return {
    about: `Node ${process.version}, ${process.platform} ${process.arch}`,
    env: OWN_ENV,
    platform: process.platform,
    stdout: openSink(1),
    stderr: openSink(2),
    stdinIsTerminal: isTerminal(0),
    readStdin: () => readAll(process.stdin),
    prompts: terminalPrompts,
    linePrompts,
    now: () => new Date(),
    sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    random: Math.random,
    readFile: readBytes,
    async runProgram(argv, variables) {
      const { runProgram } = await import('./run-program.ts');
      return runProgram(argv, variables);
    },
    untilStopped,
    watchInterrupts,
  };
}

/** The effective user ID. Undefined on Windows, which has neither user IDs nor file modes. */
export const userId = (): number | undefined => process.geteuid?.();

/** The name in the user database, or the ID of a user without an entry, as in some containers. */
export const userName = (): string =>
  attempt(() => userInfo().username) ?? String(process.getuid?.() ?? 'unknown');

/** The home directory in the user database (`os.homedir()` prefers HOME); undefined for a user without an entry. */
export const listedHome = (): string | undefined => attempt(() => userInfo().homedir);
