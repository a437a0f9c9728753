import { join } from 'node:path';
import { isObject } from '../core/attempt.ts';
import { SinchctlError } from '../core/errors.ts';
import { type LockedSecret, Secret } from '../core/secret.ts';
import { NODE, runSecretCommand } from '../platform/run-program.ts';
import { authError } from './credentials.ts';

/** A request to the child process that uses the keyring, as JSON on its stdin. */
export type KeyringRequest =
  | { action: 'get' | 'delete'; account: string }
  | { action: 'set'; account: string; secret: string };

/** Its response, as JSON on its stdout. */
export type KeyringReply = { secret: string | null } | { missing: true } | { failed: string };

/** Seconds; a locked keyring may wait for a dialog that the user does not see. */
const KEYRING_TIMEOUT = 3;

const cannotUse = (why: string): SinchctlError =>
  authError(
    `cannot use the keyring: ${why}`,
    'unlock it, or store the secret without --keyring or with --secret-command',
  );

/**
 * Runs the child process. Any failure is reported as a keyring failure; its output may contain secrets and is not
 * shown.
 */
async function runChild(request: KeyringRequest): Promise<KeyringReply> {
  const child = join(import.meta.dirname, 'keyring-child.js');
  const input = JSON.stringify(request);
  let output: string;
  try {
    output = await runSecretCommand({
      argv: [NODE, child],
      input,
      limit: KEYRING_TIMEOUT,
      name: 'the keyring',
    });
  } catch (error) {
    if (error instanceof SinchctlError && error.kind === 'unavailable') throw error;
    throw cannotUse((error as Error).message);
  }
  try {
    return JSON.parse(output) as KeyringReply;
  } catch {
    throw cannotUse('no valid response');
  }
}

/**
 * Sends one request to the system's keyring, in a child process: the native library can hang, and then only the child
 * is killed.
 * @throws SinchctlError auth if there is no keyring, it is locked, or it does not respond
 */
async function requestKeyring(request: KeyringRequest): Promise<string | null> {
  const reply = await runChild(request);
  if (isObject(reply)) {
    if ('secret' in reply) return reply.secret;
    if ('failed' in reply) throw cannotUse(reply.failed);
    if ('missing' in reply) {
      throw authError(
        'the package @napi-rs/keyring is not installed',
        'install it in the same location as sinchctl, or store the secret without --keyring or with --secret-command',
      );
    }
  }
  throw cannotUse('no valid response');
}

/** @throws SinchctlError auth, including when the keyring has no secret for this account */
async function readKeyring(account: string): Promise<string> {
  const secret = await requestKeyring({ action: 'get', account });
  if (secret !== null) return secret;
  throw authError(
    `the keyring has no secret for ${account}`,
    'to store it again, run sinchctl profiles set --keyring --secret-stdin',
  );
}

/** The system's keyring, for secrets that a profile stores there. */
export interface Keyring {
  write(account: string, secret: Secret): Promise<void>;
  forget(account: string): Promise<void>;
}

export const writeKeyring = (account: string, secret: string) =>
  requestKeyring({ action: 'set', account, secret });

export const forgetInKeyring = (account: string) => requestKeyring({ action: 'delete', account });

/** Maximum seconds for a secret manager to respond, without and with a terminal, where it may prompt for a PIN. */
const COMMAND_TIMEOUT = 10;
const PROMPT_TIMEOUT = 60;

/**
 * Fetches a secret from the program or keyring that stores it. The first line of a program's output is the secret.
 * @param canAsk whether a terminal is attached
 * @param secondsLeft until the --deadline
 * @throws SinchctlError auth; unavailable when the --deadline ends it
 */
export async function unlockSecret(
  locked: LockedSecret,
  canAsk = false,
  secondsLeft = Number.POSITIVE_INFINITY,
): Promise<Secret> {
  if (locked.store === 'keyring') {
    return Secret.fromBase64(await readKeyring(locked.account), 'the secret in the keyring');
  }
  const [command, ...args] = locked.argv;
  if (command === undefined) throw authError('the secret command is empty');
  const name = `the secret command ${command}`;
  const usual = canAsk ? PROMPT_TIMEOUT : COMMAND_TIMEOUT;
  const limit = Math.min(usual, Math.max(secondsLeft, 0));
  const output = await runSecretCommand({ argv: [command, ...args], limit, name }).catch((error: Error) => {
    if (limit === usual || !error.message.endsWith(`within ${limit}s`)) throw error;
    throw new SinchctlError('unavailable', `${name} did not finish before the --deadline`);
  });
  const [first = ''] = output.split('\n');
  if (first.trim() === '') {
    throw authError(
      `the output of ${name} is empty`,
      'the secret must be the first line of its output; run the command to check it',
    );
  }
  return Secret.fromBase64(first, `the output of ${name}`);
}
