import { type Aliases, aliasOf } from '../core/application.ts';
import { SinchctlError } from '../core/errors.ts';
import type { Step } from '../core/plan.ts';
import { errorFields, type ResultRow, type ResultWord } from '../core/result.ts';
import type { Failure } from '../core/verdict.ts';
import type { CarriedOut, Outcomes, StepOutcome } from './carry-out.ts';
import { notReached } from './each.ts';

/** A step as a row of the promised shape. */
export function stepRow(step: Step, result: ResultWord, aliases: Aliases, error?: SinchctlError): ResultRow {
  const { number, capability, change, from, to } = step;
  const isMoved = result === 'done' && to !== null;
  const application = isMoved ? to : from;
  return {
    kind: 'number',
    number,
    callback: null,
    capability,
    application,
    alias: aliasOf(application, aliases),
    change,
    from,
    to,
    result,
    ...errorFields(error),
  };
}

/** A line of a file that holds no number, as a row. */
export const strayRow = (error: SinchctlError): ResultRow => ({
  kind: 'number',
  number: null,
  callback: null,
  capability: null,
  application: null,
  alias: null,
  change: 'none',
  from: null,
  to: null,
  result: 'failed',
  ...errorFields(error),
});

/** What would be done. */
export const plannedRows = (steps: readonly Step[], aliases: Aliases): ResultRow[] =>
  steps.map((step) => stepRow(step, step.change === 'none' ? 'unchanged' : 'planned', aliases));

const errorOf = (outcome: StepOutcome | undefined): SinchctlError | undefined =>
  outcome && 'error' in outcome ? outcome.error : undefined;

/** What was done. */
export const outcomeRows = (steps: readonly Step[], outcomes: Outcomes, aliases: Aliases): ResultRow[] =>
  steps.map((step) => {
    const outcome = outcomes.get(step);
    return stepRow(step, outcome?.result ?? 'skipped', aliases, errorOf(outcome));
  });

/** The steps that did not come true. A step that was not reached counts for what stopped the work. */
export function failuresOf(steps: readonly Step[], { outcomes, stoppedBy }: CarriedOut): Failure[] {
  const cause = stoppedBy ?? new SinchctlError('partial', 'something before it failed');
  return steps.flatMap((step) => {
    const outcome = outcomes.get(step);
    const error = errorOf(outcome) ?? (outcome?.result === 'skipped' ? notReached(cause) : undefined);
    return error ? [{ item: step.number, error }] : [];
  });
}
