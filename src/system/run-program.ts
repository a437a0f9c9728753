import { constants } from 'node:os';
import { CREDENTIAL_VARIABLES, type Env, URL_VARIABLES } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { OWN_ENV } from './own-env.ts';
import { starter } from './start-program.ts';

/** What points elsewhere, and would win over what is given or contradict it. */
const OTHERS = new Set([...CREDENTIAL_VARIABLES, ...URL_VARIABLES, 'SINCHCTL_PROFILE']);

/** An environment for another program, without anybody's credentials. Windows knows names in any case. */
export const withoutCredentials = (env: Env, platform: string): Env =>
  Object.fromEntries(
    Object.entries(env).filter(([name]) => !OTHERS.has(platform === 'win32' ? name.toUpperCase() : name)),
  );

/** The code of a program that ended by Ctrl-C on Windows, where no signal is told. */
const CONTROL_C = 0xc000013a;

/** An exit code as a shell would tell it. */
export function exitCodeOf(code: number | null, signal: NodeJS.Signals | null): number {
  if (code === CONTROL_C) return 128 + constants.signals.SIGINT;
  return code ?? 128 + (signal ? constants.signals[signal] : 0);
}

/**
 * Runs a program on this terminal with some variables for its credentials, and with nobody else's; its signals reach
 * it, and its exit code comes back.
 */
export async function runProgram(argv: readonly string[], given: Record<string, string>): Promise<number> {
  const env = { ...withoutCredentials(OWN_ENV, process.platform), ...given };
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
