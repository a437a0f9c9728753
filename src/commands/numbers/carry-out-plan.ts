import { type CarriedOut, carryOut } from '../../bulk/carry-out.ts';
import type { BadLine } from '../../bulk/input/entry.ts';
import type { Job } from '../../bulk/jobs.ts';
import { failuresOf, outcomeRows, plannedRows, stepRow, strayRow } from '../../bulk/result-rows.ts';
import type { Context } from '../../context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { objectionError, type Remedy, refusal } from '../../core/objection.ts';
import type { Plan, Step } from '../../core/plan.ts';
import { type Failure, verdict } from '../../core/verdict.ts';
import type { Row } from '../../output/rows.ts';
import type { Outcome } from '../define.ts';

export interface Intention {
  plan: Plan;
  /** Requests, in phases; the next phase starts when the one before has ended well. */
  phases: (steps: readonly Step[]) => Job[][];
  remedy: Remedy;
  keepGoing?: boolean;
  /** Lines of a file that are no good, with --keep-going. */
  bad?: readonly BadLine[];
  dryRun: boolean;
  /** Whether to compare with the account afterwards. */
  verify?: boolean;
  /** Asks, or holds a guard against the plan; not called when nothing would change. */
  agree?: (steps: readonly Step[]) => Promise<void>;
}

const badLineFailure = ({ place, text, why }: BadLine): Failure => ({
  item: text,
  error: new SinchctlError('usage', `${place}: ${why}`),
});

/** Sends what the plan says. The first Ctrl-C ends it after what is in flight. */
async function runSteps(context: Context, { plan, phases, verify = false }: Intention): Promise<CarriedOut> {
  const client = await context.client();
  const watch = context.watchInterrupts();
  try {
    const setting = { client, concurrency: context.globals.concurrency, verify, interrupted: watch.error };
    const carried = await carryOut(plan.steps, phases(plan.steps), setting);
    if (carried.unverified) {
      context.warn(`the account could not be read afterwards: ${carried.unverified.message}`);
    }
    return carried;
  } finally {
    watch.stop();
  }
}

/** From a plan to rows: refuse, preview, ask, carry out, and tell the truth about each number. */
export async function carryOutPlan(context: Context, intention: Intention): Promise<Outcome> {
  const { plan, remedy, keepGoing = false, bad = [], dryRun, agree } = intention;
  const { aliases } = await context.credentials();
  if (plan.objections.length > 0 && !keepGoing) throw refusal(plan.objections, aliases, remedy);
  const strays = bad.map(badLineFailure);
  const objections = plan.objections.map((objection): Failure => {
    return { item: objection.step.number, error: objectionError(objection, aliases, remedy) };
  });
  const refused = [...objections, ...strays];
  const refusedRows = [
    ...plan.objections.map(({ step }, i) => asRow(stepRow(step, 'failed', aliases, objections[i]?.error))),
    ...strays.map(({ error }) => asRow(strayRow(error))),
  ];
  const total = plan.steps.length + refused.length;
  const changes = plan.steps.filter(({ change }) => change !== 'none');
  if (dryRun || changes.length === 0) {
    return finish(
      [...plannedRows(plan.steps, aliases).map(asRow), ...refusedRows],
      total,
      refused,
      dryRun && plan.steps.length > 0,
    );
  }
  await agree?.(plan.steps);
  const carried = await runSteps(context, intention);
  const rows = outcomeRows(plan.steps, carried.outcomes, aliases);
  const isTouched = rows.some(({ result }) => result === 'done' || result === 'unknown');
  const failures = [...failuresOf(plan.steps, carried), ...refused];
  const all = [...rows.map(asRow), ...refusedRows];
  if (carried.interrupted && failures.length > 0)
    return { rows: all, error: interruption(carried.interrupted, failures, total) };
  return finish(all, total, failures, isTouched);
}

/** An interruption outranks what else went wrong, and names what is left to do. */
function interruption(
  { kind, message, details }: SinchctlError,
  failures: readonly Failure[],
  total: number,
): SinchctlError {
  const items = failures.map(({ item }) => item);
  return new SinchctlError(kind, `${items.length} of ${total} not done: ${message}`, { ...details, items });
}

const asRow = (row: object): Row => row as Row;

/** Rows and error appear together only after partial work; when nothing was carried out the error stands alone. */
function finish(rows: Row[], total: number, failures: Failure[], isTouched: boolean): Outcome {
  const error = verdict(total, failures);
  if (error && error.kind !== 'partial' && !isTouched) throw error;
  return { rows, error };
}
