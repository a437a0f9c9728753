import { closestMatch, suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { isNumberColumn, namesNumbers, positionIn, severalColumns } from './column-names.ts';

export const holdsNumber = (cell: string | undefined): boolean => (cell ?? '').replace(/\D/g, '').length >= 7;

/** Whether a cell is a number and nothing else, as no name of a column is. */
const isNumber = (cell: string): boolean => holdsNumber(cell) && /^[+(\d][\d\s()./-]*$/.test(cell);

/** @throws SinchctlError usage when several columns could hold the number */
function refuseSeveral(cells: readonly string[], found: readonly number[]): void {
  const [first = 0, second = 0] = found;
  if (found.length < 2) return;
  const [name = '', other = ''] = [cells[first], cells[second]];
  if (name.toLowerCase() !== other.toLowerCase()) throw severalColumns(name, other);
  const hint = `say by its position which one holds the number: --number-column ${first + 1}`;
  throw usage(`the table has two columns ${name}`, hint, [name]);
}

/**
 * Which column of a first line holds the numbers, from 0; undefined where the line is not a header.
 * @throws SinchctlError usage when several could
 */
export function headerColumn(cells: readonly string[], column: string | undefined): number | undefined {
  if (cells.some(isNumber)) return undefined;
  const position = positionIn(column);
  if (position !== undefined) return isNumberColumn(cells[position - 1] ?? '') ? position - 1 : undefined;
  const found = [...cells.keys()].filter((at) => namesNumbers(cells[at] ?? '', column));
  refuseSeveral(cells, found);
  return found[0];
}

const listed = (cells: readonly string[]): string =>
  cells
    .filter((cell) => cell !== '')
    .join(', ')
    .slice(0, 200);

/** @throws SinchctlError usage for a table that ought to name the column, and does not */
export function refuseWithout(cells: readonly string[], column: string | undefined): void {
  if (column !== undefined) {
    const isRow = cells.some(isNumber) && cells.some((cell) => namesNumbers(cell, column));
    if (isRow) throw usage('the first line contains a number, so it is not a header', undefined, [column]);
    throw usage(`the file has no column ${column}`, suggestion(column, cells), [column]);
  }
  if (holdsNumber(cells[0])) return;
  const near = closestMatch('number', cells);
  throw usage(
    `the table has no column number, it has ${listed(cells)}`,
    `say which one holds it: --number-column ${near ?? 'NAME'}`,
    [cells.join(',').slice(0, 80)],
  );
}
