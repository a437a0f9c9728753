import type { Client } from '../api/client.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import type { Account, Step } from '../core/plan.ts';
import { isRefusedCredential } from './each.ts';
import type { Job } from './jobs.ts';
import { forEachAtOnce } from './pool.ts';
import { readAccount } from './read-account.ts';

/** What became of one step. */
export type StepOutcome =
  | { result: 'done' | 'unchanged' | 'skipped' }
  | { result: 'failed' | 'unknown'; error: SinchctlError };

export type Outcomes = Map<Step, StepOutcome>;

export interface CarryOut {
  client: Client;
  /** Requests at the same time. */
  concurrency: number;
  /** Whether to read the account again afterwards even when every reply arrived. */
  verify?: boolean;
  /** What a person or the system did to end the work early, if anything. */
  interrupted?: () => SinchctlError | undefined;
}

export interface CarriedOut {
  outcomes: Outcomes;
  /** Why the steps that were skipped were not reached. */
  stoppedBy: SinchctlError | undefined;
  /** What a person or the system did meanwhile, even if everything was in flight already. */
  interrupted: SinchctlError | undefined;
  /** Why the account could not be read afterwards, where it should have been. */
  unverified: SinchctlError | undefined;
}

/** One run: what it knows so far, and whether it may go on. */
class Run {
  readonly outcomes: Outcomes = new Map();
  stoppedBy: SinchctlError | undefined;
  unverified: SinchctlError | undefined;
  readonly #setting: CarryOut;

  constructor(setting: CarryOut) {
    this.#setting = setting;
  }

  isStopped(): boolean {
    this.stoppedBy ??= this.#setting.interrupted?.();
    return this.stoppedBy !== undefined;
  }

  /** Sends one job; a batch that was refused for its numbers is halved until the bad ones stand alone. */
  async carry(job: Job): Promise<void> {
    if (this.isStopped()) return;
    try {
      await job.run(this.#setting.client);
      for (const step of job.steps)
        this.outcomes.set(step, { result: step.change === 'none' ? 'unchanged' : 'done' });
    } catch (thrown) {
      const error = asSinchctlError(thrown);
      if (isRefusedCredential(error)) this.stoppedBy ??= error;
      if (job.split && job.steps.length > 1 && error.details.errorCode === INVALID_REQUEST) {
        const middle = Math.ceil(job.steps.length / 2);
        await this.carry(job.split(job.steps.slice(0, middle)));
        await this.carry(job.split(job.steps.slice(middle)));
        return;
      }
      for (const step of job.steps) this.outcomes.set(step, { result: 'failed', error });
    }
  }

  /** Reads the account again and says what is true of some steps. What was acknowledged stays done if it cannot be read. */
  async settle(steps: readonly Step[]): Promise<void> {
    try {
      const account = await readAccount(this.#setting.client);
      for (const step of steps) this.outcomes.set(step, judge(account, step, this.outcomes.get(step)));
    } catch (thrown) {
      this.unverified = asSinchctlError(thrown);
      for (const step of steps) {
        const before = this.outcomes.get(step);
        if (isLost(before)) this.outcomes.set(step, { result: 'unknown', error: before.error });
      }
    }
  }
}

/** Sinch's code for a number that is not valid here. */
const INVALID_REQUEST = 40003;

const isLost = (outcome: StepOutcome | undefined): outcome is { result: 'failed'; error: SinchctlError } =>
  outcome?.result === 'failed' && outcome.error.details.replyLost === true;

const isBad = ({ result }: StepOutcome): boolean => result === 'failed' || result === 'unknown';

/** What a look at the account says of a step. */
function judge(account: Account, step: Step, before: StepOutcome | undefined): StepOutcome {
  const { number, capability, change, from, to } = step;
  // The portal alone cannot tell: then the reply is all there is.
  if (account.isUncertain(number, capability)) {
    return isLost(before) ? { result: 'unknown', error: before.error } : (before ?? { result: 'skipped' });
  }
  const now = account.application(number, capability);
  const isAsWanted = change === 'remove' ? now !== from : now === to;
  if (isAsWanted) return { result: change === 'none' ? 'unchanged' : 'done' };
  const message = 'Sinch accepted the change, but the account does not show it';
  const error = before && 'error' in before ? before.error : new SinchctlError('failure', message);
  return { result: 'failed', error };
}

/**
 * Carries out phases of jobs, one phase after the other. A phase that did not end well ends the work, so that
 * nothing is removed when something was perhaps not added; the first refused credential and an interruption end it at
 * once, after what is in flight. What was not reached is `skipped`; a step whose reply was lost is looked up.
 */
export async function carryOut(
  steps: readonly Step[],
  phases: readonly (readonly Job[])[],
  setting: CarryOut,
): Promise<CarriedOut> {
  const run = new Run(setting);
  const { outcomes } = run;
  for (const jobs of phases) {
    if (run.isStopped() || [...outcomes.values()].some(isBad)) break;
    await forEachAtOnce(
      jobs,
      setting.concurrency,
      (job) => run.carry(job),
      () => run.isStopped(),
    );
    const sent = jobs.flatMap((job) => job.steps).filter((step) => outcomes.has(step));
    const isHopeless = run.stoppedBy?.kind === 'auth';
    const inDoubt = setting.verify && !isHopeless ? sent : sent.filter((step) => isLost(outcomes.get(step)));
    if (inDoubt.length > 0) await run.settle(inDoubt);
  }
  const planned = new Set(phases.flat().flatMap((job) => job.steps));
  for (const step of steps) {
    if (outcomes.has(step)) continue;
    outcomes.set(step, { result: planned.has(step) && step.change !== 'none' ? 'skipped' : 'unchanged' });
  }
  const failed = [...outcomes.values()].find(isBad);
  const cause = failed && 'error' in failed ? failed.error : undefined;
  const interrupted = setting.interrupted?.();
  return {
    outcomes,
    stoppedBy: interrupted ?? run.stoppedBy ?? cause,
    interrupted,
    unverified: run.unverified,
  };
}
