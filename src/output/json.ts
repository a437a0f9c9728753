import { safeText } from '../core/text.ts';
import type { Columns, Row, RowLines } from './rows.ts';

/** JSON in one line, with control and bidi characters as JSON escapes. */
export const safeJson = (value: unknown): string => safeText(JSON.stringify(value));

function toLine(row: Row, fields: readonly string[]): string {
  // Twice as fast as Object.fromEntries, and there may be 100,000 rows.
  const object: Record<string, Row[string]> = {};
  for (const name of fields) object[name] = row[name] ?? null;
  return safeJson(object);
}

/** A row as one line, with every declared field. */
export const toJsonLine = (row: Row, columns: Columns): string => toLine(row, columns.fields);

/** One object per line. */
export const ndjsonLines = (fields: readonly string[]): RowLines => ({
  header: '',
  line: (row) => `${toLine(row, fields)}\n`,
});

/** A complete array, one row per line. */
export function jsonLines(fields: readonly string[]): RowLines {
  let before = '[\n';
  function line(row: Row): string {
    const text = `${before}  ${toLine(row, fields)}`;
    before = ',\n';
    return text;
  }
  return { header: '', line, footer: '\n]\n', empty: '[]\n' };
}
