import { isSafe, safeText } from '../core/text.ts';
import type { Row, RowLines } from './rows.ts';

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A cell without tab or newline: they become `\t`, `\n`, `\r`, and a backslash doubles. */
function cell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  const text = String(value);
  if (isSafe(text) && !text.includes('\\')) return text;
  return safeText(text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character));
}

/** Tab-separated cells. */
export function tsvLines(fields: readonly string[]): RowLines {
  // In 100,000 rows most cells repeat the one above, whose text is known.
  const above = fields.map((name) => ({ name, value: undefined as Row[string] | undefined, text: '' }));
  function line(row: Row): string {
    let text = '';
    for (const column of above) {
      const value = row[column.name];
      if (value !== column.value) {
        column.value = value;
        column.text = cell(value);
      }
      text += column === above[0] ? column.text : `\t${column.text}`;
    }
    return `${text}\n`;
  }
  return { header: `${fields.join('\t')}\n`, line };
}
