import { type Aliases, type ApplicationKey, aliasOf } from '../account/application.ts';
import type { AccountNumber } from '../account/phone-number.ts';
import type { RowGroup } from '../account/result-row.ts';
import { chunksOf } from '../core/group-by.ts';
import type { Style } from './style.ts';

/** One flat object; every field is always present, and null when empty. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** What a field contains, for help and `sinchctl commands`. Every field can also be null. */
export interface FieldInfo {
  type: 'string' | 'number' | 'boolean';
  meaning: string;
}

/** What a command needs to draw its rows itself. */
export interface Canvas {
  style: Style;
  hasHeader: boolean;
  /** Terminal columns; infinite without a limit. */
  width: number;
  /** Whether the locale is UTF-8; otherwise everything but data is ASCII. */
  unicode: boolean;
  /** The width of a string in terminal columns. */
  widthOf(text: string): number;
  /** A string of at most `width` columns, by default those of the terminal. */
  truncate(text: string, width?: number): string;
}

/** The declared fields of a command's rows, and the columns that a table shows. */
export interface Columns {
  /** Order of json fields and tsv columns. Only ever appended to. */
  fields: readonly string[];
  /** What each field contains. */
  about?: Readonly<Record<string, FieldInfo>>;
  /** The columns of a table on a terminal. */
  table: readonly TableColumn[];
  /** Draws the rows for people in place of a table: lines without unsafe characters. */
  draw?: ((rows: readonly Row[], canvas: Canvas) => Iterable<string>) | undefined;
  /** The note on stderr instead of an empty table. */
  empty: string;
}

/** A format in which each row is one or more separate lines. */
export interface RowLines {
  header: string;
  /** One row as text, with its line ending. In a streamed format, it must not depend on other rows. */
  line: (row: Row) => string;
  /** The text after the last row. */
  footer?: string;
  /** Whether the header is also written without rows; otherwise only with `--header`. */
  keepsHeader?: true;
  /** The text without rows, in place of the header. */
  empty?: string;
}

/** Writes text, and resolves when it is written. */
export type Write = (text: string) => Promise<void>;

/** Writes rows as text. `end` is called once, after the last rows. */
export interface PlainWriter {
  write(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
}

/** The changes of one object, for a grouped view in place of a table. */
export interface Block {
  title: string;
  lines: { sign: '+' | '-' | '~'; text: string }[];
}

/** Context of a cell besides its row. */
export interface CellContext {
  aliases: Aliases;
  /** Stands for no value, such as the application of an unassigned number. */
  none: string;
}

/** Rows as the options choose and order them. */
export interface ShapedRows {
  fields: readonly string[];
  rows: readonly Row[];
}

export interface TableColumn {
  title: string;
  /** The text of a cell; null or an empty string leaves it blank. */
  cell: (row: Row, context: CellContext) => string | number | boolean | null | undefined;
  /** Omitted if every cell is blank, such as `message` if nothing failed. */
  mayHide?: boolean;
  /** With `mayHide`: a string that counts as blank if no cell differs, such as `voice`. */
  usual?: string;
  /** Omitted if the terminal is too narrow; the column with the highest number first. */
  omission?: number;
  /** Its keys and hosts are truncated only where omitting columns is not sufficient; the highest number first. */
  keep?: number;
}

/** The meaning of a field; with its type unless it is a string. */
type FieldText = string | readonly [type: FieldInfo['type'], meaning: string];

/** Fields in the order of the object, with their meanings. */
export function describeFields(texts: Readonly<Record<string, FieldText>>) {
  const about: Record<string, FieldInfo> = {};
  for (const [name, text] of Object.entries(texts))
    about[name] =
      typeof text === 'string' ? { type: 'string', meaning: text } : { type: text[0], meaning: text[1] };
  return { fields: Object.keys(about), about };
}

/** A table column that shows one field. */
export const field = (name: string, title = name): TableColumn => ({ title, cell: (row) => row[name] });

/** The same column, omitted if every cell is blank. */
export const spare = (name: string, title = name): TableColumn => ({ ...field(name, title), mayHide: true });

/** A column that is omitted if the terminal is too narrow; the one with the highest number first. */
export const omitted = (omission: number, column: TableColumn): TableColumn => ({ ...column, omission });

/** A column whose keys and hosts are truncated only if nothing else fits; the one with the highest number first. */
export const kept = (keep: number, column: TableColumn): TableColumn => ({ ...column, keep });

/** The alias of an application, or its key. */
export const application: TableColumn = {
  title: 'application',
  cell: (row, { none }) => row.alias ?? row.application ?? none,
};

/** The previous or new value of a change: the alias of an application, or a URL. */
export const changed = (name: 'from' | 'to'): TableColumn => ({
  title: name,
  cell(row, { aliases, none }) {
    const value = row[name];
    if (value === null || value === undefined) return none;
    if (row.kind === 'callback') return value;
    // The history knows aliases that the credentials in use may not have.
    const recorded = value === row.application ? row.alias : row[`${name}Alias`];
    return recorded ?? aliasOf(value as ApplicationKey, aliases) ?? value;
  },
});

/** A column of dates without the time. */
export const date = (name: string, title = name): TableColumn => ({
  title,
  cell: (row) => String(row[name] ?? '').replace(/^(\d{4}-\d{2}-\d{2})T.*$/s, '$1'),
  mayHide: true,
});

/** A message without the request and the code, which the error below has. */
export const shortReason = (message: string): string =>
  message.replace(/^cannot [^:]*: /, '').replace(/ \([^()]*\)$/, '');

/** Why an item failed, in short. */
export const shortMessage: TableColumn = {
  title: 'message',
  cell: ({ message }) => (typeof message === 'string' ? shortReason(message) : null),
  mayHide: true,
  omission: 9,
};

export interface SortKey {
  field: string;
  isDescending: boolean;
}

/** A value of a row. */
export type Value = Row[string] | undefined;

const isMissing = (value: Value): boolean => value === null || value === undefined;

/** Numbers by value, everything else by code units, so that the order is the same on every computer. */
function compare(a: Value, b: Value): number {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  const [x, y] = [String(a), String(b)];
  return x === y ? 0 : x < y ? -1 : 1;
}

/** Sorts rows stably, with nulls last in both directions. */
export function sortRows(rows: readonly Row[], keys: readonly SortKey[]): Row[] {
  return [...rows].sort((left, right) => {
    for (const { field, isDescending } of keys) {
      const [a, b] = [left[field], right[field]];
      const order =
        isMissing(a) || isMissing(b)
          ? Number(isMissing(a)) - Number(isMissing(b))
          : compare(a, b) * (isDescending ? -1 : 1);
      if (order !== 0) return order;
    }
    return 0;
  });
}

/** The number of rows that become text at a time, so that an account of any size takes the same memory. */
export const CHUNK_ROWS = 1000;

/** The rows of a group. */
export const groupRows = ({ row, numbers }: RowGroup<Row>): Row[] =>
  numbers.length < 2 ? [row] : numbers.map((number) => ({ ...row, number }));

/** A number that does not exist, to find the position of the number in a line. */
const PLACEHOLDER = '+999999999999999' as AccountNumber;

/** The text before and after the number; undefined if it cannot be determined. Every format shows E.164 unchanged. */
function textAroundNumber(row: Row, line: (row: Row) => string): [string, string] | undefined {
  if (line(row).includes(PLACEHOLDER)) return undefined;
  const parts = line({ ...row, number: PLACEHOLDER }).split(PLACEHOLDER);
  return parts.length === 2 ? (parts as [string, string]) : undefined;
}

/** The rows of a group as text, at most 1,000 at a time. @param line one row as text, with its line ending */
export function* groupText(
  { row, numbers }: RowGroup<Row>,
  line: (row: Row) => string,
): Generator<string, void> {
  if (numbers.length < 2) {
    yield line(row);
    return;
  }
  const frame = textAroundNumber(row, line);
  for (const some of chunksOf(numbers, CHUNK_ROWS)) {
    if (frame) yield frame[0] + some.join(frame[1] + frame[0]) + frame[1];
    else yield some.map((number) => line({ ...row, number })).join('');
  }
}
