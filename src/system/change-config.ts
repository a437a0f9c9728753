import type { Config } from '../core/config.ts';
import { writeConfig } from './config-schema.ts';
import { withLock } from './lock.ts';
import { replaceFile } from './write-file.ts';

/** Seconds to wait for another process that writes; a write takes milliseconds. */
const PATIENCE = 10;

/** Reads, changes and writes the file of profiles as one step, whatever other processes do meanwhile. */
export async function changeConfig(path: string, change: () => Promise<Config>): Promise<void> {
  await withLock(`${path}.lock`, PATIENCE, async () => {
    await replaceFile(path, writeConfig(await change()));
  });
}
