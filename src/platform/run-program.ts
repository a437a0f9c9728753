import { spawn as spawnProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Env } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { OWN_ENV, type ProgramVariables } from './host.ts';

/** An environment without some variables. Names on Windows are case-insensitive. */
export const withoutVariables = (env: Env, names: readonly string[], platform: string): Env =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !names.includes(platform === 'win32' ? name.toUpperCase() : name)),
  );

/** The exit code after Ctrl-C on Windows, which reports no signal. */
const CONTROL_C = 0xc000013a;

/** An exit code by the convention of shells. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code === CONTROL_C) return 128 + constants.signals.SIGINT;
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * The function that starts a program. Windows runs scripts such as `npm.cmd` only through cmd.exe, which parses
 * arguments differently; cross-spawn handles both.
 */
export async function starter(platform: string = process.platform): Promise<typeof spawnProcess> {
  if (platform !== 'win32') return spawnProcess;
  const { spawn: start } = (await import('cross-spawn')).default;
  return start as unknown as typeof spawnProcess;
}

/** Runs a program on this terminal, forwards signals to it, and returns its exit code. */
export async function runProgram(argv: readonly string[], { set, unset }: ProgramVariables): Promise<number> {
  const env = { ...withoutVariables(OWN_ENV, unset, process.platform), ...set };
  const [command = '', ...args] = argv;
  if (command === '') throw usage('the program has no name', 'write it behind --');
  const spawn = await starter();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
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
      resolve(exitCodeOf(code, signal));
    });
  });
}
