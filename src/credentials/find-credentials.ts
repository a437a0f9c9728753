import { type Env, namesIn } from '../core/environment.ts';
import { SinchctlError } from '../core/errors.ts';
import type { Host } from '../platform/host.ts';
import { bytesToText } from '../platform/read-input.ts';
import type { ProfileStore } from './config-file.ts';
import { authError, type Credentials, SET_UP } from './credentials.ts';
import { CREDENTIAL_VARIABLES, fromEnvironment, PROJECT, URL_VARIABLES } from './environment.ts';
import {
  type Config,
  EMPTY_CONFIG,
  findProfile,
  fromProfile,
  type Profile,
  SANDBOX_PROFILE,
} from './profile.ts';

/** The source of the credentials of one command: always exactly one. */
export type CredentialSource =
  | { kind: 'sandbox'; warnings: string[] }
  | { kind: 'environment'; warnings: string[] }
  | { kind: 'profile'; name: string; profile: Profile; warnings: string[] };

/** Warns that URL variables are ignored: an exported URL must not receive the credentials of a profile. */
export function ignoredVariables(env: Env, name: string): string[] {
  const names = namesIn(env, URL_VARIABLES);
  return names.length > 0 ? [`ignoring ${names.join(', ')}: profile ${name} has its own settings`] : [];
}

function profileSource(config: Config, env: Env, name: string): CredentialSource {
  const warnings = ignoredVariables(env, name);
  if (name === SANDBOX_PROFILE) return { kind: 'sandbox', warnings };
  return { kind: 'profile', name, profile: findProfile(config, name), warnings };
}

/**
 * The profile of that name; without a name the environment if any of its credentials is set, otherwise the active profile.
 * @param name the value of `--profile` or SINCHCTL_PROFILE
 */
export function chooseSource(name: string | undefined, env: Env, config: Config): CredentialSource {
  if (name !== undefined) return profileSource(config, env, name);
  if (namesIn(env, CREDENTIAL_VARIABLES).length > 0) {
    // `sandbox exec` sets both, and has already printed the warning.
    const isSandbox = env.SINCHCTL_SANDBOX_URL && env.SINCHCTL_SANDBOX_URL === env.SINCHCTL_CALLING_URL;
    const warnings =
      config.active && !isSandbox
        ? [`using credentials from the environment, not from the active profile ${config.active}`]
        : [];
    return { kind: 'environment', warnings };
  }
  if (config.active !== null) return profileSource(config, env, config.active);
  const project = namesIn(env, PROJECT);
  throw authError(
    project.length > 0
      ? `no application key and secret: project credentials (${project.join(', ')}) are not supported`
      : 'no credentials: no profile is active and no SINCH_* variable is set',
    SET_UP,
  );
}

/** The inputs to the choice of credentials, other than the profiles. */
export interface CredentialSearch {
  host: Pick<Host, 'env' | 'readFile'>;
  settings: { flaggedProfile: string | undefined; readonly namedProfile: string | undefined };
  messages: { warn(text: string): void };
  /** Whether the command changes the account. */
  writes: boolean;
}

/** Changes made with, or to, a protected profile require `--profile`. @throws SinchctlError refused */
export function checkProtected(
  { name, isProtected }: Pick<Credentials, 'name' | 'isProtected'>,
  flaggedProfile: string | undefined,
): void {
  if (!isProtected || flaggedProfile === name) return;
  throw new SinchctlError('refused', `profile ${name} is protected; changes require --profile`, {
    hint: `to make changes with it, add --profile ${name}`,
  });
}

/** Credentials from the environment need no file: if it is unreadable, only aliases are missing. */
async function readProfiles(
  { host: { env }, settings, messages }: CredentialSearch,
  profiles: ProfileStore,
): Promise<Config> {
  try {
    return await profiles.read();
  } catch (error) {
    const named = settings.namedProfile;
    const isNamed = named !== undefined && named !== SANDBOX_PROFILE;
    const isSelfContained = named === SANDBOX_PROFILE || namesIn(env, CREDENTIAL_VARIABLES).length > 0;
    if (isNamed || !isSelfContained) throw error;
    messages.warn(`${(error as Error).message}; aliases are not available`);
    return EMPTY_CONFIG;
  }
}

async function fromSource(
  { host, settings, messages }: CredentialSearch,
  stored: Config,
  sandbox: () => Promise<Credentials>,
): Promise<Credentials> {
  const source = chooseSource(settings.namedProfile, host.env, stored);
  source.warnings.forEach(messages.warn);
  if (source.kind === 'profile') return fromProfile(source.name, source.profile);
  if (source.kind === 'environment') {
    const readText = (path: string) => bytesToText(host.readFile(path));
    return fromEnvironment(host.env, stored.environmentAliases, readText);
  }
  const credentials = await sandbox();
  return { ...credentials, aliases: new Map([...credentials.aliases, ...stored.sandboxAliases]) };
}

/** The credentials; undefined if there are none, for a command that does not require them. @throws any other error */
export const ifAny = (credentials: Promise<Credentials>): Promise<Credentials | undefined> =>
  credentials.catch((error) => {
    if (error instanceof SinchctlError && error.kind === 'auth') return undefined;
    throw error;
  });

/**
 * The credentials of one command, complete and from one source.
 * @param sandbox returns the credentials of the built-in sandbox; called only if they are used
 * @throws SinchctlError auth, refused, or the error from reading the profiles
 */
export async function findCredentials(
  search: CredentialSearch,
  profiles: ProfileStore,
  sandbox: () => Promise<Credentials>,
): Promise<Credentials> {
  const chosen = await fromSource(search, await readProfiles(search, profiles), sandbox);
  if (search.writes) checkProtected(chosen, search.settings.flaggedProfile);
  return chosen;
}
