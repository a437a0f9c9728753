import type { Batch } from './batches.ts';

/** Records batches before they are sent, many at a time and ahead of need, so that no worker waits for the disk. */
export class WriteAhead {
  readonly #batches: readonly Batch[];
  readonly #ahead: number;
  readonly #record: (batches: readonly Batch[]) => Promise<void>;
  readonly #recorded: Promise<void>[] = [];
  #taken = 0;

  /**
   * @param ahead maximum number of batches recorded beyond the one that is taken
   * @param record resolves when the batches may be sent
   */
  constructor(
    batches: readonly Batch[],
    ahead: number,
    record: (batches: readonly Batch[]) => Promise<void>,
  ) {
    this.#batches = batches;
    this.#ahead = ahead;
    this.#record = record;
  }

  /** Takes the next batch in order. Resolves when it may be sent; rejects when it must not. */
  take(): Promise<void> {
    // Only when half of them are taken, so that one write records many.
    if (this.#recorded.length <= this.#ahead / 2) this.#recordMore();
    this.#taken += 1;
    return this.#recorded.shift() ?? Promise.resolve();
  }

  #recordMore(): void {
    const from = this.#taken + this.#recorded.length;
    const batches = this.#batches.slice(from, this.#taken + this.#ahead + 1);
    if (batches.length === 0) return;
    const recorded = this.#record(batches);
    // A rejection reaches those that take these batches; until then it is not unhandled.
    recorded.catch(() => undefined);
    for (const _ of batches) this.#recorded.push(recorded);
  }

  /** Batches that were recorded and not taken. */
  get recordedOnly(): readonly Batch[] {
    return this.#batches.slice(this.#taken, this.#taken + this.#recorded.length);
  }

  /** Batches that were not recorded. */
  get unrecorded(): readonly Batch[] {
    return this.#batches.slice(this.#taken + this.#recorded.length);
  }
}
