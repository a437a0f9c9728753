import { SinchctlError } from '../core/errors.ts';
import { redact } from '../core/redact.ts';
import { OWN_ENV } from './host.ts';
import { starter } from './run-program.ts';

/** The path of the running Node, to start a script of our own as a child process. */
export const NODE = process.execPath;

export interface SecretCommandRun {
  /** Program and arguments, run without a shell. */
  argv: readonly [string, ...string[]];
  /** The program's stdin; empty when absent. */
  input?: string;
  /** Seconds until it is killed. */
  limit: number;
  /** The program's name in errors. */
  name: string;
}

/** Milliseconds after a program's end until its output counts as complete. */
const DRAIN = 250;

const LARGEST_OUTPUT = 64 * 1024;

/**
 * Runs a program that prints a secret on stdout. The output is never shown, and stderr is redacted.
 * @throws SinchctlError auth when it cannot start, fails, prints too much or takes longer than its limit
 */
export async function runSecretCommand({ argv, input, limit, name }: SecretCommandRun): Promise<string> {
  const [command, ...args] = argv;
  const spawn = await starter();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'], windowsHide: true, env: OWN_ENV });
    let output = '';
    let errorText = '';
    let isOver = false;
    const fail = (why: string, hint?: string) => {
      clearTimeout(timer);
      child.kill('SIGKILL');
      // A grandchild may keep the pipes open, which must not keep this process alive.
      child.stdout.destroy();
      child.stderr.destroy();
      reject(new SinchctlError('auth', `${name} ${why}`, { hint }));
    };
    const timer = setTimeout(
      () => fail(`took longer than ${limit} s`, 'is it waiting for somebody?'),
      limit * 1000,
    );
    child.on('error', (error: NodeJS.ErrnoException) =>
      fail(`cannot be run: ${error.code}`, 'is it installed?'),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > LARGEST_OUTPUT) fail('printed more than a secret');
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      errorText = (errorText + text).slice(-1000);
    });
    const end = (code: number | null) => {
      if (isOver) return;
      isOver = true;
      if (code !== 0) {
        return fail(`failed (exit ${code})`, redact(errorText.trim().split('\n').at(-1) ?? '') || undefined);
      }
      clearTimeout(timer);
      child.stdout.destroy();
      child.stderr.destroy();
      resolve(output);
    };
    child.on('close', end);
    // An agent that the program has started may keep the pipe open; the program's own output has arrived by then.
    child.on('exit', (code) => setTimeout(() => end(code), DRAIN));
  });
}
