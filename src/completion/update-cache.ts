import type { Assignment } from '../account/account.ts';
import { toNumberIndex } from '../account/number-index.ts';
import { OPERATIONS, type OperationName } from '../api/operations.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { accountName, makeStale, openAccountCache } from './account-cache.ts';

/** What the requests of one command tell about an account. */
export interface Seen {
  operations: ReadonlySet<OperationName>;
  /** Whether a request changed something that the table need not know. */
  hasRawChange: boolean;
  /** Undefined when none of them asked for it. */
  assignments: readonly Assignment[] | undefined;
}

/** Keeps what somebody wanted to complete and could not, and lets go of what was changed. Never in the way of a command. */
export async function keepSeen(
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
    // Completions then ask for themselves.
  }
}
