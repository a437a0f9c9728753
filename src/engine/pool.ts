/**
 * Runs work on every item, at most `limit` at a time, in order of start.
 * @param isStopped asked before each start; once true, no further item starts
 */
export async function forEachLimited<T>(
  items: readonly T[],
  limit: number,
  work: (item: T) => Promise<void>,
  isStopped: () => boolean = () => false,
): Promise<void> {
  let next = 0;
  async function lane(): Promise<void> {
    while (next < items.length && !isStopped()) {
      const item = items[next++] as T;
      await work(item);
    }
  }
  await Promise.all(Array.from({ length: Math.min(limit, items.length) }, lane));
}
