import { type Change, isCallbackStep } from '../../account/change.ts';
import { objectionErrors, type Remedy, refusal } from '../../account/conflict.ts';
import type { Account, Objection } from '../../account/plan.ts';
import { isTouched, type ResultRow } from '../../account/result-row.ts';
import { type Failure, interruption, verdict } from '../../account/summarize-failures.ts';
import type { Outcome } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { mayGoBetter, NO_UNDO, sumUp, undoLine, withLine } from '../../cli/next-steps.ts';
import { SinchctlError } from '../../core/errors.ts';
import type { Job } from '../../engine/batches.ts';
import { outcomeOf } from '../../engine/outcome.ts';
import { failuresOf, plannedRows, stepRow, strayRow } from '../../engine/result-rows.ts';
import type { BadLine } from '../../input/entry.ts';
import type { Row } from '../../output/rows.ts';
import { targetsOf } from './lock-targets.ts';
import { type Planned, type Replanned, recheckPlan } from './recheck-plan.ts';
import { type Carried, runSteps } from './run-recorded.ts';

/** Something that is not even tried, as a failure and as a row. */
export interface Left extends Failure {
  row: ResultRow;
}

export interface Intention<S extends Change = Change> {
  plan: Planned & { steps: readonly S[]; objections: readonly Objection[] };
  /** Requests, in phases; the next phase starts when the one before has ended well. */
  phases: (steps: readonly S[]) => Job[][];
  remedy: Remedy;
  keepGoing?: boolean;
  /** Lines of a file that are no good, with --keep-going. */
  bad?: readonly BadLine[];
  /** What is left as it is, and why. */
  left?: readonly Left[];
  dryRun: boolean;
  /** Whether to compare with the account afterwards. */
  verify?: boolean;
  /** What a last look at the account says against it, after `verify`. */
  compare?: (account: Account) => SinchctlError | undefined;
  /** Not used when nothing would change. */
  confirmation?: Confirmation<S>;
}

export interface Confirmation<S extends Change = Change> {
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
  { plan, bad = [], left = [], remedy }: Pick<Intention, 'plan' | 'bad' | 'left' | 'remedy'>,
) {
  const { aliases } = await context.credentials();
  const strays = bad.map(badLineFailure);
  const objections = objectionErrors(plan.objections, aliases, remedy).map(
    (error, i): Failure => ({ item: plan.objections[i]?.step.number ?? '', error }),
  );
  const rows = [
    ...plan.objections.map(({ step }, i) => asRow(stepRow(step, 'failed', aliases, objections[i]?.error))),
    ...strays.map(({ error }, i) => asRow(strayRow(error, bad[i]?.number))),
    ...left.map(({ row }) => asRow(row)),
  ];
  return { failures: [...objections, ...strays, ...left], rows };
}

/** The one error that a plan has come to, with the line to type again where that helps. */
function errorAfter(
  context: Context,
  carried: Carried,
  failures: readonly Failure[],
  total: number,
  compare: Intention['compare'],
): SinchctlError | undefined {
  const error =
    interruption(carried.interrupted, failures, total) ??
    verdict(total, failures) ??
    (carried.account && compare?.(carried.account));
  return error && withLine(context, error, total > 1 && mayGoBetter(failures, carried.interrupted));
}

/** Whether somebody had looked at any of what was changed. */
const canBeUndone = (steps: readonly Change[], { missed }: Carried): boolean =>
  steps.some((step) => (isCallbackStep(step) || !step.isBlind) && isTouched(outcomeOf(step, missed)));

/** From a plan to rows: refuse, preview, ask, carry out, and tell the truth about each number. */
export async function carryOutPlan<S extends Change>(
  context: Context,
  intention: Intention<S>,
): Promise<Outcome> {
  const {
    plan,
    phases,
    remedy,
    keepGoing = false,
    dryRun,
    verify = false,
    compare,
    confirmation,
  } = intention;
  const { steps } = plan;
  const { aliases } = await context.credentials();
  if (plan.objections.length > 0 && !keepGoing) throw refusal(plan.objections, aliases, remedy);
  const not = await refused(context, intention);
  const total = steps.length + not.failures.length;
  if (dryRun || steps.every(({ change }) => change === 'none')) {
    const rows = [...plannedRows(steps, aliases).map(asRow), ...not.rows];
    return outcome(rows, verdict(total, not.failures), dryRun && steps.length > 0);
  }
  // Where numbers are taken from is known only now.
  await context.records.lock(targetsOf(steps));
  const hasAsked = await confirmation?.agree(steps);
  if (hasAsked && confirmation?.replan) await recheckPlan(context, plan, await confirmation.replan());
  const carried = await runSteps(context, { steps, phases: phases(steps), verify, others: not.rows });
  if (carried.unverified) {
    context.messages.warn(`the account could not be read afterwards: ${carried.unverified.message}`);
  }
  const { counts, rows, run } = carried;
  const isAnythingDone = [...counts.keys()].some((result) => isTouched({ result }));
  const failures = [...failuresOf(steps, carried), ...not.failures];
  const error = errorAfter(context, carried, failures, total, compare);
  const undo = canBeUndone(steps, carried) ? undoLine(context, run) : NO_UNDO;
  const closing = [...sumUp(counts, total), ...(isAnythingDone ? [undo] : [])];
  return { ...outcome(rows, error, isAnythingDone), isTold: true, closing };
}

/** Rows and error appear together only after partial work; when nothing was carried out the error stands alone. */
function outcome(rows: Iterable<Row>, error: SinchctlError | undefined, isAnythingDone: boolean): Outcome {
  const mayShow = error === undefined || error.kind === 'partial' || error.kind === 'interrupted';
  if (!mayShow && !isAnythingDone) throw error;
  return { rows, error };
}
