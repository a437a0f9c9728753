import type { Aliases } from '../account/application.ts';
import { mayContainSecret, mayHaveChanged, type RowGroup } from '../account/result-row.ts';
import { redact } from '../core/redact.ts';
import { toJsonLine } from '../output/json.ts';
import type { GroupedRows } from '../output/plan-view.ts';
import { type Columns, groupText, type Row } from '../output/rows.ts';
import type { RowWriter } from '../output/writer.ts';
import type { AppendOnly } from '../platform/append-file.ts';
import { type RowItem, RowOrder } from './row-order.ts';

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

/** Milliseconds that a row waits for others, to avoid thousands of small writes. */
const GATHER_TIME = 5;

/**
 * Writes the rows of one command to stdout and the results file. In a streamed format they are written as they finish,
 * but only after the first change: before it, the command may still fail with one error and an empty stdout.
 */
export class RowStream {
  /** The aliases of the credentials in use, for tables. */
  aliases: Aliases | undefined;
  readonly #options: RowStreamOptions;
  /** Rows that the results file already contains. */
  readonly #recorded = new Set<Row>();
  #queue: RowGroup<Row>[] = [];
  /** Set if the rows must keep the order of their items. */
  #order: RowOrder | undefined;
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
    if (this.#options.streams) this.#order = new RowOrder(items);
  }

  /** Takes rows that have finished. */
  push(group: RowGroup<Row>): void {
    this.#record(group);
    if (!this.#options.streams) return;
    this.#queue.push(...(this.#order?.add(group) ?? [group]));
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
    const clean = mayContainSecret(row) ? { ...row, message: redact(String(row.message)) } : row;
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
    this.#queue.push(...(this.#order?.rest() ?? []));
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
