import { readFileSync } from 'node:fs';

/**
 * The program's help as the build has written it next to the code: rendering it would load every command. Undefined if
 * there is none, as in the build itself.
 */
export function prebuiltHelp(): string | undefined {
  try {
    return readFileSync(new URL('./help.txt', import.meta.url), 'utf8');
  } catch {
    return undefined;
  }
}
