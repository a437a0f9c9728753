import { usage } from '../core/errors.ts';
import { namesNumbers } from './column-names.ts';
import type { Entries } from './entry.ts';
import { headOf, takeSeparator } from './lines.ts';
import { readJsonArray, readNdjson } from './json.ts';
import { readPlain } from './plain.ts';
import { readTable } from './table-entries.ts';

/** Whether the first line is a quoted number of JSON, and not the quoted header of a table. */
function isJsonText(start: string, column: string | undefined): boolean {
  if (!start.startsWith('"')) return false;
  try {
    return !namesNumbers(JSON.parse(headOf(start).line) as string, column);
  } catch {
    return false;
  }
}

/**
 * The numbers of a file, its format recognised by its content: JSON, NDJSON, a table with a header (comma,
 * semicolon or tab), sinchctl's own headerless tsv or csv, or one number a line.
 * @param column what the column of numbers is called, or its position from 1
 */
export async function readEntries(given: string, column: string | undefined): Promise<Entries> {
  const { text, separator } = takeSeparator(given);
  const start = text.trimStart();
  if (start.startsWith('[')) {
    const entries = readJsonArray(text, column);
    if (entries) return entries;
    throw usage('the file starts like a JSON array but is none', 'is it cut short?');
  }
  if (start.startsWith('{') || isJsonText(start, column)) return readNdjson(text, column);
  return (await readTable(text, column, separator)) ?? readPlain(text);
}
