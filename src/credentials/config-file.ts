import { statSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from '../core/errors.ts';
import { checkFallback, type Directories, usableStateDirectory } from '../platform/directories.ts';
import { userId } from '../platform/host.ts';
import { type Config, EMPTY_CONFIG } from './profile.ts';

/** The file that stores the profiles, which is read and replaced atomically. */
export interface ProfileStore {
  readonly path: string;
  /** Octal modes such as `0600`; null if there is no file, or on Windows. */
  modes(): { file: string; directory: string } | null;
  read(): Promise<Config>;
  /** Reads, changes, and writes in one step. */
  update(change: (config: Config) => Config): Promise<void>;
}

/** Whether a path exists, readable or not. */
function exists(path: string): boolean {
  try {
    statSync(path);
    return true;
  } catch (error) {
    // A directory without search permission is not an empty one.
    return codeOf(error) !== 'ENOENT';
  }
}

/**
 * The file that stores the profiles; neither it nor its directory need exist.
 * @param note called after a file that other users could read was made private; without it, the mode is not changed
 */
export function openProfileStore(directories: Directories, note?: (text: string) => void): ProfileStore {
  const { config: directory, fallbackInUse } = directories;
  const path = join(directory, 'config.json');

  async function read(): Promise<Config> {
    if (directory === fallbackInUse) checkFallback(directory);
    if (!exists(path)) return EMPTY_CONFIG;
    const { readConfig } = await import('./read-config.ts');
    return readConfig(directory, path, note);
  }

  async function update(change: (config: Config) => Config): Promise<void> {
    const { changeConfig } = await import('./change-config.ts');
    const stateDirectory = usableStateDirectory(directories, () => undefined);
    await changeConfig(path, stateDirectory, async () => change(await read()));
  }

  const modeOf = (of: string): string => `0${(statSync(of).mode & 0o777).toString(8)}`;

  function modes() {
    if (userId() === undefined || !exists(path)) return null;
    return { file: modeOf(path), directory: modeOf(directory) };
  }

  return { path, modes, read, update };
}
