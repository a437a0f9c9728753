import type { RowLines } from './row-lines.ts';
import type { Row } from './rows.ts';
import { safeText } from './safe-text.ts';

const ESCAPES: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A cell without tab or newline: they become `\t`, `\n`, `\r`, and a backslash doubles. */
function cell(value: Row[string] | undefined): string {
  if (value === null || value === undefined) return '';
  return safeText(String(value).replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character));
}

/** Tab-separated cells, without a header unless it is asked for. */
export const tsvLines = (fields: readonly string[]): RowLines => ({
  head: `${fields.join('\t')}\n`,
  hasHead: false,
  line: (row) => `${fields.map((name) => cell(row[name])).join('\t')}\n`,
});
