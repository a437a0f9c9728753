import type { Account } from '../../account/account.ts';
import type { Aliases, ApplicationKey } from '../../account/application.ts';
import { conflictErrors, conflictRefusal, type ResolutionFlag } from '../../account/conflict.ts';
import type { Conflict } from '../../account/plan.ts';
import { mayHaveChanged, type ResultRow } from '../../account/result-row.ts';
import { differOnlyInNumber, isCallbackStep, type Step } from '../../account/step.ts';
import { type Failure, interruption, summarizeFailures } from '../../account/summarize-failures.ts';
import type { CommandResult } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { mayGoBetter, NO_UNDO, summarize, undoLine, withLine } from '../../cli/finish.ts';
import type { LockTarget } from '../../cli/lock-account.ts';
import { SinchctlError } from '../../core/errors.ts';
import type { Batch } from '../../engine/batches.ts';
import { finalOutcome } from '../../engine/outcome.ts';
import { failuresOf, plannedRows, rejectedRow, stepRow } from '../../engine/result-rows.ts';
import type { RejectedLine } from '../../input/entry.ts';
import type { Row } from '../../output/rows.ts';
import { type Planned, type Replanned, recheckPlan } from './recheck-plan.ts';
import { type RunResult, runRecorded } from './run-recorded.ts';

/** An item that no request is sent for, as a failure and as a row. */
export interface Skipped extends Failure {
  row: ResultRow;
}

export interface PlanExecution {
  plan: Planned & { conflicts: readonly Conflict[] };
  /** Makes the requests, in phases. A phase starts when the previous one has succeeded. */
  phases: () => Batch[][];
  resolutionFlag: ResolutionFlag;
  /** Whether to process the valid numbers when others are in conflict. */
  keepGoing?: boolean;
  /** Rejected lines of a file, with --keep-going. */
  bad?: readonly RejectedLine[];
  /** What stays as it is, and why. */
  skipped?: readonly Skipped[];
  dryRun: boolean;
  /** Whether to read the account again after the last request. */
  verify?: boolean;
  /** Compares the account as read by `verify` with the plan. */
  compare?: (account: Account) => SinchctlError | undefined;
  /** Checks a guard, or prompts. Not called when nothing would change. Resolves with whether it prompted. */
  confirm?: () => Promise<boolean>;
  /** Reads the account and plans again, after a prompt; undefined for a plan that was made without the account. */
  replan?: (() => Promise<Replanned>) | undefined;
}

interface Rejected {
  failures: Failure[];
  rows: Row[];
}

const asRow = (row: object): Row => row as Row;

const badLineFailure = ({ place, text, why }: RejectedLine): Failure => ({
  item: text,
  error: new SinchctlError('usage', `${place}: ${why}`),
});

/** All items that no request is sent for. */
function rejectedItems(
  { plan: { conflicts }, bad = [], skipped = [], resolutionFlag }: PlanExecution,
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
  return { failures: [...conflicting, ...badLines, ...skipped], rows: rows.map(asRow) };
}

/** What the steps write to, each target once: where a number is assigned to, and where it is taken from. */
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

/** The one error that sums up a run, with the command to run again where that helps. */
function runError(
  context: Context,
  result: RunResult,
  failures: readonly Failure[],
  { total, compare }: { total: number; compare: PlanExecution['compare'] },
): SinchctlError | undefined {
  const error =
    interruption(result.interrupted, failures, total) ??
    summarizeFailures(total, failures) ??
    (result.account && compare?.(result.account));
  return error && withLine(context, error, total > 1 && mayGoBetter(failures, result.interrupted));
}

/** Whether the previous value of any changed item is known. */
const canBeUndone = (steps: readonly Step[], { missed }: RunResult): boolean =>
  steps.some(
    (step) => (isCallbackStep(step) || !step.unchecked) && mayHaveChanged(finalOutcome(step, missed)),
  );

async function runPlan(
  context: Context,
  execution: PlanExecution,
  rejected: Rejected,
): Promise<CommandResult> {
  const { plan, phases, verify = false, compare } = execution;
  const { steps } = plan;
  const total = steps.length + rejected.failures.length;
  const result = await runRecorded(context, { steps, phases: phases(), verify, others: rejected.rows });
  if (result.unverified) {
    context.messages.warn(`the account could not be read afterwards: ${result.unverified.message}`);
  }
  const { counts, rows, run } = result;
  const isAnythingDone = [...counts.keys()].some((word) => mayHaveChanged({ result: word }));
  const failures = [...failuresOf(steps, result), ...rejected.failures];
  const error = runError(context, result, failures, { total, compare });
  const undo = canBeUndone(steps, result) ? undoLine(context, run) : NO_UNDO;
  const closing = [...summarize(counts, total), ...(isAnythingDone ? [undo] : [])];
  return { ...toOutcome(rows, error, isAnythingDone), isTracked: true, closing };
}

/** Rows and an error appear together only after partial work; when nothing was changed the error appears alone. */
function toOutcome(
  rows: Iterable<Row>,
  error: SinchctlError | undefined,
  isAnythingDone: boolean,
): CommandResult {
  const mayShow = error === undefined || error.kind === 'partial' || error.kind === 'interrupted';
  if (!mayShow && !isAnythingDone) throw error;
  return { rows, error };
}

/**
 * Executes a plan: refuses conflicts, previews a dry run, locks, confirms, rechecks, and runs the requests.
 * @throws SinchctlError refused for a conflict, a guard, or a missing confirmation; busy for a lock
 */
export async function executePlan(context: Context, execution: PlanExecution): Promise<CommandResult> {
  const { plan, resolutionFlag, keepGoing = false, dryRun, confirm, replan } = execution;
  const { steps, conflicts } = plan;
  const { aliases } = await context.credentials();
  if (conflicts.length > 0 && !keepGoing) throw conflictRefusal(conflicts, aliases, resolutionFlag);
  const rejected = rejectedItems(execution, aliases);
  if (dryRun || steps.every(({ change }) => change === 'none')) {
    const rows = [...plannedRows(steps, aliases).map(asRow), ...rejected.rows];
    const error = summarizeFailures(steps.length + rejected.failures.length, rejected.failures);
    return toOutcome(rows, error, dryRun && steps.length > 0);
  }
  // The applications that numbers are taken from are known only now.
  await context.records.lock(writtenTargets(steps));
  const hasPrompted = await confirm?.();
  if (hasPrompted && replan) await recheckPlan(context, plan, await replan());
  return runPlan(context, execution, rejected);
}
