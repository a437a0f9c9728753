import { countOf, formatNumber, safeText } from '../core/text.ts';
import { maskUrls } from '../core/url.ts';
import { markdownCell, markdownLines } from './markdown.ts';
import type { Block, ShapedRows } from './rows.ts';

/** The maximum size in bytes: GitHub limits comments to 65,536 characters. */
const MAX_SIZE = 59_900;
/** The share of this size for the counts of the applications. */
const MAX_COUNTS = MAX_SIZE / 2;
/** A longer list is collapsed. */
const LONG_LIST = 20;

const COUNTED_SIGNS = [
  ['+', 'to add'],
  ['~', 'to change'],
  ['-', 'to remove'],
] as const;

/** `3 to add, 1 to remove`. */
function countSigns(blocks: readonly Block[]): string {
  const counts = COUNTED_SIGNS.map(([sign, text]) => {
    const n = blocks.reduce((sum, { lines }) => sum + lines.filter((line) => line.sign === sign).length, 0);
    return n > 0 ? [`${formatNumber(n)} ${text}`] : [];
  });
  return counts.flat().join(', ');
}

const moreChanges = (n: number): string => `… and ${countOf(n, 'more change')}\n`;

const byteLength = (text: string): number => Buffer.byteLength(text);

/** As many lines as fit into a number of bytes. */
function fitting(lines: readonly string[], room: number): readonly string[] {
  let left = room;
  const end = lines.findIndex((line) => {
    left -= byteLength(line);
    return left < 0;
  });
  return end < 0 ? lines : lines.slice(0, end);
}

/** The counts of each application, if there are several. */
function countsByApplication(blocks: readonly Block[]): string {
  if (blocks.length < 2) return '';
  const counts = blocks.map((block) => `- ${markdownCell(block.title)}: ${countSigns([block])}\n`);
  const shown = fitting(counts, MAX_COUNTS);
  const more = counts.length - shown.length;
  return `${shown.join('')}${more > 0 ? `- … and ${countOf(more, 'more application')}\n` : ''}\n`;
}

/** The changes of one application, as many lines as fit; a long list is collapsed below its counts. */
function markdownBlock(block: Block, room: number): { text: string; shown: number } {
  const isLong = block.lines.length > LONG_LIST;
  const head = `### ${markdownCell(block.title)}\n\n${isLong ? `<details><summary>${countSigns([block])}</summary>\n\n` : ''}\`\`\`diff\n`;
  const tail = `\`\`\`\n\n${isLong ? '</details>\n\n' : ''}`;
  const lines = block.lines.map(({ sign, text }) => `${sign} ${maskUrls(safeText(text))}\n`);
  const shown = fitting(lines, room - byteLength(head) - byteLength(tail));
  return { text: shown.length > 0 ? `${head}${shown.join('')}${tail}` : '', shown: shown.length };
}

/** As many rows of a table as fit. */
function rowsTable({ fields, rows }: ShapedRows, room: number): { text: string; shown: number } {
  const { header, line } = markdownLines(fields);
  const shown = fitting(rows.map(line), room - byteLength(header));
  return { text: header + shown.join(''), shown: shown.length };
}

/**
 * Blocks as Markdown that fits into a comment: a summary, the counts, and the changes of each application.
 * @param shaped the rows to show as a table in place of the changes
 */
export function markdownBlocks(blocks: readonly Block[], shaped?: ShapedRows): string {
  if (blocks.length === 0) return 'No differences\n';
  const applications = countOf(blocks.length, 'application');
  let text = `**${countSigns(blocks)}** in ${applications}\n\n${countsByApplication(blocks)}`;
  let left = blocks.reduce((sum, { lines }) => sum + lines.length, 0);
  if (shaped) {
    const table = rowsTable(shaped, MAX_SIZE - byteLength(text));
    left -= table.shown;
    return left > 0 ? `${text}${table.text}\n${moreChanges(left)}` : `${text}${table.text}`;
  }
  for (const block of blocks) {
    const part = markdownBlock(block, MAX_SIZE - byteLength(text));
    text += part.text;
    left -= part.shown;
    if (part.shown < block.lines.length) break;
  }
  return left > 0 ? `${text}${moreChanges(left)}` : text;
}
