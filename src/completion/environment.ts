import type { Aliases } from '../account/application.ts';
import type { NumberIndex } from '../account/number-index.ts';
import type { Scan } from '../cli/argv/scan-argv.ts';
import { caFileSetting } from '../cli/settings.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Config } from '../credentials/profile.ts';
import type { RunHead } from '../history/journal.ts';
import { findDirectories, usableStateDirectory } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';
import { cacheDirectory } from './cache-directory.ts';
import { findStanding } from './find-account.ts';
import { knownAccount } from './known-account.ts';
import { sandboxAccount } from './sandbox-account.ts';

/** What an unfinished line is about: whose it is, and what is known of the account. */
export interface Scene {
  config: Config;
  aliases: Aliases;
  credentials: Credentials | undefined;
  /** Asks for the account when it is needed: much of what completes does not. */
  known(): Promise<NumberIndex | undefined>;
  /** The newest first; not all that there ever were. */
  latestRuns(): Promise<RunHead[]>;
}

/** So many runs are offered. */
const MOST_RUNS = 50;

/** The answer of the first call, for every call. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

/** Nothing that this does is seen or asked. */
export async function openScene(host: Host, { given }: Scan): Promise<Scene> {
  const directories = findDirectories(host.env, host.platform);
  const stateDirectory = () => usableStateDirectory(directories, () => undefined);
  const standing = await findStanding(host, directories, given.get('profile')?.[0]);
  const { config, credentials } = standing;
  const latestRuns = async () => {
    const { readLatestRuns } = await import('../history/journal-file.ts');
    return readLatestRuns(stateDirectory(), MOST_RUNS);
  };
  if (standing.isSandbox) {
    const sandbox = await sandboxAccount(stateDirectory(), host.now);
    const aliases = new Map([...sandbox.credentials.aliases, ...standing.aliases]);
    const known = once(async () => sandbox.known());
    return { config, aliases, credentials: sandbox.credentials, known, latestRuns };
  }
  return {
    config,
    aliases: standing.aliases,
    credentials,
    latestRuns,
    known: once(async () => {
      if (!credentials) return undefined;
      const caFile = caFileSetting(given.get('caFile')?.[0], host.env, credentials)?.value;
      return knownAccount(credentials, host, { directory: cacheDirectory(stateDirectory()), caFile });
    }),
  };
}
