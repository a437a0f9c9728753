import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type Aliases, type ApplicationKey, aliasOf } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { holdLock } from '../platform/lock.ts';

/** A part of an account that two processes must not change at the same time. */
export interface LockTarget {
  application: ApplicationKey;
  part: Capability | 'callbacks';
}

export interface AccountLock {
  /** The base URL of the host: another host has other applications under the same key. */
  account: string;
  targets: readonly LockTarget[];
  /** Contains the lock files. */
  directory: string;
  /** Maximum seconds to wait for another process. */
  timeout: number;
  /** The command of this process, for the errors of other processes. */
  what: string;
  profile: string;
  aliases: Aliases;
  /** The names of the locks that this process already holds; new ones are added. */
  held: Set<string>;
}

const lockName = (account: string, { application, part }: LockTarget): string =>
  createHash('sha256').update(`${account}\n${application}\n${part}`).digest('hex').slice(0, 32);

/**
 * Locks the parts of an account that will be written, on this computer. Every process takes the locks in the same
 * order, which prevents deadlocks.
 * @returns a function that releases them
 * @throws SinchctlError busy, with the holder
 */
export async function lockAccount(lock: AccountLock): Promise<() => Promise<void>> {
  const { account, targets, directory, timeout, what, profile, aliases, held } = lock;
  const labels = new Map(
    targets.map((target) => {
      const { application, part } = target;
      const object = part === 'callbacks' ? part : `${part} numbers`;
      const name = aliasOf(application, aliases) ?? application;
      return [lockName(account, target), `application ${name} (${object}, profile ${profile})`];
    }),
  );
  const free = [...labels].filter(([name]) => !held.has(name)).sort();
  const releases: (() => Promise<void>)[] = [];
  const release = async () => {
    for (const one of releases.reverse()) await one();
  };
  try {
    for (const [name, label] of free) {
      releases.push(await holdLock(join(directory, name), timeout, { what, label }));
      held.add(name);
    }
  } catch (error) {
    await release();
    throw error;
  }
  return release;
}
