import { foldWords } from '../core/text.ts';

/** A command after its introduction, which must not be wrapped, because users copy it. */
const TO_BE_TYPED = /^(\S+ .*:) (sinchctl .*)$/;

/** Text of this length fits every terminal. */
const SHORT = 20;

/**
 * Wraps a message between words for a terminal; a command to copy is kept on one line.
 * @param columns the width of the terminal; undefined for anything else. Reading it takes time.
 */
export function wrapText(text: string, columns: () => number | undefined): string {
  const width = text.length > SHORT ? columns() : undefined;
  if (!width || text.length <= width) return text;
  const [, before, typed] = TO_BE_TYPED.exec(text) ?? [];
  const words = foldWords(before ?? text, width);
  return [...words, ...(typed === undefined ? [] : [typed])].join('\n');
}
