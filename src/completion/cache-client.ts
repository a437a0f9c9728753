import { readdirSync } from 'node:fs';
import { Account, type Assignment } from '../account/account.ts';
import type { Client } from '../api/client.ts';
import type { OperationName, ResponseData } from '../api/operations.ts';
import { isRead } from '../api/request.ts';
import type { WatchSetting } from '../cli/command-list.ts';
import { callingRows, portalRows } from '../engine/read-account.ts';
import { cacheDirectory, WANTED } from './cache-directory.ts';

/** The files of the cache; none where nobody completes. */
function filesOf(directory: string): string[] {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

/** By these names operations only look, and with nothing wanted there is nothing to do: the usual case loads no more. */
const LOOKS = /^(list|get|query)/;

/**
 * The same client; where completions are in use, what its requests tell of the account goes into their cache when the
 * command has ended. That is the only way for numbers to get there whose secret completion may not fetch.
 */
export function watchClient(client: Client, { stateDirectory, now, onEnd }: WatchSetting): Client {
  const { credentials } = client;
  const directory = cacheDirectory(stateDirectory);
  const files = credentials.source === 'sandbox' ? [] : filesOf(directory);
  if (files.length === 0) return client;
  const isWanted = files.some((name) => name.endsWith(WANTED));
  const operations = new Set<OperationName>();
  let hasRawChange = false;
  let assignments: (() => readonly Assignment[]) | undefined;
  onEnd(async () => {
    const isChanged = hasRawChange || [...operations].some((name) => !LOOKS.test(name));
    if (!isChanged && !(isWanted && assignments)) return;
    const { keepSeen } = await import('./update-cache.ts');
    await keepSeen({ operations, hasRawChange, assignments: assignments?.() }, credentials, directory, now);
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
