import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ConfigFile } from '../context.ts';
import { type Config, EMPTY_CONFIG } from '../core/config.ts';
import { SinchctlError } from '../core/errors.ts';
import { withLock } from './lock.ts';
import { replaceFile } from './write-file.ts';

/** Seconds to wait for another process that writes; a write takes milliseconds. */
const PATIENCE = 10;

function unreadable(path: string, why: string): SinchctlError {
  return new SinchctlError('auth', `the configuration ${path} cannot be used: ${why}`, {
    hint: 'mend or remove the file; sinchctl does not overwrite what it cannot read',
  });
}

/** JSON that is an object; conf itself would take null and arrays for an empty one. */
function deserialize(text: string): Record<string, unknown> {
  const content: unknown = JSON.parse(text);
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new SyntaxError('not an object');
}

/** What conf reads from the file. It only reads: its writer loses concurrent changes and defaults to 0644. */
async function readContent(directory: string, path: string): Promise<unknown> {
  const { default: Conf } = await import('conf');
  try {
    return new Conf({ cwd: directory, configName: 'config', deserialize }).store;
  } catch (error) {
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'it is not a JSON object');
  }
}

/** The file of profiles in a directory that need not exist. */
export function openConfigFile(directory: string): ConfigFile {
  const path = join(directory, 'config.json');

  async function read(): Promise<Config> {
    if (!existsSync(path)) return EMPTY_CONFIG;
    const content = await readContent(directory, path);
    const { readConfig } = await import('./config-schema.ts');
    const result = readConfig(content);
    if ('wrongAt' in result) throw unreadable(path, `wrong at ${result.wrongAt}`);
    return result.config;
  }

  async function update(change: (config: Config) => Config): Promise<void> {
    await withLock(`${path}.lock`, PATIENCE, async () => {
      const changed = change(await read());
      const { writeConfig } = await import('./config-schema.ts');
      await replaceFile(path, writeConfig(changed));
    });
  }

  return { path, read, update };
}
