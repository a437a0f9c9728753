import { type CsvError, parse } from 'csv-parse/sync';
import { usage } from '../../core/errors.ts';
import type { Entries, Entry } from './entry.ts';

/** Which cell of a line means what; from 0. */
export interface Layout {
  delimiter: string;
  /** Lines before the first number. */
  hasHeader: boolean;
  number: number;
  application?: number;
  capability?: number;
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

/** The entries of a table. */
export function readDelimited(text: string, layout: Layout): Entries {
  const entries: Entries = { good: [], bad: [] };
  for (const { record, info } of parseCells(text, layout.delimiter).slice(layout.hasHeader ? 1 : 0)) {
    const place = `line ${info.lines}`;
    const number = record[layout.number] ?? '';
    if (number === '') {
      entries.bad.push({ place, text: record.join(layout.delimiter).slice(0, 80), why: 'no number' });
      continue;
    }
    const application = layout.application === undefined ? '' : record[layout.application];
    const capability = layout.capability === undefined ? '' : record[layout.capability];
    const entry: Entry = { place, number };
    if (application) entry.application = application;
    if (capability) entry.capability = capability;
    entries.good.push(entry);
  }
  return entries;
}

/** The cells of a table's first line. */
export const firstCells = (line: string, delimiter: string): string[] =>
  parseCells(line, delimiter)[0]?.record ?? [];
