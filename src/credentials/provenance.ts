import { type Env, namesIn } from '../core/environment.ts';
import { Secret } from '../core/secret.ts';
import type { Credentials, KeptSecret } from './credentials.ts';
import { HOST_NAMES, HOSTS } from './hosts.ts';
import type { Profile, StoredSecret } from './profile.ts';

/** One value in use, and where it comes from. */
export interface Provenance {
  item: string;
  /** The value; of a secret its last characters at most. */
  value: string | null;
  /** A flag, a variable, a profile, `default` or `built in`. */
  from: string;
  /** The file it lies in, if any. */
  where: string | null;
  /** Which store holds a secret. */
  store: StoredSecret['store'] | 'environment' | 'built in' | null;
}

/** A value, and what gave it. */
interface Origin {
  value: string;
  from: string;
}

export interface Surroundings {
  env: Env;
  /** The profile in use, if one is. */
  profile: Profile | undefined;
  configPath: string;
  /** These may come from a flag or a variable whatever the source of the credentials is. */
  region: Origin | undefined;
  caFile: Origin | undefined;
}

/** One value before it is known where it comes from. */
interface Candidate {
  item: string;
  /** null leaves the row out, unless there is a default or a secret kept elsewhere. */
  value: string | null;
  /** The variables that can carry it. */
  variables?: readonly string[];
  /** What holds when nobody says otherwise. */
  byDefault?: string;
  /** What gave it, where that is known already. */
  from?: string | undefined;
  /** For a secret: where a profile keeps it. */
  secret?: { stored: StoredSecret | undefined };
}

const APPLICATION_SECRET = [
  'SINCH_APPLICATION_SECRET',
  'SINCH_APP_SECRET',
  'SINCH_APPLICATION_SECRET_FILE',
  'SINCH_APP_SECRET_FILE',
];

const shown = (kept: KeptSecret): string | null => (kept instanceof Secret ? kept.hint() : null);

function applicationValues({ application }: Credentials, profile: Profile | undefined): Candidate[] {
  if (!application) return [];
  const { key, secret } = application;
  const stored = profile?.application?.secret;
  return [
    { item: 'application key', value: key, variables: ['SINCH_APPLICATION_KEY', 'SINCH_APP_KEY'] },
    { item: 'application secret', value: shown(secret), variables: APPLICATION_SECRET, secret: { stored } },
  ];
}

function instanceValues({ instance }: Credentials, profile: Profile | undefined): Candidate[] {
  if (!instance) return [];
  const stored = profile?.instance?.secret;
  return [
    { item: 'instance id', value: instance.id, variables: ['SINCH_INSTANCE_ID'] },
    {
      item: 'instance secret',
      value: shown(instance.secret),
      variables: ['SINCH_INSTANCE_SECRET'],
      secret: { stored },
    },
    { item: 'instance expires', value: instance.expires },
  ];
}

function settings(credentials: Credentials, { env, region, caFile }: Surroundings): Candidate[] {
  const { organisation, auth, baseUrls, defaultApplication } = credentials;
  const isAuthGiven =
    auth !== 'signed' || (credentials.source === 'environment' && env.SINCHCTL_AUTH !== undefined);
  return [
    { item: 'organisation', value: organisation, variables: ['SINCH_ORGANISATION_ID'] },
    {
      item: 'auth',
      value: isAuthGiven ? auth : null,
      variables: ['SINCHCTL_AUTH'],
      byDefault: 'signed',
    },
    ...HOST_NAMES.map((host) => ({
      item: `${host} URL`,
      value: baseUrls[host] ?? null,
      variables: [`SINCHCTL_${host.toUpperCase()}_URL`],
      byDefault: HOSTS[host],
    })),
    { item: 'default application', value: defaultApplication },
    { item: 'region', value: region?.value ?? null, from: region?.from },
    { item: 'CA file', value: caFile?.value ?? null, from: caFile?.from },
  ];
}

/** Where each value of the credentials comes from, in the order that people read it. */
export function provenance(credentials: Credentials, surroundings: Surroundings): Provenance[] {
  const { source, name } = credentials;
  const { env, profile, configPath } = surroundings;
  const where = source === 'profile' ? configPath : null;
  const origin = (variables: readonly string[] = []): string => {
    if (source === 'profile') return `profile ${name}`;
    return source === 'sandbox' ? 'built in' : `variable ${namesIn(env, variables)[0] ?? variables[0]}`;
  };
  const storeOf = ({ stored }: { stored: StoredSecret | undefined }): Provenance['store'] => {
    if (source === 'profile') return stored?.store ?? null;
    return source === 'sandbox' ? 'built in' : 'environment';
  };
  const place = ({ item, value, variables, byDefault, from, secret }: Candidate): Provenance[] => {
    const elsewhere = { item, where: null, store: null };
    if (from !== undefined && !from.startsWith('profile ')) return [{ ...elsewhere, value, from }];
    if (secret) return [{ item, value, from: origin(variables), where, store: storeOf(secret) }];
    if (value !== null) return [{ item, value, from: origin(variables), where, store: null }];
    return byDefault === undefined ? [] : [{ ...elsewhere, value: byDefault, from: 'default' }];
  };
  const candidates = [
    ...applicationValues(credentials, profile),
    ...instanceValues(credentials, profile),
    ...settings(credentials, surroundings),
  ];
  return candidates.flatMap(place);
}
