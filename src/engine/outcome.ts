import type { Step } from '../account/step.ts';
import type { SinchctlError } from '../core/errors.ts';

/** What became of one step. */
export type StepOutcome =
  | { result: 'done' | 'unchanged' | 'skipped' }
  | { result: 'failed' | 'unknown'; error: SinchctlError };

/** Why a step did not come true, where it did not. */
export const errorOf = (outcome: StepOutcome | undefined): SinchctlError | undefined =>
  outcome && 'error' in outcome ? outcome.error : undefined;

export type Outcomes = Map<Step, StepOutcome>;

// The same object for every step that ended so: there may be 100,000 of them, and what is the same can be told at once.
export const DONE: StepOutcome = { result: 'done' };
export const UNCHANGED: StepOutcome = { result: 'unchanged' };
export const SKIPPED: StepOutcome = { result: 'skipped' };

/** What a step came to whose request went well. */
export const achieved = ({ change }: Step): StepOutcome => (change === 'none' ? UNCHANGED : DONE);

/** What a step came to that was not reached. */
export const unreached = ({ change }: Step): StepOutcome => (change === 'none' ? UNCHANGED : SKIPPED);

/** What a step came to in the end, when what did not come true is known. */
export const outcomeOf = (step: Step, missed: Outcomes): StepOutcome => missed.get(step) ?? achieved(step);

/** Steps with their outcomes, those in a row that ended alike together. */
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

/** Follows the work, request by request. */
export interface Reporter {
  /**
   * Awaited before a request leaves, and called some requests ahead, so that no lane waits for a disk. Where it
   * rejects nothing is sent, and the work ends.
   */
  before?(steps: readonly Step[]): Promise<void>;
  /** Told when steps that `before` was told of will not leave after all. */
  onCancelled?(steps: readonly Step[]): void;
  /** Told once for every step, when its outcome is final; steps that end together come together. */
  onSettled?(steps: readonly Step[], outcome: StepOutcome): void;
}
