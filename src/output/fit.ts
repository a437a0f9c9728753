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

/**
 * Widths of columns that fit a terminal: the widest ones give way first, and names that people copy last.
 * @param width undefined for as wide as they like
 * @returns undefined where even the least is too wide
 */
export function fitWidths(measures: readonly Measure[], width: number | undefined): number[] | undefined {
  const widths = measures.map(({ wanted }) => wanted);
  if (width === undefined) return widths;
  let excess = widths.reduce((sum, one) => sum + one, frame(widths.length)) - width;
  for (const kept of ['whole', 'least'] as const) {
    const floors = measures.map((one) => one[kept]);
    excess = shrink(widths, floors, excess, width);
  }
  return excess > 0 ? undefined : widths;
}
