import type { Client } from '../api/client.ts';
import { type Change, isCallbackStep } from '../core/change.ts';
import { asSinchctlError, type SinchctlError } from '../core/errors.ts';
import type { Account, Step } from '../core/plan.ts';
import { Brake, INVALID_REQUEST } from './brake.ts';
import type { Job } from './jobs.ts';
import { isLost, judgeCallbacks, judgeNumber } from './look-again.ts';
import { forEachAtOnce } from './pool.ts';
import { readAccount } from './read-account.ts';

/** What became of one step. */
export type StepOutcome =
  | { result: 'done' | 'unchanged' | 'skipped' }
  | { result: 'failed' | 'unknown'; error: SinchctlError };

export type Outcomes = Map<Change, StepOutcome>;

/** Follows the work step by step. */
export interface Watcher {
  /** Awaited before a request leaves. Where it rejects nothing is sent, and the work ends. */
  before?(steps: readonly Change[]): Promise<void>;
  /** Told once for every step, when its outcome is final. */
  settled?(step: Change, outcome: StepOutcome): void;
}

export interface CarryOut {
  client: Client;
  /** Requests at the same time. */
  concurrency: number;
  /** Whether to read the account again afterwards even when every reply arrived. */
  verify?: boolean;
  watcher?: Watcher;
  /** What a person or the system did to end the work early, if anything. */
  interrupted?: () => SinchctlError | undefined;
}

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

/** One run: what it knows so far, and whether it may go on. */
class Run {
  readonly outcomes: Outcomes = new Map();
  readonly brake: Brake;
  /** The first thing that did not come true. */
  cause: SinchctlError | undefined;
  unverified: SinchctlError | undefined;
  account: Account | undefined;
  readonly #setting: CarryOut;

  constructor(setting: CarryOut) {
    this.#setting = setting;
    this.brake = new Brake(setting.interrupted);
  }

  /** Nothing will change this outcome any more. */
  settle(step: Change, outcome: StepOutcome): void {
    this.outcomes.set(step, outcome);
    if ('error' in outcome) this.cause ??= outcome.error;
    this.#setting.watcher?.settled?.(step, outcome);
  }

  /** Whether only another look can tell what came of a step. */
  #isOpen(job: Job, outcome: StepOutcome): boolean {
    return isLost(outcome) || ((job.verify || this.#setting.verify) === true && !this.brake.isHopeless);
  }

  /** Sends one job; a batch that was refused for its numbers is halved until the bad ones stand alone. */
  async carry(job: Job, open: Change[]): Promise<void> {
    if (this.brake.isPulled) return;
    const conclude = (outcomeOf: (step: Change) => StepOutcome) => {
      for (const step of job.steps) {
        const outcome = outcomeOf(step);
        if (!this.#isOpen(job, outcome)) this.settle(step, outcome);
        else if (open.push(step)) this.outcomes.set(step, outcome);
      }
    };
    if (!(await this.#mayLeave(job))) return;
    try {
      await job.run(this.#setting.client);
      this.brake.learn(undefined);
      conclude((step) => ({ result: step.change === 'none' ? 'unchanged' : 'done' }));
    } catch (thrown) {
      const error = asSinchctlError(thrown);
      this.brake.learn(error);
      if (job.split && error.details.errorCode === INVALID_REQUEST) {
        for (const half of job.split()) await this.carry(half, open);
        return;
      }
      conclude(() => ({ result: 'failed', error }));
    }
  }

  async #mayLeave(job: Job): Promise<boolean> {
    try {
      await this.#setting.watcher?.before?.(job.steps);
      return true;
    } catch (thrown) {
      this.brake.pull(asSinchctlError(thrown));
      return false;
    }
  }

  /** Looks again and says what is true of the steps that are open. */
  async lookAgain(open: readonly Change[]): Promise<void> {
    const { client, concurrency } = this.#setting;
    const callbacks = open.filter(isCallbackStep);
    if (callbacks.length > 0) {
      const judged = await judgeCallbacks(client, callbacks, this.outcomes, concurrency);
      for (const [step, outcome] of judged) this.settle(step, outcome);
    }
    const numbers = open.filter((step): step is Step => !isCallbackStep(step));
    if (numbers.length > 0) await this.#lookAtNumbers(numbers);
  }

  /** What was acknowledged stays done if the account cannot be read. */
  async #lookAtNumbers(steps: readonly Step[]): Promise<void> {
    const account = await readAccount(this.#setting.client).catch((thrown): undefined => {
      this.unverified = asSinchctlError(thrown);
    });
    this.account = account;
    for (const step of steps) {
      const before = this.outcomes.get(step);
      if (account) this.settle(step, judgeNumber(account, step, before));
      else if (isLost(before)) this.settle(step, { result: 'unknown', error: before.error });
      else this.settle(step, before ?? { result: 'skipped' });
    }
  }
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
  setting: CarryOut,
): Promise<CarriedOut> {
  const run = new Run(setting);
  const planned = new Set(phases.flatMap((jobs) => jobs.flatMap((job) => job.steps)));
  for (const step of steps) if (!planned.has(step)) run.settle(step, { result: 'unchanged' });
  for (const jobs of phases) {
    if (run.brake.isPulled || run.cause) break;
    const open: Change[] = [];
    await forEachAtOnce(
      jobs,
      setting.concurrency,
      (job) => run.carry(job, open),
      () => run.brake.isPulled,
    );
    if (open.length > 0) await run.lookAgain(open);
  }
  for (const step of steps) {
    if (!run.outcomes.has(step))
      run.settle(step, { result: step.change === 'none' ? 'unchanged' : 'skipped' });
  }
  const interrupted = setting.interrupted?.();
  return {
    outcomes: run.outcomes,
    stoppedBy: interrupted ?? run.brake.reason ?? run.cause,
    interrupted,
    account: run.account,
    unverified: run.unverified,
  };
}
