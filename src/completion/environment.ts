import { join } from 'node:path';
import type { Aliases } from '../account/application.ts';
import { type NumberIndex, toNumberIndex } from '../account/number-index.ts';
import type { Scan } from '../cli/argv/scan-argv.ts';
import { caFileSetting } from '../cli/settings.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Config } from '../credentials/profile.ts';
import type { RunHead } from '../history/journal.ts';
import { findDirectories, usableStateDirectory } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';
import { cacheDirectory } from './account-cache.ts';
import { findAccount } from './find-account.ts';
import { knownAccount } from './known-account.ts';

/** What a command that is being typed is about: whose account it is, and what is known of it. */
export interface TypingEnvironment {
  config: Config;
  aliases: Aliases;
  credentials: Credentials | undefined;
  /** Asks for the account only when it is needed. */
  known(): Promise<NumberIndex | undefined>;
  /** The newest first, at most 50. */
  latestRuns(): Promise<RunHead[]>;
}

const MOST_RUNS = 50;

/** The result of the first call, for every call. */
function once<T>(ask: () => Promise<T>): () => Promise<T> {
  let asked: Promise<T> | undefined;
  return () => {
    asked ??= ask();
    return asked;
  };
}

async function sandboxAccount(stateDirectory: string, now: () => Date) {
  const { openSandbox } = await import('../sandbox/embedded.ts');
  const { credentials, world } = openSandbox(join(stateDirectory, 'sandbox.json'), { now });
  return { credentials, known: async () => toNumberIndex(world().assignments()) };
}

/** Prints nothing and asks no one. */
export async function openEnvironment(host: Host, { given }: Scan): Promise<TypingEnvironment> {
  const directories = findDirectories(host.env, host.platform);
  const stateDirectory = () => usableStateDirectory(directories, () => undefined);
  const { config, aliases, credentials, isSandbox } = await findAccount(
    host,
    directories,
    given.get('profile')?.[0],
  );
  const latestRuns = async () => {
    const { readLatestRuns } = await import('../history/journal-file.ts');
    return readLatestRuns(stateDirectory(), MOST_RUNS);
  };
  if (isSandbox) {
    const sandbox = await sandboxAccount(stateDirectory(), host.now);
    const all = new Map([...sandbox.credentials.aliases, ...aliases]);
    return {
      config,
      aliases: all,
      credentials: sandbox.credentials,
      known: once(sandbox.known),
      latestRuns,
    };
  }
  const known = once(async () => {
    if (!credentials) return undefined;
    const caFile = caFileSetting(given.get('caFile')?.[0], host.env, credentials)?.value;
    return knownAccount(credentials, host, { directory: cacheDirectory(stateDirectory()), caFile });
  });
  return { config, aliases, credentials, known, latestRuns };
}
