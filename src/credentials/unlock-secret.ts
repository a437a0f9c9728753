import { SinchctlError } from '../core/errors.ts';
import { type LockedSecret, Secret } from '../core/secret.ts';
import { runSecretCommand } from '../platform/run-program.ts';
import { readKeyring } from './keyring.ts';

/** Seconds for a secret manager to respond. */
const COMMAND_TIMEOUT = 10;

/** Fetches a secret from the program or keyring that stores it. @throws SinchctlError auth */
export async function unlockSecret(locked: LockedSecret): Promise<Secret> {
  if (locked.store === 'keyring') {
    return Secret.fromBase64(await readKeyring(locked.account), 'the secret in the keyring');
  }
  const [command, ...args] = locked.argv;
  if (command === undefined) throw new SinchctlError('auth', 'the secret command is empty');
  const name = `the secret command ${command}`;
  const output = await runSecretCommand({ argv: [command, ...args], limit: COMMAND_TIMEOUT, name });
  return Secret.fromBase64(output, `what ${name} prints`);
}
