import { formatNumber, safeText } from '../core/text.ts';
import { markdownCell } from './markdown.ts';
import type { Block } from './rows.ts';
import { createStyle } from './style.ts';
import type { StyleOptions } from './style-options.ts';

const COLORS = { '+': 'green', '-': 'red', '~': 'yellow', ' ': 'dim' } as const;

/** Blocks for people: a title, and a line for each change, with a sign and a color. */
export function* drawBlocks(blocks: readonly Block[], options: StyleOptions): Generator<string> {
  const style = createStyle(options.color);
  for (const { title, lines } of blocks) {
    yield `${style.bold(safeText(title))}\n`;
    for (const { sign, text } of lines) yield `${style[COLORS[sign]](`  ${sign} ${safeText(text)}`)}\n`;
  }
}

/** GitHub accepts comments of 65,536 characters. */
const MAX_LENGTH = 60_000;
/** A longer list is collapsed. */
const LONG_LIST = 20;

const COUNTED = [
  ['+', 'to add'],
  ['~', 'to change'],
  ['-', 'to remove'],
] as const;

/** `3 to add, 1 to remove`. */
function countSigns(blocks: readonly Block[]): string {
  const counts = COUNTED.map(([sign, text]) => {
    const n = blocks.reduce((sum, { lines }) => sum + lines.filter((line) => line.sign === sign).length, 0);
    return n > 0 ? [`${formatNumber(n)} ${text}`] : [];
  });
  return counts.flat().join(', ');
}

const moreChanges = (n: number): string =>
  `… and ${formatNumber(n)} more ${n === 1 ? 'change' : 'changes'}\n`;

/** The changes of one application, with as many lines as fit; a long list is collapsed below its counts. */
function markdownBlock(block: Block, room: number): string {
  const { title, lines } = block;
  const isLong = lines.length > LONG_LIST;
  let text = `### ${markdownCell(title)}\n\n`;
  if (isLong) text += `<details><summary>${countSigns([block])}</summary>\n\n`;
  text += '```diff\n';
  let shown = 0;
  for (const { sign, text: change } of lines) {
    if (text.length > room) break;
    text += `${sign} ${safeText(change)}\n`;
    shown += 1;
  }
  text += '```\n\n';
  if (shown < lines.length) text += `${moreChanges(lines.length - shown)}\n`;
  return isLong ? `${text}</details>\n\n` : text;
}

/** Blocks as Markdown that fits into a comment: a summary, and the changes of each application. */
export function markdownBlocks(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'No differences\n';
  const applications = blocks.length === 1 ? '1 application' : `${formatNumber(blocks.length)} applications`;
  let text = `**${countSigns(blocks)}** in ${applications}\n\n`;
  for (const [i, block] of blocks.entries()) {
    if (text.length > MAX_LENGTH) {
      const left = blocks.slice(i).reduce((sum, { lines }) => sum + lines.length, 0);
      return `${text}${moreChanges(left)}`;
    }
    text += markdownBlock(block, MAX_LENGTH - text.length);
  }
  return text;
}
