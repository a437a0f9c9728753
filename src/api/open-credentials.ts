import type { Credentials, KeptSecret } from '../core/credentials.ts';
import { SinchctlError } from '../core/errors.ts';
import { type LockedSecret, Secret } from '../core/secret.ts';
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
  const fetched = new Map<KeptSecret, Promise<Secret>>();

  function secretOf(kept: KeptSecret): Promise<Secret> {
    if (kept instanceof Secret) return Promise.resolve(kept);
    const known = fetched.get(kept) ?? unlock(kept);
    fetched.set(kept, known);
    return known;
  }

  return async (auth: Auth): Promise<Credentials<Secret>> => {
    const { application, instance } = credentials;
    const open = { ...credentials, application: null, instance: null };
    if (auth === 'application' && application) {
      return { ...open, application: { ...application, secret: await secretOf(application.secret) } };
    }
    if (auth === 'instance' && instance) {
      return { ...open, instance: { ...instance, secret: await secretOf(instance.secret) } };
    }
    return open;
  };
}
