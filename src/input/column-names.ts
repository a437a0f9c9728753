import { closestMatch } from '../core/closest-match.ts';
import { type SinchctlError, usage } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import type { AmbiguousColumn, Routed } from './entry.ts';

const LETTERS = /[^a-z]/g;
const APPLICATION =
  /^(sinch|target|new|old|current|voice|sms|to|from)?(apps?|applications?)(keys?|ids?|uuid|names?|alias|sinch)?$/;
const ALIAS = /^alias(es|name)$/;
const CAPABILITY = /^(sinch)?(capability|capabilities)(types?|names?)?$/;

/** Up to two slips, of words that begin alike: `publication` is no mistyped application. */
const isMistyped = (word: string, wanted: Routed): boolean =>
  word.startsWith(wanted.slice(0, 2)) && closestMatch(word, [wanted], 2) !== undefined;

const NUMBER_COLUMNS = ['number', 'phonenumber', 'phone', 'msisdn', 'did', 'e164'];

export const isNumberColumn = (name: string): boolean =>
  NUMBER_COLUMNS.includes(name.toLowerCase().replace(/[\s_-]/g, ''));

/** The position that `--number-column` gives, from 1; undefined where it gives a name, or nothing. */
export const positionIn = (column: string | undefined): number | undefined =>
  column !== undefined && /^\d+$/.test(column) ? Number(column) : undefined;

/** Whether a name is that of the column of numbers: a known one, unless `--number-column` gives another. */
export const namesNumbers = (name: string, column: string | undefined): boolean =>
  column === undefined || positionIn(column) !== undefined
    ? isNumberColumn(name)
    : name.toLowerCase() === column.toLowerCase();

/** Two columns could each be that of numbers. */
export const severalColumns = (name: string, other: string): SinchctlError =>
  usage(
    `both ${name} and ${other} may contain the number`,
    `choose one: --number-column ${shellWord(name, 'posix')}`,
    [name, other],
  );

/** The column that a name was perhaps to be; undefined for ordinary ones, which say what they like. */
export function lookAlike(name: string): Routed | undefined {
  const word = name.toLowerCase().replace(LETTERS, '');
  if (word === 'alias') return undefined;
  if (APPLICATION.test(word) || ALIAS.test(word) || isMistyped(word, 'application')) return 'application';
  return CAPABILITY.test(word) || isMistyped(word, 'capability') ? 'capability' : undefined;
}

/** What the names of a row's columns leave open. What looks like a column that is there is only an ordinary one. */
export function ambiguousColumnsOf(names: readonly string[]): AmbiguousColumn[] {
  const lower = names.map((name) => name.trim().toLowerCase());
  const count = (name: string) => lower.filter((one) => one === name).length;
  const ambiguousColumns: AmbiguousColumn[] = [];
  const refuseTwice = (name: string, column: Routed) => {
    if (count(name) > 1) ambiguousColumns.push({ column, name, reason: 'twice' });
  };
  refuseTwice('application', 'application');
  refuseTwice('capability', 'capability');
  if (count('application') === 0) refuseTwice('alias', 'application');
  for (const column of ['application', 'capability'] as const) {
    const name = names.find((one) => lookAlike(one) === column);
    if (name !== undefined && count(column) === 0) ambiguousColumns.push({ column, name, reason: 'alike' });
  }
  return ambiguousColumns;
}
