import { asApplicationKey } from '../../core/application.ts';
import { CAPABILITIES } from '../../core/capability.ts';
import { usage } from '../../core/errors.ts';
import { nearest, suggestion } from '../../core/nearest.ts';
import { SCIENTIFIC } from '../../core/phone.ts';
import type { Layout } from './delimited.ts';
import { type Doubt, type Entries, ROUTED } from './entry.ts';
import { delimiterIn, firstLine } from './first-line.ts';
import { doubtsOf } from './names.ts';
import { FIELDS, isOwnWord, isResult } from './own-row.ts';

/** The columns of headerless tsv and csv that sinchctl prints: a write's, whose first four are those of `numbers list`. */
const OWN_COLUMNS = {
  number: 0,
  fields: { application: 1, alias: 2, capability: 3, kind: 4, change: 6, from: 7, to: 8, result: 9 },
} as const;

const KINDS = ['number', 'callback'];

/** Position of a column by its name in any case, or by its number from 1. */
function columnOf(cells: readonly string[], wanted: string): number | undefined {
  const byName = cells.findIndex((cell) => cell.toLowerCase() === wanted.toLowerCase());
  if (byName >= 0) return byName;
  const byNumber = /^\d+$/.test(wanted) ? Number(wanted) - 1 : -1;
  return byNumber >= 0 && byNumber < cells.length ? byNumber : undefined;
}

const holdsNumber = (cell: string | undefined): boolean => (cell ?? '').replace(/\D/g, '').length >= 7;

const isCapability = (cell: string | undefined): boolean => CAPABILITIES.some((one) => one === cell);

/** Whether a first line is none of a header, but a row of ours. */
function isOwnRow(cells: readonly string[], delimiter: string | undefined): boolean {
  const { capability, kind, result } = OWN_COLUMNS.fields;
  // A line of a file that was no good has no number.
  const isWrite = KINDS.includes(cells[kind] ?? '') && isResult(cells[result]);
  if (delimiter === '\t') return holdsNumber(cells[0]) || isWrite;
  return delimiter === ',' && (isWrite || (holdsNumber(cells[0]) && isCapability(cells[capability])));
}

/** Whether what stands where a row of ours has an alias can be none, so that its columns are others. */
function orderDoubts(cells: readonly string[]): Doubt[] {
  const name = cells[OWN_COLUMNS.fields.alias] ?? '';
  const isLast = cells.length <= OWN_COLUMNS.fields.capability;
  const isOther = asApplicationKey(name) !== undefined || (isLast && (isOwnWord(name) || isCapability(name)));
  return isOther ? ROUTED.map((column) => ({ column, name, reason: 'order' })) : [];
}

const withDoubts = (entries: Entries, doubts: readonly Doubt[]): Entries =>
  doubts.length > 0 ? { ...entries, doubts } : entries;

const named = (cells: readonly string[]): string =>
  cells
    .filter((cell) => cell !== '')
    .join(', ')
    .slice(0, 200);

function layoutOf(cells: readonly string[], number: number, delimiter: string): Layout {
  const hasHeader = !holdsNumber(cells[number]);
  if (!hasHeader) return { delimiter, hasHeader, number, fields: {} };
  const fields = FIELDS.flatMap((name) => {
    const at = cells.findIndex((cell) => cell.toLowerCase() === name);
    return at >= 0 && at !== number ? [[name, at]] : [];
  });
  return { delimiter, hasHeader, number, fields: Object.fromEntries(fields), width: cells.length };
}

/** @throws SinchctlError usage when two columns have the name that is to hold the number */
function refuseTwice(cells: readonly string[], name: string): void {
  const isNamed = (cell: string) => cell.toLowerCase() === name.toLowerCase();
  if (cells.filter(isNamed).length < 2) return;
  const first = cells.findIndex(isNamed) + 1;
  const hint = `say by its position which one holds the number: --number-column ${first}`;
  throw usage(`the table has two columns ${name}`, hint, [name]);
}

/** @throws SinchctlError usage for a table that ought to name the column, and does not */
function refuseWithout(cells: readonly string[], column: string | undefined): void {
  if (column !== undefined) {
    throw usage(`the file has no column ${column}`, suggestion(column, cells), [column]);
  }
  if (holdsNumber(cells[0])) return;
  const near = nearest('number', cells);
  throw usage(
    `the table has no column number, it has ${named(cells)}`,
    `say which one holds it: --number-column ${near ?? 'NAME'}`,
    [cells.join(',').slice(0, 80)],
  );
}

/**
 * A table with a header that names the number, or the headerless tsv or csv of sinchctl's own; undefined for neither.
 * @param separator what parts the cells, where the file says so
 */
export async function readTable(
  text: string,
  column: string | undefined,
  separator: string | undefined,
): Promise<Entries | undefined> {
  const line = firstLine(text);
  // A decimal comma is no delimiter.
  if (SCIENTIFIC.test(line.trim())) return undefined;
  const wanted = column ?? 'number';
  const delimiter = separator ?? delimiterIn(line);
  const alone = line.trim().replace(/^"(.*)"$/, '$1');
  if (delimiter === undefined && alone.toLowerCase() !== wanted.toLowerCase()) return undefined;
  const { firstCells, readDelimited } = await import('./delimited.ts');
  const cells = firstCells(line, delimiter ?? ',');
  // Before any header: the rows of our writes hold the word number too, as their kind.
  if ((column ?? '1') === '1' && delimiter && isOwnRow(cells, delimiter)) {
    return withDoubts(
      readDelimited(text, { delimiter, hasHeader: false, ...OWN_COLUMNS }),
      orderDoubts(cells),
    );
  }
  const number = columnOf(cells, wanted);
  if (number === undefined) {
    refuseWithout(cells, column);
    return undefined;
  }
  refuseTwice(cells, wanted);
  const layout = layoutOf(cells, number, delimiter ?? ',');
  const others = cells.filter((_, i) => i !== number);
  return withDoubts(readDelimited(text, layout), layout.hasHeader ? doubtsOf(others) : []);
}
