import { Chalk, type ChalkInstance } from 'chalk';

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
  // What the API calls a thing may be what every object has, such as valueOf.
  const color = Object.hasOwn(WORDS, word) ? WORDS[word] : undefined;
  return color ? style[color](word) : word;
}
