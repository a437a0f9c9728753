import { readFileSync } from 'node:fs';

/**
 * The help of the whole program as the build has written it beside the code: making it takes every command, showing it
 * takes none. Undefined where nothing is written, as in the build itself.
 */
export function prebuiltHelp(): string | undefined {
  try {
    return readFileSync(new URL('./help.txt', import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}
