import stringWidth from 'string-width';

/** Words up to this width never break: E.164 numbers, results, most words of a language. */
export const UNBROKEN = 16;

const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/** The width of a text on a terminal, in columns. ASCII takes a short path, for long lists. */
export const cellWidth = (text: string): number =>
  PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);

let segmenter: Intl.Segmenter | undefined;

/** Characters as readers see them: marks are kept with their letter, and joined emoji together. */
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

/** The minimum width at which a text wraps without breaking a short word. */
export function leastWidth(text: string): number {
  if (text.length <= UNBROKEN && !text.includes(' ')) return Math.min(cellWidth(text), UNBROKEN);
  return Math.max(...text.split(' ').map((word) => Math.min(cellWidth(word), UNBROKEN)));
}

/** Run IDs and keys, with the punctuation around them: they must not break, because people copy them. */
const NAME = /^["'(]?(?:\d{8}-\d{6}-[0-9a-f]{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})["').,:;]*$/;

/** The minimum width at which no run ID and no key breaks. */
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

/** The natural and the minimum widths of a column. */
export interface Measure {
  wanted: number;
  /** The minimum width at which IDs and keys do not break. */
  whole: number;
  least: number;
}

/** Border and padding on both sides of every column, and one more border. */
const frame = (columns: number): number => 3 * columns + 1;

/**
 * Narrows the widest columns first.
 * @param floors the minimum of each
 * @returns the excess that remains
 */
function shrink(widths: number[], floors: readonly number[], tooMuch: number, width: number): number {
  let excess = tooMuch;
  while (excess > 0) {
    let widest = -1;
    widths.forEach((one, i) => {
      const canShrink = one > (floors[i] ?? 0);
      if (canShrink && (widest < 0 || one > (widths[widest] ?? 0))) widest = i;
    });
    if (widest < 0) break;
    // A column that is wider than the terminal shrinks in one step.
    const least = Math.max(width, floors[widest] ?? 0);
    const step = Math.max(1, Math.min(excess, (widths[widest] ?? 0) - least));
    widths[widest] = (widths[widest] ?? 0) - step;
    excess -= step;
  }
  return excess;
}

/** The column whose IDs and keys may break, if any. */
function givingUp(floors: readonly number[], measures: readonly Measure[]): number | undefined {
  const able = measures.flatMap(({ least }, i) => ((floors[i] ?? 0) > least ? [i] : []));
  return able.sort((a, b) => (floors[b] ?? 0) - (floors[a] ?? 0))[0];
}

/**
 * Column widths that fit a terminal: the widest columns shrink first. IDs and keys, which people copy, do not break if
 * possible; otherwise only the longest of them break, and no other column shrinks for them.
 * @param width undefined for no limit
 * @returns undefined if even the minimum is too wide
 */
export function columnWidths(measures: readonly Measure[], width: number | undefined): number[] | undefined {
  const wanted = measures.map((one) => one.wanted);
  if (width === undefined) return wanted;
  const excess = wanted.reduce((sum, one) => sum + one, frame(wanted.length)) - width;
  const floors = measures.map(({ whole }) => whole);
  for (;;) {
    const widths = [...wanted];
    if (shrink(widths, floors, excess, width) <= 0) return widths;
    const i = givingUp(floors, measures);
    if (i === undefined) return undefined;
    floors[i] = measures[i]?.least ?? 0;
  }
}
