import { isSafe, safeText } from '../core/text.ts';
import type { Row, RowLines, Value } from './rows.ts';

/** What makes a spreadsheet treat a cell as a formula, including full-width forms. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
/** Text that starts like a formula but is not one: E.164, or a plain number. */
const HARMLESS = /^(\+[1-9]\d{6,14}|-?\d+(\.\d+)?)$/;

/** Tabs and line endings are data in a quoted cell; other characters that could move a cursor are escaped. */
const safeCell = (text: string): string =>
  text
    .split(/([\t\n])/)
    .map((part) => (part === '\t' || part === '\n' ? part : safeText(part)))
    .join('');

function csvCell(value: Value): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  const isFormula = typeof value === 'string' && FORMULA.test(text) && !HARMLESS.test(text);
  const safe = `${isFormula ? "'" : ''}${safeCell(text)}`;
  return /[",\t\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Quotes the only cell of a line if it is empty: most readers would skip the line. */
const csvLine = (cells: readonly string[]): string =>
  `${cells.length === 1 && !cells[0] ? '""' : cells.join(',')}\n`;

/** RFC 4180 with line feeds. Cells that a spreadsheet would run as formulas start with a `'`. */
export const csvLines = (fields: readonly string[]): RowLines => ({
  header: csvLine(fields.map(csvCell)),
  isHeaderAlone: true,
  line: (row) => csvLine(fields.map((name) => csvCell(row[name]))),
});

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A cell without tab or newline: they become `\t`, `\n`, `\r`, and a backslash doubles. */
function tsvCell(value: Value): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (isSafe(text) && !text.includes('\\')) return text;
  return safeText(text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character));
}

/** Tab-separated cells. */
export function tsvLines(fields: readonly string[]): RowLines {
  // In 100,000 rows, most cells repeat the cell above, whose text is cached.
  const above = fields.map((name) => ({ name, value: undefined as Value, text: '' }));
  function line(row: Row): string {
    let text = '';
    for (const column of above) {
      const value = row[column.name];
      if (value !== column.value) {
        column.value = value;
        column.text = tsvCell(value);
      }
      text += column === above[0] ? column.text : `\t${column.text}`;
    }
    return `${text}\n`;
  }
  return { header: `${fields.join('\t')}\n`, line };
}
