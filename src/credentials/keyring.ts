import { fileURLToPath } from 'node:url';
import { SinchctlError } from '../core/errors.ts';
import type { Secret } from '../core/secret.ts';
import { NODE, runSecretCommand } from '../platform/run-secret-command.ts';

/** What the child that talks to the keyring is asked, as JSON on its stdin. */
export type KeyringRequest =
  | { action: 'get' | 'delete'; account: string }
  | { action: 'set'; account: string; secret: string };

/** What it answers, as JSON on its stdout. */
export type KeyringReply = { secret: string | null } | { missing: true } | { failed: string };

/** Seconds; a locked keyring may wait for a window that nobody sees. */
const LIMIT = 3;

const cannot = (why: string): SinchctlError =>
  new SinchctlError('auth', `the keyring cannot be used: ${why}`, {
    hint: 'unlock it, or keep the secret in the file or behind --secret-command; nothing falls back by itself',
  });

/** What the child answers; whatever goes wrong with it is the keyring's trouble, and its own words may hold anything. */
async function answerOf(request: KeyringRequest): Promise<KeyringReply> {
  const child = fileURLToPath(new URL('./keyring-child.js', import.meta.url));
  const input = JSON.stringify(request);
  let output: string;
  try {
    output = await runSecretCommand({
      argv: [NODE, child],
      input,
      limit: LIMIT,
      name: 'the keyring',
    });
  } catch (error) {
    throw cannot((error as Error).message);
  }
  try {
    return JSON.parse(output) as KeyringReply;
  } catch {
    throw cannot('it gave no answer');
  }
}

/**
 * One request to the system's keyring, in a child: the native library can hang, and then only the child has to die.
 * @throws SinchctlError auth when there is no keyring, it is locked, or it does not answer
 */
async function ask(request: KeyringRequest): Promise<string | null> {
  const reply = await answerOf(request);
  if (typeof reply === 'object' && reply !== null) {
    if ('secret' in reply) return reply.secret;
    if ('failed' in reply) throw cannot(reply.failed);
    if ('missing' in reply) {
      throw new SinchctlError('auth', 'the package @napi-rs/keyring is not installed', {
        hint: 'install it beside sinchctl, or keep the secret in the file or behind --secret-command',
      });
    }
  }
  throw cannot('it gave no answer');
}

/** @throws SinchctlError auth, also when the keyring holds nothing under this account */
export async function readKeyring(account: string): Promise<string> {
  const secret = await ask({ action: 'get', account });
  if (secret !== null) return secret;
  throw new SinchctlError('auth', `the keyring holds no secret for ${account}`, {
    hint: 'store it again with sinchctl profiles set --keyring --secret-stdin',
  });
}

/** The system's keyring, for secrets that a profile stores there. */
export interface Keyring {
  write(account: string, secret: Secret): Promise<void>;
  forget(account: string): Promise<void>;
}

export const writeKeyring = (account: string, secret: string) => ask({ action: 'set', account, secret });

export const forgetInKeyring = (account: string) => ask({ action: 'delete', account });
