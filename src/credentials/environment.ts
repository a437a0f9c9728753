import { type Aliases, asApplicationKey, canonicalUuid } from '../account/application.ts';
import { suggestion } from '../core/closest-match.ts';
import { type Env, variable } from '../core/environment.ts';
import { SinchctlError, usage } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { parseBaseUrl } from '../core/url.ts';
import {
  AUTH_MODES,
  type AuthMode,
  authError,
  type BaseUrls,
  type Credentials,
  HOST_NAMES,
} from './credentials.ts';
import { EMPTY_PROFILE } from './profile.ts';

// Each has two names, whose values must not differ.
export const KEYS = ['SINCH_APPLICATION_KEY', 'SINCH_APP_KEY'];
export const SECRETS = ['SINCH_APPLICATION_SECRET', 'SINCH_APP_SECRET'];
export const SECRET_FILES = ['SINCH_APPLICATION_SECRET_FILE', 'SINCH_APP_SECRET_FILE'];
export const INSTANCE = ['SINCH_INSTANCE_ID', 'SINCH_INSTANCE_SECRET', 'SINCH_ORGANISATION_ID'];

/** Project credentials, which are not application credentials. */
export const PROJECT = ['SINCH_PROJECT_ID', 'SINCH_KEY_ID', 'SINCH_KEY_SECRET', 'SINCH_KEY_SECRET_FILE'];

/** The variables that make the environment the source of credentials if any of them is set. */
export const CREDENTIAL_VARIABLES = [...KEYS, ...SECRETS, ...SECRET_FILES, ...INSTANCE];

/** The variables that apply only to credentials from the environment. */
export const URL_VARIABLES = [
  ...HOST_NAMES.map((host) => `SINCHCTL_${host.toUpperCase()}_URL`),
  'SINCHCTL_AUTH',
];

/** The variable that is set, of several names. @throws SinchctlError auth if two of them differ */
function oneOf(env: Env, names: readonly string[]): { name: string; value: string } | undefined {
  const set = names.flatMap((name) => {
    const value = variable(env, name);
    return value === undefined ? [] : [{ name, value }];
  });
  const [first, second] = set;
  if (first && second && first.value !== second.value) {
    throw authError(`${first.name} and ${second.name} differ`, 'unset one of them', [
      first.name,
      second.name,
    ]);
  }
  return first;
}

const incomplete = (present: string, missing: string): SinchctlError =>
  authError(`${present} is set but ${missing} is not`, `set ${missing} too, or unset ${present}`, [missing]);

/** The secret in the file of a variable. @throws SinchctlError auth if it cannot be read */
function secretInFile({ name, value }: { name: string; value: string }, readFile: (path: string) => string) {
  try {
    return readFile(value);
  } catch (error) {
    if (!(error instanceof SinchctlError && error.kind === 'usage')) throw error;
    throw new SinchctlError('auth', `${name}: ${error.message}`, error.details);
  }
}

function applicationPair(env: Env, readFile: (path: string) => string) {
  const key = oneOf(env, KEYS);
  const inline = oneOf(env, SECRETS);
  const file = oneOf(env, SECRET_FILES);
  if (inline && file) {
    throw authError(`${inline.name} and ${file.name} are both set`, 'unset one of them', [
      inline.name,
      file.name,
    ]);
  }
  const secret = inline ?? file;
  if (!key && !secret) return null;
  if (!key) throw incomplete(secret?.name ?? '', 'SINCH_APPLICATION_KEY');
  if (!secret) throw incomplete(key.name, 'SINCH_APPLICATION_SECRET');
  const text = file ? secretInFile(file, readFile) : secret.value;
  const parsed = asApplicationKey(key.value.trim());
  // The value is not shown, because users may swap key and secret.
  if (!parsed)
    throw usage(`invalid application key for ${key.name}`, 'an application key is a UUID', [key.name]);
  return { key: parsed, secret: Secret.fromBase64(text, secret.name) };
}

function instance(env: Env) {
  const id = variable(env, 'SINCH_INSTANCE_ID');
  const secret = variable(env, 'SINCH_INSTANCE_SECRET');
  if (!id && !secret) return null;
  if (!id) throw incomplete('SINCH_INSTANCE_SECRET', 'SINCH_INSTANCE_ID');
  if (!secret) throw incomplete('SINCH_INSTANCE_ID', 'SINCH_INSTANCE_SECRET');
  const canonical = canonicalUuid(id.trim());
  if (!canonical)
    throw usage('invalid instance ID for SINCH_INSTANCE_ID', 'an instance ID is a UUID', [
      'SINCH_INSTANCE_ID',
    ]);
  return { id: canonical, secret: Secret.fromBase64(secret, 'SINCH_INSTANCE_SECRET'), expires: null };
}

/** @throws SinchctlError usage */
export function parseAuth(text: string, where: string): AuthMode {
  const auth = AUTH_MODES.find((one) => one === text);
  if (auth) return auth;
  throw usage(`invalid value for ${where}: ${text}`, suggestion(text, AUTH_MODES), [text]);
}

const ORGANISATION_ID = /^[A-Za-z0-9-]{1,64}$/;

/** @throws SinchctlError usage */
export function parseOrganisation(text: string, where: string): string {
  if (ORGANISATION_ID.test(text)) return text;
  throw usage(`invalid organization ID for ${where}: ${text}`, 'use an ID such as 8888123', [text]);
}

function baseUrls(env: Env): BaseUrls {
  const urls: BaseUrls = {};
  for (const host of HOST_NAMES) {
    const name = `SINCHCTL_${host.toUpperCase()}_URL`;
    const value = variable(env, name);
    if (value !== undefined) urls[host] = parseBaseUrl(value, name);
  }
  return urls;
}

/**
 * The environment's credentials.
 * @param readFile reads the file of SINCH_APPLICATION_SECRET_FILE
 * @throws SinchctlError auth for incomplete credentials or an empty variable, usage for a malformed key or URL
 */
export function fromEnvironment(
  env: Env,
  aliases: Aliases,
  readFile: (path: string) => string,
): Credentials<Secret> {
  const auth = variable(env, 'SINCHCTL_AUTH');
  const organisation = variable(env, 'SINCH_ORGANISATION_ID');
  const credentials: Credentials<Secret> = {
    ...EMPTY_PROFILE,
    source: 'environment',
    name: 'environment',
    application: applicationPair(env, readFile),
    instance: instance(env),
    organisation: organisation ? parseOrganisation(organisation, 'SINCH_ORGANISATION_ID') : null,
    auth: auth ? parseAuth(auth, 'SINCHCTL_AUTH') : 'signed',
    baseUrls: baseUrls(env),
    aliases,
  };
  if (!credentials.application && !credentials.instance) {
    throw incomplete('SINCH_ORGANISATION_ID', 'SINCH_APPLICATION_KEY');
  }
  return credentials;
}
