/** `numbers assign [number...]` is the path `numbers assign` and the argument `[number...]`. */
export function splitUsage(usage: string): { path: readonly string[]; args: readonly string[] } {
  const words = usage.split(' ');
  const first = words.findIndex((word) => /^[[<]/.test(word));
  const path = first < 0 ? words : words.slice(0, first);
  return { path, args: words.slice(path.length) };
}
