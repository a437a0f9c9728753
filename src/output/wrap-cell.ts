import stringWidth from 'string-width';

/** Words up to this width never break: E.164 numbers, results, most words of a language. */
export const UNBROKEN = 16;

const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/** The width of a text on a terminal, in columns. ASCII takes a short path, for long lists. */
export const cellWidth = (text: string): number =>
  PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);

let segmenter: Intl.Segmenter | undefined;

/** Characters as readers see them: marks stay with their letter, joined emoji stay together. */
function charactersOf(text: string): string[] {
  if (PRINTABLE_ASCII.test(text)) return text.split('');
  segmenter ??= new Intl.Segmenter();
  return Array.from(segmenter.segment(text), ({ segment }) => segment);
}

/** Splits a word that is too long: after punctuation if that leaves no short piece, as in URLs and keys. */
function cut(word: string, width: number): string[] {
  const pieces: string[] = [];
  let piece: string[] = [];
  let taken = 0;
  for (const character of charactersOf(word)) {
    const more = cellWidth(character);
    if (taken + more > width && piece.length > 0) {
      const natural = piece.findLastIndex((one) => /[-/?&=.,_:;@]/.test(one)) + 1;
      const end = natural * 2 > piece.length ? natural : piece.length;
      pieces.push(piece.slice(0, end).join(''));
      piece = piece.slice(end);
      taken = cellWidth(piece.join(''));
    }
    piece.push(character);
    taken += more;
  }
  return [...pieces, piece.join('')];
}

/** The least width at which a text wraps without breaking a short word. */
export function leastWidth(text: string): number {
  if (text.length <= UNBROKEN && !text.includes(' ')) return Math.min(cellWidth(text), UNBROKEN);
  return Math.max(...text.split(' ').map((word) => Math.min(cellWidth(word), UNBROKEN)));
}

/** Names of runs and keys, with the punctuation around them: they must not break, because people copy them. */
const NAME = /^["'(]?(?:\d{8}-\d{6}-[0-9a-f]{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})["').,:;]*$/;

/** The least width at which no name of a run and no key breaks. */
export const wholeWidth = (text: string): number =>
  Math.max(...text.split(' ').map((word) => (NAME.test(word) ? word.length : leastWidth(word))));

/** The lines of a text, none wider than `width`, which must be at least 2. */
export function wrap(text: string, width: number): string[] {
  if (cellWidth(text) <= width) return [text];
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter((one) => one !== '')) {
    const joined = line === '' ? word : `${line} ${word}`;
    if (cellWidth(joined) <= width) {
      line = joined;
      continue;
    }
    if (line !== '') lines.push(line);
    const pieces = cut(word, width);
    line = pieces.pop() ?? '';
    for (const piece of pieces) lines.push(piece);
  }
  return [...lines, line];
}
