import type { Aliases } from '../account/application.ts';
import { closestMatch } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import type { LockedSecret, Secret } from '../core/secret.ts';
import { authError, type Credentials, type KeptSecret, SET_UP } from './credentials.ts';

/** A secret, and its location. */
export type StoredSecret = { store: 'file'; secret: Secret } | LockedSecret;

/** The content of one profile. */
export type Profile = Omit<Credentials<StoredSecret>, 'source' | 'name'>;

/** All profiles, and the aliases of the other sources. */
export interface Config {
  active: string | null;
  profiles: ReadonlyMap<string, Profile>;
  environmentAliases: Aliases;
  sandboxAliases: Aliases;
}

export const EMPTY_PROFILE: Profile = {
  application: null,
  instance: null,
  organisation: null,
  auth: 'signed',
  baseUrls: {},
  aliases: new Map(),
  defaultApplication: null,
  region: null,
  caFile: null,
  isProtected: false,
};

export const EMPTY_CONFIG: Config = {
  active: null,
  profiles: new Map(),
  environmentAliases: new Map(),
  sandboxAliases: new Map(),
};

export const SANDBOX_PROFILE = 'sandbox';

const PROFILE_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export const isProfileName = (text: string): boolean => PROFILE_NAME.test(text);

/** @throws SinchctlError usage */
export function parseProfileName(text: string): string {
  if (isProfileName(text)) return text;
  throw usage(
    `invalid profile name: ${text}`,
    'use letters, digits, periods, underscores, and hyphens, and start with a letter or digit',
    [text],
  );
}

/** A profile by its exact name. @throws SinchctlError auth, with the closest name */
export function findProfile(config: Config, name: string): Profile {
  const profile = config.profiles.get(name);
  if (profile) return profile;
  const near = closestMatch(name, [...config.profiles.keys(), SANDBOX_PROFILE]);
  const hint = near ? `did you mean ${near}? See` : 'to list the profiles, run sinchctl profiles list; see';
  const isFirst = config.profiles.size === 0 && !near;
  const step = isFirst ? SET_UP : `${hint} sinchctl help troubleshooting`;
  throw authError(`profile ${name} does not exist`, step, [name]);
}

/**
 * Checks that the profile specified with `--profile` exists, for commands that do not use it.
 * @throws SinchctlError auth, with the closest name
 */
export async function checkProfile({
  settings: { flaggedProfile },
  profiles,
}: {
  settings: { flaggedProfile: string | undefined };
  profiles: { read(): Promise<Config> };
}): Promise<void> {
  if (flaggedProfile !== undefined && flaggedProfile !== SANDBOX_PROFILE)
    findProfile(await profiles.read(), flaggedProfile);
}

const keptSecret = (stored: StoredSecret): KeptSecret => (stored.store === 'file' ? stored.secret : stored);

/** The credentials of a profile. */
export function fromProfile(name: string, profile: Profile): Credentials {
  const { application, instance, ...rest } = profile;
  return {
    ...rest,
    source: 'profile',
    name,
    application: application && { key: application.key, secret: keptSecret(application.secret) },
    instance: instance && { id: instance.id, secret: keptSecret(instance.secret), expires: instance.expires },
  };
}
