import { formatNumber, safeText } from '../core/text.ts';
import { markdownCell } from './markdown.ts';
import type { Block } from './rows.ts';
import { createStyle } from './style.ts';
import type { StyleOptions } from './style-options.ts';

const COLORS = { '+': 'green', '-': 'red', '~': 'yellow' } as const;

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

/** Blocks as Markdown that fits in a comment, with the number of changes that do not fit. */
export function markdownBlocks(blocks: readonly Block[]): string {
  if (blocks.length === 0) return 'No differences\n';
  let text = '';
  let left = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  for (const { title, lines } of blocks) {
    if (text.length > MAX_LENGTH) break;
    text += `### ${markdownCell(title)}\n\n\`\`\`diff\n`;
    for (const { sign, text: change } of lines) {
      if (text.length > MAX_LENGTH) break;
      text += `${sign} ${safeText(change)}\n`;
      left -= 1;
    }
    text += '```\n\n';
  }
  return left > 0 ? `${text}… and ${formatNumber(left)} more changes\n` : text;
}
