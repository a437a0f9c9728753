import { existsSync } from 'node:fs';
import type { Client } from '../../api/client.ts';
import type { OperationName, Reply } from '../../api/operations.ts';
import { cacheDirectory } from './cache-directory.ts';

/** What the requests of one command tell about an account. */
export interface Seen {
  operations: Set<OperationName>;
  numbers?: Reply<'listNumbers'>;
  rented?: Reply<'listRentedNumbers'>;
}

/**
 * The same client; where completions are in use, what its requests tell of the account goes into their cache when the
 * command has ended. That is the only way for numbers to get there whose secret completion may not fetch.
 */
export function feedingCompletions(
  client: Client,
  stateHome: string,
  now: () => Date,
  onEnd: (work: () => Promise<void>) => void,
): Client {
  if (client.credentials.source === 'sandbox' || !existsSync(cacheDirectory(stateHome))) return client;
  const seen: Seen = { operations: new Set() };
  onEnd(async () => {
    if (seen.operations.size === 0) return;
    const { keepSeen } = await import('./keep-seen.ts');
    await keepSeen(seen, client.credentials, stateHome, now);
  });
  const call: Client['call'] = async (name, input) => {
    seen.operations.add(name);
    const reply = await client.call(name, input);
    if (name === 'listNumbers') seen.numbers = reply as Reply<'listNumbers'>;
    if (name === 'listRentedNumbers') seen.rented = reply as Reply<'listRentedNumbers'>;
    return reply;
  };
  return { ...client, call };
}
