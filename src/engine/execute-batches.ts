import type { Step } from '../account/plan.ts';
import type { Batch } from './batches.ts';
import { Executor, type ExecutorOptions } from './executor.ts';
import { forEachLimited } from './for-each-limited.ts';
import { type ExecutionResult, UNCHANGED } from './outcome.ts';

/** Batches recorded ahead per request in progress, so that no request waits for the disk. */
const AHEAD = 4;

/** Records batches before they are sent, many at a time and ahead of need, so that no worker waits for the disk. */
export class WriteAhead {
  readonly #batches: readonly Batch[];
  readonly #ahead: number;
  readonly #record: (batches: readonly Batch[]) => Promise<void>;
  readonly #recorded: Promise<void>[] = [];
  #taken = 0;

  /**
   * @param ahead maximum number of batches recorded ahead of the one that is taken
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
    // Records more only when half of them are taken, so that one write records many.
    if (this.#recorded.length <= this.#ahead / 2) this.#recordMore();
    this.#taken += 1;
    return this.#recorded.shift() ?? Promise.resolve();
  }

  #recordMore(): void {
    const from = this.#taken + this.#recorded.length;
    const batches = this.#batches.slice(from, this.#taken + this.#ahead + 1);
    if (batches.length === 0) return;
    const recorded = this.#record(batches);
    // A rejection reaches the workers that take these batches; until then, it counts as handled.
    recorded.catch(() => undefined);
    for (const _ of batches) this.#recorded.push(recorded);
  }

  /** Batches that were recorded but not taken. */
  get recordedOnly(): readonly Batch[] {
    return this.#batches.slice(this.#taken, this.#taken + this.#recorded.length);
  }

  /** Batches that were not recorded. */
  get unrecorded(): readonly Batch[] {
    return this.#batches.slice(this.#taken + this.#recorded.length);
  }
}

/** Steps that need no request. */
function stepsWithoutBatch(steps: readonly Step[], batches: readonly Batch[]): readonly Step[] {
  const planned = new Set(batches.flatMap((batch) => batch.steps));
  return steps.filter((step) => !planned.has(step));
}

/**
 * Executes batches, one phase after the other. A phase with an error ends the run, so that nothing is removed if an
 * addition may have failed. The first rejected credential, 20 consecutive failed requests, or an interruption ends it
 * as soon as the requests in progress finish. What was not attempted is `skipped`; a step whose response was lost is
 * compared with the account.
 */
export async function executeBatches(
  steps: readonly Step[],
  phases: readonly (readonly Batch[])[],
  options: ExecutorOptions,
): Promise<ExecutionResult> {
  const executor = new Executor(options);
  const { breaker, reconciliation } = executor;
  executor.settle(stepsWithoutBatch(steps, phases.flat()), () => UNCHANGED);
  for (const batches of phases) {
    if (breaker.isTripped || executor.cause) {
      executor.skip(batches);
      continue;
    }
    const writeAhead = new WriteAhead(batches, AHEAD * options.concurrency, (some) => executor.record(some));
    await forEachLimited(
      batches,
      options.concurrency,
      (batch) => executor.execute(batch, writeAhead.take()),
      () => breaker.isTripped,
    );
    // Recorded first, because reading the account may take a long time and be interrupted; reported last, after the
    // executed steps.
    executor.cancel(writeAhead.recordedOnly);
    await executor.reconcile();
    executor.skip([...writeAhead.recordedOnly, ...writeAhead.unrecorded]);
  }
  const verification = await executor.verify();
  const interrupted = options.interrupted?.();
  return {
    missed: executor.missed,
    stoppedBy: interrupted ?? breaker.reason ?? executor.cause,
    interrupted,
    account: verification.account ?? reconciliation.account,
    isAccepted: executor.isAccepted,
    unverified: verification.unverified ?? reconciliation.unverified,
  };
}
