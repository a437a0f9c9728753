import { ambiguousColumnsOf, isNumberColumn } from './column-names.ts';
import type { AmbiguousColumn } from './entry.ts';
import { FIELDS, type Field, type Fields } from './sinchctl-rows.ts';

/** What an object says in the fields that count, whatever the case of their names. */
interface Read {
  number: unknown;
  fields: Fields;
  /** A field that stands twice, in two cases. */
  twice: string | undefined;
  /** The names of all that could hold the number, where there are several. */
  several: readonly string[] | undefined;
}

/** Which keys of an object are which fields. */
interface Keys {
  number: string | undefined;
  fields: [Field, string][];
  twice: string | undefined;
  several: readonly string[] | undefined;
}

const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);

function keysOf(keys: readonly string[], column: string | undefined): Keys {
  const isWanted = (key: string) =>
    column === undefined ? isNumberColumn(key) : key.toLowerCase() === column.toLowerCase();
  const numbers = keys.filter(isWanted);
  const others = keys.filter((key) => !numbers.includes(key));
  const counts = others.map((key) => [key.toLowerCase(), key] as const);
  const fields = counts.filter((pair): pair is [Field, string] => isField(pair[0]));
  const names = [...numbers.map((key) => key.toLowerCase()), ...fields.map(([name]) => name)];
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  return { number: numbers[0], fields, twice, several: numbers.length > 1 ? numbers : undefined };
}

/** Reads objects, of which there may be 100,000 with the same keys. */
export class JsonFields {
  readonly #column: string | undefined;
  readonly #known = new Map<string, Keys>();
  readonly #ambiguousColumns = new Map<string, AmbiguousColumn>();

  /** @param column what the field of numbers is called, where that is given */
  constructor(column: string | undefined) {
    this.#column = column;
  }

  read(value: object): Read {
    const { number, fields, twice, several } = this.#keysOf(Object.keys(value));
    const cells = value as Record<string, unknown>;
    const read: Fields = {};
    for (const [name, key] of fields) read[name] = cells[key];
    return { number: number === undefined ? undefined : cells[number], fields: read, twice, several };
  }

  #keysOf(names: string[]): Keys {
    const shape = names.join('\n');
    const known = this.#known.get(shape);
    if (known) return known;
    const keys = keysOf(names, this.#column);
    this.#known.set(shape, keys);
    // The same name in two cases is told with its line.
    for (const doubt of ambiguousColumnsOf(names))
      if (doubt.reason !== 'twice') this.#ambiguousColumns.set(doubt.name, doubt);
    return keys;
  }

  get ambiguousColumns(): AmbiguousColumn[] {
    return [...this.#ambiguousColumns.values()];
  }
}
