import { readdirSync } from 'node:fs';
import { Account, type Assignment } from '../account/account.ts';
import type { Client } from '../api/client.ts';
import type { OperationName, ResponseData } from '../api/operations.ts';
import { isRead } from '../api/request.ts';
import type { WatchOptions } from '../cli/command-list.ts';
import { callingRows, portalRows } from '../engine/read-account.ts';
import { cacheDirectory, WANTED } from './account-cache.ts';

/** The files of the cache; none where completion is not in use. */
function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** Operations with these names only read, and where nothing is wanted nothing more loads. */
const READS = /^(list|get|query)/;

/**
 * The same client; where completion is in use, what its responses say about the account goes into the cache when the
 * command has ended. Numbers whose secret completion may not fetch get there in no other way.
 */
export function watchClient(client: Client, { stateDirectory, now, onEnd }: WatchOptions): Client {
  const { credentials } = client;
  const directory = cacheDirectory(stateDirectory);
  const files = credentials.source === 'sandbox' ? [] : filesOf(directory);
  if (files.length === 0) return client;
  const isWanted = files.some((name) => name.endsWith(WANTED));
  const operations = new Set<OperationName>();
  let hasRawChange = false;
  let assignments: (() => readonly Assignment[]) | undefined;
  onEnd(async () => {
    const isChanged = hasRawChange || [...operations].some((name) => !READS.test(name));
    if (!isChanged && !(isWanted && assignments)) return;
    const { updateCache } = await import('./update-cache.ts');
    await updateCache(
      { operations, hasRawChange, assignments: assignments?.() },
      credentials,
      directory,
      now,
    );
  });
  const call: Client['call'] = async (name, input) => {
    operations.add(name);
    const reply = await client.call(name, input);
    if (name === 'listNumbers')
      assignments = () => new Account(callingRows(reply as ResponseData<'listNumbers'>)).assignments;
    // With an application the portal's view is only half of it.
    if (name === 'listRentedNumbers' && !credentials.application)
      assignments = () => new Account(portalRows(reply as ResponseData<'listRentedNumbers'>)).assignments;
    return reply;
  };
  const request: Client['request'] = (raw) => {
    hasRawChange ||= !isRead(raw.method);
    return client.request(raw);
  };
  return { ...client, call, request };
}
