/** How wide a column would be, and how narrow it can be. */
export interface Measure {
  wanted: number;
  /** What leaves names in it whole that people copy. */
  whole: number;
  least: number;
}

/** Border and padding on both sides of every column, and one border more. */
const frame = (columns: number): number => 3 * columns + 1;

/**
 * Takes columns from the widest ones first.
 * @param floors what each keeps
 * @returns how much is still too much
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
    // One that is wider than the whole terminal need not give way step by step.
    const least = Math.max(width, floors[widest] ?? 0);
    const step = Math.max(1, Math.min(excess, (widths[widest] ?? 0) - least));
    widths[widest] = (widths[widest] ?? 0) - step;
    excess -= step;
  }
  return excess;
}

/** The column that may give up the longest names, if any. */
function givingUp(floors: readonly number[], measures: readonly Measure[]): number | undefined {
  const able = measures.flatMap(({ least }, i) => ((floors[i] ?? 0) > least ? [i] : []));
  return able.sort((a, b) => (floors[b] ?? 0) - (floors[a] ?? 0))[0];
}

/**
 * Widths of columns that fit a terminal: the widest ones give way first. Names that people copy stay whole where that is
 * possible at all; else the longest of them break, and nothing else has to give way for their sake.
 * @param width undefined for as wide as they like
 * @returns undefined where even the least is too wide
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
