import { createHash } from 'node:crypto';
import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';

/** A part of an account that two processes must not change at the same time. */
export interface LockTarget {
  application: ApplicationKey;
  part: Capability | 'callbacks';
}

const lockName = (account: string, { application, part }: LockTarget): string =>
  createHash('sha256').update(`${account}\n${application}\n${part}`).digest('hex').slice(0, 32);

/**
 * Locks the parts of an account that will be written, on this computer. Every process takes the locks in the same
 * order, which prevents deadlocks.
 * @param account the base URL of the host: another host has other applications under the same key
 * @param held the names of the locks that this process already holds; new ones are added
 * @param hold takes the lock with a name
 * @returns a function that releases them
 * @throws SinchctlError busy, with the holder
 */
export async function lockAccount(
  account: string,
  targets: readonly LockTarget[],
  held: Set<string>,
  hold: (name: string) => Promise<() => Promise<void>>,
): Promise<() => Promise<void>> {
  const names = [...new Set(targets.map((target) => lockName(account, target)))]
    .filter((name) => !held.has(name))
    .sort();
  const releases: (() => Promise<void>)[] = [];
  const release = async () => {
    for (const one of releases.reverse()) await one();
  };
  try {
    for (const name of names) {
      releases.push(await hold(name));
      held.add(name);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}
