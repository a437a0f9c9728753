import { existsSync } from 'node:fs';
import { Account, type Assignment } from '../account/account.ts';
import type { Client } from '../api/client.ts';
import type { OperationName, ResponseData } from '../api/operations.ts';
import { isRead } from '../api/request.ts';
import type { WatchOptions } from '../cli/command-list.ts';
import { callingRows, portalRows } from '../engine/read-account.ts';
import { accountName, cacheDirectory, makeStale, openAccountCache } from './account-cache.ts';

/**
 * The same client. If completion is in use, the cache is updated from its responses when the command has ended. This is
 * the only way to cache numbers if completion must not fetch the secret.
 */
export function watchClient(client: Client, { stateDirectory, now, onEnd }: WatchOptions): Client {
  const { credentials } = client;
  const directory = cacheDirectory(stateDirectory);
  if (credentials.source === 'sandbox' || !existsSync(directory)) return client;
  const operations = new Set<OperationName>();
  let hasRawChange = false;
  let assignments: (() => readonly Assignment[]) | undefined;

  async function updateCache(): Promise<void> {
    const { OPERATIONS } = await import('../api/operations.ts');
    const cache = openAccountCache(directory, accountName(credentials), now);
    if (assignments && cache.isWanted()) {
      const { toNumberIndex } = await import('../account/number-index.ts');
      await cache.write(toNumberIndex(assignments()));
    }
    if (hasRawChange || [...operations].some((name) => OPERATIONS[name].changes)) makeStale(directory, now());
  }

  // Completion can read the account itself, so a cache that cannot be updated never fails a command.
  onEnd(() => updateCache().catch(() => undefined));
  const call: Client['call'] = async (name, input) => {
    operations.add(name);
    const response = await client.call(name, input);
    if (name === 'listNumbers')
      assignments = () => new Account(callingRows(response as ResponseData<'listNumbers'>)).assignments;
    // With an application, the portal's view is incomplete.
    if (name === 'listRentedNumbers' && !credentials.application)
      assignments = () => new Account(portalRows(response as ResponseData<'listRentedNumbers'>)).assignments;
    return response;
  };
  const request: Client['request'] = (raw) => {
    hasRawChange ||= !isRead(raw.method);
    return client.request(raw);
  };
  return { ...client, call, request };
}
