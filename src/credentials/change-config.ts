import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../platform/lock.ts';
import { replaceFile, TEMPORARY } from '../platform/write-file.ts';
import { followLinks } from './config-safety.ts';
import { writeConfig } from './config-schema.ts';
import type { Config } from './profile.ts';

/** Maximum seconds to wait for another process to write; a write takes milliseconds. */
const LOCK_TIMEOUT = 30;

/** Removes temporary files of killed processes, which contain secrets. The lock excludes other writers. */
async function removeTemporaryFiles(path: string): Promise<void> {
  const directory = dirname(path);
  for (const name of await readdir(directory)) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(TEMPORARY)) {
      await unlink(join(directory, name)).catch(() => undefined);
    }
  }
}

/** Reads, changes, and writes the profiles under a lock, so that no concurrent change is lost. */
export async function changeConfig(path: string, change: () => Promise<Config>): Promise<void> {
  // A symbolic link, such as one of dotfiles, is preserved: its target is replaced.
  const target = followLinks(path);
  await withLock(`${target}.lock`, LOCK_TIMEOUT, async () => {
    await removeTemporaryFiles(target);
    await replaceFile(target, writeConfig(await change()));
  });
}
