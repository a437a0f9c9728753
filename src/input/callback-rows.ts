import { usage } from '../core/errors.ts';
import { linesOf } from '../core/lines.ts';
import type { RejectedLine } from './entry.ts';
import { delimiterIn, headOf, isComment, takeSeparator } from './lines.ts';

/** One row of a file by the names of its columns; null stands only where JSON says null. */
export interface Entry {
  /** Where it stands, e.g. `line 3`. */
  place: string;
  fields: Readonly<Record<string, string | null>>;
}

export interface Records {
  good: Entry[];
  bad: RejectedLine[];
  /** Without rows: the file is a list that holds none, and not empty. */
  isEmptyList?: boolean;
}

/** What the rows of a file may hold. */
export interface Shape {
  /** What sinchctl's own rows have, in order; the first one must be there. */
  columns: readonly string[];
  /** Of these there must be one. */
  some: readonly string[];
  /** Whether a cell can be the first of such a row. */
  isFirst: (cell: string) => boolean;
}

const saysNothing = (some: readonly string[], first: string) =>
  usage(`the file has no column ${some.join(' and no column ')}`, 'name one of them', [first.slice(0, 80)]);

const UNESCAPED: Record<string, string> = { t: '\t', n: '\n', r: '\r', '\\': '\\' };

/** A cell of our own tsv as it was. */
const unescaped = (cell: string): string =>
  cell.replace(/\\([tnr\\])/g, (_, letter) => UNESCAPED[letter] ?? '');

/** The texts and nulls of an object; undefined when it is none, or holds something else in a column that counts. */
function toFields(value: unknown, columns: readonly string[]): Entry['fields'] | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const known = Object.entries(value).filter(([name]) => columns.includes(name));
  if (known.some(([, field]) => typeof field !== 'string' && field !== null)) return undefined;
  return Object.fromEntries(known) as Entry['fields'];
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON array, or one JSON object a line. */
function readJson(text: string, { columns, some }: Shape): Records {
  const whole = parse(text);
  const values: [string, unknown, string][] = Array.isArray(whole)
    ? whole.map((value, i) => [`item ${i + 1}`, value, JSON.stringify(value)])
    : linesOf(text).map((line, i) => [`line ${i + 1}`, parse(line), line]);
  const records: Records = { good: [], bad: [], isEmptyList: Array.isArray(whole) && whole.length === 0 };
  for (const [place, value, shown] of values) {
    if (shown.trim() === '') continue;
    const fields = toFields(value, columns);
    if (fields) records.good.push({ place, fields });
    else records.bad.push({ place, text: shown.slice(0, 80), why: `no object with ${columns.join(', ')}` });
  }
  const isThere = records.good.some(({ fields }) => some.some((name) => name in fields));
  if (records.good.length > 0 && !isThere) throw saysNothing(some, text.trim().split('\n', 1)[0] ?? '');
  return records;
}

/** @throws SinchctlError usage for a header that lacks a column, or has it twice */
function checkHeader(names: readonly string[], { columns, some }: Shape, line: string): void {
  const [needed = ''] = columns;
  if (!names.includes(needed)) {
    const hint = `name its columns: ${columns.join(',')}`;
    throw usage(`the table has no column ${needed}`, hint, [line.slice(0, 80)]);
  }
  if (!some.some((name) => names.includes(name))) throw saysNothing(some, line);
  const twice = columns.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw usage(`the table has two columns ${twice}`, 'rename one', [twice]);
}

/**
 * A table with a header, which comments may precede, or without one the tsv or csv that sinchctl itself prints. An empty
 * cell says nothing.
 */
async function readTable(given: string, shape: Shape): Promise<Records> {
  const { firstCells, misplaced, parseCells } = await import('./delimited.ts');
  const { text, separator } = takeSeparator(given);
  const head = headOf(text, isComment);
  if (head.line === '') return { good: [], bad: [] };
  const delimiter = separator ?? delimiterIn(head) ?? ',';
  const first = firstCells(head, delimiter);
  const isOwn = delimiter !== ';' && shape.isFirst(first[0] ?? '');
  const names = isOwn ? shape.columns : first;
  const wrong = isOwn ? undefined : misplaced(first, undefined);
  if (wrong !== undefined) throw usage(`line ${head.above + 1} ${wrong}`);
  checkHeader(names, shape, head.line);
  const lines = isOwn ? parseCells(headOf(text), delimiter) : parseCells(head, delimiter).slice(1);
  const records: Records = { good: [], bad: [], isEmptyList: lines.length === 0 };
  for (const { cells, place } of lines) {
    const why = misplaced(cells, isOwn ? undefined : names.length);
    const read = (cell = '') => (delimiter === '\t' ? unescaped(cell) : cell);
    const fields = names.map((name, i) => [name, read(cells[i])]).filter(([, cell]) => cell);
    if (why === undefined) records.good.push({ place, fields: Object.fromEntries(fields) });
    else records.bad.push({ place, text: cells.join(delimiter).slice(0, 80), why });
  }
  return records;
}

/**
 * The rows of a file, its format recognised by its content: JSON, NDJSON, a table with a header, or sinchctl's tsv or csv.
 * @throws SinchctlError usage for one that lacks what it must have: a slip in a name is not to pass for nothing to do
 */
export async function readRecords(text: string, shape: Shape): Promise<Records> {
  const start = text.trimStart();
  if (start === '') return { good: [], bad: [] };
  if (start.startsWith('[') || start.startsWith('{')) return readJson(text, shape);
  return readTable(text, shape);
}
