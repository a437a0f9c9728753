import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigFile } from '../context.ts';
import { type Config, EMPTY_CONFIG } from '../core/config.ts';

/** The file of profiles in a directory that need not exist. */
export function openConfigFile(directory: string): ConfigFile {
  const path = join(directory, 'config.json');

  async function read(): Promise<Config> {
    if (!existsSync(path)) return EMPTY_CONFIG;
    const { readConfig } = await import('./read-config.ts');
    return readConfig(directory, path);
  }

  async function update(change: (config: Config) => Config): Promise<void> {
    const { changeConfig } = await import('./change-config.ts');
    await changeConfig(path, async () => change(await read()));
  }

  return { path, read, update };
}
