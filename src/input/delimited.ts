import { type CsvError, parse } from 'csv-parse/sync';
import { usage } from '../core/errors.ts';
import { falseLineEnd, hasFalseLineEnd } from '../core/lines.ts';
import { brokenNumber, type Entries, type Entry, type RejectedLine } from './entry.ts';
import type { Head } from './lines.ts';
import { type Field, type Fields, isAboutCallback, routeOf } from './sinchctl-rows.ts';

/** Which cell of a line means what; from 0. */
export interface Layout {
  delimiter: string;
  /** Lines before the first number. */
  hasHeader: boolean;
  number: number;
  fields: Partial<Record<Field, number>>;
  /** How many columns there are, where a header says so. */
  width?: number;
  /** What to do if the number of the first row cannot be read. */
  hint?: string;
}

/** A row of a table. */
export interface Line {
  cells: string[];
  /** Where it stands, e.g. `line 3`. */
  place: string;
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

const FORMULA_TEXT = /(^|[,;])="([^",;\r\n]*)"(?=[,;]|\r?$)/gm;

/** Without the formula that keeps a spreadsheet from changing text, `="+1415"`: CSV allows no quote within a cell. */
const withoutFormulas = (text: string): string =>
  text.includes('="') ? text.replace(FORMULA_TEXT, '$1$2') : text;

const isFilled = (cell: string): boolean => cell.trim() !== '';

/**
 * Rows of a table from a line on, those of empty cells left out. There are no comments: what begins with # is a cell.
 * @param rows the maximum number of rows, counted with those of empty cells
 * @throws SinchctlError usage for an unclosed quote, naming the line
 */
export function parseCells({ rest, above }: Head, delimiter: string, rows = -1): Line[] {
  try {
    // csv-parse counts CRLF in a quoted cell as two lines.
    const parsed = parse(withoutFormulas(rest.replaceAll('\r\n', '\n')), {
      delimiter,
      // All of them, since a file that two systems wrote to may mix them, and a lost line may be a lost number.
      record_delimiter: ['\n', '\r'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      to: rows,
      // A tab-separated file escapes with a backslash and does not quote.
      ...(delimiter === '\t' ? { quote: null } : {}),
    }) as unknown as Parsed[];
    return parsed
      .filter(({ record }) => record.some(isFilled))
      .map(({ record, info }) => ({ cells: record, place: `line ${above + info.lines}` }));
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw usage(`the file cannot be read as a table${lines ? ` at line ${above + lines}` : ''}: ${message}`);
  }
}

/** The cells of a table's first line. */
export const firstCells = (head: Head, delimiter: string): string[] =>
  parseCells(head, delimiter, 1)[0]?.cells ?? [];

/** Why the cells of a row may be another's; undefined where they are its own. */
export function misplaced(cells: readonly string[], width: number | undefined): string | undefined {
  const hidden = cells.find(hasFalseLineEnd);
  if (hidden !== undefined) return falseLineEnd(hidden);
  // A cell too many may have moved all behind it into a column that is not theirs.
  return width !== undefined && cells.slice(width).some(isFilled)
    ? `${cells.length} cells, and the header has ${width} columns`
    : undefined;
}

/** What a line says in the columns that count; one that ends early says nothing in the others. */
function fieldsOf(record: readonly string[], columns: readonly [Field, number][]): Fields {
  const fields: Fields = {};
  for (const [name, at] of columns) fields[name] = record[at] ?? '';
  return fields;
}

/** The entries of a table. */
export function readDelimited(head: Head, layout: Layout): Entries {
  const { delimiter, hasHeader, number: at, fields, width, hint } = layout;
  const good: Entry[] = [];
  const bad: RejectedLine[] = [];
  let callbacks = 0;
  const columns = Object.entries(fields) as [Field, number][];
  const rows = parseCells(head, delimiter).slice(hasHeader ? 1 : 0);
  for (const [i, { cells, place }] of rows.entries()) {
    const number = cells[at] ?? '';
    const said = fieldsOf(cells, columns);
    const advice = i === 0 && hint !== undefined ? { hint } : {};
    if (isAboutCallback(said, number)) {
      callbacks += 1;
    } else if (!isFilled(number)) {
      bad.push({ place, text: cells.join(delimiter).slice(0, 80), why: 'no number', ...advice });
    } else {
      const error = misplaced(cells, width) ?? brokenNumber(number);
      good.push({ place, number, ...routeOf(said), ...advice, ...(error !== undefined && { error }) });
    }
  }
  const isEmptyList = hasHeader && rows.length === 0;
  return { good, bad, ...(callbacks > 0 && { callbacks }), ...(isEmptyList && { isEmptyList }) };
}
