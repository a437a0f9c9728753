/** The number of edits between two short words: a letter added, removed, or changed, or two neighbors swapped. */
function editDistance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? 0;
  for (let i = 1; i <= a.length; i++) {
    rows.push([i]);
    for (let j = 1; j <= b.length; j++) {
      const other = at(i - 1, j - 1) + (a[i - 1] === b[j - 1] ? 0 : 1);
      const isSwap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      const swapped = isSwap ? at(i - 2, j - 2) + 1 : Number.POSITIVE_INFINITY;
      rows[i]?.push(Math.min(other, swapped, at(i - 1, j) + 1, at(i, j - 1) + 1));
    }
  }
  return at(a.length, b.length);
}

/** The number of typos that a word of this length may contain: one for every three letters. */
export const typosIn = ({ length }: string): number => Math.max(1, Math.floor(length / 3));

/** Longer text is not a mistyped word and is slow to compare. */
const LONGEST = 64;

/**
 * The candidate that differs from `word` by a typo, ignoring case; undefined if there is none.
 * @param limit the maximum number of edits
 */
export function closestMatch(
  word: string,
  candidates: readonly string[],
  limit: number = typosIn(word),
): string | undefined {
  if (word.length > LONGEST) return undefined;
  const lower = word.toLowerCase();
  const ranked = candidates
    .filter((candidate) => Math.abs(candidate.length - word.length) <= limit)
    .map((candidate) => ({ candidate, away: editDistance(lower, candidate.toLowerCase()) }))
    .filter(({ away }) => away <= limit)
    .sort((x, y) => x.away - y.away);
  return ranked[0]?.candidate;
}

/** A hint for an unknown word: the closest candidate, and the list of all candidates. */
export function suggestion(word: string, candidates: readonly string[]): string {
  const lower = word.toLowerCase();
  const near =
    closestMatch(word, candidates) ??
    candidates.find((candidate) => lower.length > 1 && candidate.toLowerCase().startsWith(lower));
  return `${near ? `did you mean ${near}? Choose` : 'choose'} from: ${candidates.join(', ')}`;
}
