/** The natural and the minimum widths of a column. */
export interface Measure {
  wanted: number;
  /** The least width at which names that people copy do not break. */
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
    // A column that is wider than the terminal need not shrink step by step.
    const least = Math.max(width, floors[widest] ?? 0);
    const step = Math.max(1, Math.min(excess, (widths[widest] ?? 0) - least));
    widths[widest] = (widths[widest] ?? 0) - step;
    excess -= step;
  }
  return excess;
}

/** The column whose longest names may break, if any. */
function givingUp(floors: readonly number[], measures: readonly Measure[]): number | undefined {
  const able = measures.flatMap(({ least }, i) => ((floors[i] ?? 0) > least ? [i] : []));
  return able.sort((a, b) => (floors[b] ?? 0) - (floors[a] ?? 0))[0];
}

/**
 * Column widths that fit a terminal: the widest columns shrink first. Names that people copy do not break if that is
 * possible; else only the longest of them break, and no other column shrinks for them.
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
