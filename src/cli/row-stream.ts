import { mayHaveChanged, mayHoldSecret, type RowGroup } from '../account/result-row.ts';
import { redact } from '../core/redact.ts';
import { toJsonLine } from '../output/json.ts';
import { groupText } from '../output/row-groups.ts';
import type { Block, Columns, Row } from '../output/rows.ts';
import type { RowWriter } from '../output/writer.ts';
import type { AppendOnly } from '../platform/append-file.ts';

export interface RowStreamSetting {
  /** null when the command prints no rows. */
  columns: Columns | null;
  /** Opens the writer of stdout, when the first row is to be written. */
  open: () => Promise<RowWriter>;
  /** Shows rows that are grouped; undefined where rows are wanted as they are. */
  showBlocks?: ((blocks: readonly Block[]) => Promise<void>) | undefined;
  /** Whether rows leave as they finish. */
  streams: boolean;
  /** The file of `--results`. */
  results: AppendOnly | undefined;
}

/** Milliseconds that a row waits for others: too few to be seen, enough to spare a thousand small writes. */
const GATHER = 5;

/**
 * The rows of one command on their way out. Where the format streams they leave as they finish, once something was
 * really done: before that the whole may yet end as one error, and then stdout stays empty.
 */
export class RowStream {
  readonly #setting: RowStreamSetting;
  /** Rows that the results file holds already. */
  readonly #kept = new Set<Row>();
  #held: RowGroup<Row>[] = [];
  #isOpen = false;
  #isDue = false;
  #writer: Promise<RowWriter> | undefined;
  #last: Promise<void> = Promise.resolve();
  #trouble: unknown;
  #unrecorded: unknown;

  constructor(setting: RowStreamSetting) {
    this.#setting = setting;
  }

  /** Takes rows that have finished. */
  push(group: RowGroup<Row>): void {
    this.#record(group);
    if (!this.#setting.streams) return;
    this.#held.push(group);
    const { row } = group;
    this.#isOpen ||= mayHaveChanged(row) || (row.result === undefined && row.error === null);
    if (this.#isOpen) this.#flushSoon();
  }

  /** The rows of replies that arrive close together leave together. */
  #flushSoon(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    setTimeout(() => {
      this.#isDue = false;
      this.#flush();
    }, GATHER);
  }

  #record(group: RowGroup<Row>): void {
    const { results, columns } = this.#setting;
    if (!results || !columns || this.#kept.has(group.row)) return;
    const mustRedact = mayHoldSecret(group.row);
    for (const text of groupText(group, (row) => `${toJsonLine(row, columns)}\n`)) {
      results.append(mustRedact ? redact(text) : text).catch((error) => {
        this.#unrecorded ??= error;
      });
    }
  }

  #flush(): void {
    if (this.#held.length === 0) return;
    const groups = this.#held;
    this.#held = [];
    this.#writer ??= this.#setting.open();
    const writer = this.#writer;
    this.#last = this.#last
      .then(async () => (await writer).writeGroups(groups))
      .catch((error) => {
        this.#trouble ??= error;
      });
  }

  /** Knows rows that the results file holds already. */
  keep(rows: readonly Row[]): void {
    for (const row of rows) this.#kept.add(row);
  }

  /** What keeps rows from being recorded in the results file, if anything: then no more should be done. */
  get unrecorded(): unknown {
    return this.#unrecorded;
  }

  /**
   * Shows what the command came to.
   * @param isTracked whether every row was pushed before: then it is recorded, and has left where rows stream
   * @throws SinchctlError failure when some could not be written
   */
  async finish(rows: Iterable<Row>, isTracked: boolean, blocks?: readonly Block[]): Promise<void> {
    const { showBlocks, streams } = this.#setting;
    // Made once: whoever makes them may not do it twice.
    const all = isTracked && streams ? [] : [...rows];
    if (!isTracked) for (const row of all) this.#record({ row, numbers: [] });
    if (blocks && showBlocks) return showBlocks(blocks);
    this.#flush();
    await this.#last;
    this.#writer ??= this.#setting.open();
    const writer = await this.#writer;
    if (this.#trouble) throw this.#trouble;
    await writer.write(all);
    await writer.end();
  }

  /** Closes the results file. @throws SinchctlError failure when a row could not be recorded */
  async close(): Promise<void> {
    await this.#setting.results?.close();
  }
}
