import type { AccountNumber } from '../account/phone-number.ts';
import type { RowGroup } from '../account/result-row.ts';

/** One flat object; every field is always present, and null when empty. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** What a field contains, for help and `sinchctl commands`. Every field can also be null. */
export interface FieldInfo {
  type: 'string' | 'number' | 'boolean';
  meaning: string;
}

/** The declared fields of a command's rows, and the columns that a table shows. */
export interface Columns {
  /** Order of json fields and tsv columns. Only ever appended to. */
  fields: readonly string[];
  /** What each field contains. */
  about?: Readonly<Record<string, FieldInfo>>;
  /** The columns of a table on a terminal. */
  table: readonly TableColumn[];
  /** The note on stderr instead of an empty table. */
  empty: string;
}

/** A format in which each row is one or more separate lines. */
export interface RowLines {
  header: string;
  line: (row: Row) => string;
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
  lines: { sign: '+' | '-' | '~' | ' '; text: string }[];
}

export interface TableColumn {
  title: string;
  /** The text of a cell; null or an empty text leaves it blank. */
  cell: (row: Row) => string | number | boolean | null | undefined;
  /** Omitted if every cell is blank, such as `message` if nothing failed. */
  mayHide?: boolean;
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

/** A table column that shows the first of two fields that is not empty, such as alias before key. */
export const either = (first: string, second: string, title: string): TableColumn => ({
  title,
  cell: (row) => row[first] ?? row[second],
});

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
const CHUNK_ROWS = 1000;

/** Rows, 1,000 at a time. */
export function* chunksOf(rows: readonly Row[]): Generator<readonly Row[]> {
  for (let at = 0; at < rows.length; at += CHUNK_ROWS) yield rows.slice(at, at + CHUNK_ROWS);
}

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
  for (let at = 0; at < numbers.length; at += CHUNK_ROWS) {
    const some = numbers.slice(at, at + CHUNK_ROWS);
    if (frame) yield frame[0] + some.join(frame[1] + frame[0]) + frame[1];
    else yield some.map((number) => line({ ...row, number })).join('');
  }
}
