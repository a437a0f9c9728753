import Conf from 'conf';
import type { Config } from '../core/config.ts';
import { SinchctlError } from '../core/errors.ts';
import { isExposed, tighten } from './config-safety.ts';
import { parseConfig } from './config-schema.ts';

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

/** What conf reads from the file. It only reads: its writer loses concurrent changes and defaults to 0644. */
function readContent(directory: string, path: string): unknown {
  try {
    return new Conf({ cwd: directory, configName: 'config', deserialize }).store;
  } catch (error) {
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'it is not a JSON object');
  }
}

function secure(path: string, note: ((text: string) => void) | undefined): void {
  try {
    if (!isExposed(path) || !note) return;
    tighten(path);
    note(`${path} could be read by others; it is now readable by you alone`);
  } catch (error) {
    if (error instanceof SinchctlError) throw error;
    throw unreadable(path, (error as NodeJS.ErrnoException).code ?? 'unknown reason');
  }
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
  secure(path, note);
  const result = parseConfig(readContent(directory, path));
  if ('wrongAt' in result) throw unreadable(path, `wrong at ${result.wrongAt}`);
  return result.config;
}
