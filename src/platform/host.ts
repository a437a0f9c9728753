import { closeSync, fstatSync, openSync, readFileSync, readSync } from 'node:fs';
import type { Env } from '../core/environment.ts';
import { type Interruption, SinchctlError, usage } from '../core/errors.ts';
import { OWN_ENV } from './own-env.ts';
import { linePrompts } from './plain-prompts.ts';
import { type Prompts, terminalPrompts } from './prompts.ts';
import type { Variables } from './run-program.ts';
import { type InterruptionWatch, untilStopped, watchInterrupts } from './signals.ts';
import type { Sink } from './sink.ts';
import { isTerminal, LARGEST_INPUT, openSink, readAll } from './streams.ts';
import { asText } from './text.ts';

/** What the program needs of the computer it runs on. Tests hand over another one. */
export interface Host {
  /** What a bug report needs to say of this computer: Node's version and the platform. */
  about: string;
  env: Env;
  platform: string;
  stdout: Sink;
  stderr: Sink;
  stdinIsTerminal: boolean;
  /** All of stdin as text. */
  readStdin(): Promise<string>;
  /** Questions to whoever sits at the terminal, in colour or without. */
  prompts(isColored: boolean): Prompts;
  /** The same without drawing anything again. */
  linePrompts(isColored: boolean): Prompts;
  now(): Date;
  sleep(seconds: number): Promise<void>;
  random(): number;
  readFile(path: string): string;
  readBytes(path: string): Uint8Array;
  readStdinBytes(): Promise<Uint8Array>;
  runProgram(argv: readonly string[], variables: Variables): Promise<number>;
  untilStopped(): Promise<void>;
  watchInterrupts(
    onFirst: (signal: Interruption) => void,
    onAbort: (signal: Interruption) => void,
  ): InterruptionWatch;
}

/** What a pipe or a device gives, which may have no end. */
function readToEnd(descriptor: number, path: string): Buffer {
  const chunks: Buffer[] = [];
  for (let size = 0; size <= LARGEST_INPUT; ) {
    const chunk = Buffer.alloc(65_536);
    const read = readSync(descriptor, chunk);
    if (read === 0) return Buffer.concat(chunks);
    chunks.push(chunk.subarray(0, read));
    size += read;
  }
  throw usage(`${path} is larger than 64 MiB and no file`, 'name a file', [path]);
}

function readWhole(path: string): Buffer {
  const descriptor = openSync(path, 'r');
  try {
    const stat = fstatSync(descriptor);
    const hasEnd = stat.isFile() || stat.isDirectory();
    return hasEnd ? readFileSync(descriptor) : readToEnd(descriptor, path);
  } finally {
    closeSync(descriptor);
  }
}

/** @throws SinchctlError usage, naming the path */
function readBytes(path: string): Buffer {
  try {
    return readWhole(path);
  } catch (error) {
    if (error instanceof SinchctlError) throw error;
    throw usage(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`, 'check the path', [path]);
  }
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
    readStdin: async () => asText(await readAll(process.stdin)),
    readStdinBytes: () => readAll(process.stdin),
    prompts: terminalPrompts,
    linePrompts,
    now: () => new Date(),
    sleep: (seconds) => new Promise((resolve) => setTimeout(resolve, seconds * 1000)),
    random: Math.random,
    readFile: (path) => asText(readBytes(path)),
    readBytes,
    async runProgram(argv, variables) {
      const { runProgram } = await import('./run-program.ts');
      return runProgram(argv, variables);
    },
    untilStopped,
    watchInterrupts,
  };
}
