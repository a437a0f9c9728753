import { isCutOff, linesOf } from '../core/lines.ts';
import { severalColumns } from './column-names.ts';
import { brokenNumber, type Entries, type Entry, type RejectedLine } from './entry.ts';
import { JsonFields } from './json-entries.ts';
import { reasonOf } from './routing.ts';
import { isAboutCallback, routeOf } from './sinchctl-rows.ts';

/** That an object lacks the number, and what it has. */
function lacking(column: string, value: object): string {
  const names = Object.keys(value).join(', ').slice(0, 80);
  return names === '' ? `no ${column}` : `no ${column} among ${names}`;
}

/** One JSON value as an entry, or why it is none; undefined for a row about a callback, which has no number. */
function toEntry(
  value: unknown,
  place: string,
  column: string | undefined,
  fields: JsonFields,
): Entry | string | undefined {
  if (typeof value === 'string' || typeof value === 'number') return numbered(value, place);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'no number and no object';
  const read = fields.read(value);
  const { number, twice, several } = read;
  if (several && !twice) return reasonOf(severalColumns(several[0] ?? '', several[1] ?? ''));
  if (isAboutCallback(read.fields, number)) return undefined;
  if (typeof number !== 'string' && typeof number !== 'number') return lacking(column ?? 'number', value);
  const entry: Entry = { ...numbered(number, place), ...routeOf(read.fields) };
  if (twice) entry.error = `it has two fields called ${twice}`;
  return entry;
}

function numbered(number: string | number, place: string): Entry {
  const error = typeof number === 'string' ? brokenNumber(number) : undefined;
  return { place, number, ...(error !== undefined && { error }) };
}

const badLine = (place: string, text: string, why: string): RejectedLine => ({
  place,
  text: text.slice(0, 80),
  why,
});

function collect(values: Iterable<[unknown, string, string]>, column: string | undefined): Entries {
  const fields = new JsonFields(column);
  const entries: Entries = { good: [], bad: [] };
  let callbacks = 0;
  for (const [value, place, text] of values) {
    const entry = value === undefined ? 'no JSON' : toEntry(value, place, column, fields);
    if (typeof entry === 'string') entries.bad.push(badLine(place, text, entry));
    else if (entry) entries.good.push(entry);
    else callbacks += 1;
  }
  const { ambiguousColumns } = fields;
  return {
    ...entries,
    ...(callbacks > 0 && { callbacks }),
    ...(ambiguousColumns.length > 0 && { ambiguousColumns }),
  };
}

const EXPONENT = /[:[,\s]-?\d+(?:\.\d+)?e[+-]?\d/i;
const STRING_OR_EXPONENT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[+-]?\d+/gi;

/** Numbers with an exponent as strings: they may have lost digits, which only their text shows. */
const withExponentsAsText = (json: string): string =>
  EXPONENT.test(json)
    ? json.replace(STRING_OR_EXPONENT, (token) => (token.startsWith('"') ? token : `"${token}"`))
    : json;

function parse(text: string): unknown {
  try {
    return JSON.parse(withExponentsAsText(text));
  } catch {
    return undefined;
  }
}

/** A JSON array, or undefined when the text is none. */
export function readJsonArray(text: string, column: string | undefined): Entries | undefined {
  const values = parse(text);
  if (!Array.isArray(values)) return undefined;
  const items = values.map((value, i): [unknown, string, string] => [
    value,
    `item ${i + 1}`,
    JSON.stringify(value),
  ]);
  return { ...collect(items, column), ...(values.length === 0 && { isEmptyList: true }) };
}

/** Whether the last line of a results file was cut off when its run was killed: that row never finished. */
function endsCutOff(lines: readonly string[]): boolean {
  const last = lines.at(-1) ?? '';
  const first = parse(lines[0] ?? '');
  const isResults = typeof first === 'object' && first !== null && 'result' in first;
  return isResults && parse(last) === undefined && isCutOff(last);
}

/** One JSON value a line; of a file that `--results` wrote, the last line may be cut off. */
export function readNdjson(text: string, column: string | undefined): Entries {
  const all = linesOf(text);
  const isCut = endsCutOff(all);
  const lines = all.map((line, i): [string, number] => [line, i + 1]);
  const entries = collect(
    (isCut ? lines.slice(0, -1) : lines)
      .filter(([line]) => line.trim() !== '')
      .map(([line, n]) => [parse(line), `line ${n}`, line]),
    column,
  );
  if (!isCut) return entries;
  return { ...entries, cutOff: badLine(`line ${all.length}`, all.at(-1) ?? '', 'cut off') };
}
