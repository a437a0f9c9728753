import { hash } from 'node:crypto';
import { readdir, unlink } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { withLock } from '../platform/lock.ts';
import { replaceFile, TEMPORARY } from '../platform/write-file.ts';
import { checkDirectory, followLinks } from './config-safety.ts';
import { writeConfig } from './config-schema.ts';
import type { Config } from './profile.ts';

/** Maximum seconds to wait for another process to write; a write takes milliseconds. */
const CONFIG_LOCK_TIMEOUT = 30;

/** Removes temporary files of killed processes, which contain secrets. The lock excludes other writers. */
async function removeTemporaryFiles(path: string): Promise<void> {
  const directory = dirname(path);
  for (const name of await readdir(directory).catch(() => [])) {
    if (name.startsWith(`${basename(path)}.`) && name.endsWith(TEMPORARY)) {
      await unlink(join(directory, name)).catch(() => undefined);
    }
  }
}

/**
 * Reads, changes, and writes the profiles under a lock, so that no concurrent change is lost.
 * @param stateDirectory contains the lock, because the directory of the file may be a checkout
 */
export async function changeConfig(
  path: string,
  stateDirectory: string,
  change: () => Promise<Config>,
): Promise<void> {
  // A symbolic link, such as a managed dotfile, remains a link: its target is replaced.
  const target = followLinks(path);
  checkDirectory(dirname(target));
  const name = `config-${hash('sha256', target).slice(0, 32)}`;
  const replace = async () => {
    await removeTemporaryFiles(target);
    await replaceFile(target, writeConfig(await change()));
  };
  await withLock(join(stateDirectory, 'locks', name), CONFIG_LOCK_TIMEOUT, replace, target);
}
