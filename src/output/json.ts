import type { Columns, Row } from './rows.ts';
import { safeText } from './safe-text.ts';

/** JSON in one line, control and bidi characters as escapes that parse back to themselves. */
export const safeJson = (value: unknown): string => safeText(JSON.stringify(value));

/** A row as one line, every promised field present. */
export const toJsonLine = (row: Row, columns: Columns): string =>
  safeJson(Object.fromEntries(columns.fields.map((name) => [name, row[name] ?? null])));

/** A complete array, one row a line. */
export function renderJson(rows: readonly Row[], columns: Columns): string {
  if (rows.length === 0) return '[]\n';
  const lines = rows.map((row) => toJsonLine(row, columns));
  return `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`;
}
