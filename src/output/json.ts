import { safeText } from '../core/safe-text.ts';
import type { RowLines } from './row-lines.ts';
import type { Columns, Row } from './rows.ts';

/** JSON in one line, control and bidi characters as escapes that parse back to themselves. */
export const safeJson = (value: unknown): string => safeText(JSON.stringify(value));

const toLine = (row: Row, fields: readonly string[]): string =>
  safeJson(Object.fromEntries(fields.map((name) => [name, row[name] ?? null])));

/** A row as one line, every promised field present. */
export const toJsonLine = (row: Row, columns: Columns): string => toLine(row, columns.fields);

/** One object a line. */
export const ndjsonLines = (fields: readonly string[]): RowLines => ({
  head: '',
  hasHead: false,
  line: (row) => `${toLine(row, fields)}\n`,
});
