import type { Aliases } from '../account/application.ts';
import { mayHaveChanged, mayHoldSecret, type RowGroup } from '../account/result-row.ts';
import { redact } from '../core/redact.ts';
import { toJsonLine } from '../output/json.ts';
import type { GroupedRows } from '../output/plan-view.ts';
import { type Columns, groupText, type Row } from '../output/rows.ts';
import type { RowWriter } from '../output/writer.ts';
import type { AppendOnly } from '../platform/append-file.ts';

export interface RowStreamOptions {
  /** null when the command prints no rows. */
  columns: Columns | null;
  /** Opens the writer of stdout, before the first row. @param aliases of the credentials in use */
  open: (aliases: Aliases | undefined) => RowWriter;
  /** Shows rows in groups or as a plan; false if they are written separately. */
  showGrouped?: (grouped: GroupedRows, rows: readonly Row[]) => Promise<boolean>;
  /** Whether rows are written as they finish. */
  streams: boolean;
  /** The `--results` file. */
  results: AppendOnly | undefined;
}

/** What a row is about. */
export type RowItem = { [field in 'number' | 'capability' | 'callback' | 'application']?: unknown };

/** The places of items in a list. Without texts as keys, because there may be 100,000 items. */
class ItemPlaces {
  readonly #byKind = new Map<unknown, Map<unknown, number>>();

  #places({ capability, callback }: RowItem): Map<unknown, number> {
    const kind = callback ?? capability ?? '';
    const places = this.#byKind.get(kind) ?? new Map<unknown, number>();
    this.#byKind.set(kind, places);
    return places;
  }

  of(item: RowItem): number | undefined {
    return this.#places(item).get(item.callback ? item.application : item.number);
  }

  /** Sets the place of an item that has none. @returns whether it had none */
  add(item: RowItem, place: number): boolean {
    if (this.of(item) !== undefined) return false;
    this.#places(item).set(item.callback ? item.application : item.number, place);
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

/** Milliseconds that a row waits for others, to avoid thousands of small writes. */
const GATHER_TIME = 5;

/**
 * Writes the rows of one command to stdout and the results file. In a streamed format they are written as they finish,
 * but only after the first change: before it, the command may still end with one error and an empty stdout.
 */
export class RowStream {
  /** The aliases of the credentials in use, for tables. */
  aliases: Aliases | undefined;
  readonly #options: RowStreamOptions;
  /** Rows that the results file already contains. */
  readonly #recorded = new Set<Row>();
  #queue: RowGroup<Row>[] = [];
  /** The items, if the rows must keep their order, and the place of each. */
  readonly #items: RowItem[] = [];
  readonly #places = new ItemPlaces();
  /** The place of the next item whose rows are written. */
  #next = 0;
  /** Rows that wait for those of earlier items, by the place of their first item. */
  readonly #waiting = new Map<number, RowGroup<Row>[]>();
  #isOpen = false;
  #isDue = false;
  #writer: RowWriter | undefined;
  #last: Promise<void> = Promise.resolve();
  #failure: unknown;
  #unrecorded: unknown;

  constructor(options: RowStreamOptions) {
    this.#options = options;
  }

  /** Writes the rows of these items in this order, regardless of which finishes first. They are recorded as they finish. */
  keepOrder(items: Iterable<RowItem>): void {
    if (!this.#options.streams) return;
    for (const item of items) if (this.#places.add(item, this.#items.length)) this.#items.push(item);
  }

  /** The parts of a group whose items follow each other, with the place of the first; without a place, of one item. */
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

  #queueInOrder(group: RowGroup<Row>): void {
    for (const [place, part] of this.#consecutive(group)) {
      const waiting = this.#waiting.get(place ?? -1);
      if (waiting) waiting.push(part);
      // A verification may report an item again.
      else if (place === undefined || place < this.#next) this.#queue.push(part);
      else this.#waiting.set(place, [part]);
    }
    for (let rows = this.#waiting.get(this.#next); rows; rows = this.#waiting.get(this.#next)) {
      this.#queue.push(...rows);
      this.#waiting.delete(this.#next);
      this.#next += Math.max(1, rows[0]?.numbers.length ?? 0);
    }
  }

  /** Queues the rows that still wait: those before them were not processed. */
  #queueRest(): void {
    const rest = [...this.#waiting].sort(([a], [b]) => a - b);
    for (const [, rows] of rest) this.#queue.push(...rows);
    this.#waiting.clear();
  }

  /** Takes rows that have finished. */
  push(group: RowGroup<Row>): void {
    this.#record(group);
    if (!this.#options.streams) return;
    if (this.#items.length === 0) this.#queue.push(group);
    else this.#queueInOrder(group);
    const { row } = group;
    this.#isOpen ||= mayHaveChanged(row) || (row.result === undefined && row.error === null);
    if (this.#isOpen) this.#flushSoon();
  }

  /** Writes rows that finish in quick succession together. */
  #flushSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      this.#flush();
    }, GATHER_TIME);
  }

  #record(group: RowGroup<Row>): void {
    const { results, columns } = this.#options;
    if (!results || !columns || this.#recorded.has(group.row)) return;
    const { row, numbers } = group;
    const clean = mayHoldSecret(row) ? { ...row, message: redact(String(row.message)) } : row;
    for (const text of groupText({ row: clean, numbers }, (one) => `${toJsonLine(one, columns)}\n`)) {
      results.append(text).catch((error) => {
        this.#unrecorded ??= error;
      });
    }
  }

  #flush(): void {
    if (this.#queue.length === 0) return;
    const groups = this.#queue;
    this.#queue = [];
    this.#writer ??= this.#options.open(this.aliases);
    const writer = this.#writer;
    this.#last = this.#last
      .then(() => writer.writeGroups(groups))
      .catch((error) => {
        this.#failure ??= error;
      });
  }

  /** Marks rows that the results file already contains. */
  markRecorded(rows: readonly Row[]): void {
    for (const row of rows) this.#recorded.add(row);
  }

  /** The error that prevents rows from being recorded in the results file, if any; the command must then stop. */
  get unrecorded(): unknown {
    return this.#unrecorded;
  }

  /**
   * Shows the result of the command.
   * @param isTracked whether every row was pushed before, so that it is recorded, and written if rows stream
   * @throws SinchctlError failure when some could not be written
   */
  async finish(rows: Iterable<Row>, isTracked: boolean, grouped: GroupedRows = {}): Promise<void> {
    const { showGrouped, streams } = this.#options;
    // The source may be iterable only once.
    const all = isTracked && streams ? [] : [...rows];
    if (!isTracked) for (const row of all) this.#record({ row, numbers: [] });
    if (await showGrouped?.(grouped, all)) return;
    this.#queueRest();
    this.#flush();
    await this.#last;
    this.#writer ??= this.#options.open(this.aliases);
    const writer = this.#writer;
    if (this.#failure) throw this.#failure;
    await writer.write(all);
    await writer.end();
  }

  /** Closes the results file. @throws SinchctlError failure when a row could not be recorded */
  async close(): Promise<void> {
    await this.#options.results?.close();
  }
}
