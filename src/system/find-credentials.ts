import type { Globals } from '../commands/globals.ts';
import type { ConfigFile } from '../context.ts';
import { chooseSource } from '../core/choose-source.ts';
import { type Config, EMPTY_CONFIG, SANDBOX_PROFILE } from '../core/config.ts';
import type { Credentials } from '../core/credentials.ts';
import { CREDENTIAL_VARIABLES, fromEnvironment, namesIn } from '../core/environment.ts';
import { SinchctlError } from '../core/errors.ts';
import { fromProfile } from '../core/from-profile.ts';
import type { Sandbox } from './embedded-sandbox.ts';
import type { Machine } from './machine.ts';

export interface Search {
  machine: Machine;
  globals: Globals;
  config: ConfigFile;
  /** The built-in sandbox, opened when its credentials are the ones. */
  sandbox: () => Promise<Sandbox>;
  warn: (text: string) => void;
  /** Whether the account is going to be changed. */
  writes: boolean;
}

/** A protected profile writes only when the line itself names it. @throws SinchctlError refused */
function guard(credentials: Credentials, globals: Globals): void {
  if (!credentials.isProtected || globals.profile === credentials.name) return;
  throw new SinchctlError('refused', `profile ${credentials.name} is protected`, {
    hint: `name it on the line to write with it: --profile ${credentials.name}`,
  });
}

/** Credentials in the environment need no file, so one that cannot be read only costs its aliases. */
async function readConfig({ machine, globals, config, warn }: Search): Promise<Config> {
  try {
    return await config.read();
  } catch (error) {
    const named = globals.profile ?? machine.env.SINCHCTL_PROFILE;
    const isNamed = named !== undefined && named !== SANDBOX_PROFILE;
    const isSelfContained =
      named === SANDBOX_PROFILE || namesIn(machine.env, CREDENTIAL_VARIABLES).length > 0;
    if (isNamed || !isSelfContained) throw error;
    warn(`${(error as Error).message}; aliases are not known`);
    return EMPTY_CONFIG;
  }
}

async function fromSource({ machine, globals, sandbox, warn }: Search, stored: Config): Promise<Credentials> {
  const source = chooseSource(globals.profile, machine.env, stored);
  source.warnings.forEach(warn);
  if (source.kind === 'profile') return fromProfile(source.name, source.profile);
  if (source.kind === 'environment') {
    return fromEnvironment(machine.env, stored.environmentAliases, machine.readFile);
  }
  const { credentials } = await sandbox();
  return { ...credentials, aliases: new Map([...credentials.aliases, ...stored.sandboxAliases]) };
}

/** The credentials of one line, whole from one source. @throws SinchctlError auth, refused, or what is wrong with the file */
export async function findCredentials(search: Search): Promise<Credentials> {
  const chosen = await fromSource(search, await readConfig(search));
  if (search.writes) guard(chosen, search.globals);
  return chosen;
}
