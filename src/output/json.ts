import { safeText } from '../core/text.ts';
import { type Columns, chunksOf, type PlainWriter, type Row, type RowLines, type Write } from './rows.ts';

/** JSON in one line, with control and bidi characters as JSON escapes. */
export const safeJson = (value: unknown): string => safeText(JSON.stringify(value));

const toLine = (row: Row, fields: readonly string[]): string =>
  safeJson(Object.fromEntries(fields.map((name) => [name, row[name] ?? null])));

/** A row as one line, with every declared field. */
export const toJsonLine = (row: Row, columns: Columns): string => toLine(row, columns.fields);

/** One object per line. */
export const ndjsonLines = (fields: readonly string[]): RowLines => ({
  header: '',
  line: (row) => `${toLine(row, fields)}\n`,
});

/** A complete array, one row per line. */
export function jsonArray(columns: Columns, write: Write): PlainWriter {
  let before = '[\n';
  return {
    async write(rows) {
      for (const chunk of chunksOf(rows)) {
        const text = chunk.map((row) => `  ${toJsonLine(row, columns)}`).join(',\n');
        await write(before + text);
        before = ',\n';
      }
    },
    end: () => write(before === ',\n' ? '\n]\n' : '[]\n'),
  };
}
