import type { Aliases, ApplicationKey } from '../account/application.ts';
import { SinchctlError } from '../core/errors.ts';
import type { LockedSecret, Secret } from '../core/secret.ts';

/** The base URLs of the four Sinch hosts, by their names in sinchctl. */
export const HOSTS = {
  calling: 'https://callingapi.sinch.com',
  portal: 'https://portalapi.sinch.com',
  account: 'https://api.sinch.com',
  user: 'https://userapi.sinch.com',
} as const;

export type HostName = keyof typeof HOSTS;
export type BaseUrls = { [H in HostName]?: string | undefined };

export const HOST_NAMES = Object.keys(HOSTS) as HostName[];

/** Every host, in `HOST=URL`. */
export const ALL_HOSTS = 'all';

/** Some hosts, and the base URL for them. */
export interface HostUrl {
  hosts: readonly HostName[];
  url: string;
}

/** The base URL of each host. A URL for one host overrides one for all hosts, in any order. */
export const toBaseUrls = (urls: readonly HostUrl[]): BaseUrls =>
  Object.fromEntries(
    [...urls]
      .sort((a, b) => b.hosts.length - a.hosts.length)
      .flatMap(({ hosts, url }) => hosts.map((host) => [host, url])),
  );

/** Base URLs as `HOST=URL`; none for Sinch's own. */
export function describeBaseUrls(baseUrls: BaseUrls): string[] {
  const [first] = HOST_NAMES;
  const url = first && baseUrls[first];
  if (url && HOST_NAMES.every((host) => baseUrls[host] === url)) return [`${ALL_HOSTS}=${url}`];
  return HOST_NAMES.flatMap((host) => (baseUrls[host] ? [`${host}=${baseUrls[host]}`] : []));
}

export const AUTH_MODES = ['signed', 'basic'] as const;
export type AuthMode = (typeof AUTH_MODES)[number];

/** A secret, or its location. */
export type KeptSecret = Secret | LockedSecret;

export interface ApplicationCredentials<S = KeptSecret> {
  key: ApplicationKey;
  secret: S;
}

/** Credentials for the portal API, valid for about two days. */
export interface InstanceCredentials<S = KeptSecret> {
  id: string;
  secret: S;
  /** ISO 8601; null when unknown. */
  expires: string | null;
}

/** The credentials and settings of one command, all from one source. Some secrets may not have been fetched yet. */
export interface Credentials<S = KeptSecret> {
  source: 'profile' | 'environment' | 'sandbox';
  /** The profile's name, `environment`, or `sandbox`. */
  name: string;
  application: ApplicationCredentials<S> | null;
  instance: InstanceCredentials<S> | null;
  organisation: string | null;
  auth: AuthMode;
  baseUrls: BaseUrls;
  aliases: Aliases;
  defaultApplication: ApplicationKey | null;
  region: string | null;
  caFile: string | null;
  isProtected: boolean;
}

/** An error for missing, incomplete, or unusable credentials. */
export const authError = (message: string, hint?: string, items?: readonly string[]): SinchctlError =>
  new SinchctlError('auth', message, { hint, items });

/** The base URL that the numbers belong to. */
export const accountUrl = ({ baseUrls }: { baseUrls: BaseUrls }): string => baseUrls.calling ?? HOSTS.calling;

/** For errors about missing credentials. */
export const TRY_SANDBOX = 'to try sinchctl without an account, add --profile sandbox';

/** For errors if there are no credentials at all. */
export const SET_UP = `to set up credentials, run sinchctl auth login; ${TRY_SANDBOX}`;

/** Tells users where to find the key and secret of an application. */
export const DASHBOARD =
  'find the application key and secret in the Sinch dashboard under Voice > Apps: https://dashboard.sinch.com/voice/apps';

/** The application key and secret. @throws SinchctlError auth when this source has none */
export function needApplication<S>(credentials: Credentials<S>): ApplicationCredentials<S> {
  if (credentials.application) return credentials.application;
  const step =
    credentials.source === 'environment'
      ? 'set SINCH_APPLICATION_KEY and SINCH_APPLICATION_SECRET'
      : `to set up credentials, run sinchctl auth login --profile ${credentials.name}`;
  throw authError(`${sourceName(credentials)} has no application key and secret`, `${step}; ${TRY_SANDBOX}`);
}

/** The instance ID and secret, still valid at `now`. @throws SinchctlError auth when missing or expired */
export function needInstance<S>(credentials: Credentials<S>, now: Date): InstanceCredentials<S> {
  const { instance } = credentials;
  const again =
    credentials.source === 'environment'
      ? 'set SINCH_INSTANCE_ID and SINCH_INSTANCE_SECRET to the values of a portal instance'
      : `to log in, run sinchctl auth login --portal --email <EMAIL> --profile ${credentials.name}`;
  if (!instance) throw authError(`${sourceName(credentials)} has no portal instance`, again);
  // An invalid date counts as past.
  if (instance.expires !== null && !(Date.parse(instance.expires) > now.getTime())) {
    throw authError(
      `the portal instance of ${sourceName(credentials)} expired at ${instance.expires}`,
      again,
    );
  }
  return instance;
}

function sourceName(credentials: Credentials<unknown>): string {
  return credentials.source === 'profile' ? `profile ${credentials.name}` : `the ${credentials.name}`;
}
