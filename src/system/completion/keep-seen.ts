import { OPERATIONS } from '../../api/operations.ts';
import { assignmentsIn, assignmentsOf } from '../../bulk/read-account.ts';
import type { Credentials } from '../../core/credentials.ts';
import { toColumns } from '../../core/known-numbers.ts';
import { accountName, makeStale, openAccountCache } from './account-cache.ts';
import type { Seen } from './feed-cache.ts';

function assignmentsSeen({ numbers, rented }: Seen, { application }: Credentials) {
  if (numbers) return assignmentsIn(numbers);
  // With an application the portal's view is only half of it.
  return rented && !application ? assignmentsOf(rented) : undefined;
}

/** Keeps what somebody wanted to complete and could not, and lets go of what was changed. Never in the way of a command. */
export async function keepSeen(
  seen: Seen,
  credentials: Credentials,
  stateHome: string,
  now: () => Date,
): Promise<void> {
  try {
    const cache = openAccountCache(stateHome, accountName(credentials), now);
    const assignments = cache.isWanted() ? assignmentsSeen(seen, credentials) : undefined;
    if (assignments) await cache.write(toColumns(assignments));
    if ([...seen.operations].some((name) => OPERATIONS[name].changes)) makeStale(stateHome, now());
  } catch {
    // Completions then ask for themselves.
  }
}
