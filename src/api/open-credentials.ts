import { SinchctlError } from '../core/errors.ts';
import { type LockedSecret, Secret } from '../core/secret.ts';
import type { Credentials, KeptSecret } from '../credentials/credentials.ts';
import type { Auth } from './operations.ts';

export type Unlock = (locked: LockedSecret) => Promise<Secret>;

const cannot: Unlock = async () => {
  throw new SinchctlError('auth', 'the secret is kept elsewhere and cannot be fetched here');
};

/**
 * Credentials with the secret at hand that an operation signs with, the other one left out: a keyring is not asked
 * for what nobody needs. Each secret is fetched once.
 */
export function credentialsOpener(credentials: Credentials, unlock: Unlock = cannot) {
  const secretOf = async (kept: KeptSecret) => (kept instanceof Secret ? kept : unlock(kept));

  async function open(auth: Auth): Promise<Credentials<Secret>> {
    const { application, instance } = credentials;
    const bare = { ...credentials, application: null, instance: null };
    if (auth === 'application' && application) {
      return { ...bare, application: { ...application, secret: await secretOf(application.secret) } };
    }
    if (auth === 'instance' && instance) {
      return { ...bare, instance: { ...instance, secret: await secretOf(instance.secret) } };
    }
    return bare;
  }

  // Kept, because there may be 100,000 requests.
  const opened = new Map<Auth, Promise<Credentials<Secret>>>();
  return (auth: Auth): Promise<Credentials<Secret>> => {
    const known = opened.get(auth) ?? open(auth);
    opened.set(auth, known);
    return known;
  };
}
