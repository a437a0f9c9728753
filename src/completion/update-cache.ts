import type { Assignment } from '../account/account.ts';
import { toNumberIndex } from '../account/number-index.ts';
import { OPERATIONS, type OperationName } from '../api/operations.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { accountName, makeStale, openAccountCache } from './account-cache.ts';

/** What the requests of one command say about an account. */
export interface Seen {
  operations: ReadonlySet<OperationName>;
  /** Whether a request that may not be in the operation table changed something. */
  hasRawChange: boolean;
  /** Undefined where none of them read it. */
  assignments: readonly Assignment[] | undefined;
}

/** Saves what completion wanted and could not read, and marks what was changed as stale. Never fails a command. */
export async function updateCache(
  { operations, hasRawChange, assignments }: Seen,
  credentials: Credentials,
  directory: string,
  now: () => Date,
): Promise<void> {
  try {
    const cache = openAccountCache(directory, accountName(credentials), now);
    if (assignments && cache.isWanted()) await cache.write(toNumberIndex(assignments));
    if (hasRawChange || [...operations].some((name) => OPERATIONS[name].changes)) makeStale(directory, now());
  } catch {
    // Completion then asks by itself.
  }
}
