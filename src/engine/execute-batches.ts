import type { Account } from '../account/account.ts';
import type { Step } from '../account/step.ts';
import type { SinchctlError } from '../core/errors.ts';
import type { Batch } from './batches.ts';
import { type ExecutorSetting, Run } from './executor.ts';
import { type Outcomes, UNCHANGED } from './outcome.ts';
import { forEachLimited } from './pool.ts';

export interface ExecutionResult {
  /** What became of the steps that did not come true. */
  missed: Outcomes;
  /** Why the steps that were skipped were not reached. */
  stoppedBy: SinchctlError | undefined;
  /** What a person or the system did meanwhile, even if everything was in flight already. */
  interrupted: SinchctlError | undefined;
  /** The account as it was read last; undefined where it was not read again. */
  account: Account | undefined;
  /** Why the account could not be read afterwards, where it should have been. */
  unverified: SinchctlError | undefined;
}

/** Steps that need no request. */
function withoutJob(steps: readonly Step[], batches: readonly Batch[]): readonly Step[] {
  const count = batches.reduce((sum, batch) => sum + batch.steps.length, 0);
  if (count === steps.length) return [];
  const planned = new Set(batches.flatMap((batch) => batch.steps));
  return steps.filter((step) => !planned.has(step));
}

/**
 * Carries out phases of jobs, one phase after the other. A phase that did not end well ends the work, so that
 * nothing is removed when something was perhaps not added; the first refused credential, 20 requests in a row that fail and an
 * interruption end it at once, after what is in flight. What was not reached is `skipped`; a step whose reply was
 * lost is looked up.
 */
export async function executeBatches(
  steps: readonly Step[],
  phases: readonly (readonly Batch[])[],
  setting: ExecutorSetting,
): Promise<ExecutionResult> {
  const run = new Run(setting);
  run.settle(withoutJob(steps, phases.flat()), () => UNCHANGED);
  for (const batches of phases) {
    if (run.breaker.isTripped || run.cause) {
      run.skip(batches);
      continue;
    }
    const announcer = run.announce(batches);
    await forEachLimited(
      batches,
      setting.concurrency,
      (batch) => run.carry(batch, announcer.take()),
      () => run.breaker.isTripped,
    );
    // Recorded first, because looking again may take long and be ended; told last, since what was done comes first.
    run.cancel(announcer.left);
    await run.reconcile();
    run.skip([...announcer.left, ...announcer.rest]);
  }
  const interrupted = setting.interrupted?.();
  return {
    missed: run.missed,
    stoppedBy: interrupted ?? run.breaker.reason ?? run.cause,
    interrupted,
    account: run.look.account,
    unverified: run.look.unverified,
  };
}
