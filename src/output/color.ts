import type { Env } from '../core/environment.ts';

/**
 * Whether a stream gets colour, by the conventions: --no-color and NO_COLOR first, then FORCE_COLOR and
 * CLICOLOR_FORCE, then TERM=dumb, else whether it is a terminal. A variable that is empty says nothing.
 */
export function wantsColor(env: Env, isTerminal: boolean, noColor: boolean): boolean {
  if (noColor || env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return !['0', 'false'].includes(env.FORCE_COLOR);
  if (env.CLICOLOR_FORCE && env.CLICOLOR_FORCE !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}
