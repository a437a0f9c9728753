import { type Env, namesIn } from '../core/environment.ts';
import { Secret } from '../core/secret.ts';
import { type Credentials, HOST_NAMES, HOSTS, type KeptSecret } from './credentials.ts';
import { KEYS, SECRET_FILES, SECRETS } from './environment.ts';
import type { Profile, StoredSecret } from './profile.ts';

/** One value in use, with its origin. */
export interface Provenance {
  item: string;
  /** The value; for a secret, at most its last characters. */
  value: string | null;
  /** A flag, a variable, a profile, `default`, or `built in`. */
  from: string;
  /** The file that contains it, if any. */
  where: string | null;
  /** The location of a secret. */
  store: StoredSecret['store'] | 'environment' | 'built in' | null;
}

/** A value with its origin: `flag --region`, `variable SINCHCTL_CA_FILE`, `profile prod`. */
export interface SourcedValue {
  value: string;
  from: string;
}

export interface ProvenanceOptions {
  env: Env;
  /** The selected profile, if any. */
  profile: Profile | undefined;
  configPath: string;
  /** Flags and variables can set these for every source of credentials. */
  region: SourcedValue | undefined;
  caFile: SourcedValue | undefined;
}

/** A value without its origin. */
interface UntracedValue {
  item: string;
  /** null omits the row, unless there is a default or a secret stored elsewhere. */
  value: string | null;
  /** The variables that can set it. */
  variables?: readonly string[];
  /** The default value. */
  default?: string;
  /** Its origin, if it is already known. */
  from?: string | undefined;
  /** For a secret: its location in a profile. */
  secret?: { stored: StoredSecret | undefined };
}

const shown = (kept: KeptSecret): string | null => (kept instanceof Secret ? kept.hint() : null);

function applicationValues({ application }: Credentials, profile: Profile | undefined): UntracedValue[] {
  if (!application) return [];
  const { key, secret } = application;
  const stored = profile?.application?.secret;
  return [
    { item: 'application key', value: key, variables: KEYS },
    {
      item: 'application secret',
      value: shown(secret),
      variables: [...SECRETS, ...SECRET_FILES],
      secret: { stored },
    },
  ];
}

function instanceValues({ instance }: Credentials, profile: Profile | undefined): UntracedValue[] {
  if (!instance) return [];
  const stored = profile?.instance?.secret;
  return [
    { item: 'instance ID', value: instance.id, variables: ['SINCH_INSTANCE_ID'] },
    {
      item: 'instance secret',
      value: shown(instance.secret),
      variables: ['SINCH_INSTANCE_SECRET'],
      secret: { stored },
    },
    { item: 'instance expires', value: instance.expires },
  ];
}

function settings(credentials: Credentials, { env, region, caFile }: ProvenanceOptions): UntracedValue[] {
  const { organisation, auth, baseUrls, defaultApplication } = credentials;
  const isAuthGiven =
    auth !== 'signed' || (credentials.source === 'environment' && env.SINCHCTL_AUTH !== undefined);
  return [
    { item: 'organisation', value: organisation, variables: ['SINCH_ORGANISATION_ID'] },
    {
      item: 'auth',
      value: isAuthGiven ? auth : null,
      variables: ['SINCHCTL_AUTH'],
      default: 'signed',
    },
    ...HOST_NAMES.map((host) => ({
      item: `${host} URL`,
      value: baseUrls[host] ?? null,
      variables: [`SINCHCTL_${host.toUpperCase()}_URL`],
      default: HOSTS[host],
    })),
    { item: 'default application', value: defaultApplication },
    { item: 'region', value: region?.value ?? null, from: region?.from },
    { item: 'CA file', value: caFile?.value ?? null, from: caFile?.from },
  ];
}

/** The origin of each value of the credentials, in the order for display. */
export function provenance(credentials: Credentials, options: ProvenanceOptions): Provenance[] {
  const { source, name } = credentials;
  const { env, profile, configPath } = options;
  const where = source === 'profile' ? configPath : null;
  const origin = (variables: readonly string[] = []): string => {
    if (source === 'profile') return `profile ${name}`;
    return source === 'sandbox' ? 'built in' : `variable ${namesIn(env, variables)[0] ?? variables[0]}`;
  };
  const storeOf = ({ stored }: { stored: StoredSecret | undefined }): Provenance['store'] => {
    if (source === 'profile') return stored?.store ?? null;
    return source === 'sandbox' ? 'built in' : 'environment';
  };
  const place = ({
    item,
    value,
    variables,
    default: fallback,
    from,
    secret,
  }: UntracedValue): Provenance[] => {
    const elsewhere = { item, where: null, store: null };
    if (from !== undefined && !from.startsWith('profile ')) return [{ ...elsewhere, value, from }];
    if (secret) return [{ item, value, from: origin(variables), where, store: storeOf(secret) }];
    if (value !== null) return [{ item, value, from: origin(variables), where, store: null }];
    return fallback === undefined ? [] : [{ ...elsewhere, value: fallback, from: 'default' }];
  };
  const candidates = [
    ...applicationValues(credentials, profile),
    ...instanceValues(credentials, profile),
    ...settings(credentials, options),
  ];
  return candidates.flatMap(place);
}
