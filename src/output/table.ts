import Table from 'cli-table3';
import stringWidth from 'string-width';
import type { Columns, Row, TableColumn } from './rows.ts';
import { safeText } from './safe-text.ts';
import { createStyle, paintWord, type Style } from './style.ts';

export interface TableLook {
  color: boolean;
  header: boolean;
}

/** cli-table3 takes a time that grows with the square of its rows, so a long table is drawn in slices. */
const SLICE = 200;

const NO_TOP = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '' };
const NO_BOTTOM = { bottom: '', 'bottom-mid': '', 'bottom-left': '', 'bottom-right': '' };

const text = ({ cell }: TableColumn, row: Row): string => safeText(String(cell(row) ?? ''));

/** The columns that say something, as rows of text. */
function readCells(rows: readonly Row[], columns: Columns): { titles: string[]; cells: string[][] } {
  const shown = columns.table.filter(
    (column) => !column.mayHide || rows.some((row) => text(column, row) !== ''),
  );
  return {
    titles: shown.map(({ title }) => title),
    cells: rows.map((row) => shown.map((column) => text(column, row))),
  };
}

interface Drawing {
  /** Characters of each column, its padding included. */
  colWidths: number[];
  head: string[];
  style: Style;
}

/** Some rows of the table; only the first slice has its top, only the last its bottom. */
function drawSlice(
  slice: readonly string[][],
  { colWidths, head, style }: Drawing,
  isFirst: boolean,
  isLast: boolean,
) {
  const chars = { ...(isFirst ? {} : NO_TOP), ...(isLast ? {} : NO_BOTTOM) };
  // No lines between rows: an account of a thousand numbers should stay a thousand lines.
  const options = { colWidths, chars, style: { head: [], border: [], compact: true } };
  const table = new Table(isFirst ? { ...options, head } : options);
  for (const cells of slice) table.push(cells.map((cell) => paintWord(style, cell)));
  return table.toString();
}

/** A table for people. Cells are made safe before they are painted, so only our own escapes remain. */
export function renderTable(rows: readonly Row[], columns: Columns, look: TableLook): string {
  if (rows.length === 0) return '';
  const style = createStyle(look.color);
  const { titles, cells } = readCells(rows, columns);
  const colWidths = titles.map((title) => (look.header ? stringWidth(title) : 0));
  for (const line of cells) {
    line.forEach((cell, i) => {
      colWidths[i] = Math.max(colWidths[i] ?? 0, stringWidth(cell));
    });
  }
  const head = look.header ? titles.map((title) => style.bold(title)) : [];
  const drawing = { colWidths: colWidths.map((width) => width + 2), head, style };
  const slices: string[] = [];
  for (let at = 0; at < cells.length; at += SLICE) {
    const isLast = at + SLICE >= cells.length;
    slices.push(drawSlice(cells.slice(at, at + SLICE), drawing, at === 0, isLast));
  }
  return `${slices.join('\n')}\n`;
}
