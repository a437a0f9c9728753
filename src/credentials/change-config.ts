import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../platform/lock.ts';
import { replaceFile, TEMPORARY } from '../platform/write-file.ts';
import { followLinks } from './config-safety.ts';
import { writeConfig } from './config-schema.ts';
import type { Config } from './profile.ts';

/** Seconds to wait for another process that writes; a write takes milliseconds. */
const PATIENCE = 30;

/** Removes what killed writers left behind: it holds secrets, and under the lock nobody is writing. */
async function sweep(path: string): Promise<void> {
  const directory = dirname(path);
  for (const name of await readdir(directory)) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(TEMPORARY)) {
      await unlink(join(directory, name)).catch(() => undefined);
    }
  }
}

/** Reads, changes and writes the file of profiles as one step, whatever other processes do meanwhile. */
export async function changeConfig(path: string, change: () => Promise<Config>): Promise<void> {
  // A link from somebody's dotfiles stays a link: what it points to is replaced.
  const target = followLinks(path);
  await withLock(`${target}.lock`, PATIENCE, async () => {
    await sweep(target);
    await replaceFile(target, writeConfig(await change()));
  });
}
