import { redact } from '../core/redact.ts';
import { isTouched, mayHoldSecret } from '../core/result.ts';
import { toRecordLine } from '../output/json.ts';
import type { Block, Columns, Row } from '../output/rows.ts';
import type { RowWriter } from '../output/writer.ts';
import type { AppendOnly } from './append-file.ts';

export interface FeedSetting {
  /** null when the command prints no rows. */
  columns: Columns | null;
  /** Opens the writer of stdout, when the first row is to be written. */
  open: () => Promise<RowWriter>;
  /** Shows rows that are grouped; undefined where rows are wanted as they are. */
  group?: ((blocks: readonly Block[]) => Promise<void>) | undefined;
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
export class Feed {
  readonly #setting: FeedSetting;
  readonly #told: Row[] = [];
  readonly #recorded = new Set<Row>();
  #held: Row[] = [];
  #isOpen = false;
  #isDue = false;
  #writer: Promise<RowWriter> | undefined;
  #last: Promise<void> = Promise.resolve();
  #trouble: unknown;
  #unrecorded: unknown;

  constructor(setting: FeedSetting) {
    this.#setting = setting;
  }

  /** Takes a row that has finished. */
  offer(row: Row): void {
    this.#record(row);
    if (!this.#setting.streams) return;
    this.#told.push(row);
    this.#held.push(row);
    this.#isOpen ||= isTouched(row) || (row.result === undefined && row.error === null);
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

  #record(row: Row): void {
    const { results, columns } = this.#setting;
    if (!results || !columns || this.#recorded.has(row)) return;
    this.#recorded.add(row);
    const line = toRecordLine(row, columns);
    results.append(mayHoldSecret(row) ? redact(line) : line).catch((error) => {
      this.#unrecorded ??= error;
    });
  }

  #flush(): void {
    if (this.#held.length === 0) return;
    const rows = this.#held;
    this.#held = [];
    this.#writer ??= this.#setting.open();
    const writer = this.#writer;
    this.#last = this.#last
      .then(async () => (await writer).write(rows))
      .catch((error) => {
        this.#trouble ??= error;
      });
  }

  /** Knows rows that the results file holds already. */
  keep(rows: readonly Row[]): void {
    for (const row of rows) this.#recorded.add(row);
  }

  /** What keeps rows from being recorded in the results file, if anything: then no more should be done. */
  get unrecorded(): unknown {
    return this.#unrecorded;
  }

  /** Writes the rows that have not left yet, in their order. @throws SinchctlError failure when some could not be written */
  async finish(rows: readonly Row[], blocks?: readonly Block[]): Promise<void> {
    for (const row of rows) this.#record(row);
    if (blocks && this.#setting.group) return this.#setting.group(blocks);
    this.#flush();
    await this.#last;
    this.#writer ??= this.#setting.open();
    const writer = await this.#writer;
    if (this.#trouble) throw this.#trouble;
    await writer.write(this.#untold(rows));
    await writer.end();
  }

  #untold(rows: readonly Row[]): readonly Row[] {
    if (this.#told.length === rows.length) return [];
    const told = new Set(this.#told);
    return rows.filter((row) => !told.has(row));
  }

  /** Closes the results file. @throws SinchctlError failure when a row could not be recorded */
  async close(): Promise<void> {
    await this.#setting.results?.close();
  }
}
