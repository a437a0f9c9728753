import type { Batch } from './batches.ts';

/** Tells of jobs before they leave, many at a time and more than are next, so that no lane waits for the disk. */
export class WriteAhead {
  readonly #batches: readonly Batch[];
  readonly #ahead: number;
  readonly #tell: (batches: readonly Batch[]) => Promise<void>;
  readonly #told: Promise<void>[] = [];
  #taken = 0;

  /** @param ahead how many jobs beyond the one that is taken, at most @param tell resolves when the jobs may leave */
  constructor(batches: readonly Batch[], ahead: number, tell: (batches: readonly Batch[]) => Promise<void>) {
    this.#batches = batches;
    this.#ahead = ahead;
    this.#tell = tell;
  }

  /** The next job in order is taken. Resolves when it may leave; rejects when it must not. */
  take(): Promise<void> {
    // Only when half of them have left, so that what is told is told of many.
    if (this.#told.length <= this.#ahead / 2) this.#tellMore();
    this.#taken += 1;
    return this.#told.shift() ?? Promise.resolve();
  }

  #tellMore(): void {
    const from = this.#taken + this.#told.length;
    const batches = this.#batches.slice(from, this.#taken + this.#ahead + 1);
    if (batches.length === 0) return;
    const told = this.#tell(batches);
    // Whoever takes a job hears of it; until then nobody does.
    told.catch(() => undefined);
    for (const _ of batches) this.#told.push(told);
  }

  /** Jobs that were told of and that nobody took. */
  get left(): readonly Batch[] {
    return this.#batches.slice(this.#taken, this.#taken + this.#told.length);
  }

  /** Jobs that nobody was told of. */
  get rest(): readonly Batch[] {
    return this.#batches.slice(this.#taken + this.#told.length);
  }
}
