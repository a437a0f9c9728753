import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { fromProfile } from '../../credentials/from-profile.ts';
import { type Config, EMPTY_PROFILE, type Profile, type StoredSecret } from '../../credentials/profile.ts';
import type { NewCredentials } from './prompt-credentials.ts';

/**
 * One harmless signed request for each credential of a profile.
 * @throws SinchctlError auth when one is refused; whatever kept the request from an answer otherwise
 */
export async function verifyProfile(context: Context, name: string, profile: Profile): Promise<void> {
  const client = await context.clientFor(fromProfile(name, profile));
  try {
    if (profile.application) await client.call('listNumbers', {});
    if (profile.instance) await client.call('listOrganisations', {});
  } catch (error) {
    if (!(error instanceof SinchctlError)) throw error;
    throw new SinchctlError(error.kind, `nothing was stored: ${error.message}`, error.details);
  }
}

/** Hands a secret of the file over to the keyring, under an account of its own. */
async function intoKeyring(context: Context, account: string, secret: StoredSecret): Promise<StoredSecret> {
  if (secret.store !== 'file') return secret;
  await context.keyring.write(account, secret.secret);
  return { store: 'keyring', account };
}

/** The credentials of a profile, their secrets in the system's keyring instead of the file. */
export async function keepInKeyring(
  context: Context,
  name: string,
  profile: Profile,
): Promise<NewCredentials> {
  const keep = async <T extends { secret: StoredSecret }>(one: T, what: string): Promise<T> => ({
    ...one,
    secret: await intoKeyring(context, `${name} ${what}`, one.secret),
  });
  const { application, instance } = profile;
  return {
    ...(application && { application: await keep(application, `application ${application.key}`) }),
    ...(instance && { instance: await keep(instance, `instance ${instance.id}`) }),
  };
}

/** Whether a profile keeps secrets in the keyring already: then new ones go there too, never in silence to the file. */
export const usesKeyring = ({ application, instance }: Profile): boolean =>
  application?.secret.store === 'keyring' || instance?.secret.store === 'keyring';

/** The accounts of the keyring that hold a profile's secrets. */
function accountsOf({ application, instance }: Partial<Profile>): string[] {
  return [application?.secret, instance?.secret].flatMap((kept) =>
    kept?.store === 'keyring' ? [kept.account] : [],
  );
}

/** Makes the keyring forget the secrets that a profile kept there, but for those that it still needs. */
export async function forgetKeyringSecrets(
  context: Context,
  old: Partial<Profile>,
  now: Partial<Profile> = {},
): Promise<void> {
  const needed = new Set(accountsOf(now));
  for (const account of accountsOf(old)) {
    if (needed.has(account)) continue;
    try {
      await context.keyring.forget(account);
    } catch (error) {
      // The profile has let go of it; a keyring that cannot be reached must not keep anybody logged in.
      context.messages.warn(`${(error as Error).message}; it still holds ${account}`);
    }
  }
}

/**
 * Changes profiles in one write. What another process changed meanwhile stays.
 * @returns whether the active profile is one of them now; the very first profile becomes it
 */
export async function storeProfiles(
  context: Context,
  names: readonly string[],
  change: (profile: Profile, name: string) => Profile,
): Promise<'this' | 'other' | 'none'> {
  let current: 'this' | 'other' | 'none' = 'none';
  await context.profiles.update((config): Config => {
    const profiles = new Map(config.profiles);
    for (const name of names) profiles.set(name, change(profiles.get(name) ?? EMPTY_PROFILE, name));
    // Where nobody chose one of several, a change must not decide where the next write goes.
    const active = config.active ?? (config.profiles.size === 0 ? (names[0] ?? null) : null);
    current = active === null ? 'none' : names.includes(active) ? 'this' : 'other';
    return { ...config, active, profiles };
  });
  return current;
}
