import { type Env, namesIn } from '../core/environment.ts';
import { SinchctlError } from '../core/errors.ts';
import { chooseSource } from './choose-source.ts';
import type { ProfileStore } from './config-file.ts';
import type { Credentials } from './credentials.ts';
import { CREDENTIAL_VARIABLES, fromEnvironment } from './environment.ts';
import { fromProfile } from './from-profile.ts';
import { type Config, EMPTY_CONFIG, SANDBOX_PROFILE } from './profile.ts';

export interface Search {
  env: Env;
  readFile: (path: string) => string;
  /** What the command line says of profiles. */
  settings: { flaggedProfile: string | undefined; readonly namedProfile: string | undefined };
  profiles: ProfileStore;
  /** The built-in sandbox's credentials, asked for when they are the ones. */
  sandbox: () => Promise<Credentials>;
  warn: (text: string) => void;
  /** Whether the account is going to be changed. */
  writes: boolean;
}

/** A protected profile writes only when the line itself names it. @throws SinchctlError refused */
function guard(credentials: Credentials, flaggedProfile: string | undefined): void {
  if (!credentials.isProtected || flaggedProfile === credentials.name) return;
  throw new SinchctlError('refused', `profile ${credentials.name} is protected`, {
    hint: `name it on the line to write with it: --profile ${credentials.name}`,
  });
}

/** Credentials in the environment need no file, so one that cannot be read only costs its aliases. */
async function readConfig({ env, settings, profiles, warn }: Search): Promise<Config> {
  try {
    return await profiles.read();
  } catch (error) {
    const named = settings.namedProfile;
    const isNamed = named !== undefined && named !== SANDBOX_PROFILE;
    const isSelfContained = named === SANDBOX_PROFILE || namesIn(env, CREDENTIAL_VARIABLES).length > 0;
    if (isNamed || !isSelfContained) throw error;
    warn(`${(error as Error).message}; aliases are not known`);
    return EMPTY_CONFIG;
  }
}

async function fromSource(
  { env, readFile, settings, sandbox, warn }: Search,
  stored: Config,
): Promise<Credentials> {
  const source = chooseSource(settings.namedProfile, env, stored);
  source.warnings.forEach(warn);
  if (source.kind === 'profile') return fromProfile(source.name, source.profile);
  if (source.kind === 'environment') {
    return fromEnvironment(env, stored.environmentAliases, readFile);
  }
  const credentials = await sandbox();
  return { ...credentials, aliases: new Map([...credentials.aliases, ...stored.sandboxAliases]) };
}

/** The credentials of one line, whole from one source. @throws SinchctlError auth, refused, or what is wrong with the file */
export async function findCredentials(search: Search): Promise<Credentials> {
  const chosen = await fromSource(search, await readConfig(search));
  if (search.writes) guard(chosen, search.settings.flaggedProfile);
  return chosen;
}
