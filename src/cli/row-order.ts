import type { RowGroup } from '../account/result-row.ts';
import type { Row } from '../output/rows.ts';

/** What a row is about. The row of a rejected line, which may have no number, is its own item. */
export type RowItem = { [field in 'number' | 'capability' | 'callback' | 'application' | 'error']?: unknown };

/** The places of items in a list. Does not build strings as keys, because there may be 100,000 items. */
class ItemPlaces {
  readonly #byKind = new Map<unknown, Map<unknown, number>>();
  readonly #rejected = new Map<RowItem, number>();

  #places({ capability, callback }: RowItem): Map<unknown, number> {
    const kind = callback ?? capability ?? '';
    const places = this.#byKind.get(kind) ?? new Map<unknown, number>();
    this.#byKind.set(kind, places);
    return places;
  }

  of(item: RowItem): number | undefined {
    return this.#rejected.get(item) ?? this.#places(item).get(item.callback ? item.application : item.number);
  }

  /** Sets the place of an item that has none. @returns whether it had none */
  add(item: RowItem, place: number): boolean {
    if (this.of(item) !== undefined) return false;
    if (item.error) this.#rejected.set(item, place);
    else this.#places(item).set(item.callback ? item.application : item.number, place);
    return true;
  }
}

/** Rows in the order of their items; those of other items follow. */
export function inItemOrder(rows: Iterable<Row>, items: readonly RowItem[]): Row[] {
  const places = new ItemPlaces();
  for (const [i, item] of items.entries()) places.add(item, i);
  return Array.from(rows, (row) => ({ row, place: places.of(row) ?? items.length }))
    .sort((a, b) => a.place - b.place)
    .map(({ row }) => row);
}

/** Puts rows that finish in any order into the order of their items. */
export class RowOrder {
  readonly #items: RowItem[] = [];
  readonly #places = new ItemPlaces();
  /** The place of the next item whose rows are due. */
  #next = 0;
  /** Rows that wait for those of earlier items, by the place of their first item. */
  readonly #waiting = new Map<number, RowGroup<Row>[]>();

  constructor(items: Iterable<RowItem>) {
    for (const item of items) if (this.#places.add(item, this.#items.length)) this.#items.push(item);
  }

  /**
   * The parts of a group whose items follow each other, with the place of the first. Each item without a place is a
   * separate part.
   */
  *#consecutive(group: RowGroup<Row>): Generator<[place: number | undefined, part: RowGroup<Row>]> {
    const { row, numbers } = group;
    if (numbers.length < 2) {
      yield [this.#places.of(row), group];
      return;
    }
    const isAt = (place: number, number: unknown) => {
      const item = this.#items[place];
      return item?.number === number && (item?.capability ?? null) === (row.capability ?? null);
    };
    for (let from = 0, to = 1; from < numbers.length; from = to, to += 1) {
      const first = { ...row, number: numbers[from] ?? null };
      const place = this.#places.of(first);
      while (place !== undefined && to < numbers.length && isAt(place + to - from, numbers[to])) to += 1;
      yield [place, { row: first, numbers: numbers.slice(from, to) }];
    }
  }

  /** Adds rows that have finished. @returns the rows that are now due */
  add(group: RowGroup<Row>): RowGroup<Row>[] {
    const due: RowGroup<Row>[] = [];
    for (const [place, part] of this.#consecutive(group)) {
      const waiting = this.#waiting.get(place ?? -1);
      if (waiting) waiting.push(part);
      // A verification may report an item again.
      else if (place === undefined || place < this.#next) due.push(part);
      else this.#waiting.set(place, [part]);
    }
    for (let rows = this.#waiting.get(this.#next); rows; rows = this.#waiting.get(this.#next)) {
      due.push(...rows);
      this.#waiting.delete(this.#next);
      this.#next += Math.max(1, rows[0]?.numbers.length ?? 0);
    }
    return due;
  }

  /** The rows that still wait, in order: those before them were not processed. */
  rest(): RowGroup<Row>[] {
    const rest = [...this.#waiting].sort(([a], [b]) => a - b);
    this.#waiting.clear();
    return rest.flatMap(([, rows]) => rows);
  }
}
