import { safeText } from '../core/text.ts';
import type { Columns, Row, RowLines } from './rows.ts';

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
export function jsonLines(fields: readonly string[]): RowLines {
  let before = '[\n';
  function line(row: Row): string {
    const text = `${before}  ${toLine(row, fields)}`;
    before = ',\n';
    return text;
  }
  return { header: '', line, footer: '\n]\n', empty: '[]\n' };
}
