import { safeText } from '../core/safe-text.ts';
import type { Columns, Row, TableColumn } from './rows.ts';

/** The text of a cell as people see it, made safe before anything is painted, so only our own escapes remain. */
export const cellText = ({ cell }: TableColumn, row: Row): string => safeText(String(cell(row) ?? ''));

/** The columns of a table that say something. */
export const shownColumns = (rows: readonly Row[], { table }: Columns): TableColumn[] =>
  table.filter((column) => !column.mayHide || rows.some((row) => cellText(column, row) !== ''));
