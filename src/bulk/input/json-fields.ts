import type { Doubt } from './entry.ts';
import { doubtsOf } from './names.ts';
import { FIELDS, type Field, type Fields } from './own-row.ts';

/** What an object says in the fields that count, whatever the case of their names. */
interface Read {
  number: unknown;
  fields: Fields;
  /** A field that stands twice, in two cases. */
  twice: string | undefined;
}

/** Which keys of an object are which fields. */
interface Keys {
  number: string | undefined;
  fields: [Field, string][];
  twice: string | undefined;
}

const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name);

function keysOf(keys: readonly string[], column: string): Keys {
  const lower = keys.map((key) => key.toLowerCase());
  const at = lower.indexOf(column);
  const counts = lower.map((name, i) => [name, keys[i] ?? ''] as const);
  const fields = counts.filter((pair): pair is [Field, string] => pair[0] !== column && isField(pair[0]));
  const names = [
    ...(at >= 0 ? lower.filter((name) => name === column) : []),
    ...fields.map(([name]) => name),
  ];
  return { number: keys[at], fields, twice: names.find((name, i) => names.indexOf(name) !== i) };
}

/** Reads objects, of which there may be 100,000 with the same keys. */
export class JsonFields {
  readonly #column: string;
  readonly #known = new Map<string, Keys>();
  readonly #doubts = new Map<string, Doubt>();

  /** @param column what the field of numbers is called */
  constructor(column: string) {
    this.#column = column.toLowerCase();
  }

  read(value: object): Read {
    const { number, fields, twice } = this.#keysOf(Object.keys(value));
    const cells = value as Record<string, unknown>;
    const read: Fields = {};
    for (const [name, key] of fields) read[name] = cells[key];
    return { number: number === undefined ? undefined : cells[number], fields: read, twice };
  }

  #keysOf(names: string[]): Keys {
    const shape = names.join('\n');
    const known = this.#known.get(shape);
    if (known) return known;
    const keys = keysOf(names, this.#column);
    this.#known.set(shape, keys);
    // The same name in two cases is told with its line.
    for (const doubt of doubtsOf(names)) if (doubt.reason !== 'twice') this.#doubts.set(doubt.name, doubt);
    return keys;
  }

  get doubts(): Doubt[] {
    return [...this.#doubts.values()];
  }
}
