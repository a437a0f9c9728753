import { type ChildProcess, spawn as spawnProcess } from 'node:child_process';
import { constants } from 'node:os';
import type { Readable } from 'node:stream';
import type { Env } from '../core/environment.ts';
import { codeOf, SinchctlError, systemReason, usage } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { OWN_ENV, type ProgramVariables } from './host.ts';

/** An environment without some variables. Names on Windows are case-insensitive. */
export const withoutVariables = (env: Env, names: readonly string[], platform: string): Env =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !names.includes(platform === 'win32' ? name.toUpperCase() : name)),
  );

/** The exit code after Ctrl-C on Windows, which reports no signal. */
const CONTROL_C = 0xc000013a;

/** An exit code by shell convention. */
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

const startReason = (error: unknown): string =>
  codeOf(error) === 'ENOENT' ? 'command not found' : systemReason(error);

/** Runs a program on this terminal, forwards signals to it, and returns its exit code. */
export async function runProgram(argv: readonly string[], { set, unset }: ProgramVariables): Promise<number> {
  const env = { ...withoutVariables(OWN_ENV, unset, process.platform), ...set };
  const [command = '', ...args] = argv;
  if (command === '') throw usage('no program given', 'pass the program after --');
  const spawn = await starter();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env });
    const pass = (signal: NodeJS.Signals) => () => void child.kill(signal);
    const forward = { SIGINT: () => undefined, SIGTERM: pass('SIGTERM'), SIGHUP: pass('SIGHUP') };
    for (const [signal, listener] of Object.entries(forward)) process.on(signal, listener);
    const done = () => {
      for (const [signal, listener] of Object.entries(forward)) process.off(signal, listener);
    };
    child.on('error', (error) => {
      done();
      reject(
        new SinchctlError('usage', `cannot run ${command}: ${startReason(error)}`, {
          items: [command],
          cause: error,
        }),
      );
    });
    child.on('close', (code, signal) => {
      done();
      resolve(exitCodeOf(code, signal));
    });
  });
}

/** The path of the running Node, to start one of the program's scripts as a child process. */
export const NODE = process.execPath;

export interface SecretCommandRun {
  /** Program and arguments, run without a shell. */
  argv: readonly [string, ...string[]];
  /** The program's stdin; empty when absent. */
  input?: string;
  /** Seconds until it is killed. */
  limit: number;
  /** The name of the program in errors. */
  name: string;
}

/** Milliseconds after a program's end until its output counts as complete. */
const DRAIN = 250;

const LARGEST_OUTPUT = 64 * 1024;

/** What a program prints, as it arrives; of its errors, only the end. */
function collectOutput(stdout: Readable, stderr: Readable, onTooMuch: () => void) {
  const printed = { output: '', errors: '' };
  stdout.setEncoding('utf8').on('data', (text: string) => {
    printed.output += text;
    if (printed.output.length > LARGEST_OUTPUT) onTooMuch();
  });
  stderr.setEncoding('utf8').on('data', (text: string) => {
    printed.errors = (printed.errors + text).slice(-1000);
  });
  return printed;
}

/**
 * Runs a program that prints a secret on stdout. The output is never shown, and stderr is redacted.
 * @throws SinchctlError auth when it cannot start, fails, prints too much, or exceeds its limit
 */
export async function runSecretCommand({ argv, input, limit, name }: SecretCommandRun): Promise<string> {
  const [command, ...args] = argv;
  const spawn = await starter();
  return new Promise((resolve, reject) => {
    const child: ChildProcess = spawn(command, args, {
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
      env: OWN_ENV,
    });
    let isOver = false;
    const fail = (why: string, hint?: string, cause?: Error) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      // A grandchild may keep the pipes open, which must not keep this process alive.
      stdout?.destroy();
      stderr?.destroy();
      reject(new SinchctlError('auth', why, { hint, cause }));
    };
    const timer = setTimeout(
      () => fail(`${name} did not finish within ${limit}s`, 'check whether it is waiting for input'),
      limit * 1000,
    );
    child.on('error', (error) =>
      fail(`cannot start ${name}: ${startReason(error)}`, 'check that it is installed', error),
    );
    // Without file descriptors for the pipes, only the error follows.
    const { stdin, stdout, stderr } = child;
    if (!stdin || !stdout || !stderr) return;
    stdin.on('error', () => undefined);
    stdin.end(input ?? '');
    const printed = collectOutput(stdout, stderr, () => fail(`${name} printed more than 64 KiB`));
    const end = (code: number | null) => {
      if (isOver) return;
      isOver = true;
      if (code !== 0) {
        return fail(
          code === null ? `${name} was killed` : `${name} exited with code ${code}`,
          redact(printed.errors.trim().split('\n').at(-1) ?? '') || undefined,
        );
      }
      clearTimeout(timer);
      stdout.destroy();
      stderr.destroy();
      resolve(printed.output);
    };
    child.on('close', end);
    // An agent that the program has started may keep the pipe open, but the program's own output has arrived by then.
    child.on('exit', (code) => setTimeout(() => end(code), DRAIN));
  });
}
