import { statSync } from 'node:fs';
import type { Aliases } from '../account/application.ts';
import { namedProfile } from '../cli/settings.ts';
import { usage } from '../core/errors.ts';
import { openProfileStore } from '../credentials/config-file.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { fromEnvironment } from '../credentials/environment.ts';
import { chooseSource } from '../credentials/find-credentials.ts';
import { type Config, EMPTY_CONFIG, fromProfile } from '../credentials/profile.ts';
import type { Directories } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';

/** The account that a command would use. */
export interface TypedAccount {
  config: Config;
  aliases: Aliases;
  /** Undefined for the sandbox, which needs none, and where they are missing or invalid. */
  credentials?: Credentials;
  isSandbox: boolean;
}

/** A secret file may be a pipe, and reading one waits for its writer. */
function readRegularFile({ readFile }: Host): Host['readFile'] {
  return (path) => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return readFile(path);
    throw usage(`${path} is not a file`);
  };
}

/**
 * Reads what a command would read to find its credentials, and touches nothing: no keyring, no program, no file mode.
 * @param profile the value of `--profile` on the line
 */
export async function findAccount(
  host: Host,
  directories: Directories,
  profile: string | undefined,
): Promise<TypedAccount> {
  const config = await openProfileStore(directories)
    .read()
    .catch(() => EMPTY_CONFIG);
  const none: TypedAccount = { config, aliases: new Map(), isSandbox: false };
  try {
    const source = chooseSource(namedProfile(profile, host.env), host.env, config);
    if (source.kind === 'sandbox') return { config, aliases: config.sandboxAliases, isSandbox: true };
    if (source.kind === 'profile') {
      const { aliases } = source.profile;
      return { ...none, aliases, credentials: fromProfile(source.name, source.profile) };
    }
    const { environmentAliases: aliases } = config;
    const account = { ...none, aliases };
    try {
      const credentials = fromEnvironment(host.env, aliases, readRegularFile(host));
      return { ...account, credentials };
    } catch {
      return account;
    }
  } catch {
    return none;
  }
}
