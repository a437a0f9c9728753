import { formatNumber } from '../../core/format-number.ts';
import type { Block, Row } from '../../output/rows.ts';

const SIGN: Readonly<Record<string, '+' | '-' | '~'>> = {
  add: '+',
  move: '~',
  set: '~',
  remove: '-',
  clear: '~',
};

const shown = (url: Row[string] | undefined): string =>
  url === null || url === undefined ? '(none)' : String(url);

/** One change in words: `+14155550100 voice`, or both sides of a callback. */
function textOf(row: Row, nameOf: (key: string) => string): string {
  if (row.kind === 'callback') return `${row.callback}: ${shown(row.from)} -> ${shown(row.to)}`;
  const from = row.change === 'move' ? ` from ${nameOf(String(row.from))}` : '';
  return `${row.number} ${row.capability}${from}`;
}

/** Whose block a change belongs to: where a number shall be, else where it is taken from. */
const ownerOf = ({ kind, application, to, from }: Row): string =>
  String(kind === 'callback' ? application : (to ?? from));

/** Rows of a plan by application, in the order in which they come. */
export const blocksBy =
  (nameOf: (key: string) => string) =>
  (rows: readonly Row[]): Block[] => {
    const blocks = new Map<string, Block>();
    for (const row of rows) {
      const owner = ownerOf(row);
      const block = blocks.get(owner) ?? { title: nameOf(owner), lines: [] };
      blocks.set(owner, block);
      block.lines.push({ sign: SIGN[String(row.change)] ?? '~', text: textOf(row, nameOf) });
    }
    return [...blocks.values()];
  };

const COUNTED = [
  ['add', 'to add', 'to add'],
  ['move', 'to move', 'to move'],
  ['remove', 'to remove', 'to remove'],
  ['set', 'callback to set', 'callbacks to set'],
  ['clear', 'callback to clear', 'callbacks to clear'],
] as const;

/** `3 to add, 1 to remove`, or that there is nothing to do. */
export function countChanges(rows: readonly Row[]): string {
  const parts = COUNTED.map(([word, one, many]) => {
    const n = rows.filter(({ change }) => change === word).length;
    return { n, text: n === 1 ? one : many };
  });
  const some = parts.filter(({ n }) => n > 0).map(({ n, text }) => `${formatNumber(n)} ${text}`);
  return some.length === 0 ? 'no differences' : some.join(', ');
}

/** So many lines of a plan are shown before a question; diff shows all. */
const SHOWN = 60;

/** The plan as lines for a person who is about to be asked. */
export function blockLines(blocks: readonly Block[]): string[] {
  const lines = blocks.flatMap(({ title, lines: own }) => [
    title,
    ...own.map(({ sign, text }) => `  ${sign} ${text}`),
  ]);
  const more = lines.length - SHOWN;
  return more > 0 ? [...lines.slice(0, SHOWN), `… and ${more} more lines; sinchctl diff shows all`] : lines;
}
