import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Aliases } from '../account/application.ts';
import { type NumberIndex, toNumberIndex } from '../account/number-index.ts';
import type { Scan } from '../cli/argv/scan-argv.ts';
import { RequestCancellation } from '../cli/cancel-requests.ts';
import { openClient } from '../cli/open-client.ts';
import { caFileSetting, namedProfile } from '../cli/settings.ts';
import { attempt } from '../core/attempt.ts';
import { usage } from '../core/errors.ts';
import { Secret } from '../core/secret.ts';
import { openProfileStore } from '../credentials/config-file.ts';
import { type Credentials, needInstance } from '../credentials/credentials.ts';
import { fromEnvironment } from '../credentials/environment.ts';
import { type CredentialSource, chooseSource } from '../credentials/find-credentials.ts';
import { type Config, EMPTY_CONFIG, fromProfile } from '../credentials/profile.ts';
import { readAccount } from '../engine/read-account.ts';
import type { RunHead } from '../history/journal.ts';
import { findDirectories, usableStateDirectory } from '../platform/directories.ts';
import type { Host } from '../platform/host.ts';
import { bytesToText } from '../platform/read-input.ts';
import { accountName, cacheDirectory, openAccountCache } from './account-cache.ts';

/** The data that completion has about the account of the command that is being typed. */
export interface TypingEnvironment {
  config: Config;
  aliases: Aliases;
  /** Undefined if they are missing or invalid. */
  credentials: Credentials | undefined;
  /** The account's numbers, read again by each call; undefined if they are unknown. */
  known(): Promise<NumberIndex | undefined>;
  /** The newest first, at most 50. */
  latestRuns(): Promise<RunHead[]>;
}

const MAX_RUNS = 50;
/** Seconds that completion waits for Sinch after the program has loaded. */
const TIMEOUT = 1;

/** The credentials of a command, without opening a keyring, running a program, or changing a file's mode. */
function credentialsFrom(source: CredentialSource, aliases: Aliases, host: Host): Credentials | undefined {
  if (source.kind === 'profile') return fromProfile(source.name, source.profile);
  // A secret file may be a pipe, and reading one waits for its writer.
  const readFile = (path: string) => {
    if (statSync(path, { throwIfNoEntry: false })?.isFile()) return bytesToText(host.readFile(path));
    throw usage(`${path} is not a file`);
  };
  return attempt(() => fromEnvironment(host.env, aliases, readFile));
}

async function requestAccount(credentials: Credentials, host: Host, caFile: string | undefined) {
  if (!credentials.application) needInstance(credentials, host.now());
  // Before the time limit starts, because loading may take as long as the limit on a busy computer.
  await Promise.all([import('../api/client.ts'), import('../api/transport/got-send.ts')]);
  const settings = {
    caFile: () => (caFile === undefined ? undefined : { value: caFile, from: 'completion' }),
    concurrency: 1,
    curl: false,
    deadline: TIMEOUT,
    debug: false,
    retries: 0,
    timeout: TIMEOUT,
  };
  const invocation = {
    host,
    program: { version: 'completion' },
    settings,
    messages: { note: () => undefined, say: () => undefined, saySnippet: () => undefined },
    cancellation: new RequestCancellation(host),
    started: host.now(),
  };
  const client = await openClient(invocation, credentials, () => Promise.reject(new Error('no sandbox')));
  return toNumberIndex((await readAccount(client)).assignments);
}

/**
 * The numbers of an account: from the cache while it is fresh, otherwise from one short request, otherwise from an old
 * cache.
 */
async function readNumbers(
  credentials: Credentials,
  host: Host,
  { directory, caFile }: { directory: string; caFile: string | undefined },
): Promise<NumberIndex | undefined> {
  const cache = openAccountCache(directory, accountName(credentials), host.now);
  const fresh = cache.isFresh() ? cache.read() : undefined;
  if (fresh || cache.hasJustFailed()) return fresh ?? cache.read();
  const { application, instance } = credentials;
  try {
    // Completion never reads the secret from a keyring or a program. The next command that reads the account
    // fills the cache instead.
    if ((application ?? instance)?.secret instanceof Secret) {
      const known = await requestAccount(credentials, host, caFile);
      // Numbers that cannot be saved can still be offered.
      await cache.write(known).catch(() => undefined);
      return known;
    }
  } catch {
    // Falls back to the cache.
  }
  cache.want();
  return cache.read();
}

/** Prints nothing, and never prompts. */
export async function openEnvironment(host: Host, { given }: Scan): Promise<TypingEnvironment> {
  const { env } = host;
  const directories = findDirectories(env, host.platform);
  const stateDirectory = () => usableStateDirectory(directories, () => undefined);
  const config = await openProfileStore(directories)
    .read()
    .catch(() => EMPTY_CONFIG);
  const latestRuns = async () => {
    const { readLatestRuns } = await import('../history/read-journal.ts');
    return readLatestRuns(stateDirectory(), MAX_RUNS);
  };
  const source = attempt(() => chooseSource(namedProfile(given.get('profile')?.[0], env), env, config));
  if (source?.kind === 'sandbox') {
    const { openSandbox } = await import('../sandbox/embedded.ts');
    const { credentials, world } = openSandbox(join(stateDirectory(), 'sandbox.json'), host);
    const aliases = new Map([...credentials.aliases, ...config.sandboxAliases]);
    const known = async () => toNumberIndex(world().assignments());
    return { config, aliases, credentials, known, latestRuns };
  }
  const aliases = source?.kind === 'profile' ? source.profile.aliases : config.environmentAliases;
  const credentials = source && credentialsFrom(source, aliases, host);
  const known = async () => {
    const caFile = credentials && caFileSetting(given.get('caFile')?.[0], env, credentials)?.value;
    const directory = cacheDirectory(stateDirectory());
    return credentials && readNumbers(credentials, host, { directory, caFile });
  };
  return { config, aliases: source ? aliases : new Map(), credentials, known, latestRuns };
}
