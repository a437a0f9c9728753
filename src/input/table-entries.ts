import { asApplicationKey } from '../account/application.ts';
import { CAPABILITIES } from '../account/capability.ts';
import { SCIENTIFIC } from '../account/phone-text.ts';
import { usage } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import { ambiguousColumnsOf, isNumberColumn, positionIn } from './column-names.ts';
import type { firstCells, Layout } from './delimited.ts';
import { type AmbiguousColumn, type Entries, ROUTED } from './entry.ts';
import { delimiterIn, type Head, headOf, isComment } from './lines.ts';
import { headerColumn, holdsNumber, refuseWithout } from './header.ts';
import { FIELDS, isOwnWord, isResult } from './sinchctl-rows.ts';

/** The columns of headerless tsv and csv that sinchctl prints: a write's, whose first four are those of `numbers list`. */
const OWN_COLUMNS = {
  number: 0,
  fields: { application: 1, alias: 2, capability: 3, kind: 4, change: 6, from: 7, to: 8, result: 9 },
} as const;

const KINDS = ['number', 'callback'];

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
function columnsOutOfOrder(cells: readonly string[]): AmbiguousColumn[] {
  const name = cells[OWN_COLUMNS.fields.alias] ?? '';
  const isLast = cells.length <= OWN_COLUMNS.fields.capability;
  const isOther = asApplicationKey(name) !== undefined || (isLast && (isOwnWord(name) || isCapability(name)));
  return isOther ? ROUTED.map((column) => ({ column, name, reason: 'order' })) : [];
}

const withAmbiguousColumns = (entries: Entries, ambiguousColumns: readonly AmbiguousColumn[]): Entries =>
  ambiguousColumns.length > 0 ? { ...entries, ambiguousColumns } : entries;

/** A first line, and its cells. */
interface First {
  head: Head;
  cells: string[];
  delimiter: string | undefined;
}

function firstOf(head: Head, delimiter: string | undefined, parse: typeof firstCells): First {
  try {
    return { head, delimiter, cells: parse(head, delimiter ?? ',') };
  } catch (error) {
    // A comment may hold any quotes.
    if (isComment(head.line)) return { head, delimiter, cells: [] };
    throw error;
  }
}

/** The layout that a header gives. */
function layoutOf({ cells, delimiter = ',' }: First, number: number): Layout {
  const fields = FIELDS.flatMap((name) => {
    const at = cells.findIndex((cell) => cell.toLowerCase() === name);
    return at >= 0 && at !== number ? [[name, at]] : [];
  });
  return { delimiter, hasHeader: true, number, fields: Object.fromEntries(fields), width: cells.length };
}

/** The layout of rows of which only the position of the number is known. */
function layoutAt(number: number, { head, cells }: First, delimiter: string): Layout {
  const name = shellWord(cells[number] || 'NAME', 'posix');
  const hint = `if line ${head.above + 1} is a header, add --number-column ${name}`;
  return { delimiter, hasHeader: false, number, fields: {}, hint };
}

/**
 * A table with a header that names the number, one whose numbers are at a given position, or the headerless tsv or csv
 * of sinchctl's own; undefined for none. Comments are skipped only above a header with the name of the column, where no
 * row can be lost.
 * @param separator what parts the cells, where the file says so
 */
export async function readTable(
  text: string,
  column: string | undefined,
  separator: string | undefined,
): Promise<Entries | undefined> {
  const above = headOf(text);
  const position = positionIn(column);
  const below = position === undefined ? headOf(text, isComment) : above;
  const head = below.line === '' ? above : below;
  // A decimal comma is no delimiter.
  if (SCIENTIFIC.test(head.line.trim())) return undefined;
  // A given column means that there are columns, whatever looks like a remark.
  const delimiterOf = (one: Head) => separator ?? delimiterIn(one, column === undefined);
  const isList = [above, head].every((one) => delimiterOf(one) === undefined);
  const alone = head.line.trim().replace(/^"(.*)"$/, '$1');
  if (isList && column === undefined && !isNumberColumn(alone)) return undefined;
  const { firstCells, misplaced, readDelimited } = await import('./delimited.ts');
  const first = firstOf(head, delimiterOf(head), firstCells);
  const { delimiter, cells } = first;
  // Before any header: the rows of our writes hold the word number too, as their kind.
  if ((column ?? '1') === '1' && delimiter && isOwnRow(cells, delimiter)) {
    const entries = readDelimited(above, { delimiter, hasHeader: false, ...OWN_COLUMNS });
    return withAmbiguousColumns(entries, columnsOutOfOrder(cells));
  }
  const top = firstOf(above, delimiterOf(above), firstCells);
  for (const one of [top, first]) {
    const number = headerColumn(one.cells, column);
    if (number === undefined) continue;
    const wrong = misplaced(one.cells, undefined);
    if (wrong !== undefined) throw usage(`line ${one.head.above + 1} ${wrong}`);
    const others = one.cells.filter((_, at) => at !== number);
    return withAmbiguousColumns(readDelimited(one.head, layoutOf(one, number)), ambiguousColumnsOf(others));
  }
  const isOneColumn = delimiter === undefined && (column === undefined || position === 1);
  const isEmpty = below.line === '' && column === undefined;
  if (isEmpty || isOneColumn) return undefined;
  if (position !== undefined && cells[position - 1] !== undefined)
    return readDelimited(above, layoutAt(position - 1, top, delimiter ?? ','));
  refuseWithout(/^\s*#[,;\t]/.test(above.line) ? top.cells : cells, column);
  return undefined;
}
