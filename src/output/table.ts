import Table from 'cli-table3';
import type { Columns, Row } from './rows.ts';
import { safeText } from './safe-text.ts';
import { paintWord, type Style } from './style.ts';

export interface TableLook {
  style: Style;
  header: boolean;
}

/** A table for people. Cells are made safe before they are painted, so only our own escapes remain. */
export function renderTable(rows: readonly Row[], columns: Columns, look: TableLook): string {
  if (rows.length === 0) return '';
  const { style } = look;
  const head = look.header ? columns.table.map(({ title }) => style.bold(title)) : [];
  // No lines between rows: an account of a thousand numbers should stay a thousand lines.
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const row of rows) {
    table.push(columns.table.map(({ cell }) => paintWord(style, safeText(String(cell(row) ?? '')))));
  }
  return `${table.toString()}\n`;
}
