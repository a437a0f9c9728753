import { asApplicationKey } from '../account/application.ts';
import { isObject } from '../core/attempt.ts';
import { usage } from '../core/errors.ts';
import { joinWords } from '../core/text.ts';
import {
  delimiterIn,
  firstLineOf,
  type Head,
  misplaced,
  originalText,
  readFirstCells,
  readTableRows,
  refuseMisplacedHeader,
  takeSeparator,
} from './delimited.ts';
import { isComment, type RejectedLine, refuseLongLines, refuseOtherFormats, reject } from './entry.ts';
import { readJson, twoFields } from './json.ts';

/** One application's callbacks by column name; null only if JSON has null. */
export interface CallbackRow {
  /** Its position in the file, such as `line 3`. */
  place: string;
  fields: Readonly<Record<string, string | null>>;
}

export interface CallbackRows {
  good: CallbackRow[];
  bad: RejectedLine[];
  /** The file is not empty, but contains an empty list. */
  isEmptyList?: boolean;
}

/** At least one of these columns is required. */
const URLS = ['primary', 'fallback'];

const noUrls = (line: string) =>
  usage(`the file has no ${URLS.join(' or ')} column`, 'add at least one of them', [line.slice(0, 80)]);

/** A column by the name that sinchctl prints. */
const columnName = (name: string): string => (name.toLowerCase() === 'applicationkey' ? 'application' : name);

/** The strings and nulls of an object, or why it is invalid. */
function toFields(value: unknown, columns: readonly string[]): CallbackRow['fields'] | string {
  const why = `not an object whose fields ${joinWords(columns, 'and')} are strings or null`;
  if (!isObject(value)) return why;
  const all = Object.entries(value).map(([name, field]) => [columnName(name), field] as const);
  const known = all.filter(([name]) => columns.includes(name));
  const twice = known.find(([name], i) => known.findIndex(([other]) => other === name) < i);
  if (twice) return twoFields(twice[0]);
  if (known.some(([, field]) => field !== null && typeof field !== 'string')) return why;
  return Object.fromEntries(known) as CallbackRow['fields'];
}

/** A JSON array, or one JSON object per line. */
function readJsonCallbacks(text: string, columns: readonly string[]): CallbackRows {
  const { rows, cutOff, isArray } = readJson(text);
  const result: CallbackRows = { good: [], bad: [], isEmptyList: isArray && rows.length === 0 };
  for (const row of cutOff ? [...rows, cutOff] : rows) {
    const fields = row.repeated === undefined ? toFields(row.value, columns) : twoFields(row.repeated);
    if (typeof fields === 'string') result.bad.push(reject(row, fields));
    else result.good.push({ place: row.place, fields });
  }
  const hasUrls = result.good.some(({ fields }) => URLS.some((name) => name in fields));
  if (result.good.length > 0 && !hasUrls) throw noUrls(text.trim().split('\n', 1)[0] ?? '');
  return result;
}

/** @throws SinchctlError usage for a header in which a column is missing or repeated */
function checkHeader(names: readonly string[], columns: readonly string[], { line }: Head): void {
  const [needed = ''] = columns;
  if (!names.includes(needed)) {
    const hint = `add a header: ${columns.join(',')}`;
    throw usage(`the table has no ${needed} column`, hint, [line.slice(0, 80)]);
  }
  if (!URLS.some((name) => names.includes(name))) throw noUrls(line);
  const twice = columns.find((name) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined)
    throw usage(`the table has two columns named ${twice}`, 'rename or remove one of them', [twice]);
}

/**
 * A table with a header, optionally after comments, or the headerless tsv or csv that sinchctl prints. Empty cells are
 * ignored.
 */
async function readCallbackTable(content: string, columns: readonly string[]): Promise<CallbackRows> {
  const { text, separator } = takeSeparator(content);
  const head = firstLineOf(text, isComment);
  if (head.line === '') return { good: [], bad: [] };
  // A URL of a headerless row may contain another delimiter.
  const [, key = '', own] = /^"?([\w-]+)"?([\t,])/.exec(head.line) ?? [];
  const isOwn = own === (separator ?? own) && asApplicationKey(key) !== undefined;
  const delimiter = separator ?? (isOwn ? own : delimiterIn(head)) ?? ',';
  const first = (await readFirstCells(head, delimiter)).map(columnName);
  const names = isOwn ? columns : first;
  if (!isOwn) refuseMisplacedHeader(first, head);
  checkHeader(names, columns, head);
  // Spaces in sinchctl's tsv, which has no quotes, belong to the URL.
  const trim = delimiter !== '\t' || first.join() !== columns.join();
  const rows = isOwn
    ? await readTableRows(firstLineOf(text), delimiter, -1, delimiter !== '\t')
    : (await readTableRows(head, delimiter, -1, trim)).slice(1);
  const result: CallbackRows = { good: [], bad: [], isEmptyList: rows.length === 0 };
  for (const row of rows) {
    const { cells, place } = row;
    const why = misplaced(cells, isOwn ? undefined : names.length);
    const fields = names
      .map((name, i) => [name, originalText(cells[i] ?? '', delimiter)])
      .filter(([, cell]) => cell);
    if (why === undefined) result.good.push({ place, fields: Object.fromEntries(fields) });
    else result.bad.push(reject(row, why));
  }
  return result;
}

/**
 * The callbacks of a file whose format is detected from its content: JSON, NDJSON, a table with a header, or sinchctl's
 * headerless tsv or csv.
 * @param columns those of `callbacks get`, in their order; the first one is required
 * @throws SinchctlError usage for a file without a required column: a typo must not look like an empty file
 */
export async function readCallbackRows(text: string, columns: readonly string[]): Promise<CallbackRows> {
  const start = text.trimStart();
  if (start === '') return { good: [], bad: [] };
  if (/^[[{]/.test(start)) return readJsonCallbacks(text, columns);
  refuseLongLines(text);
  refuseOtherFormats(text);
  return readCallbackTable(text, columns);
}
