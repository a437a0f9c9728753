import type { Job } from './jobs.ts';

/** Tells of jobs before they leave, and of some more than are next, so that no lane waits for the disk. */
export class Announcer {
  readonly #jobs: readonly Job[];
  readonly #ahead: number;
  readonly #tell: (job: Job) => Promise<void>;
  readonly #told: Promise<void>[] = [];
  #taken = 0;

  /** @param ahead how many jobs beyond the one that is taken @param tell resolves when a job may leave */
  constructor(jobs: readonly Job[], ahead: number, tell: (job: Job) => Promise<void>) {
    this.#jobs = jobs;
    this.#ahead = ahead;
    this.#tell = tell;
  }

  /** The next job in order is taken. Resolves when it may leave; rejects when it must not. */
  take(): Promise<void> {
    this.#taken += 1;
    const until = Math.min(this.#taken + this.#ahead, this.#jobs.length);
    for (const job of this.#jobs.slice(this.#taken - 1 + this.#told.length, until)) {
      const told = this.#tell(job);
      // Whoever takes the job hears of it; until then nobody does.
      told.catch(() => undefined);
      this.#told.push(told);
    }
    return this.#told.shift() ?? Promise.resolve();
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
