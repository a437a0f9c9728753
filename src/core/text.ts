/**
 * Characters that must not reach a terminal: C0, DEL, C1, bidi controls, line and paragraph separators, and characters that
 * are invisible, except the joiners and variation selectors of ordinary text. The source of a regular expression.
 */
export const UNSAFE =
  '(?:[\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u200e\\u200f' +
  '\\u2028-\\u202e\\u2060-\\u206f\\u3164\\ufeff\\uffa0\\ufff0-\\ufffb]|\\udb40[\\udc00-\\udcff])';

const EVERY_UNSAFE = new RegExp(UNSAFE, 'g');

// Without `g`, because `test` would continue where the last match ended.
const ANY_UNSAFE = new RegExp(UNSAFE);

/** Whether a string contains no unsafe characters. */
export const isSafe = (text: string): boolean => !ANY_UNSAFE.test(text);

/** Escaped as in JSON, by code units. */
const asEscape = (character: string): string =>
  character.replace(/[\s\S]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

/** A string with unsafe characters as escapes, so that it cannot move the cursor or reverse the reading direction. */
export const safeText = (text: string): string => text.replace(EVERY_UNSAFE, asEscape);

/** The same for the program's own multi-line text, such as help and lists of items. */
export const safeLines = (text: string): string => text.split('\n').map(safeText).join('\n');

/** An integer with separators, such as `100,000`. Intl is not used, because its first use alone takes 10 ms. */
export const formatNumber = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** `1 run`, `2,000 runs`. */
export const countOf = (n: number, noun: string): string => `${formatNumber(n)} ${noun}${n === 1 ? '' : 's'}`;

/** `a`, `a or b`, `a, b, or c`. */
export function joinWords(words: readonly string[], conjunction: 'and' | 'or' = 'or'): string {
  const before = words.slice(0, -1);
  const separator = `${before.length > 1 ? ',' : ''} ${conjunction} `;
  return [before.join(', '), ...words.slice(-1)].filter(Boolean).join(separator);
}

/** The longest word that is shown in full, and the part of a longer one that is shown. */
const LONG_WORD = 300;
const SHOWN = 60;

function truncateWord(word: string): string {
  // A message of several megabytes may consist of short words.
  if (word.length <= LONG_WORD) return word;
  // The punctuation of the sentence around the word.
  const [quote = ''] = /^['"(]?/.exec(word) ?? [];
  const [end = ''] = /['"),.:;]{0,2}$/.exec(word.slice(-2)) ?? [];
  const length = word.length - quote.length - end.length;
  if (length <= LONG_WORD) return word;
  // A lone surrogate is not a character.
  const start = word.slice(quote.length, quote.length + SHOWN).replace(/[\ud800-\udbff]$/, '');
  return `${quote}${start}\u2026 (${length} characters)${end}`;
}

/**
 * Truncates very long words and shows their length: they are usually data pasted by mistake, and hide the rest. Splits
 * at white space, because a regular expression overflows the stack on a word of megabytes.
 */
export const truncateWords = (text: string): string =>
  text.length <= LONG_WORD ? text : text.split(/(\s)/).map(truncateWord).join('');

/** A string truncated to this number of characters. */
export const truncate = (text: string, most: number): string =>
  text.length <= most ? text : `${text.slice(0, most).replace(/[\ud800-\udbff]$/, '')}\u2026`;

/** Text for a locale that is not UTF-8: truncated and masked values contain an ellipsis. */
export const asciiMarks = (text: string): string => text.replaceAll('\u2026', '...');

/** Whether a value of an API or a file is empty. */
export const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Text in lines of at most `width` columns, each indented like the text; a longer word is not broken. */
export function foldWords(text: string, width: number): string[] {
  const lines: string[] = [];
  const indent = /^ */.exec(text)?.[0] ?? '';
  let line = indent;
  for (const word of text.trimStart().split(' ')) {
    if (line !== indent && line.length + 1 + word.length > width) {
      lines.push(line);
      line = indent;
    }
    line += line === indent ? word : ` ${word}`;
  }
  return [...lines, line];
}
