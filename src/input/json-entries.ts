import { messageWithHint } from '../core/errors.ts';
import { ambiguousColumnsOf, isNumberColumn, severalColumns } from './column-names.ts';
import { type AmbiguousColumn, brokenNumber, type Entries, type NumberEntry, reject } from './entry.ts';
import { type JsonRow, parseKeepingDigits, readJson } from './json.ts';
import { FIELDS, isAboutCallback, type RowField, type RowFields, routeOf } from './sinchctl-rows.ts';

/** The keys of an object that are columns, in any case. */
interface Keys {
  number: string | undefined;
  fields: [RowField, string][];
  /** A column that exists twice, in different cases. */
  twice: string | undefined;
  /** Why several keys may be the number. */
  several: string | undefined;
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
  return { number: numbers[0], fields, twice, several };
}

/** Why an object has no number, with the fields that it has. */
function lacking(column: string, value: object): string {
  const names = Object.keys(value).join(', ').slice(0, 80);
  return names === '' ? `no ${column} field` : `no ${column} field; its fields are ${names}`;
}

const numbered = (number: string | number, place: string): NumberEntry => ({
  place,
  number,
  error: typeof number === 'string' ? brokenNumber(number) : undefined,
});

/** Reads values as entries. Keys are inspected once for all objects that have the same ones. */
class EntryReader {
  readonly #column: string | undefined;
  readonly #known = new Map<string, Keys>();
  readonly #ambiguous = new Map<string, AmbiguousColumn>();

  /** @param column the field in `--number-column`, if any */
  constructor(column: string | undefined) {
    this.#column = column;
  }

  /** A value as an entry, or why it is invalid; undefined for a row about a callback, which has no number. */
  read({ value, place }: JsonRow): NumberEntry | string | undefined {
    if (value === undefined) return 'not valid JSON';
    if (typeof value === 'string' || typeof value === 'number') return numbered(value, place);
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return 'neither a number nor an object';
    const keys = this.#keysOf(Object.keys(value));
    if (keys.several !== undefined) return keys.several;
    const cells = value as Record<string, unknown>;
    const number = keys.number === undefined ? undefined : cells[keys.number];
    const fields: RowFields = {};
    for (const [name, key] of keys.fields) fields[name] = cells[key];
    if (isAboutCallback(fields, number)) return undefined;
    if (typeof number !== 'string' && typeof number !== 'number')
      return lacking(this.#column ?? 'number', value);
    const entry: NumberEntry = { ...numbered(number, place), ...routeOf(fields) };
    if (keys.twice) entry.error = `two fields are named ${keys.twice}`;
    return entry;
  }

  #keysOf(names: string[]): Keys {
    const shape = names.join('\n');
    const known = this.#known.get(shape);
    if (known) return known;
    const keys = keysOf(names, this.#column);
    this.#known.set(shape, keys);
    // The same name in different cases is an error of its row.
    for (const one of ambiguousColumnsOf(names))
      if (one.reason !== 'twice') this.#ambiguous.set(one.name, one);
    return keys;
  }

  get ambiguousColumns(): AmbiguousColumn[] {
    return [...this.#ambiguous.values()];
  }
}

const hasResult = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'result' in value;

/** The numbers of JSON. The last row of a results file may be incomplete, because its run was killed. */
export function readJsonEntries(text: string, column: string | undefined): Entries {
  const { rows, cutOff, isArray } = readJson(text, parseKeepingDigits);
  const isResults = hasResult(rows[0]?.value);
  const reader = new EntryReader(column);
  const entries: Entries = { good: [], bad: [] };
  let callbacks = 0;
  for (const row of cutOff && !isResults ? [...rows, cutOff] : rows) {
    const entry = reader.read(row);
    if (typeof entry === 'string') entries.bad.push(reject(row, entry));
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
