/** `npm run test:full` sets it: more rounds, processes, and combinations of the same checks. */
export const IS_FULL = process.env.TEST_FULL === '1';

/** A number of rounds or processes: that of the full suite, or that of the quick one. */
export const sized = (full: number, quick: number): number => (IS_FULL ? full : quick);

/** All combinations of two lists; in the quick suite, each item at least once. */
export function pairs<A, B>(left: readonly A[], right: readonly B[]): [A, B][] {
  if (IS_FULL) return left.flatMap((a) => right.map((b): [A, B] => [a, b]));
  const at = <T>(list: readonly T[], i: number) => list[i % list.length] as T;
  return Array.from({ length: Math.max(left.length, right.length) }, (_, i) => [at(left, i), at(right, i)]);
}
