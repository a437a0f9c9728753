import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { constants } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import type { Prompts } from '../context.ts';
import type { Env } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { terminalPrompts } from './prompts.ts';
import { openSink, readAll, type Sink } from './streams.ts';

/** What the program needs of the computer it runs on. Tests hand over another one. */
export interface Machine {
  env: Env;
  platform: string;
  stdout: Sink;
  stderr: Sink;
  stdinIsTerminal: boolean;
  /** All of stdin as text. */
  readStdin(): Promise<string>;
  prompts: Prompts;
  now(): Date;
  sleep(seconds: number): Promise<void>;
  random(): number;
  readFile(path: string): string;
  runProgram(argv: readonly string[], env: Record<string, string>): Promise<number>;
  untilStopped(): Promise<void>;
}

/** @throws SinchctlError usage, naming the path */
function readFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    throw usage(`cannot read ${path}: ${(error as NodeJS.ErrnoException).code}`, 'check the path', [path]);
  }
}

/** Runs a program on this terminal; its signals reach it, and its exit code comes back as a shell would tell it. */
function runProgram(argv: readonly string[], env: Record<string, string>): Promise<number> {
  const [command = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    const pass = (signal: NodeJS.Signals) => () => void child.kill(signal);
    const forward = { SIGINT: () => undefined, SIGTERM: pass('SIGTERM'), SIGHUP: pass('SIGHUP') };
    for (const [signal, listener] of Object.entries(forward)) process.on(signal, listener);
    const done = () => {
      for (const [signal, listener] of Object.entries(forward)) process.off(signal, listener);
    };
    child.on('error', (error: NodeJS.ErrnoException) => {
      done();
      reject(new SinchctlError('usage', `cannot run ${command}: ${error.code}`, { items: [command] }));
    });
    child.on('close', (code, signal) => {
      done();
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 0));
    });
  });
}

function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
}

/** This computer. */
export function thisMachine(): Machine {
  return {
    env: process.env,
    platform: process.platform,
    stdout: openSink(process.stdout, 'stdout'),
    stderr: openSink(process.stderr, 'stderr'),
    stdinIsTerminal: process.stdin.isTTY === true,
    readStdin: () => readAll(process.stdin),
    prompts: terminalPrompts,
    now: () => new Date(),
    sleep: (seconds) => delay(seconds * 1000),
    random: Math.random,
    readFile,
    runProgram,
    untilStopped,
  };
}
