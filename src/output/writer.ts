import type { RowGroup } from '../account/result-row.ts';
import { FORMATS, type Format } from './formats.ts';
import {
  type Columns,
  chunksOf,
  groupText,
  type PlainWriter,
  type Row,
  type RowLines,
  rowsOf,
  sortRows,
  type Write,
} from './rows.ts';
import type { StyleOptions } from './style-options.ts';

/** Writes rows in one format, one by one or in groups that differ only in their number. */
export interface RowWriter extends PlainWriter {
  writeGroups(groups: readonly RowGroup<Row>[]): Promise<void>;
}

/** Characters that small groups collect before they are written. */
const WRITE_SIZE = 64 * 1024;

/** Writes rows as they come. Without rows there is no header, unless `--header` asks for it. */
function lineByLine(
  { header, line }: RowLines,
  hasHeader: boolean,
  style: StyleOptions,
  write: Write,
): RowWriter {
  let pending = hasHeader ? header : '';
  async function writeText(text: string): Promise<void> {
    const complete = pending + text;
    pending = '';
    await write(complete);
  }
  return {
    async write(rows) {
      for (const chunk of chunksOf(rows)) await writeText(chunk.map(line).join(''));
    },
    async writeGroups(groups) {
      let text = '';
      for (const group of groups) {
        for (const piece of groupText(group, line)) {
          text += piece;
          if (text.length < WRITE_SIZE) continue;
          await writeText(text);
          text = '';
        }
      }
      if (text !== '') await writeText(text);
    },
    async end() {
      if (style.header && pending !== '') await write(pending);
    },
  };
}

/** Collects all rows until the end, when their order and widths are known. */
function atEnd(writer: PlainWriter, style: StyleOptions): RowWriter {
  const kept: Row[] = [];
  return {
    async write(rows) {
      for (const row of rows) kept.push(row);
    },
    async writeGroups(groups) {
      for (const group of groups) kept.push(...rowsOf(group));
    },
    async end() {
      await writer.write(style.sort ? sortRows(kept, style.sort) : kept);
      await writer.end();
    },
  };
}

/**
 * Opens a writer of rows. Streamed formats are written as rows come, unless they are to be sorted; all others at `end`.
 * `write` gets the text in pieces, one after the other.
 */
export function openWriter(columns: Columns, format: Format, style: StyleOptions, write: Write): RowWriter {
  const { lines, open, isStreamed, hasHeader = false } = FORMATS[format];
  if (open) return atEnd(open(columns, style, write), style);
  if (!lines) throw new Error(`the format ${format} has neither lines nor a writer`);
  const writer = lineByLine(lines(columns.fields), style.header ?? hasHeader, style, write);
  return isStreamed && !style.sort ? writer : atEnd(writer, style);
}
