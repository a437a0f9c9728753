import type { RowGroup } from '../account/result-row.ts';
import { FORMATS, type Format } from './formats.ts';
import { chunksOf, groupText, rowsOf } from './row-groups.ts';
import type { Columns, PlainWriter, Row, RowLines, Write } from './rows.ts';
import { sortRows } from './sort-rows.ts';
import type { StyleOptions } from './style-options.ts';

/** Writes rows in one format, one by one or in groups that differ in nothing but their number. */
export interface RowWriter extends PlainWriter {
  writeGroups(groups: readonly RowGroup<Row>[]): Promise<void>;
}

/** Characters that small groups gather to before they are written. */
const PIECE = 64 * 1024;

/** Rows leave as they come. Without rows there is no header either, unless the line asks for one. */
function lineByLine(
  { header, line }: RowLines,
  hasHeader: boolean,
  look: StyleOptions,
  write: Write,
): RowWriter {
  let due = hasHeader ? header : '';
  async function writeText(text: string): Promise<void> {
    const whole = due + text;
    due = '';
    await write(whole);
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
          if (text.length < PIECE) continue;
          await writeText(text);
          text = '';
        }
      }
      if (text !== '') await writeText(text);
    },
    async end() {
      if (look.header && due !== '') await write(due);
    },
  };
}

/** Holds all rows until the end, when their order and their widths are known. */
function atEnd(writer: PlainWriter, look: StyleOptions): RowWriter {
  const kept: Row[] = [];
  return {
    async write(rows) {
      for (const row of rows) kept.push(row);
    },
    async writeGroups(groups) {
      for (const group of groups) kept.push(...rowsOf(group));
    },
    async end() {
      await writer.write(look.sort ? sortRows(kept, look.sort) : kept);
      await writer.end();
    },
  };
}

/**
 * Opens a writer of rows. ndjson, csv and tsv leave as rows come, unless they are to be sorted; of json, markdown and
 * tables nothing is written before `end`. Text is handed to `write` in pieces, one after the other.
 */
export function openWriter(columns: Columns, format: Format, look: StyleOptions, write: Write): RowWriter {
  const { lines, open, isStreamed, hasHeader = false } = FORMATS[format];
  if (open) return atEnd(open(columns, look, write), look);
  if (!lines) throw new Error(`the format ${format} has neither lines nor a writer`);
  const writer = lineByLine(lines(columns.fields), look.header ?? hasHeader, look, write);
  return isStreamed && !look.sort ? writer : atEnd(writer, look);
}
