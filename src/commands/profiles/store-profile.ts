import { Account } from '../../account/account.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import {
  type Config,
  EMPTY_PROFILE,
  fromProfile,
  type Profile,
  parseProfileName,
  SANDBOX_PROFILE,
  type StoredSecret,
} from '../../credentials/profile.ts';
import { callingRows } from '../../engine/read-account.ts';
import type { NewCredentials } from './prompt-credentials.ts';

/** The name of the profile to change. @throws SinchctlError usage */
export function profileName(context: Context, given: string | undefined, config: Config): string {
  const flagged = context.settings.namedProfile;
  if (given !== undefined && flagged !== undefined && given !== flagged) {
    throw usage(`conflicting profile names: ${given} and ${flagged}`, 'pass only one of them');
  }
  const active = config.active === SANDBOX_PROFILE ? null : config.active;
  const name = parseProfileName(given ?? flagged ?? active ?? 'default');
  if (name === SANDBOX_PROFILE)
    throw usage('cannot change the built-in sandbox profile', 'choose another name');
  return name;
}

/**
 * Checks every credential of a profile with one request each. These requests change nothing.
 * @returns the numbers of the account; none without an application
 * @throws SinchctlError auth for rejected credentials; otherwise the error from the request
 */
export async function verifyProfile(context: Context, name: string, profile: Profile): Promise<Account> {
  const client = await context.clientFor(fromProfile(name, profile));
  try {
    const account = new Account(profile.application ? callingRows(await client.call('listNumbers', {})) : []);
    if (profile.instance) await client.call('listOrganisations', {});
    return account;
  } catch (error) {
    if (!(error instanceof SinchctlError)) throw error;
    throw error.with({}, `profile not saved: ${error.message}`);
  }
}

/** Moves a secret of the file to the keyring, under this account name. */
async function moveToKeyring(context: Context, account: string, secret: StoredSecret): Promise<StoredSecret> {
  if (secret.store !== 'file') return secret;
  await context.keyring.write(account, secret.secret);
  return { store: 'keyring', account };
}

/** Moves the secrets of a profile to the keyring. @returns the credentials to store in the file */
export async function saveInKeyring(
  context: Context,
  name: string,
  profile: Profile,
): Promise<NewCredentials> {
  const keep = async <T extends { secret: StoredSecret }>(one: T, what: string): Promise<T> => ({
    ...one,
    secret: await moveToKeyring(context, `${name} ${what}`, one.secret),
  });
  const { application, instance } = profile;
  return {
    ...(application && { application: await keep(application, `application ${application.key}`) }),
    ...(instance && { instance: await keep(instance, `instance ${instance.id}`) }),
  };
}

/** Whether a profile has secrets in the keyring. New secrets then go there too. */
export const usesKeyring = ({ application, instance }: Profile): boolean =>
  application?.secret.store === 'keyring' || instance?.secret.store === 'keyring';

/** The keyring accounts of a profile's secrets. */
function keyringAccounts({ application, instance }: Partial<Profile>): string[] {
  return [application?.secret, instance?.secret].flatMap((kept) =>
    kept?.store === 'keyring' ? [kept.account] : [],
  );
}

/** Removes the secrets of a profile from the keyring, except those that it still uses. */
export async function forgetKeyringSecrets(
  context: Context,
  old: Partial<Profile>,
  now: Partial<Profile> = {},
): Promise<void> {
  const needed = new Set(keyringAccounts(now));
  for (const account of keyringAccounts(old)) {
    if (needed.has(account)) continue;
    try {
      await context.keyring.forget(account);
    } catch (error) {
      // The profile no longer refers to it, so a logout succeeds even if the keyring is unavailable.
      context.messages.warn(`${(error as Error).message}; the secret of ${account} remains in the keyring`);
    }
  }
}

/**
 * Changes profiles in one write, and keeps concurrent changes by other processes.
 * @returns the name of the active profile; the first stored profile becomes active
 */
export async function storeProfiles(
  context: Context,
  names: readonly string[],
  change: (profile: Profile, name: string) => Profile,
): Promise<string | null> {
  let active: string | null = null;
  await context.profiles.update((config): Config => {
    const profiles = new Map(config.profiles);
    for (const name of names) profiles.set(name, change(profiles.get(name) ?? EMPTY_PROFILE, name));
    // If there are profiles but none is active, storing one must not make it the target of the next change.
    active = config.active ?? (config.profiles.size === 0 ? (names[0] ?? null) : null);
    return { ...config, active, profiles };
  });
  return active;
}
