import { type CsvError, parse } from 'csv-parse/sync';
import { usage } from '../../core/errors.ts';
import type { Entries, Entry } from './entry.ts';
import { type Field, type Fields, isAboutCallback, routeOf } from './own-row.ts';

/** Which cell of a line means what; from 0. */
export interface Layout {
  delimiter: string;
  /** Lines before the first number. */
  hasHeader: boolean;
  number: number;
  fields: Partial<Record<Field, number>>;
  /** How many columns there are, where a header says so. */
  width?: number;
}

interface Parsed {
  record: string[];
  info: { lines: number };
}

/** Lines of cells. @throws SinchctlError usage for an unclosed quote, naming the line */
export function parseCells(text: string, delimiter: string): Parsed[] {
  try {
    return parse(text, {
      delimiter,
      // Both, since a file that two systems wrote to may mix them, and a lost line may be a lost number.
      record_delimiter: ['\r\n', '\n'],
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
      comment: '#',
      comment_no_infix: true,
      // A tab-separated file escapes with a backslash and does not quote.
      ...(delimiter === '\t' ? { quote: null } : {}),
    }) as unknown as Parsed[];
  } catch (error) {
    const { message, lines } = error as CsvError & { lines?: number };
    throw usage(`the file cannot be read as a table${lines ? ` at line ${lines}` : ''}: ${message}`);
  }
}

/** What a line says in the columns that count; one that ends early says nothing in the others. */
function fieldsOf(record: readonly string[], columns: readonly [Field, number][]): Fields {
  const fields: Fields = {};
  for (const [name, at] of columns) fields[name] = record[at] ?? '';
  return fields;
}

/** The entries of a table. */
export function readDelimited(
  text: string,
  { delimiter, hasHeader, number: at, fields, width }: Layout,
): Entries {
  const entries: Entries = { good: [], bad: [] };
  const columns = Object.entries(fields) as [Field, number][];
  for (const { record, info } of parseCells(text, delimiter).slice(hasHeader ? 1 : 0)) {
    const place = `line ${info.lines}`;
    const number = record[at] ?? '';
    const said = fieldsOf(record, columns);
    if (isAboutCallback(said)) continue;
    if (number === '') {
      entries.bad.push({ place, text: record.join(delimiter).slice(0, 80), why: 'no number' });
      continue;
    }
    const entry: Entry = { place, number, ...routeOf(said) };
    // A cell too many may have moved all behind it into a column that is not theirs.
    if (width !== undefined && record.length > width && record.slice(width).some((cell) => cell !== ''))
      entry.wrong = `${record.length} cells, and the header has ${width} columns`;
    entries.good.push(entry);
  }
  return entries;
}

/** The cells of a table's first line. */
export const firstCells = (line: string, delimiter: string): string[] =>
  parseCells(line, delimiter)[0]?.record ?? [];
