import { type CarriedOut, carryOut } from '../bulk/carry-out.ts';
import type { BadLine } from '../bulk/input/entry.ts';
import type { Job } from '../bulk/jobs.ts';
import { errorOf, outcomeOf } from '../bulk/outcome.ts';
import {
  failuresOf,
  groupedRows,
  isAlike,
  outcomeRows,
  plannedRows,
  stepRow,
  strayRow,
} from '../bulk/result-rows.ts';
import type { Context, Target } from '../context.ts';
import type { Aliases, ApplicationKey } from '../core/application.ts';
import { type Change, isCallbackStep } from '../core/change.ts';
import { SinchctlError } from '../core/errors.ts';
import { objectionErrors, type Remedy, refusal } from '../core/objection.ts';
import type { Account, Objection } from '../core/plan.ts';
import { isTouched, type ResultRow, type ResultWord } from '../core/result.ts';
import { type Failure, interruption, verdict } from '../core/verdict.ts';
import type { Row } from '../output/rows.ts';
import type { Outcome } from './define.ts';
import { sumUp, undoLine, withLine } from './go-on.ts';

/** Something that is not even tried, as a failure and as a row. */
export interface Left extends Failure {
  row: ResultRow;
}

export interface Intention<S extends Change = Change> {
  plan: { steps: readonly S[]; objections: readonly Objection[] };
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
  /** Asks, or holds a guard against the plan; not called when nothing would change. */
  agree?: (steps: readonly S[]) => Promise<void>;
}

const badLineFailure = ({ place, text, why }: BadLine): Failure => ({
  item: text,
  error: new SinchctlError('usage', `${place}: ${why}`),
});

const asRow = (row: object): Row => row as Row;

/** Items that are not even tried, each as a failure and as a row. */
async function refused(context: Context, { plan, bad = [], left = [], remedy }: Intention) {
  const { aliases } = await context.credentials();
  const strays = bad.map(badLineFailure);
  const objections = objectionErrors(plan.objections, aliases, remedy).map(
    (error, i): Failure => ({ item: plan.objections[i]?.step.number ?? '', error }),
  );
  const rows = [
    ...plan.objections.map(({ step }, i) => asRow(stepRow(step, 'failed', aliases, objections[i]?.error))),
    ...strays.map(({ error }) => asRow(strayRow(error))),
    ...left.map(({ row }) => asRow(row)),
  ];
  return { failures: [...objections, ...strays, ...left], rows };
}

/** What the steps write to, each once: where something goes, and where it is taken from. */
function targetsOf(steps: readonly Change[]): Target[] {
  const parts = new Map<Target['part'], Set<ApplicationKey>>();
  let last: Change | undefined;
  for (const step of steps) {
    // Of 100,000 steps nearly all write to what the one before writes to.
    if (step.change === 'none' || (last && isAlike(last, step))) continue;
    last = step;
    const isCallback = isCallbackStep(step);
    const part = isCallback ? 'callbacks' : step.capability;
    const applications = parts.get(part) ?? new Set();
    parts.set(part, applications);
    if (isCallback) applications.add(step.application);
    else for (const key of [step.from, step.to]) if (key !== null) applications.add(key);
  }
  return [...parts].flatMap(([part, keys]) => [...keys].map((application) => ({ application, part })));
}

interface Carried extends CarriedOut {
  run: string;
}

/** Those of some steps that change anything: what travels along unchanged is not recorded. */
const changing = (steps: readonly Change[]): readonly Change[] =>
  steps.filter(({ change }) => change !== 'none');

/** How many rows ended how. */
function countResults(
  steps: readonly Change[],
  { missed }: CarriedOut,
  others: readonly Row[],
): Map<ResultWord, number> {
  const counts = new Map<ResultWord, number>();
  const count = (result: ResultWord) => counts.set(result, (counts.get(result) ?? 0) + 1);
  for (const step of steps) count(outcomeOf(step, missed).result);
  for (const { result } of others) count(result as ResultWord);
  return counts;
}

/** The rows in the order of the plan, made one by one by whoever wants them. */
function* everyRow(
  steps: readonly Change[],
  { missed }: CarriedOut,
  aliases: Aliases,
  others: readonly Row[],
): Generator<Row> {
  for (const row of outcomeRows(steps, missed, aliases)) yield asRow(row);
  yield* others;
}

/** Sends what the plan says, and tells of each row as it finishes. */
async function runSteps(context: Context, intention: Intention, others: readonly Row[]): Promise<Carried> {
  const { plan, phases, verify = false } = intention;
  const { aliases } = await context.credentials();
  const client = await context.client();
  const recording = await context.record();
  const tracking = context.track(plan.steps.length + others.length);
  for (const row of others) tracking.row(row);
  try {
    const carried = await carryOut(plan.steps, phases(plan.steps), {
      client,
      concurrency: context.globals.concurrency,
      verify,
      interrupted: () => tracking.error() ?? recording.failure(),
      watcher: {
        before: (steps) => recording.intend(groupedRows(changing(steps), 'planned', aliases)),
        withdrawn: (steps) => recording.settle(groupedRows(changing(steps), 'skipped', aliases)),
        settled(steps, outcome) {
          const groups = groupedRows(steps, outcome.result, aliases, errorOf(outcome));
          for (const { row, numbers } of groups) tracking.row(asRow(row), numbers);
          // Only what a request has left for, or may have left for.
          const isSent = outcome.result !== 'skipped';
          if (isSent) recording.settle(groups.filter(({ row }) => row.change !== 'none'));
        },
      },
    });
    return { ...carried, run: recording.run };
  } finally {
    await tracking.stop();
  }
}

/** From a plan to rows: refuse, preview, ask, carry out, and tell the truth about each number. */
export async function carryOutPlan<S extends Change>(
  context: Context,
  intention: Intention<S>,
): Promise<Outcome> {
  const { plan, remedy, keepGoing = false, dryRun, agree } = intention;
  const { aliases } = await context.credentials();
  if (plan.objections.length > 0 && !keepGoing) throw refusal(plan.objections, aliases, remedy);
  const sure = intention as unknown as Intention;
  const not = await refused(context, sure);
  const total = plan.steps.length + not.failures.length;
  if (dryRun || plan.steps.every(({ change }) => change === 'none')) {
    const rows = [...plannedRows(plan.steps, aliases).map(asRow), ...not.rows];
    return outcome(rows, verdict(total, not.failures), dryRun && plan.steps.length > 0);
  }
  // Where numbers are taken from is known only now.
  await context.hold(targetsOf(plan.steps));
  await agree?.(plan.steps);
  const carried = await runSteps(context, sure, not.rows);
  if (carried.unverified) {
    context.warn(`the account could not be read afterwards: ${carried.unverified.message}`);
  }
  const counts = countResults(plan.steps, carried, not.rows);
  const isAnythingDone = [...counts.keys()].some((result) => isTouched({ result }));
  const closing = [...sumUp(counts, total), ...(isAnythingDone ? [undoLine(context, carried.run)] : [])];
  const failures = [...failuresOf(plan.steps, carried), ...not.failures];
  const error =
    interruption(carried.interrupted, failures, total) ??
    verdict(total, failures) ??
    (carried.account && intention.compare?.(carried.account));
  // What was not reached, and what was away, can go well the next time; what Sinch refused cannot.
  const isWorthwhile =
    total > 1 &&
    failures.some(({ error }) => carried.interrupted || error.retryable || error.kind === 'interrupted');
  const rows = everyRow(plan.steps, carried, aliases, not.rows);
  const told = outcome(rows, error && withLine(context, error, isWorthwhile), isAnythingDone);
  return { ...told, isTold: true, closing };
}

/** Rows and error appear together only after partial work; when nothing was carried out the error stands alone. */
function outcome(rows: Iterable<Row>, error: SinchctlError | undefined, isAnythingDone: boolean): Outcome {
  const mayShow = error === undefined || error.kind === 'partial' || error.kind === 'interrupted';
  if (!mayShow && !isAnythingDone) throw error;
  return { rows, error };
}
