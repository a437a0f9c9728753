import stringWidth from 'string-width';

/** Words up to this width are truncated only if nothing else fits: aliases, dates, most words of a language. */
const UNBROKEN = 16;
/** The minimum width of a column that may be truncated. */
const SHORTEST = 8;

const PRINTABLE_ASCII = /^[\u0020-\u007e]*$/;

/** The width of a string on a terminal, in columns. ASCII takes a fast path, for long lists. */
export const cellWidth = (text: string): number =>
  PRINTABLE_ASCII.test(text) ? text.length : stringWidth(text);

let segmenter: Intl.Segmenter | undefined;

/**
 * The longest beginning of a string that fits. Combining marks stay with their letters, and joined emoji stay
 * together.
 */
function start(text: string, width: number): string {
  if (PRINTABLE_ASCII.test(text)) return text.slice(0, width);
  segmenter ??= new Intl.Segmenter();
  let taken = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    taken += cellWidth(segment);
    if (taken > width) return text.slice(0, index);
  }
  return text;
}

/** A string of at most `width` columns, which must be at least 2; a longer one ends in an ellipsis. */
export function truncateCell(text: string, width: number, ellipsis: string): string {
  if (cellWidth(text) <= width) return text;
  const mark = ellipsis.slice(0, width - 1);
  return start(text, width - mark.length).trimEnd() + mark;
}

const SCHEME = 'https://';

/** A URL without the usual scheme, because in a narrow column its host says more; any other string unchanged. */
export const withoutScheme = (text: string): string =>
  text.startsWith(SCHEME) ? text.slice(SCHEME.length) : text;

/** Run IDs and keys, which people copy. */
const ID = /^(?:\d{8}-\d{6}-[0-9a-f]{4}|[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

const HOST = /^https?:\/\/[^/?#]+/;

/** The width of a URL that is truncated after its host; 0 for any other text. */
const hostWidth = (text: string): number => {
  const [origin] = HOST.exec(text) ?? [];
  return origin === undefined ? 0 : cellWidth(withoutScheme(origin)) + 1;
};

/** The natural and the minimum widths of a column. */
export interface Measure {
  wanted: number;
  /** The natural width of URLs without their scheme. */
  short: number;
  /** The minimum width at which words, IDs, keys, and the hosts of URLs are not truncated. */
  whole: number;
  least: number;
}

/** The number of cells that determine the natural width of a column; wider ones after them are truncated. */
const MEASURED = 1000;

/**
 * The widths of a column, by its first cells that are not blank. Numbers and other short words count wherever they are.
 * @param isWhole whether its words are never truncated
 */
export function measure(cells: Iterable<string>, title: string, isWhole: boolean): Measure {
  const head = cellWidth(title);
  let [wanted, short, whole] = [head, head, head];
  let left = MEASURED;
  for (const text of cells) {
    if (left <= 0 && whole >= UNBROKEN) break;
    if (text === '') continue;
    const width = cellWidth(text);
    if (left > 0) {
      wanted = Math.max(wanted, width);
      // Most cells are shorter than the widest one.
      if (width > short) short = Math.max(short, cellWidth(withoutScheme(text)));
    }
    if (width > whole && (width <= UNBROKEN || ID.test(text))) whole = width;
    else if (width > whole && left > 0) whole = Math.max(whole, UNBROKEN, hostWidth(text));
    left -= 1;
  }
  return {
    wanted: Math.max(wanted, whole),
    short: Math.max(short, whole),
    whole,
    least: isWhole ? whole : Math.max(head, Math.min(whole, SHORTEST)),
  };
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

/** Where a table does not fit, narrower terminals show cards; wider ones truncate words and omit columns first. */
export const NARROW = 60;

/**
 * Column widths that fit a terminal: the widest columns shrink first. Words, IDs, and keys are truncated only as a
 * last resort, those of the widest column first, and not on narrow terminals.
 * @param width undefined for no limit
 * @returns undefined if even the minimum is too wide
 */
export function columnWidths(measures: readonly Measure[], width: number | undefined): number[] | undefined {
  const sumOf = (widths: readonly number[]) => widths.reduce((sum, one) => sum + one, frame(widths.length));
  const natural = measures.map(({ wanted }) => wanted);
  if (width === undefined || sumOf(natural) <= width) return natural;
  const wanted = measures.map(({ short }) => short);
  const excess = sumOf(wanted) - width;
  const floors = measures.map(({ whole }) => whole);
  for (;;) {
    const widths = [...wanted];
    if (shrink(widths, floors, excess, width) <= 0) return widths;
    const [i] = measures
      .flatMap(({ least }, at) => ((floors[at] ?? 0) > least ? [at] : []))
      .sort((a, b) => (floors[b] ?? 0) - (floors[a] ?? 0));
    if (i === undefined || width < NARROW) return undefined;
    floors[i] = (floors[i] ?? 0) - 1;
  }
}
