import { SCIENTIFIC } from '../account/phone-text.ts';
import { usage } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import {
  ambiguousColumnsOf,
  headerColumn,
  holdsNumber,
  isNumberColumn,
  mayRoute,
  namesNumbers,
  positionIn,
  refuseWithout,
} from './column-names.ts';
import {
  delimiterIn,
  firstLineOf,
  type Head,
  isFilled,
  misplaced,
  readFirstCells,
  readTableRows,
  refuseMisplacedHeader,
} from './delimited.ts';
import {
  type AmbiguousColumn,
  brokenNumber,
  type Entries,
  entryOf,
  isComment,
  type NumberEntry,
  type RejectedLine,
  reject,
  splitLines,
} from './entry.ts';
import {
  columnsOutOfOrder,
  FIELDS,
  isAboutCallback,
  isOwnRow,
  numberIn,
  OWN_COLUMNS,
  type RowField,
  routeOf,
  rowFields,
} from './sinchctl-rows.ts';

/** The content of the cells of a row, by their position from 0. */
interface Layout {
  delimiter: string;
  hasHeader: boolean;
  number: number;
  fields: Partial<Record<RowField, number>>;
  /** The number of columns, if there is a header. */
  width?: number;
  /** The hint if the number of the first row is invalid. */
  hint?: string;
  ambiguousColumns?: readonly AmbiguousColumn[];
}

/** The layout from a header. */
function layoutOf(cells: readonly string[], number: number, delimiter: string): Layout {
  const fields = FIELDS.flatMap((name) => {
    const at = cells.findIndex((cell) => cell.toLowerCase() === name);
    return at >= 0 && at !== number ? [[name, at]] : [];
  });
  return {
    delimiter,
    hasHeader: true,
    number,
    fields: Object.fromEntries(fields),
    width: cells.length,
    ambiguousColumns: ambiguousColumnsOf(cells.map((name, at) => (at === number ? '' : name))),
  };
}

/** The layout of rows if only the position of the number is known. */
function layoutAt(number: number, { head, cells }: FirstRow, delimiter: string): Layout {
  const name = cells[number] ? shellWord(cells[number], 'posix') : '<COLUMN>';
  const hint = `if line ${head.above + 1} is a header, add --number-column ${name}`;
  return { delimiter, hasHeader: false, number, fields: {}, hint };
}

async function entriesIn(head: Head, layout: Layout): Promise<Entries> {
  const { delimiter, hasHeader, number: at, width, hint } = layout;
  const rows = (await readTableRows(head, delimiter)).slice(hasHeader ? 1 : 0);
  const good: NumberEntry[] = [];
  const bad: RejectedLine[] = [];
  let callbacks = 0;
  for (const [i, row] of rows.entries()) {
    const { cells } = row;
    const number = numberIn(cells[at] ?? '', delimiter);
    // Missing cells at the end of a row count as empty.
    const fields = rowFields((name) => {
      const column = layout.fields[name];
      return column === undefined ? undefined : (cells[column] ?? '');
    });
    const advice = i === 0 ? hint : undefined;
    if (isAboutCallback(fields, number)) {
      callbacks += 1;
    } else if (!isFilled(number)) {
      bad.push({ ...reject(row, 'no number'), hint: advice });
    } else {
      const error = misplaced(cells, width) ?? brokenNumber(number);
      good.push(entryOf(row.place, number, routeOf(fields), error, advice));
    }
  }
  const ambiguousColumns = layout.ambiguousColumns?.filter(
    ({ reason, column, at = -1 }) =>
      reason !== 'alike' || rows.some(({ cells }) => mayRoute(column, cells[at])),
  );
  return { good, bad, callbacks, isEmptyList: hasHeader && rows.length === 0, ambiguousColumns };
}

/** A line that may be the header or the first row. */
interface FirstRow {
  head: Head;
  cells: readonly string[];
  delimiter: string | undefined;
}

/** The cells of the first two rows, as far as they can be read. */
const cellsFrom = async (head: Head, delimiter: string): Promise<(readonly string[])[]> =>
  (await readTableRows(head, delimiter, 2).catch(() => [])).map(({ cells }) => cells);

async function readFirstRow(head: Head, delimiter: string | undefined): Promise<FirstRow> {
  try {
    return { head, delimiter, cells: await readFirstCells(head, delimiter ?? ',') };
  } catch (error) {
    // A comment may contain any quotes.
    if (isComment(head.line)) return { head, delimiter, cells: [] };
    throw error;
  }
}

/** The number of lines below a title to search for its header. */
const TITLE_LINES = 20;

/** @throws SinchctlError usage if a line without a number is a title, because a header follows it */
function refuseTitle({ line, rest, above }: Head, column: string | undefined, separator?: string): void {
  // A title may contain a date.
  if (holdsNumber(line) && (!/\p{L}{2}/u.test(line) || /\+\s*\d/.test(line))) return;
  const below = splitLines(rest.slice(0, 10_000)).slice(1, TITLE_LINES);
  const at = below.findIndex((one) => {
    const delimiter = separator ?? delimiterIn({ line: one, above: 0, rest: one });
    const cells = (delimiter ? one.split(delimiter) : [one]).map((cell) =>
      cell.trim().replace(/^"(.*)"$/, '$1'),
    );
    return cells.some((cell) => namesNumbers(cell, column)) && !cells.some(holdsNumber);
  });
  if (at < 0) return;
  const [first, header] = [above + 1, above + at + 2];
  const lines = first === header - 1 ? `line ${first}` : `lines ${first} to ${header - 1}`;
  throw usage(
    `line ${header} is the header of the table, but there is a title above it: ${line.slice(0, 80)}`,
    `delete ${lines}`,
  );
}

/** The entries below the first row that is a header. */
async function readBelowHeader(rows: FirstRow[], column: string | undefined): Promise<Entries | undefined> {
  for (const { head, cells, delimiter = ',' } of rows) {
    const number = headerColumn(cells, column);
    if (number === undefined) continue;
    refuseMisplacedHeader(cells, head);
    return entriesIn(head, layoutOf(cells, number, delimiter));
  }
  return undefined;
}

/**
 * A table with a header that has a number column, one whose numbers are at a given position, or the headerless tsv or
 * csv that sinchctl prints; undefined for anything else. Comments are skipped only above a header, where they cannot be
 * rows.
 * @param separator the delimiter from a `sep=` line
 */
export async function readTableEntries(
  text: string,
  column: string | undefined,
  separator: string | undefined,
): Promise<Entries | undefined> {
  const above = firstLineOf(text);
  const position = positionIn(column);
  const below = position === undefined ? firstLineOf(text, isComment) : above;
  const head = below.line === '' ? above : below;
  // A decimal comma is not a delimiter.
  if (SCIENTIFIC.test(head.line.trim())) return undefined;
  // With --number-column there are columns, even if the line looks like a number and a comment.
  const delimiterOf = (one: Head) => separator ?? delimiterIn(one, column === undefined);
  const isList = [above, head].every((one) => delimiterOf(one) === undefined);
  const alone = head.line.trim().replace(/^"(.*)"$/, '$1');
  if (isList && column === undefined && !isNumberColumn(alone)) {
    refuseTitle(head, column, separator);
    return undefined;
  }
  const first = await readFirstRow(head, delimiterOf(head));
  const { delimiter, cells } = first;
  // Before any header: result rows contain the word number too, as their kind.
  if ((column ?? '1') === '1' && delimiter && isOwnRow(cells, delimiter))
    return entriesIn(above, {
      delimiter,
      hasHeader: false,
      ...OWN_COLUMNS,
      ambiguousColumns: columnsOutOfOrder(cells),
    });
  const top = await readFirstRow(above, delimiterOf(above));
  const entries = await readBelowHeader([top, first], column);
  const isOneColumn = delimiter === undefined && (column === undefined || position === 1);
  const isEmpty = below.line === '' && column === undefined;
  if (entries || isEmpty || isOneColumn) return entries;
  if (position !== undefined && cells[position - 1] !== undefined)
    return entriesIn(above, layoutAt(position - 1, top, delimiter ?? ','));
  refuseTitle(head, column, separator);
  const isAbove = /^\s*#[,;\t]/.test(above.line);
  const [, next = []] = await cellsFrom(isAbove ? above : head, delimiter ?? ',');
  refuseWithout(isAbove ? top.cells : cells, column, next);
  return undefined;
}
