/** One flat object; every field always present, null when empty. */
export type Row = Readonly<Record<string, string | number | boolean | null>>;

/** The promised fields of a command's rows, and what a table shows of them. */
export interface Columns {
  /** Order of json fields and tsv columns. Only ever appended to. */
  fields: readonly string[];
  /** What fits a terminal. */
  table: readonly TableColumn[];
  /** What is said on stderr instead of an empty table. */
  empty: string;
}

/** A format in which each row is lines of its own. */
export interface RowLines {
  header: string;
  line: (row: Row) => string;
}

/** Writes text, and resolves when it has left. */
export type Write = (text: string) => Promise<void>;

/** Writes rows as text. `end` comes once, after the last rows. */
export interface PlainWriter {
  write(rows: readonly Row[]): Promise<void>;
  end(): Promise<void>;
}

/** Changes of one thing, for a view that is grouped instead of a table. */
export interface Block {
  title: string;
  lines: { sign: '+' | '-' | '~'; text: string }[];
}

export interface TableColumn {
  title: string;
  /** The text of a cell; null or an empty text leaves it blank. */
  cell: (row: Row) => string | number | boolean | null | undefined;
  /** Left out where every cell is blank, such as messages when nothing failed. */
  mayHide?: boolean;
}

/** A table column that shows one field as it is. */
export const field = (name: string, title = name): TableColumn => ({ title, cell: (row) => row[name] });

/** The same, left out where it says nothing. */
export const spare = (name: string, title = name): TableColumn => ({ ...field(name, title), mayHide: true });

/** A table column that shows the first of two fields that is not empty, e.g. alias before key. */
export const either = (first: string, second: string, title: string): TableColumn => ({
  title,
  cell: (row) => row[first] ?? row[second],
});
