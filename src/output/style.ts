import { Chalk, type ChalkInstance } from 'chalk';

export type Style = ChalkInstance;

/** At most sixteen colors, which every terminal theme can show. */
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

/** Colors the words of results; everything else is unchanged. */
export function paintWord(style: Style, word: string): string {
  // A word from the API may be the name of an inherited property, such as valueOf.
  const color = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  return color ? style[color](word) : word;
}
