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
  /** The columns that fit a terminal. */
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
  lines: { sign: '+' | '-' | '~'; text: string }[];
}

export interface TableColumn {
  title: string;
  /** The text of a cell; null or an empty text leaves it blank. */
  cell: (row: Row) => string | number | boolean | null | undefined;
  /** Omitted if every cell is blank, such as messages when nothing failed. */
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

/** The same, omitted if every cell is blank. */
export const spare = (name: string, title = name): TableColumn => ({ ...field(name, title), mayHide: true });

/** A table column that shows the first of two fields that is not empty, e.g. alias before key. */
export const either = (first: string, second: string, title: string): TableColumn => ({
  title,
  cell: (row) => row[first] ?? row[second],
});
