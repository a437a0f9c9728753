import type { Account } from '../../account/account.ts';
import { conflictErrors, conflictRefusal, type ResolutionFlag } from '../../account/conflict.ts';
import type { Conflict } from '../../account/plan.ts';
import { mayHaveChanged, type ResultRow } from '../../account/result-row.ts';
import { isCallbackStep, type Step } from '../../account/step.ts';
import { type Failure, interruption, summarizeFailures } from '../../account/summarize-failures.ts';
import type { Outcome } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { mayGoBetter, NO_UNDO, summarize, undoLine, withLine } from '../../cli/next-steps.ts';
import { SinchctlError } from '../../core/errors.ts';
import type { Batch } from '../../engine/batches.ts';
import { finalOutcome } from '../../engine/outcome.ts';
import { failuresOf, plannedRows, rejectedRow, stepRow } from '../../engine/result-rows.ts';
import type { BadLine } from '../../input/entry.ts';
import type { Row } from '../../output/rows.ts';
import { targetsOf } from './lock-targets.ts';
import { type Planned, type Replanned, recheckPlan } from './recheck-plan.ts';
import { type RunResult, runRecorded } from './run-recorded.ts';

/** Something that is not even tried, as a failure and as a row. */
export interface Skipped extends Failure {
  row: ResultRow;
}

export interface PlanExecution<S extends Step = Step> {
  plan: Planned & { steps: readonly S[]; conflicts: readonly Conflict[] };
  /** Requests, in phases; the next phase starts when the one before has ended well. */
  phases: (steps: readonly S[]) => Batch[][];
  resolutionFlag: ResolutionFlag;
  keepGoing?: boolean;
  /** Lines of a file that are no good, with --keep-going. */
  bad?: readonly BadLine[];
  /** What is left as it is, and why. */
  left?: readonly Skipped[];
  dryRun: boolean;
  /** Whether to compare with the account afterwards. */
  verify?: boolean;
  /** What a last look at the account says against it, after `verify`. */
  compare?: (account: Account) => SinchctlError | undefined;
  /** Not used when nothing would change. */
  confirmation?: Confirmation<S>;
}

export interface Confirmation<S extends Step = Step> {
  /** Asks, or holds a guard against the plan. Resolves with whether a question was asked. */
  agree: (steps: readonly S[]) => Promise<boolean>;
  /** Reads the account and plans again, after a question; undefined where the plan was not made from the account. */
  replan: (() => Promise<Replanned>) | undefined;
}

const badLineFailure = ({ place, text, why }: BadLine): Failure => ({
  item: text,
  error: new SinchctlError('usage', `${place}: ${why}`),
});

const asRow = (row: object): Row => row as Row;

/** Items that are not even tried, each as a failure and as a row. */
async function refused(
  context: Context,
  {
    plan,
    bad = [],
    left = [],
    resolutionFlag,
  }: Pick<PlanExecution, 'plan' | 'bad' | 'left' | 'resolutionFlag'>,
) {
  const { aliases } = await context.credentials();
  const strays = bad.map(badLineFailure);
  const conflicts = conflictErrors(plan.conflicts, aliases, resolutionFlag).map(
    (error, i): Failure => ({ item: plan.conflicts[i]?.step.number ?? '', error }),
  );
  const rows = [
    ...plan.conflicts.map(({ step }, i) => asRow(stepRow(step, 'failed', aliases, conflicts[i]?.error))),
    ...strays.map(({ error }, i) => asRow(rejectedRow(error, bad[i]?.number))),
    ...left.map(({ row }) => asRow(row)),
  ];
  return { failures: [...conflicts, ...strays, ...left], rows };
}

/** The one error that a plan has come to, with the line to type again where that helps. */
function errorAfter(
  context: Context,
  result: RunResult,
  failures: readonly Failure[],
  total: number,
  compare: PlanExecution['compare'],
): SinchctlError | undefined {
  const error =
    interruption(result.interrupted, failures, total) ??
    summarizeFailures(total, failures) ??
    (result.account && compare?.(result.account));
  return error && withLine(context, error, total > 1 && mayGoBetter(failures, result.interrupted));
}

/** Whether somebody had looked at any of what was changed. */
const canBeUndone = (steps: readonly Step[], { missed }: RunResult): boolean =>
  steps.some(
    (step) => (isCallbackStep(step) || !step.unchecked) && mayHaveChanged(finalOutcome(step, missed)),
  );

/** From a plan to rows: refuse, preview, ask, carry out, and tell the truth about each number. */
export async function executePlan<S extends Step>(
  context: Context,
  execution: PlanExecution<S>,
): Promise<Outcome> {
  const {
    plan,
    phases,
    resolutionFlag,
    keepGoing = false,
    dryRun,
    verify = false,
    compare,
    confirmation,
  } = execution;
  const { steps } = plan;
  const { aliases } = await context.credentials();
  if (plan.conflicts.length > 0 && !keepGoing) throw conflictRefusal(plan.conflicts, aliases, resolutionFlag);
  const not = await refused(context, execution);
  const total = steps.length + not.failures.length;
  if (dryRun || steps.every(({ change }) => change === 'none')) {
    const rows = [...plannedRows(steps, aliases).map(asRow), ...not.rows];
    return outcome(rows, summarizeFailures(total, not.failures), dryRun && steps.length > 0);
  }
  // Where numbers are taken from is known only now.
  await context.records.lock(targetsOf(steps));
  const hasAsked = await confirmation?.agree(steps);
  if (hasAsked && confirmation?.replan) await recheckPlan(context, plan, await confirmation.replan());
  const result = await runRecorded(context, { steps, phases: phases(steps), verify, others: not.rows });
  if (result.unverified) {
    context.messages.warn(`the account could not be read afterwards: ${result.unverified.message}`);
  }
  const { counts, rows, run } = result;
  const isAnythingDone = [...counts.keys()].some((result) => mayHaveChanged({ result }));
  const failures = [...failuresOf(steps, result), ...not.failures];
  const error = errorAfter(context, result, failures, total, compare);
  const undo = canBeUndone(steps, result) ? undoLine(context, run) : NO_UNDO;
  const closing = [...summarize(counts, total), ...(isAnythingDone ? [undo] : [])];
  return { ...outcome(rows, error, isAnythingDone), isTold: true, closing };
}

/** Rows and error appear together only after partial work; when nothing was carried out the error stands alone. */
function outcome(rows: Iterable<Row>, error: SinchctlError | undefined, isAnythingDone: boolean): Outcome {
  const mayShow = error === undefined || error.kind === 'partial' || error.kind === 'interrupted';
  if (!mayShow && !isAnythingDone) throw error;
  return { rows, error };
}
