import type { Account } from '../account/account.ts';
import type { Step } from '../account/plan.ts';
import type { SinchctlError } from '../core/errors.ts';
import type { Batch } from './batches.ts';
import { Executor, type ExecutorOptions } from './executor.ts';
import { forEachLimited } from './for-each-limited.ts';
import { type Outcomes, UNCHANGED } from './outcome.ts';

export interface ExecutionResult {
  /** The outcomes of the steps that did not succeed. */
  missed: Outcomes;
  /** Why the skipped steps were not reached. */
  stoppedBy: SinchctlError | undefined;
  /** What the user or the system did meanwhile, even if every request was in progress already. */
  interrupted: SinchctlError | undefined;
  /** The account as it was last read; undefined where it was not read again. */
  account: Account | undefined;
  /** Why the account could not be read afterwards, where it should have been. */
  unverified: SinchctlError | undefined;
}

/** Steps that need no request. */
function stepsWithoutBatch(steps: readonly Step[], batches: readonly Batch[]): readonly Step[] {
  const count = batches.reduce((sum, batch) => sum + batch.steps.length, 0);
  if (count === steps.length) return [];
  const planned = new Set(batches.flatMap((batch) => batch.steps));
  return steps.filter((step) => !planned.has(step));
}

/**
 * Executes batches, one phase after the other. A phase with an error ends the run, so that nothing is removed when
 * something was perhaps not added. The first refused credential, 20 failed requests in a row, and an interruption end
 * it at once, after the requests in progress. What was not reached is `skipped`; a step whose response was lost is
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
    const writeAhead = executor.writeAhead(batches);
    await forEachLimited(
      batches,
      options.concurrency,
      (batch) => executor.execute(batch, writeAhead.take()),
      () => breaker.isTripped,
    );
    // Recorded first, because reading the account may take long and be interrupted; reported last, after what was done.
    executor.cancel(writeAhead.recordedOnly);
    await executor.reconcile();
    executor.skip([...writeAhead.recordedOnly, ...writeAhead.unrecorded]);
  }
  const interrupted = options.interrupted?.();
  return {
    missed: executor.missed,
    stoppedBy: interrupted ?? breaker.reason ?? executor.cause,
    interrupted,
    account: reconciliation.account,
    unverified: reconciliation.unverified,
  };
}
