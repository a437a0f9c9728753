import type { Step } from '../account/plan.ts';
import type { SinchctlError } from '../core/errors.ts';

/** The outcome of one step. */
export type StepOutcome =
  | { result: 'done' | 'unchanged' | 'skipped' }
  | { result: 'failed' | 'unknown'; error: SinchctlError };

/** Why a step did not succeed, where it did not. */
export const errorOf = (outcome: StepOutcome | undefined): SinchctlError | undefined =>
  outcome && 'error' in outcome ? outcome.error : undefined;

export type Outcomes = Map<Step, StepOutcome>;

// One object for all steps with the same outcome: there may be 100,000 of them, and equal ones are reported together.
export const DONE: StepOutcome = { result: 'done' };
export const UNCHANGED: StepOutcome = { result: 'unchanged' };
export const SKIPPED: StepOutcome = { result: 'skipped' };

/** The outcome of a step whose request succeeded. */
export const achieved = ({ change }: Step): StepOutcome => (change === 'none' ? UNCHANGED : DONE);

/** The outcome of a step that was not reached. */
export const unreached = ({ change }: Step): StepOutcome => (change === 'none' ? UNCHANGED : SKIPPED);

/** The final outcome of a step. @param missed the outcomes of all steps that did not succeed */
export const finalOutcome = (step: Step, missed: Outcomes): StepOutcome => missed.get(step) ?? achieved(step);

/** Steps with their outcomes; consecutive ones with the same outcome are grouped. */
export function* inRuns(
  steps: Iterable<Step>,
  outcomeOf: (step: Step) => StepOutcome,
): Generator<readonly [Step[], StepOutcome]> {
  let run: Step[] = [];
  let last: StepOutcome | undefined;
  for (const step of steps) {
    const outcome = outcomeOf(step);
    if (outcome !== last && last) {
      yield [run, last];
      run = [];
    }
    run.push(step);
    last = outcome;
  }
  if (last) yield [run, last];
}

/** Follows the execution of a plan, request by request. */
export interface Reporter {
  /**
   * Awaited before a request is sent, and called some requests ahead, so that no worker waits for a disk. If it
   * rejects, nothing is sent, and the run ends.
   */
  onPlanned?(steps: readonly Step[]): Promise<void>;
  /** Called when steps that `onPlanned` got will not be sent after all. */
  onCancelled?(steps: readonly Step[]): void;
  /** Called once for every step, when its outcome is final; steps that end together come together. */
  onSettled?(steps: readonly Step[], outcome: StepOutcome): void;
}
