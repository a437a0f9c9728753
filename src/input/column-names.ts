import { closestMatch, suggestion } from '../core/closest-match.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import type { AmbiguousColumn, Routed } from './entry.ts';

const LETTERS = /[^a-z]/g;
const APPLICATION =
  /^(sinch|target|new|old|current|voice|sms|to|from)?(apps?|applications?)(keys?|ids?|uuid|names?|alias|sinch)?$/;
const ALIAS = /^alias(es|name)$/;
const CAPABILITY = /^(sinch)?(capability|capabilities)(types?|names?)?$/;

/** Up to two typing errors, in words that begin alike: `publication` is not a mistyped `application`. */
const isMistyped = (word: string, name: Routed): boolean =>
  word.startsWith(name.slice(0, 2)) && closestMatch(word, [name], 2) !== undefined;

const NUMBER_COLUMNS = ['number', 'phonenumber', 'phone', 'msisdn', 'did', 'e164'];

export const isNumberColumn = (name: string): boolean =>
  NUMBER_COLUMNS.includes(name.toLowerCase().replace(/[\s_-]/g, ''));

/** The position that `--number-column` gives, from 1; undefined if it is a name or not given. */
export const positionIn = (column: string | undefined): number | undefined =>
  column !== undefined && /^\d+$/.test(column) ? Number(column) : undefined;

/** Whether a name is that of the column with the numbers: a known one, unless `--number-column` gives another. */
export const namesNumbers = (name: string, column: string | undefined): boolean =>
  column === undefined || positionIn(column) !== undefined
    ? isNumberColumn(name)
    : name.toLowerCase() === column.toLowerCase();

/** Two columns could each contain the numbers. */
export const severalColumns = (name: string, other: string): SinchctlError =>
  usage(
    `both ${name} and ${other} may contain the number`,
    `choose one: --number-column ${shellWord(name, 'posix')}`,
    [name, other],
  );

/** The column that a name was perhaps meant to be; undefined for ordinary names. */
function resembledColumn(name: string): Routed | undefined {
  const word = name.toLowerCase().replace(LETTERS, '');
  if (word === 'alias') return undefined;
  if (APPLICATION.test(word) || ALIAS.test(word) || isMistyped(word, 'application')) return 'application';
  return CAPABILITY.test(word) || isMistyped(word, 'capability') ? 'capability' : undefined;
}

/** The ambiguous ones of a row's columns. A name that resembles a column which is there too is an ordinary one. */
export function ambiguousColumnsOf(names: readonly string[]): AmbiguousColumn[] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const count = (name: string) => lower.filter((one) => one === name).length;
  const ambiguous: AmbiguousColumn[] = [];
  const checkTwice = (name: string, column: Routed) => {
    if (count(name) > 1) ambiguous.push({ column, name, reason: 'twice' });
  };
  checkTwice('application', 'application');
  checkTwice('capability', 'capability');
  if (count('application') === 0) checkTwice('alias', 'application');
  for (const column of ['application', 'capability'] as const) {
    const name = names.find((one) => resembledColumn(one) === column);
    if (name !== undefined && count(column) === 0) ambiguous.push({ column, name, reason: 'alike' });
  }
  return ambiguous;
}

export const holdsNumber = (cell: string | undefined): boolean => (cell ?? '').replace(/\D/g, '').length >= 7;

/** Whether a cell is a number and nothing else, which no column name is. */
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

/** @throws SinchctlError usage for a table that has to name the column of numbers and does not */
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
