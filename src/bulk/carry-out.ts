import type { Client } from '../api/client.ts';
import { asSinchctlError, SinchctlError } from '../core/errors.ts';
import type { Account, Step } from '../core/plan.ts';
import type { Job } from './jobs.ts';
import { forEachAtOnce } from './pool.ts';
import { readAccount } from './read-account.ts';

/** What became of one step. */
export type StepOutcome =
  | { result: 'done' | 'unchanged' | 'skipped' }
  | { result: 'failed' | 'unknown'; error: SinchctlError };

export type Outcomes = Map<Step, StepOutcome>;

/** Refused numbers among many are found by halving; a refused credential or an absent service is not. */
const isAboutItems = (error: SinchctlError): boolean =>
  error.details.httpStatus === 400 || error.details.httpStatus === 404;

async function runJob(job: Job, client: Client, outcomes: Outcomes): Promise<void> {
  try {
    await job.run(client);
    for (const step of job.steps) outcomes.set(step, { result: 'done' });
  } catch (thrown) {
    const error = asSinchctlError(thrown);
    if (job.split && job.steps.length > 1 && isAboutItems(error)) {
      const middle = Math.ceil(job.steps.length / 2);
      await runJob(job.split(job.steps.slice(0, middle)), client, outcomes);
      await runJob(job.split(job.steps.slice(middle)), client, outcomes);
      return;
    }
    for (const step of job.steps) outcomes.set(step, { result: 'failed', error });
  }
}

const isRefusedCredential = (outcome: StepOutcome | undefined): boolean =>
  outcome?.result === 'failed' && outcome.error.kind === 'auth';

/** Whether the account is as a step wants it. */
function isAsWanted(account: Account, { number, capability, change, from, to }: Step): boolean {
  const now = account.application(number, capability);
  return change === 'remove' ? now !== from : now === to;
}

/** Reads the account again and says what is true of steps whose reply was lost, and of those to be verified. */
async function settle(
  client: Client,
  outcomes: Outcomes,
  steps: readonly Step[],
  changed: Set<Step>,
): Promise<void> {
  let account: Account;
  try {
    account = await readAccount(client);
  } catch (thrown) {
    for (const step of steps) {
      const before = outcomes.get(step);
      const error = before && 'error' in before ? before.error : asSinchctlError(thrown);
      outcomes.set(step, { result: 'unknown', error });
    }
    return;
  }
  for (const step of steps) {
    const before = outcomes.get(step);
    if (isAsWanted(account, step)) {
      outcomes.set(step, { result: changed.has(step) ? 'done' : 'unchanged' });
      continue;
    }
    const error =
      before && 'error' in before
        ? before.error
        : new SinchctlError('failure', 'Sinch accepted the change, but the account does not show it');
    outcomes.set(step, { result: 'failed', error });
  }
}

export interface CarryOut {
  client: Client;
  /** Requests at the same time. */
  concurrency: number;
  /** Whether to read the account again afterwards even when every reply arrived. */
  verify?: boolean;
}

/**
 * Carries out phases of jobs, one phase after the other. A phase with a failure ends the work, so that nothing is
 * removed when something could not be added; the first refused credential ends it at once. What was not
 * reached is `skipped`; a step whose reply was lost is looked up.
 */
export async function carryOut(
  steps: readonly Step[],
  phases: readonly (readonly Job[])[],
  { client, concurrency, verify = false }: CarryOut,
): Promise<Outcomes> {
  const outcomes: Outcomes = new Map();
  const changed = new Set(
    phases.flat().flatMap((job) => job.steps.filter(({ change }) => change !== 'none')),
  );
  const hasFailed = (test: (outcome: StepOutcome) => boolean) => [...outcomes.values()].some(test);
  for (const jobs of phases) {
    if (hasFailed(({ result }) => result === 'failed')) break;
    let isStopped = false;
    const work = async (job: Job) => {
      await runJob(job, client, outcomes);
      isStopped ||= job.steps.some((step) => isRefusedCredential(outcomes.get(step)));
    };
    await forEachAtOnce(jobs, concurrency, work, () => isStopped);
    const lost = jobs
      .flatMap((job) => job.steps)
      .filter((step) => {
        const outcome = outcomes.get(step);
        return outcome && 'error' in outcome && outcome.error.details.replyLost;
      });
    const inDoubt = verify && !isStopped ? jobs.flatMap((job) => job.steps) : lost;
    if (inDoubt.length > 0) await settle(client, outcomes, inDoubt, changed);
  }
  for (const step of steps) {
    if (!outcomes.has(step)) outcomes.set(step, { result: changed.has(step) ? 'skipped' : 'unchanged' });
  }
  return outcomes;
}
