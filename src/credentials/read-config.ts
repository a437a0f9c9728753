import { closeSync, fchmodSync, readFileSync } from 'node:fs';
import Conf from 'conf';
import { SinchctlError } from '../core/errors.ts';
import { openTrusted, type TrustedFile } from './config-safety.ts';
import { parseConfig } from './config-schema.ts';
import type { Config } from './profile.ts';

function unreadable(path: string, why: string): SinchctlError {
  return new SinchctlError('auth', `the configuration ${path} cannot be used: ${why}`, {
    hint: 'mend or remove the file; sinchctl does not overwrite what it cannot read',
  });
}

/** JSON that is an object; conf itself would take null and arrays for an empty one. */
function deserialize(text: string): Record<string, unknown> {
  // Some editors on Windows put a mark before what they save.
  const content: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
  if (typeof content === 'object' && content !== null && !Array.isArray(content)) {
    return content as Record<string, unknown>;
  }
  throw new SyntaxError('not an object');
}

/**
 * What conf makes of a text. It opens the path again, so that only the text counts that was read from the descriptor. It
 * never writes: its writer loses concurrent changes and defaults to 0644.
 */
function parse(text: string, directory: string, path: string): Config {
  let content: unknown;
  try {
    content = new Conf({ cwd: directory, configName: 'config', deserialize: () => deserialize(text) }).store;
  } catch (error) {
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'it is not a JSON object');
  }
  const result = parseConfig(content);
  if ('wrongAt' in result) throw unreadable(path, `wrong at ${result.wrongAt}`);
  return result.config;
}

/**
 * The profiles in `config.json` of a directory.
 * @param note told when others could read the file and no longer can; without it nothing is done about that
 * @throws SinchctlError auth, naming the path and showing no content
 */
export function readConfig(
  directory: string,
  path: string,
  note: ((text: string) => void) | undefined,
): Config {
  let opened: TrustedFile | undefined;
  try {
    opened = openTrusted(path);
    const { descriptor, isExposed } = opened;
    const config = parse(readFileSync(descriptor, 'utf8'), directory, path);
    // Only now is it known to be ours to change, and not another program's of the same name.
    if (isExposed && note) {
      fchmodSync(descriptor, 0o600);
      note(`${path} could be read by others; it is now readable by you alone`);
    }
    return config;
  } catch (error) {
    if (error instanceof SinchctlError) throw error;
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  } finally {
    if (opened) closeSync(opened.descriptor);
  }
}
