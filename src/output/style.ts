import { Chalk, type ChalkInstance } from 'chalk';
import type { Env } from '../core/environment.ts';

/**
 * Whether a stream gets colour, by the conventions: --no-color and NO_COLOR first, then FORCE_COLOR and
 * CLICOLOR_FORCE, then TERM=dumb, else whether it is a terminal.
 */
export function wantsColor(env: Env, isTerminal: boolean, noColor: boolean): boolean {
  if (noColor || env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return !['0', 'false'].includes(env.FORCE_COLOR);
  if (env.CLICOLOR_FORCE !== undefined && env.CLICOLOR_FORCE !== '0') return true;
  return isTerminal && env.TERM !== 'dumb';
}

export type Style = ChalkInstance;

/** Sixteen colours at most, so that every theme of every terminal can show them. */
export const createStyle = (color: boolean): Style => new Chalk({ level: color ? 1 : 0 });

const WORDS: Record<string, 'green' | 'yellow' | 'red' | 'dim'> = {
  done: 'green',
  add: 'green',
  planned: 'yellow',
  move: 'yellow',
  set: 'yellow',
  unknown: 'yellow',
  remove: 'red',
  clear: 'red',
  failed: 'red',
  unchanged: 'dim',
  none: 'dim',
  skipped: 'dim',
};

/** Colours the words that results are told by; everything else stays as it is. */
export function paintWord(style: Style, word: string): string {
  const color = WORDS[word];
  return color ? style[color](word) : word;
}
