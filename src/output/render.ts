import type { Format } from './format.ts';
import { renderJson } from './json.ts';
import type { Columns, Row } from './rows.ts';
import { renderTsv } from './tsv.ts';

export interface Look {
  color: boolean;
  header: boolean | undefined;
}

/** Rows as text in one format. The table's library loads only when a table is wanted. */
export async function render(
  rows: readonly Row[],
  columns: Columns,
  format: Format,
  look: Look,
): Promise<string> {
  if (format === 'json') return renderJson(rows, columns);
  if (format === 'tsv') return renderTsv(rows, columns, look.header ?? false);
  const { renderTable } = await import('./table.ts');
  return renderTable(rows, columns, { color: look.color, header: look.header ?? true });
}
