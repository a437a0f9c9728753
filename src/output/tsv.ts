import type { Columns, Row } from './rows.ts';
import { safeText } from './safe-text.ts';

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A cell without tab or newline: they become `\t`, `\n`, `\r`, and a backslash doubles. */
function cell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  return safeText(String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character));
}

export function renderTsv(rows: readonly Row[], columns: Columns, header: boolean): string {
  const lines = rows.map((row) => columns.fields.map((name) => cell(row[name])).join('\t'));
  if (header) lines.unshift(columns.fields.join('\t'));
  return lines.map((line) => `${line}\n`).join('');
}
