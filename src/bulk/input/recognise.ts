import { CAPABILITIES } from '../../core/capability.ts';
import { usage } from '../../core/errors.ts';
import { nearest, suggestion } from '../../core/nearest.ts';
import { SCIENTIFIC } from '../../core/phone.ts';
import type { Entries } from './entry.ts';
import { readJsonArray, readNdjson } from './json.ts';
import { readPlain } from './plain.ts';

/** The columns of headerless tsv and csv that sinchctl prints: those of `numbers list`. */
const OWN_COLUMNS = { number: 0, application: 1, capability: 3 } as const;

const DELIMITERS = ['\t', ';', ','] as const;

/** The first line that says something. */
const firstLine = (text: string): string =>
  text.split(/\r?\n/, 200).find((line) => line.trim() !== '' && !line.trim().startsWith('#')) ?? '';

/** Position of a column by its name in any case, or by its number from 1. */
function columnOf(cells: readonly string[], wanted: string): number | undefined {
  const byName = cells.findIndex((cell) => cell.toLowerCase() === wanted.toLowerCase());
  if (byName >= 0) return byName;
  const byNumber = /^\d+$/.test(wanted) ? Number(wanted) - 1 : -1;
  return byNumber >= 0 && byNumber < cells.length ? byNumber : undefined;
}

const holdsNumber = (cell: string | undefined): boolean => (cell ?? '').replace(/\D/g, '').length >= 7;

const maybe = (name: 'application' | 'capability', at: number | undefined) =>
  at === undefined ? {} : { [name]: at };

const isCapability = (cell: string | undefined): boolean => CAPABILITIES.some((one) => one === cell);

/** A table with a header that names the number, or the headerless tsv or csv of sinchctl's own; undefined for neither. */
async function readTable(text: string, column: string | undefined): Promise<Entries | undefined> {
  const line = firstLine(text);
  // A decimal comma is no delimiter.
  if (SCIENTIFIC.test(line.trim())) return undefined;
  const delimiter = DELIMITERS.find((one) => line.includes(one));
  const isSingle =
    line
      .trim()
      .replace(/^"(.*)"$/, '$1')
      .toLowerCase() === (column ?? 'number').toLowerCase();
  if (delimiter === undefined && !isSingle) return undefined;
  const { firstCells, readDelimited } = await import('./delimited.ts');
  const cells = firstCells(line, delimiter ?? ',');
  // Before any header: the rows of our writes hold the word number too, as their kind.
  const isOwn =
    column === undefined &&
    holdsNumber(cells[0]) &&
    (delimiter === '\t' || (delimiter === ',' && isCapability(cells[OWN_COLUMNS.capability])));
  if (isOwn && delimiter) return readDelimited(text, { delimiter, hasHeader: false, ...OWN_COLUMNS });
  const number = columnOf(cells, column ?? 'number');
  if (number !== undefined) {
    const hasHeader = !holdsNumber(cells[number]);
    const names = hasHeader ? cells : [];
    return readDelimited(text, {
      delimiter: delimiter ?? ',',
      hasHeader,
      number,
      ...maybe('application', columnOf(names, 'application')),
      ...maybe('capability', columnOf(names, 'capability')),
    });
  }
  if (column !== undefined) {
    throw usage(`the file has no column ${column}`, suggestion(column, cells), [column]);
  }
  if (holdsNumber(cells[0])) return undefined;
  const near = nearest('number', cells);
  throw usage('the table has no column number', `say which one holds it: --number-column ${near ?? 'NAME'}`, [
    line.slice(0, 80),
  ]);
}

/** Whether the first line is a quoted number of JSON, and not the quoted header of a table. */
function isJsonText(start: string, column: string): boolean {
  if (!start.startsWith('"')) return false;
  try {
    return (JSON.parse(firstLine(start)) as string).toLowerCase() !== column.toLowerCase();
  } catch {
    return false;
  }
}

/**
 * The numbers of a file, its format recognised by its content: JSON, NDJSON, a table with a header (comma,
 * semicolon or tab), sinchctl's own headerless tsv or csv, or one number a line.
 * @param column what the column of numbers is called, or its position from 1
 */
export async function readEntries(text: string, column: string | undefined): Promise<Entries> {
  const start = text.trimStart();
  if (start.startsWith('[')) {
    const entries = readJsonArray(text, column ?? 'number');
    if (entries) return entries;
    throw usage('the file starts like a JSON array but is none', 'is it cut short?');
  }
  if (start.startsWith('{') || isJsonText(start, column ?? 'number'))
    return readNdjson(text, column ?? 'number');
  return (await readTable(text, column)) ?? readPlain(text);
}
