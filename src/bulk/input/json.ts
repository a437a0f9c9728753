import type { Entries, Entry } from './entry.ts';
import { JsonFields } from './json-fields.ts';
import { isAboutCallback, routeOf } from './own-row.ts';

/** That an object lacks the number, and what it has. */
function lacking(column: string, value: object): string {
  const names = Object.keys(value).join(', ').slice(0, 80);
  return names === '' ? `no ${column}` : `no ${column} among ${names}`;
}

/** One JSON value as an entry: a bare number or text, or an object with `number`; undefined for what is about none. */
function toEntry(
  value: unknown,
  place: string,
  column: string,
  fields: JsonFields,
): Entry | string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return { place, number: value };
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no number and no object';
  const read = fields.read(value);
  const { number, twice } = read;
  if (isAboutCallback(read.fields)) return undefined;
  if (typeof number !== 'string' && typeof number !== 'number') return lacking(column, value);
  const entry: Entry = { place, number, ...routeOf(read.fields) };
  if (twice) entry.wrong = `it has two fields called ${twice}`;
  return entry;
}

function collect(values: Iterable<[unknown, string, string]>, column: string): Entries {
  const fields = new JsonFields(column);
  const entries: Entries = { good: [], bad: [] };
  for (const [value, place, text] of values) {
    const entry = value === undefined ? 'no JSON' : toEntry(value, place, column, fields);
    if (typeof entry === 'string') entries.bad.push({ place, text: text.slice(0, 80), why: entry });
    else if (entry) entries.good.push(entry);
  }
  return fields.doubts.length > 0 ? { ...entries, doubts: fields.doubts } : entries;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A JSON array, or undefined when the text is none. */
export function readJsonArray(text: string, column: string): Entries | undefined {
  const values = parse(text);
  if (!Array.isArray(values)) return undefined;
  return collect(
    values.map((value, i): [unknown, string, string] => [value, `item ${i + 1}`, JSON.stringify(value)]),
    column,
  );
}

/** Whether the last line of a results file was torn when its run was killed: that row never finished. */
function isTorn(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? '';
  const first = parse(lines[0] ?? '');
  const isResults = typeof first === 'object' && first !== null && 'result' in first;
  return isResults && last.startsWith('{') && parse(last) === undefined;
}

/** One JSON value a line; of a file that `--results` wrote, a torn last line does not count. */
export function readNdjson(text: string, column: string): Entries {
  const all = text.split(/\r?\n/);
  const whole = isTorn(all) ? all.slice(0, -1) : all;
  const lines = whole.map((line, i): [string, number] => [line, i + 1]);
  return collect(
    lines.filter(([line]) => line.trim() !== '').map(([line, n]) => [parse(line), `line ${n}`, line]),
    column,
  );
}
