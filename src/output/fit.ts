/** How wide a column would be, and how narrow it can be. */
export interface Measure {
  wanted: number;
  least: number;
}

/** Border and padding on both sides of every column, and one border more. */
const frame = (columns: number): number => 3 * columns + 1;

/**
 * Widths of columns that fit a terminal: the widest ones give way first, down to what they need at least.
 * @param width undefined for as wide as they like
 * @returns undefined where even the least is too wide
 */
export function fitWidths(measures: readonly Measure[], width: number | undefined): number[] | undefined {
  const widths = measures.map(({ wanted }) => wanted);
  if (width === undefined) return widths;
  let excess = widths.reduce((sum, one) => sum + one, frame(widths.length)) - width;
  while (excess > 0) {
    let widest = -1;
    widths.forEach((one, i) => {
      const canShrink = one > (measures[i]?.least ?? 0);
      if (canShrink && (widest < 0 || one > (widths[widest] ?? 0))) widest = i;
    });
    if (widest < 0) return undefined;
    // One that is wider than the whole terminal need not give way step by step.
    const step = Math.max(
      1,
      Math.min(excess, (widths[widest] ?? 0) - Math.max(width, measures[widest]?.least ?? 0)),
    );
    widths[widest] = (widths[widest] ?? 0) - step;
    excess -= step;
  }
  return widths;
}
