import { safeText } from '../core/text.ts';
import type { Row, RowLines } from './rows.ts';

/** What makes a spreadsheet treat a cell as a formula, including full-width forms. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** What starts like a formula but is not one: E.164, or a plain number. */
const HARMLESS = /^(\+[1-9]\d{6,14}|-?\d+(\.\d+)?)$/;

/** Tabs and line ends are data in a quoted cell; everything else that could move a cursor becomes an escape. */
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

/** Quotes the only cell of a line if it is empty: most readers would skip the line. */
const line = (cells: readonly string[]): string =>
  `${cells.length === 1 && !cells[0] ? '""' : cells.join(',')}\n`;

/** RFC 4180 with line feeds. Cells that a spreadsheet would run as formulas start with a `'`. */
export const csvLines = (fields: readonly string[]): RowLines => ({
  header: line(fields.map(cell)),
  line: (row) => line(fields.map((name) => cell(row[name]))),
});
