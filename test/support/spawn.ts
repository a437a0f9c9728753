import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export const PROGRAM = fileURLToPath(new URL('../../bin/sinchctl.js', import.meta.url));

/** Milliseconds until a child is killed; a test that reaches the limit fails on `signal`. */
const LIMIT = 20_000;

export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  stdout: string;
  stderr: string;
}

export interface SpawnOptions {
  /** The environment of the child, besides PATH. */
  env?: Record<string, string>;
  /** Text to pipe in; `ignore` is /dev/null. */
  stdin?: string;
  cwd?: string;
  /** Another user (and the group of the same number) to run as; only root can. */
  uid?: number | undefined;
  /** Milliseconds until it is killed, if the test needs a different limit. */
  limit?: number;
}

function gather(child: ChildProcess) {
  const texts = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text;
    });
  }
  return texts;
}

/** Starts any program with a clean environment; killed when the test ends, if it still runs. */
export function start(command: string, args: readonly string[], options: SpawnOptions = {}) {
  const { env = {}, stdin = 'ignore', cwd, uid, limit = LIMIT } = options;
  const child = spawn(command, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: [stdin === 'ignore' ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    ...(cwd ? { cwd } : {}),
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  // A child that does not read its stdin is not an error of the test.
  child.stdin?.on('error', () => undefined).end(stdin);
  const texts = gather(child);
  const timer = setTimeout(() => child.kill('SIGKILL'), limit);
  const ended: Promise<Ended> = once(child, 'close').then(([code, signal]) => {
    clearTimeout(timer);
    return { code, signal, ...texts };
  });
  onTestFinished(() => {
    clearTimeout(timer);
    child.kill('SIGKILL');
  });
  return { child, ended, texts };
}

/** Runs the built program. */
export const sinchctl = (argv: readonly string[], options: SpawnOptions = {}): Promise<Ended> =>
  start(process.execPath, [PROGRAM, ...argv], options).ended;

/** Runs a shell command in which "$@" is the built program. */
export const shell = (line: string, options: SpawnOptions = {}): Promise<Ended> =>
  start('sh', ['-c', line, 'sh', process.execPath, PROGRAM], options).ended;

/** Whether this computer has a program that a test needs; prints a notice if not. */
export function hasProgram(name: string): boolean {
  const isThere = spawnSync('sh', ['-c', `command -v "$1"`, 'sh', name]).status === 0;
  if (!isThere) console.warn(`${name} is not installed; its tests are skipped`);
  return isThere;
}
