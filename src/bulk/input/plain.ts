import type { Entries } from './entry.ts';

/** One number a line; blank lines and those that start with # are skipped. */
export function readPlain(text: string): Entries {
  const lines = text.split(/\r?\n/).map((line, i) => ({ place: `line ${i + 1}`, number: line.trim() }));
  return { good: lines.filter(({ number }) => number !== '' && !number.startsWith('#')), bad: [] };
}
