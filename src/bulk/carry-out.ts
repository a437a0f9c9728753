import type { Change } from '../core/change.ts';
import type { SinchctlError } from '../core/errors.ts';
import type { Account } from '../core/plan.ts';
import type { Job } from './jobs.ts';
import { type Outcomes, UNCHANGED, unreached } from './outcome.ts';
import { forEachAtOnce } from './pool.ts';
import { Run, type RunSetting } from './run.ts';

export interface CarriedOut {
  outcomes: Outcomes;
  /** Why the steps that were skipped were not reached. */
  stoppedBy: SinchctlError | undefined;
  /** What a person or the system did meanwhile, even if everything was in flight already. */
  interrupted: SinchctlError | undefined;
  /** The account as it was read last; undefined where it was not read again. */
  account: Account | undefined;
  /** Why the account could not be read afterwards, where it should have been. */
  unverified: SinchctlError | undefined;
}

/**
 * Carries out phases of jobs, one phase after the other. A phase that did not end well ends the work, so that
 * nothing is removed when something was perhaps not added; the first refused credential, 20 failures in a row and an
 * interruption end it at once, after what is in flight. What was not reached is `skipped`; a step whose reply was
 * lost is looked up.
 */
export async function carryOut(
  steps: readonly Change[],
  phases: readonly (readonly Job[])[],
  setting: RunSetting,
): Promise<CarriedOut> {
  const run = new Run(setting);
  const planned = new Set(phases.flatMap((jobs) => jobs.flatMap((job) => job.steps)));
  run.settle(
    steps.filter((step) => !planned.has(step)),
    () => UNCHANGED,
  );
  for (const jobs of phases) {
    if (run.brake.isPulled || run.cause) break;
    const open: Change[] = [];
    const announcer = run.announce(jobs);
    await forEachAtOnce(
      jobs,
      setting.concurrency,
      (job) => run.carry(job, open, announcer.take()),
      () => run.brake.isPulled,
    );
    run.withdraw(announcer.left);
    if (open.length > 0) await run.lookAgain(open);
  }
  run.settle(
    steps.filter((step) => !run.outcomes.has(step)),
    unreached,
  );
  const interrupted = setting.interrupted?.();
  return {
    outcomes: run.outcomes,
    stoppedBy: interrupted ?? run.brake.reason ?? run.cause,
    interrupted,
    account: run.account,
    unverified: run.unverified,
  };
}
