import { INVISIBLE } from '../account/phone-text.ts';
import { closestMatch, suggestion } from '../core/closest-match.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import { countOf, joinWords } from '../core/text.ts';
import type { AmbiguousColumn, Routed } from './entry.ts';

const LETTERS = /[^a-z]/g;
const APPLICATION =
  /^(?:sinch|target|new|old|current|voice|sms|to|from)?(?:apps|applications|(?:app|application)(?:keys?|ids?|uuid|names?|alias|sinch)?)$/;
const ALIAS = /^alias(es|name)$/;
const CAPABILITY = /^(sinch)?(capability|capabilities)(types?|names?)?$/;

/** At most two typos, in words with the same beginning: `publication` is not a mistyped `application`. */
const isMistyped = (word: string, name: Routed): boolean =>
  word.startsWith(name.slice(0, 2)) && closestMatch(word, [name], 2) !== undefined;

const NUMBER_COLUMNS = ['number', 'phonenumber', 'phone', 'msisdn', 'did', 'e164'];

export const isNumberColumn = (name: string): boolean =>
  NUMBER_COLUMNS.includes(name.toLowerCase().replace(/[\s_-]/g, ''));

/** The position in `--number-column`, from 1; undefined if it is a name or absent. */
export const positionIn = (column: string | undefined): number | undefined =>
  column !== undefined && /^\d+$/.test(column) ? Number(column) : undefined;

/** Whether a name is that of the number column: the one in `--number-column`, or else a known name. */
export const namesNumbers = (name: string, column: string | undefined): boolean =>
  column === undefined || positionIn(column) !== undefined
    ? isNumberColumn(name)
    : name.toLowerCase() === column.toLowerCase();

/** A name with its invisible characters as escapes: otherwise it looks like another name. */
const shownName = (name: string): string =>
  name.replace(INVISIBLE, (character) => `\\u${character.codePointAt(0)?.toString(16).padStart(4, '0')}`);

/** How to choose a column: by name, or by position (from 0) if the name cannot be typed or is not unique. */
export function columnFlag(names: readonly string[], at: number): string {
  const name = names[at] ?? '';
  const isUnique = names.filter((one) => one.toLowerCase() === name.toLowerCase()).length === 1;
  const isTypable = name !== '' && shownName(name) === name && positionIn(name) === undefined;
  return `--number-column ${isUnique && isTypable ? shellWord(name, 'posix') : at + 1}`;
}

/** Several columns may contain the numbers. */
export function severalColumns(names: readonly string[], first: number, second: number): SinchctlError {
  const [name = '', other = ''] = [names[first], names[second]];
  const isSame = name.toLowerCase() === other.toLowerCase();
  const message = isSame
    ? `two columns are named ${shownName(name)}`
    : `both ${shownName(name)} and ${shownName(other)} may contain the numbers`;
  return usage(message, `to use the first, add ${columnFlag(names, first)}`, isSame ? [name] : [name, other]);
}

/** The names of the application's column. Sinch's own API calls it `applicationkey`. */
const APPLICATION_NAMES = ['application', 'applicationkey'];

/** The column that a name is, or may refer to; undefined for ordinary names and for `alias`. */
function resembledColumn(name: string): Routed | undefined {
  const word = name.toLowerCase().replace(LETTERS, '');
  if (APPLICATION.test(word) || ALIAS.test(word) || isMistyped(word, 'application')) return 'application';
  return CAPABILITY.test(word) || isMistyped(word, 'capability') ? 'capability' : undefined;
}

/** The ambiguous columns of a row. A similar name does not count if the column itself exists too. */
export function ambiguousColumnsOf(names: readonly string[]): AmbiguousColumn[] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const count = (name: string) => lower.filter((one) => one === name).length;
  const ambiguous: AmbiguousColumn[] = [];
  const checkTwice = (name: string, column: Routed) => {
    if (count(name) > 1) ambiguous.push({ column, name, reason: 'twice' });
  };
  const hasApplication = APPLICATION_NAMES.some((name) => count(name) > 0);
  for (const name of APPLICATION_NAMES) checkTwice(name, 'application');
  checkTwice('capability', 'capability');
  if (!hasApplication) checkTwice('alias', 'application');
  const isPresent = { application: hasApplication, capability: count('capability') > 0 };
  for (const [at, name] of names.entries()) {
    const column = resembledColumn(name);
    if (column && !isPresent[column]) ambiguous.push({ column, name, at, reason: 'alike' });
  }
  return ambiguous;
}

const SEVERAL_CAPABILITIES = /^\s*(?:(?:voice|sms|mms|fax)(?:[\s,;|/&+]+(?!$)|\s*$)){2,}$/i;

/**
 * Whether a cell of a column with a similar name counts: it is not empty, and does not list all capabilities of a
 * number.
 */
export function mayRoute(column: Routed, cell: unknown): boolean {
  const isText = typeof cell === 'string';
  if (cell === undefined || cell === null || (isText && cell.trim() === '')) return false;
  return column === 'application' || (isText && !/^\s*[[{]/.test(cell) && !SEVERAL_CAPABILITIES.test(cell));
}

/** The column that a name is, or may refer to. */
export const routedColumn = (name: string): Routed | undefined =>
  name.toLowerCase() === 'alias' ? 'application' : resembledColumn(name);

export const holdsNumber = (cell: string | undefined): boolean => (cell ?? '').replace(/\D/g, '').length >= 7;

/** Whether a cell contains only a number, which is never a column name. */
const isNumber = (cell: string): boolean => holdsNumber(cell) && /^[+(\d][\d\s()./-]*$/.test(cell);

/** Whether a cell can only be a phone number. */
export const isInternational = (cell: unknown): boolean =>
  typeof cell === 'string' && /^(?:tel:)?\+/i.test(cell) && isNumber(cell.replace(/^tel:/i, ''));

const LIKELY_NAME = /phone|number|nummer|tel|mobile|cell|msisdn|did|e\.?164|line|extension|^tn$/i;

/** How to choose the number column, from the cells of a row. */
export function columnHint(names: readonly string[], cells: readonly unknown[]): string {
  const every = [...names.keys()];
  const international = every.filter((at) => isInternational(cells[at]));
  const named = every.filter(
    (at) => LIKELY_NAME.test(names[at] ?? '') && isNumber(String(cells[at] ?? '').trim()),
  );
  const match = closestMatch('number', names);
  const near = every.filter((at) => names[at] === match);
  const likely = [international, named, near].find((one) => one.length > 0) ?? [];
  const flags = likely.slice(0, 3).map((at) => columnFlag(names, at));
  return `to choose one, add ${joinWords(flags) || '--number-column <COLUMN>'}`;
}

/**
 * The column of a first line that contains the numbers, from 0; undefined if the line is not a header.
 * @throws SinchctlError usage if several may
 */
export function headerColumn(cells: readonly string[], column: string | undefined): number | undefined {
  if (cells.some(isNumber)) return undefined;
  const position = positionIn(column);
  if (position !== undefined) return isNumberColumn(cells[position - 1] ?? '') ? position - 1 : undefined;
  const found = [...cells.keys()].filter((at) => namesNumbers(cells[at] ?? '', column));
  const [first, second] = found;
  if (first !== undefined && second !== undefined) throw severalColumns(cells, first, second);
  return first;
}

const listed = (cells: readonly string[]): string =>
  cells
    .filter((cell) => cell !== '')
    .map(shownName)
    .join(', ')
    .slice(0, 200);

/** Why a table has no column of the given name or position. */
function missingColumn(cells: readonly string[], column: string): SinchctlError {
  if (positionIn(column) !== undefined)
    return usage(
      `the table has no column ${column}`,
      `it has ${countOf(cells.length, 'column')}: ${listed(cells)}`,
      [column],
    );
  const named = cells.findIndex((cell) => namesNumbers(cell, column));
  if (named < 0 || !cells.some(isNumber))
    return usage(`the table has no column named ${column}`, suggestion(column, cells.map(shownName)), [
      column,
    ]);
  const hint = `to choose the column by its position, add --number-column ${named + 1}`;
  return usage('the first line contains a number, so it is not a header', hint, [column]);
}

/**
 * @param below the cells of the next row
 * @throws SinchctlError usage for a table without a column of numbers
 */
export function refuseWithout(
  cells: readonly string[],
  column: string | undefined,
  below: readonly string[],
): void {
  if (column !== undefined) throw missingColumn(cells, column);
  if (holdsNumber(cells[0])) return;
  const items = [cells.join(',').slice(0, 80)];
  const at = cells.findIndex(isNumber);
  if (at >= 0) {
    const hint = `if there is no header, add --number-column ${at + 1}`;
    throw usage(`the first line is not a header with a number column: ${listed(cells)}`, hint, items);
  }
  const message = `the table has no number column; its columns are ${listed(cells)}`;
  throw usage(message, columnHint(cells, below), items);
}
