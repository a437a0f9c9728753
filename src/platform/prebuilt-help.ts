import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { attempt } from '../core/attempt.ts';
import type { Env } from '../core/environment.ts';
import type { Sink } from './streams.ts';

/** The longest line of the root help, in columns. */
const WIDTH = 80;

/** The escape sequences of its bold headings. */
const BOLD = /\u001b\[\d+m/g;

/**
 * The root help, which the build writes next to the code: rendering it would load every command. Undefined if there is
 * none, as in the build itself, and for a terminal that is too narrow for it.
 */
export function prebuiltHelp(
  stdout: Sink,
  wantsColor: (env: Env, isTerminal: boolean) => boolean,
): string | undefined {
  const { env } = process;
  if (env.COLUMNS || (stdout.columns ?? WIDTH) < WIDTH) return undefined;
  const text = attempt(() => readFileSync(join(import.meta.dirname, 'help.txt'), 'utf8'));
  return text && wantsColor(env, stdout.isTerminal) ? text : text?.replace(BOLD, '');
}
