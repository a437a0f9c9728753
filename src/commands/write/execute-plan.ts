import type { Account } from '../../account/account.ts';
import type { Aliases, ApplicationKey } from '../../account/application.ts';
import { conflictErrors, conflictRefusal, type ResolutionFlag } from '../../account/conflict.ts';
import {
  type Conflict,
  type DesiredState,
  differOnlyInNumber,
  isCallbackStep,
  type Step,
} from '../../account/plan.ts';
import type { ResultRow } from '../../account/result-row.ts';
import { type Failure, summarizeFailures } from '../../account/summarize-failures.ts';
import type { CommandResult } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { inItemOrder, type RowItem } from '../../cli/row-order.ts';
import type { LockTarget } from '../../cli/run-records.ts';
import { SinchctlError } from '../../core/errors.ts';
import type { Batch } from '../../engine/batches.ts';
import { plannedRows, rejectedRow, stepRow } from '../../engine/outcome.ts';
import type { RejectedLine } from '../../input/entry.ts';
import type { Row } from '../../output/rows.ts';
import type { ExceededLimit } from '../../state-file/plan.ts';
import { confirmPlan, type PlanQuestion } from './confirm.ts';
import { changesText, countChanges } from './count-changes.ts';
import { planView, type Sizes } from './plan-view.ts';
import type { Planned, Replanned } from './recheck-plan.ts';
import { checkRemovals } from './refusals.ts';
import { type Rejected, runRecorded, toOutcome } from './run-recorded.ts';

/** An item that no request is sent for, as a failure and as a row. */
export interface Skipped extends Failure {
  row: ResultRow;
}

export interface PlanExecution {
  plan: Planned & { conflicts: readonly Conflict[]; sizes?: Sizes | undefined };
  /** Creates the requests, in phases. A phase starts when the previous one has succeeded. */
  phases: () => Batch[][];
  resolutionFlag: ResolutionFlag;
  /** Whether to process the valid numbers when others are in conflict. */
  keepGoing?: boolean;
  /** What the input lists, for the order of the rows with `--keep-going`. */
  desired?: readonly DesiredState[];
  /** Rejected lines of a file, with `--keep-going`. */
  bad?: readonly RejectedLine[];
  /** The items that are not changed, and why. */
  skipped?: readonly Skipped[];
  dryRun: boolean;
  /** The applications that would lose more numbers than allowed. */
  exceeded?: readonly ExceededLimit[];
  /** Whether to read the account again after the last request; `required` if the user requested it. */
  verify?: boolean | 'required';
  /** Compares the account as read by `verify` with the plan. */
  compare?: (account: Account) => SinchctlError | undefined;
  /** The prompt; undefined for a plan that needs no confirmation. Not called when nothing would change. */
  question?: ((profile: string) => PlanQuestion) | undefined;
  /** Reads the account and plans again, after a prompt; undefined for a plan that does not use the account. */
  replan?: (() => Promise<Replanned>) | undefined;
}

/** Up to this number of items, a run that changes nothing shows them in a table. */
const FEW = 10;

const asRow = (row: object): Row => row as Row;

const badLineFailure = ({ place, text, why, isUnknown }: RejectedLine): Failure => ({
  item: text,
  error: new SinchctlError(isUnknown ? 'notFound' : 'usage', `${place}: ${why}`),
});

/** All items that no request is sent for. */
function rejectedItems(
  { plan: { conflicts }, bad = [], skipped = [], desired, resolutionFlag }: PlanExecution,
  aliases: Aliases,
): Rejected {
  const badLines = bad.map(badLineFailure);
  const conflicting = conflictErrors(conflicts, aliases, resolutionFlag).map(
    (error, i): Failure => ({ item: conflicts[i]?.step.number ?? '', error }),
  );
  const rows = [
    ...conflicts.map(({ step }, i) => stepRow(step, 'failed', aliases, conflicting[i]?.error)),
    ...badLines.map(({ error }, i) => rejectedRow(error, bad[i]?.number)),
    ...skipped.map(({ row }) => row),
  ];
  const order = desired?.flatMap(({ numbers, capability }) =>
    numbers.map((number): RowItem => ({ number, capability })),
  );
  return { failures: [...conflicting, ...badLines, ...skipped], rows: rows.map(asRow), order };
}

/** The targets that the steps change, each once: the new and the previous application of each number. */
function writtenTargets(steps: readonly Step[]): LockTarget[] {
  const parts = new Map<LockTarget['part'], Set<ApplicationKey>>();
  let last: Step | undefined;
  for (const step of steps) {
    // Nearly all of 100,000 steps write to the same targets as the previous step.
    if (step.change === 'none' || (last && differOnlyInNumber(last, step))) continue;
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

/**
 * Executes a plan: refuses conflicts, previews a dry run, locks, confirms, rechecks, and runs the requests.
 * @throws SinchctlError refused for a conflict, a guard, or a missing confirmation; busy for a lock
 */
export async function executePlan(context: Context, execution: PlanExecution): Promise<CommandResult> {
  const { plan, resolutionFlag, keepGoing = false, dryRun, question, replan } = execution;
  const { steps, conflicts, sizes } = plan;
  const { aliases, name: profile } = await context.credentials();
  if (conflicts.length > 0 && !keepGoing) {
    const total = steps.length + conflicts.length;
    const mayKeepGoing = execution.keepGoing !== undefined;
    throw conflictRefusal(conflicts, aliases, resolutionFlag, { total, mayKeepGoing });
  }
  await checkRemovals(context, execution.exceeded ?? [], dryRun);
  const rejected = rejectedItems(execution, aliases);
  if (dryRun || steps.every(({ change }) => change === 'none')) {
    const all = [...plannedRows(steps, aliases).map(asRow), ...rejected.rows];
    const rows = inItemOrder(all, rejected.order ?? []);
    const error = summarizeFailures(steps.length + rejected.failures.length, rejected.failures);
    const result = toOutcome(rows, error, dryRun && steps.length > 0);
    const changes = changesText(countChanges(steps), aliases, 'would be ');
    if (changes === '' && !dryRun && (steps.length <= FEW || rejected.rows.length > 0)) return result;
    const plan = () => planView(steps, { aliases, profile, sizes, isTitled: dryRun });
    if (changes === '') return { ...result, plan };
    return { ...result, plan, closing: [`${changes}. No changes made.`] };
  }
  // The applications that numbers are taken from are known only now.
  await context.records.lock(writtenTargets(steps));
  const hasPrompted = question && (await confirmPlan(context, question(profile), steps, sizes));
  if (hasPrompted && replan) {
    const { recheckPlan } = await import('./recheck-plan.ts');
    await recheckPlan(context, plan, await replan());
  }
  const { verify = false, compare } = execution;
  return runRecorded(context, { steps, phases: execution.phases(), verify, compare, rejected });
}
