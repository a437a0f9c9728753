import { isObject } from '../core/attempt.ts';
import { messageWithHint } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import {
  ambiguousColumnsOf,
  columnHint,
  holdsNumber,
  isInternational,
  isNumberColumn,
  mayRoute,
  routedColumn,
  severalColumns,
} from './column-names.ts';
import {
  type AmbiguousColumn,
  brokenNumber,
  type Entries,
  entryOf,
  type NumberEntry,
  type RowRoute,
  reject,
} from './entry.ts';
import { itemRows, type JsonRow, type JsonRows, parseKeepingDigits, readJson, twoFields } from './json.ts';
import { FIELDS, isAboutCallback, type RowField, routeOf, rowFields } from './sinchctl-rows.ts';

/** The keys of an object that are columns, in any case. */
interface Keys {
  number: string | undefined;
  fields: Partial<Record<RowField, string>>;
  /** A column that exists twice, in different cases. */
  twice: string | undefined;
  /** Why several keys may contain the number. */
  several: string | undefined;
  /** Keys that may contain the application or the capability. */
  alike: AmbiguousColumn[];
}

const isField = (name: string): name is RowField => (FIELDS as readonly string[]).includes(name);

function keysOf(names: readonly string[], column: string | undefined): Keys {
  const isWanted = (key: string) =>
    column === undefined ? isNumberColumn(key) : key.toLowerCase() === column.toLowerCase();
  const numbers = names.filter(isWanted);
  const others = names.filter((key) => !numbers.includes(key));
  const counts = others.map((key) => [key.toLowerCase(), key] as const);
  const fields = counts.filter((pair): pair is [RowField, string] => isField(pair[0]));
  const columns = [...numbers.map((key) => key.toLowerCase()), ...fields.map(([name]) => name)];
  const twice = columns.find((name, i) => columns.indexOf(name) !== i);
  const isSeveral = numbers.length > 1 && twice === undefined;
  const several = isSeveral ? messageWithHint(severalColumns(numbers, 0, 1)) : undefined;
  // The same name in different cases is an error in its row.
  const alike = ambiguousColumnsOf(names).filter(({ reason }) => reason === 'alike');
  return { number: numbers[0], fields: Object.fromEntries(fields), twice, several, alike };
}

/** Why a value is not an entry, and how to fix it. */
interface NoEntry {
  why: string;
  advice?: string | undefined;
}

/** How deep, and in how many fields and items, to search for a number. */
const DEPTH = 6;
const FIELDS_EACH = 50;

const pathOf = (key: string): string => (/^[a-z_]\w*$/i.test(key) ? `.${key}` : `.${JSON.stringify(key)}`);

/** The jq path from a value to its first row or number; undefined if there is none. */
function pathToNumber(value: unknown, isRow: (object: object) => boolean, depth = 0): string | undefined {
  if (isInternational(value)) return '';
  if (typeof value !== 'object' || value === null || depth > DEPTH) return undefined;
  if (!Array.isArray(value) && isRow(value)) return '';
  const isMixed =
    Array.isArray(value) && value.some((item) => typeof item !== 'object' && !isInternational(item));
  for (const [key, inner] of Object.entries(value).slice(0, FIELDS_EACH)) {
    const path = pathToNumber(inner, isRow, depth + 1);
    if (path !== undefined)
      return (Array.isArray(value) ? (isMixed ? `[${key}]` : '[]') : pathOf(key)) + path;
  }
  return Object.keys(value).slice(0, FIELDS_EACH).some(isInternational) ? '|keys[]' : undefined;
}

/** The jq filter that prints the numbers. */
function filterHint(path: string): string {
  const filter = path.startsWith('.') ? path : `.${path}`;
  return `to select the numbers, use jq ${shellWord(filter.replace(/^\.\|/, ''), 'posix')}`;
}

const jsonEntry = ({ place }: JsonRow, number: string | number, route: RowRoute = {}): NumberEntry =>
  entryOf(place, number, route, typeof number === 'string' ? brokenNumber(number) : undefined);

const isSameList = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((text, i) => text === other[i]);

/** Reads values as entries. Keys are inspected once for all objects that have the same ones. */
class EntryReader {
  readonly #column: string | undefined;
  readonly #known = new Map<string, Keys>();
  /** The field names of the previous object, because most objects in a file have the same names. */
  #last: { names: readonly string[]; keys: Keys } | undefined;
  readonly #ambiguous = new Map<string, AmbiguousColumn>();
  /** The jq path to the items. */
  listPath = '';

  /** @param column the field in `--number-column`, if any */
  constructor(column: string | undefined) {
    this.#column = column;
  }

  /** A value as an entry, or why it is invalid; undefined for a callback row, which has no number. */
  read(row: JsonRow): NumberEntry | NoEntry | undefined {
    const { value } = row;
    if (value === undefined) return { why: 'not valid JSON' };
    if (row.repeated !== undefined) return { why: twoFields(row.repeated) };
    if (typeof value === 'string' || typeof value === 'number') return jsonEntry(row, value);
    if (!isObject(value)) return { why: 'neither a number nor an object', advice: this.#adviceFor(value) };
    const keys = this.#keysOf(Object.keys(value));
    if (keys.several !== undefined) return { why: keys.several };
    const number = keys.number === undefined ? undefined : value[keys.number];
    const fields = rowFields((name) => {
      const key = keys.fields[name];
      return key === undefined ? undefined : value[key];
    });
    if (keys.alike.length > 0)
      for (const one of keys.alike)
        if (mayRoute(one.column, value[one.name])) this.#ambiguous.set(one.name, one);
    if (isAboutCallback(fields, number)) return undefined;
    if (typeof number !== 'string' && typeof number !== 'number') return this.#lacking(value);
    const entry = jsonEntry(row, number, routeOf(fields));
    if (keys.twice) entry.error = twoFields(keys.twice);
    return entry;
  }

  #keysOf(names: string[]): Keys {
    if (this.#last && isSameList(names, this.#last.names)) return this.#last.keys;
    const shape = names.join('\n');
    const keys = this.#known.get(shape) ?? keysOf(names, this.#column);
    this.#known.set(shape, keys);
    this.#last = { names, keys };
    return keys;
  }

  /** Whether an object is a row instead of an API response with a list, whose `number` may be a page number. */
  isRow(object: object): boolean {
    const { number = '' } = this.#keysOf(Object.keys(object));
    const value = (object as Record<string, unknown>)[number];
    return typeof value === 'string' || (typeof value === 'number' && holdsNumber(String(value)));
  }

  #adviceFor(value: unknown): string | undefined {
    const path = pathToNumber(value, (object) => this.isRow(object));
    return path === undefined ? undefined : filterHint(this.listPath + path);
  }

  /** Why an object has no number, with the fields that it has. */
  #lacking(value: object): NoEntry {
    const shown = Object.keys(value).slice(0, 20);
    const names = shown.join(', ').slice(0, 80);
    const cells = shown.map((name) => (value as Record<string, unknown>)[name]);
    const column = cells.some(isInternational) ? columnHint(shown, cells) : undefined;
    const { number } = this.#keysOf(Object.keys(value));
    const why = `no ${this.#column ?? 'number'} field`;
    const isNull = number !== undefined && (value as Record<string, unknown>)[number] === null;
    return {
      why: isNull ? 'no number' : names === '' ? why : `${why}; fields: ${names}`,
      advice: column ?? this.#adviceFor(value),
    };
  }

  /** The items of the only list in an object; undefined for an object with a different number of lists. */
  itemsOf(object: object): JsonRows | undefined {
    const fields = Object.entries(object);
    const [list, ...more] = fields.filter(([, value]) => Array.isArray(value));
    if (list === undefined || more.length > 0) return undefined;
    this.listPath = `${pathOf(list[0])}[]`;
    // Fields outside the list may be intended for each of its items.
    for (const [name, value] of fields) {
      const column = routedColumn(name);
      if (column && value !== list[1] && mayRoute(column, value))
        this.#ambiguous.set(name, { column, name, reason: 'beside' });
    }
    return itemRows(list[1]);
  }

  get ambiguousColumns(): AmbiguousColumn[] {
    return [...this.#ambiguous.values()];
  }
}

const hasResult = (value: unknown): boolean => isObject(value) && 'result' in value;

/** The rows of a file, which may be the items of the only list in its only object. */
function rowsOf(file: JsonRows, reader: EntryReader): JsonRows {
  if (file.isArray) reader.listPath = '[]';
  const [row, ...more] = file.rows;
  const value = row?.value;
  const isOne = !file.isArray && !file.cutOff && more.length === 0;
  if (!isOne || !isObject(value)) return file;
  return reader.isRow(value) || row?.repeated !== undefined ? file : (reader.itemsOf(value) ?? file);
}

/** The numbers in a JSON text. The last row of a results file may be incomplete, because its run was killed. */
export function readJsonEntries(text: string, column: string | undefined): Entries {
  const file = readJson(text, parseKeepingDigits);
  const reader = new EntryReader(column);
  const { rows, cutOff, isArray } = rowsOf(file, reader);
  const isResults = hasResult(rows[0]?.value);
  const entries: Entries = { good: [], bad: [] };
  let callbacks = 0;
  for (const row of cutOff && !isResults ? [...rows, cutOff] : rows) {
    const entry = reader.read(row);
    if (entry && 'why' in entry) entries.bad.push({ ...reject(row, entry.why), hint: entry.advice });
    else if (entry) entries.good.push(entry);
    else callbacks += 1;
  }
  return {
    ...entries,
    callbacks,
    ambiguousColumns: reader.ambiguousColumns,
    isEmptyList: isArray && rows.length === 0,
    cutOff: cutOff && isResults ? reject(cutOff, 'incomplete row') : undefined,
  };
}
