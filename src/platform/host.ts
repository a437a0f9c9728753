import type { Env } from '../core/environment.ts';
import type { Interruption } from '../core/errors.ts';
import { OWN_ENV } from './own-env.ts';
import { linePrompts } from './plain-prompts.ts';
import { type Prompts, terminalPrompts } from './prompts.ts';
import { bytesToText, readAll, readBytes } from './read-input.ts';
import type { ProgramVariables } from './run-program.ts';
import { type InterruptionWatch, untilStopped, watchInterrupts } from './signals.ts';
import { isTerminal, openSink, type Sink } from './streams.ts';

/** What the program needs of the computer it runs on. Tests pass a different one. */
export interface Host {
  /** For bug reports: Node's version and the platform. */
  about: string;
  env: Env;
  platform: string;
  stdout: Sink;
  stderr: Sink;
  stdinIsTerminal: boolean;
  /** All of stdin as text. */
  readStdin(): Promise<string>;
  /** Prompts on the terminal. */
  prompts(isColored: boolean): Prompts;
  /** The same without redrawing. */
  linePrompts(isColored: boolean): Prompts;
  now(): Date;
  sleep(seconds: number): Promise<void>;
  random(): number;
  readFile(path: string): string;
  readBytes(path: string): Uint8Array;
  readStdinBytes(): Promise<Uint8Array>;
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
    readStdin: async () => bytesToText(await readAll(process.stdin)),
    readStdinBytes: () => readAll(process.stdin),
    prompts: terminalPrompts,
    linePrompts,
    now: () => new Date(),
    sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    random: Math.random,
    readFile: (path) => bytesToText(readBytes(path)),
    readBytes,
    async runProgram(argv, variables) {
      const { runProgram } = await import('./run-program.ts');
      return runProgram(argv, variables);
    },
    untilStopped,
    watchInterrupts,
  };
}
