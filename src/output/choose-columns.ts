import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { type Columns, field } from './rows.ts';
import type { SortKey } from './sort-rows.ts';

function check(where: string, name: string, fields: readonly string[]): void {
  if (fields.includes(name)) return;
  throw usage(`${where} has no column ${name}`, suggestion(name, fields), [name]);
}

/**
 * The columns to print: those that the line chooses, in its order, or all of the command.
 * @throws SinchctlError usage for a column that the command does not have
 */
export function chooseColumns(
  columns: Columns,
  chosen: readonly string[] | undefined,
  sort: readonly SortKey[] | undefined,
): Columns {
  for (const key of sort ?? []) check('--sort', key.field, columns.fields);
  if (!chosen) return columns;
  for (const name of chosen) check('--columns', name, columns.fields);
  return { ...columns, fields: chosen, table: chosen.map((name) => field(name)) };
}
