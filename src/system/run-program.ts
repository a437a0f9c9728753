import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { CREDENTIAL_VARIABLES, URL_VARIABLES } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';

/**
 * Runs a program on this terminal with some variables for its credentials, and with nobody else's; its signals reach it, and its exit code comes back as a shell would tell it. */
export function runProgram(argv: readonly string[], env: Record<string, string>): Promise<number> {
  const { ...inherited } = process.env;
  // What points elsewhere would win over what is given, or contradict it.
  for (const name of [...CREDENTIAL_VARIABLES, ...URL_VARIABLES, 'SINCHCTL_PROFILE']) delete inherited[name];
  const [command = '', ...args] = argv;
  if (command === '') throw usage('the program has no name', 'write it behind --');
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...inherited, ...env } });
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
