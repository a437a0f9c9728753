import type { RowGroup } from '../account/result-row.ts';
import { FORMATS, type Format, streamsRows } from './formats.ts';
import { type Columns, groupRows, type PlainWriter, type Row, sortRows, type Write } from './rows.ts';
import type { StyleOptions } from './style-options.ts';

/** Writes rows in one format, one by one or in groups that differ only in their number. */
export interface RowWriter extends PlainWriter {
  writeGroups(groups: readonly RowGroup<Row>[]): Promise<void>;
}

/** Collects all rows until the end, where their order and widths are known. */
function atEnd(writer: PlainWriter, style: StyleOptions): PlainWriter {
  const kept: Row[] = [];
  return {
    async write(rows) {
      for (const row of rows) kept.push(row);
    },
    async end() {
      await writer.write(style.sort ? sortRows(kept, style.sort) : kept);
      await writer.end();
    },
  };
}

/**
 * Opens a writer of rows. Streamed formats are written as rows arrive, unless they are sorted; all others at `end`.
 * `write` gets the text in pieces, one after the other.
 */
export function openWriter(columns: Columns, format: Format, style: StyleOptions, write: Write): RowWriter {
  const { open, hasHeader = false } = FORMATS[format];
  const opened = open(columns, style, write, style.header ?? hasHeader);
  const writer = streamsRows(format, style.sort) ? opened : atEnd(opened, style);
  return { writeGroups: (groups) => writer.write(groups.flatMap(groupRows)), ...writer };
}
