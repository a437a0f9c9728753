import type { Account } from '../account/account.ts';
import { type Aliases, type ApplicationKey, aliasOf } from '../account/application.ts';
import type { AccountNumber } from '../account/phone-number.ts';
import { differOnlyInNumber, isCallbackStep, type Step, stepItem } from '../account/plan.ts';
import {
  EMPTY_RESULT,
  errorFields,
  type ResultRow,
  type ResultWord,
  type RowGroup,
} from '../account/result-row.ts';
import type { Failure } from '../account/summarize-failures.ts';
import { SinchctlError } from '../core/errors.ts';
import { notReached } from './for-each-limited.ts';

/** The outcome of one step. */
export type StepOutcome =
  | { result: 'done' | 'unchanged' | 'skipped' }
  | {
      result: 'failed' | 'unknown';
      error: SinchctlError;
      /** The application that a number is assigned to now, if it was read. */
      now?: ApplicationKey | null | undefined;
    };

/** Why a step did not succeed; undefined if it did. */
export const errorOf = (outcome: StepOutcome | undefined): SinchctlError | undefined =>
  outcome && 'error' in outcome ? outcome.error : undefined;

export const currentOf = (outcome: StepOutcome | undefined): ApplicationKey | null | undefined =>
  outcome && 'now' in outcome ? outcome.now : undefined;

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
   * Awaited before a request is sent, and called several requests ahead, so that no worker waits for the disk. If it
   * rejects, the batches are not sent and the run ends.
   */
  onPlanned?(steps: readonly Step[]): Promise<void>;
  /** Called when steps that `onPlanned` received will not be sent after all. */
  onCancelled?(steps: readonly Step[]): void;
  /**
   * Called for every step when its request has ended, and again if a verification does not confirm it; steps that end
   * together are passed together.
   */
  onSettled?(steps: readonly Step[], outcome: StepOutcome): void;
}

export interface ExecutionResult {
  /** The outcomes of the steps that did not succeed. */
  missed: Outcomes;
  /** Why the skipped steps were not reached. */
  stoppedBy: SinchctlError | undefined;
  /** The interruption by the user or the system, even if every request was already in progress. */
  interrupted: SinchctlError | undefined;
  /** The account as it was last read; undefined if it was not read again. */
  account: Account | undefined;
  /** Whether Sinch accepted any change. */
  isAccepted: boolean;
  /** Why the account could not be read afterwards; undefined unless a required read failed. */
  unverified: SinchctlError | undefined;
}

/** The application of a number now, or before it was removed; a callback always belongs to its application. */
function applicationAfter(
  step: Step,
  result: ResultWord,
  now: ApplicationKey | null | undefined,
): ApplicationKey | null {
  if (isCallbackStep(step)) return step.application;
  if (now !== undefined) return now;
  return result === 'done' && step.to !== null ? step.to : step.from;
}

/** A step as a result row. */
export function stepRow(
  step: Step,
  result: ResultWord,
  aliases: Aliases,
  error?: SinchctlError,
  now?: ApplicationKey | null,
): ResultRow {
  const application = applicationAfter(step, result, now);
  const isCallback = isCallbackStep(step);
  return {
    kind: isCallback ? 'callback' : 'number',
    number: isCallback ? null : step.number,
    callback: isCallback ? step.callback : null,
    capability: isCallback ? null : step.capability,
    application,
    alias: aliasOf(application, aliases),
    change: step.change,
    from: step.from,
    to: step.to,
    result,
    // Without a spread, because there may be 100,000 rows.
    error: error?.kind ?? null,
    message: error?.message ?? null,
    errorCode: error?.details.errorCode ?? null,
    reference: error?.details.reference ?? null,
    checked: isCallback || !step.unchecked,
  };
}

/** A rejected row of an input file as a result row, with its number if that can be read. */
export const rejectedRow = (error: SinchctlError, number: AccountNumber | undefined): ResultRow => ({
  ...EMPTY_RESULT,
  number: number ?? null,
  result: 'failed',
  ...errorFields(error),
});

/** The rows of a plan that is not executed. */
export const plannedRows = (steps: readonly Step[], aliases: Aliases): ResultRow[] =>
  steps.map((step) => stepRow(step, step.change === 'none' ? 'unchanged' : 'planned', aliases));

/** The rows of executed steps. @param missed the outcomes of all steps that did not succeed */
export function* outcomeRows(
  steps: readonly Step[],
  missed: Outcomes,
  aliases: Aliases,
): Generator<ResultRow> {
  for (const step of steps) {
    const outcome = finalOutcome(step, missed);
    yield stepRow(step, outcome.result, aliases, errorOf(outcome), currentOf(outcome));
  }
}

/** Maximum number of numbers per group, because a line of the journal is written in one piece. */
const LARGEST_GROUP = 1000;

/** Steps with the same outcome as few rows, because each of 100,000 changes is reported once and recorded twice. */
export function groupedRows(
  steps: readonly Step[],
  result: ResultWord,
  aliases: Aliases,
  error?: SinchctlError,
  now?: ApplicationKey | null,
): RowGroup[] {
  const groups: RowGroup[] = [];
  let first: Step | undefined;
  let numbers: AccountNumber[] = [];
  for (const step of steps) {
    if (!first || numbers.length === LARGEST_GROUP || !differOnlyInNumber(first, step)) {
      first = step;
      numbers = [];
      groups.push({ row: stepRow(step, result, aliases, error, now), numbers });
    }
    if (!isCallbackStep(step)) numbers.push(step.number);
  }
  return groups;
}

/** The steps that did not succeed. A step that was not reached has the error that stopped the run. */
export function failuresOf(steps: readonly Step[], { missed, stoppedBy }: ExecutionResult): Failure[] {
  const cause = notReached(stoppedBy ?? new SinchctlError('partial', 'an earlier step failed'));
  return steps.flatMap((step) => {
    const outcome = missed.get(step);
    if (!outcome) return [];
    const failure = { item: stepItem(step), error: errorOf(outcome) ?? cause };
    if (outcome.result === 'failed') return [failure];
    return [{ ...failure, ending: outcome.result === 'unknown' ? 'unknown' : 'skipped' }];
  });
}
