import type { Job } from './batches.ts';

/** Tells of jobs before they leave, many at a time and more than are next, so that no lane waits for the disk. */
export class Announcer {
  readonly #jobs: readonly Job[];
  readonly #ahead: number;
  readonly #tell: (jobs: readonly Job[]) => Promise<void>;
  readonly #told: Promise<void>[] = [];
  #taken = 0;

  /** @param ahead how many jobs beyond the one that is taken, at most @param tell resolves when the jobs may leave */
  constructor(jobs: readonly Job[], ahead: number, tell: (jobs: readonly Job[]) => Promise<void>) {
    this.#jobs = jobs;
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
    const jobs = this.#jobs.slice(from, this.#taken + this.#ahead + 1);
    if (jobs.length === 0) return;
    const told = this.#tell(jobs);
    // Whoever takes a job hears of it; until then nobody does.
    told.catch(() => undefined);
    for (const _ of jobs) this.#told.push(told);
  }

  /** Jobs that were told of and that nobody took. */
  get left(): readonly Job[] {
    return this.#jobs.slice(this.#taken, this.#taken + this.#told.length);
  }

  /** Jobs that nobody was told of. */
  get rest(): readonly Job[] {
    return this.#jobs.slice(this.#taken + this.#told.length);
  }
}
