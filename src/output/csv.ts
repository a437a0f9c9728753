import { safeText } from '../core/safe-text.ts';
import type { Row, RowLines } from './rows.ts';

/** What makes a spreadsheet take a cell for a formula, its full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** What begins like one and is none: E.164, or a plain number. */
const HARMLESS = /^(\+[1-9]\d{6,14}|-?\d+(\.\d+)?)$/;

/** Tabs and line ends are data inside a quoted cell; everything else that could move a cursor is an escape. */
const safeCell = (text: string): string =>
  text
    .split(/([\t\n])/)
    .map((part) => (part === '\t' || part === '\n' ? part : safeText(part)))
    .join('');

function cell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const isFormula = typeof value === 'string' && FORMULA.test(text) && !HARMLESS.test(text);
  const safe = `${isFormula ? "'" : ''}${safeCell(text)}`;
  return /[",\t\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A line of one empty cell would be no line to most readers. */
const line = (cells: readonly string[]): string =>
  `${cells.length === 1 && !cells[0] ? '""' : cells.join(',')}\n`;

/** RFC 4180 with line feeds. Cells that a spreadsheet would run as formulas get a `'` in front. */
export const csvLines = (fields: readonly string[]): RowLines => ({
  header: line(fields.map(cell)),
  line: (row) => line(fields.map((name) => cell(row[name]))),
});
