import Table from 'cli-table3';
import type { Columns, Row, TableColumn } from './rows.ts';
import { safeText } from './safe-text.ts';
import { createStyle, paintWord } from './style.ts';

export interface TableLook {
  color: boolean;
  header: boolean;
}

/** A table for people. Cells are made safe before they are painted, so only our own escapes remain. */
export function renderTable(rows: readonly Row[], columns: Columns, look: TableLook): string {
  if (rows.length === 0) return '';
  const style = createStyle(look.color);
  const text = ({ cell }: TableColumn, row: Row) => safeText(String(cell(row) ?? ''));
  const shown = columns.table.filter(
    (column) => !column.mayHide || rows.some((row) => text(column, row) !== ''),
  );
  const head = look.header ? shown.map(({ title }) => style.bold(title)) : [];
  // No lines between rows: an account of a thousand numbers should stay a thousand lines.
  const table = new Table({ head, style: { head: [], border: [], compact: true } });
  for (const row of rows) table.push(shown.map((column) => paintWord(style, text(column, row))));
  return `${table.toString()}\n`;
}
