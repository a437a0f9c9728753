import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { holdLock } from '../platform/lock.ts';

/** What two writers must not change at the same time. */
export interface LockTarget {
  application: ApplicationKey;
  part: Capability | 'callbacks';
}

export interface LockSetting {
  /** The base URL of the host: the same key means something else elsewhere. */
  account: string;
  /** Holds a directory `locks`. */
  home: string;
  /** Seconds to wait for a living holder. */
  seconds: number;
  /** What this process does, for those who find it in their way. */
  what: string;
  /** What it holds already; added to. */
  held: Set<string>;
}

const nameOf = (account: string, { application, part }: LockTarget): string =>
  createHash('sha256').update(`${account}\n${application}\n${part}`).digest('hex').slice(0, 32);

/**
 * Locks the parts of an account that will be written, in an order that every process keeps, so that none waits for
 * another in a circle. Known on this machine only.
 * @returns what gives them back
 * @throws SinchctlError busy, naming the holder
 */
export async function lockAccount(
  targets: readonly LockTarget[],
  { account, home, seconds, what, held }: LockSetting,
): Promise<() => Promise<void>> {
  const names = [...new Set(targets.map((target) => nameOf(account, target)))]
    .filter((name) => !held.has(name))
    .sort();
  const releases: (() => Promise<void>)[] = [];
  const release = async () => {
    for (const one of releases.reverse()) await one();
  };
  try {
    for (const name of names) {
      releases.push(await holdLock(join(home, 'locks', name), seconds, what));
      held.add(name);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}
