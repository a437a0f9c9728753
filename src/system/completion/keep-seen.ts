import { OPERATIONS } from '../../api/operations.ts';
import type { Credentials } from '../../core/credentials.ts';
import { toColumns } from '../../core/known-numbers.ts';
import { accountName, makeStale, openAccountCache } from './account-cache.ts';
import type { Seen } from './feed-cache.ts';

/** Keeps what somebody wanted to complete and could not, and lets go of what was changed. Never in the way of a command. */
export async function keepSeen(
  { operations, hasRawChange, assignments }: Seen,
  credentials: Credentials,
  directory: string,
  now: () => Date,
): Promise<void> {
  try {
    const cache = openAccountCache(directory, accountName(credentials), now);
    if (assignments && cache.isWanted()) await cache.write(toColumns(assignments));
    if (hasRawChange || [...operations].some((name) => OPERATIONS[name].changes)) makeStale(directory, now());
  } catch {
    // Completions then ask for themselves.
  }
}
