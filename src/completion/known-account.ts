import { type NumberIndex, toNumberIndex } from '../account/number-index.ts';
import { RequestCancellation } from '../cli/cancel-requests.ts';
import { openClient } from '../cli/open-client.ts';
import { Secret } from '../core/secret.ts';
import { type Credentials, needInstance } from '../credentials/credentials.ts';
import { readAccount } from '../engine/read-account.ts';
import type { Host } from '../platform/host.ts';
import { accountName, openAccountCache } from './account-cache.ts';

/** Seconds that somebody who presses TAB waits for Sinch at most. */
const LIMIT = 1;

/** Whether nobody and nothing else must be asked for the secret. */
const isAtHand = ({ application, instance }: Credentials): boolean =>
  (application ?? instance)?.secret instanceof Secret;

async function askSinch(
  credentials: Credentials,
  host: Host,
  caFile: string | undefined,
): Promise<NumberIndex> {
  if (!credentials.application) needInstance(credentials, host.now());
  const client = await openClient(
    {
      host,
      program: { version: 'completion' },
      settings: {
        caFile: () => (caFile === undefined ? undefined : { value: caFile, from: 'completion' }),
        concurrency: 1,
        curl: false,
        deadline: LIMIT,
        debug: false,
        retries: 0,
        timeout: LIMIT,
      },
      messages: { say: () => undefined, saySnippet: () => undefined },
      cancellation: new RequestCancellation(host),
      started: host.now(),
    },
    credentials,
    () => Promise.reject(new Error('no sandbox here')),
  );
  return toNumberIndex((await readAccount(client)).assignments);
}

/**
 * The numbers of an account, from the cache while they are fresh; else Sinch is asked once, and briefly. Where it
 * cannot be asked, numbers of the last day have to do.
 * @returns undefined when nothing is known
 */
export async function knownAccount(
  credentials: Credentials,
  host: Host,
  { directory, caFile }: { directory: string; caFile: string | undefined },
): Promise<NumberIndex | undefined> {
  const cache = openAccountCache(directory, accountName(credentials), host.now);
  const fresh = cache.isFresh() ? cache.read() : undefined;
  if (fresh) return fresh;
  if (cache.isHopeless()) return cache.read();
  // Where the secret must be fetched the next command feeds the cache, because this says that it is wanted.
  if (!isAtHand(credentials)) {
    cache.want();
    return cache.read();
  }
  try {
    const known = await askSinch(credentials, host, caFile);
    // An answer that cannot be kept is an answer all the same.
    await cache.write(known).catch(() => undefined);
    return known;
  } catch {
    cache.want();
    return cache.read();
  }
}
