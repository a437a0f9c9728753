import type { Account } from '../../account/account.ts';
import { flag, value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { phasesOf, stepsOf } from '../../engine/batches.ts';
import { exceededLimits, listsOf, onlyThe, planState, type State } from '../../state-file/plan.ts';
import { dryRun, maxRemovals, only, prune, stateFile } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { countChanges, totalsText } from '../write/count-changes.ts';
import { executePlan } from '../write/execute-plan.ts';
import { sizesOf } from '../write/plan-view.ts';
import { differenceAfterRun } from '../write/refusals.ts';
import {
  draftPlan,
  type FileOptions,
  fileCommand,
  type IdentifiedPlan,
  makePlan,
  optionsOfPlan,
  type PlanOptions,
  planFlags,
  readState,
} from './make-plan.ts';
import {
  changeRows,
  groupByApplication,
  isReviewed,
  type ReviewedPlan,
  readReviewed,
} from './plan-blocks.ts';

/** Locks everything that the file manages, before the account is read. */
function lockState(context: Context, state: State): Promise<void> {
  return context.records.lock([
    ...listsOf(state).map(({ application, capability }) => ({ application, part: capability })),
    ...state.applications.flatMap(({ application, callbacks }) =>
      callbacks ? [{ application, part: 'callbacks' as const }] : [],
    ),
  ]);
}

/** `--prune --only numbers`, or `neither --prune nor --only`. */
const describeOptions = (options: PlanOptions): string =>
  planFlags(options).join(' ') || 'neither --prune nor --only';

/** @throws SinchctlError refused when the plan is not the one that was reviewed */
async function checkReviewed(
  context: Context,
  plan: IdentifiedPlan,
  reviewed: ReviewedPlan | undefined,
  options: FileOptions,
  state: State,
): Promise<void> {
  const { aliases } = await context.credentials();
  if (!reviewed || isReviewed(reviewed, plan.id, () => changeRows(plan, aliases))) return;
  const isSame = reviewed.plan === plan.id;
  const others = isSame ? undefined : await optionsOfPlan(context, state, plan, options, reviewed.plan);
  const outdated = `plan ${reviewed.plan} is out of date; the current plan is ${plan.id} (the file, the account, or the options have changed)`;
  const differing = `plan ${reviewed.plan} was made with ${others && describeOptions(others)}, but apply was run with ${describeOptions(options)}`;
  const what = isSame
    ? 'the rows in the plan file have been changed since diff wrote it'
    : others
      ? differing
      : outdated;
  throw new SinchctlError('refused', what, {
    hint: `to review the new plan, run ${fileCommand(context, 'diff', options)}`,
    items: [reviewed.plan],
  });
}

/** Compares the account after the run with the file. */
function compareWithFile(
  account: Account,
  plan: IdentifiedPlan,
  isPruned: boolean,
): SinchctlError | undefined {
  const { numbers, conflicts } = planState(plan.state, { ...plan.current, account }, isPruned);
  const left = [...numbers, ...conflicts.map(({ step }) => step)].map(({ number }) => number);
  return differenceAfterRun([{ reason: 'different from the file', items: left }]);
}

async function printSchema(context: Context): Promise<void> {
  const { jsonSchema } = await import('../../state-file/schema.ts');
  await context.print(`${JSON.stringify(await jsonSchema(), null, 2)}\n`);
}

export const apply = defineCommand({
  usage: 'apply',
  summary: 'Apply a state file to the account',
  description:
    'Applies the changes that diff shows: sets callback URLs, then assigns numbers, then unassigns numbers. Prompts for confirmation. Applications and callback URLs that are not in the file are unchanged, except for applications from which numbers are moved. Numbers that are assigned to an application but missing from its list are unassigned only with --prune.\n' +
    'Applying the same file again has no effect.',
  examples: [
    'sinchctl apply -f account.yaml --dry-run',
    'sinchctl apply -f account.yaml --yes',
    'sinchctl apply -f account.yaml --plan 2ad4ab2d0959  # exit 7: plan changed',
  ],
  options: {
    file: stateFile,
    prune,
    only,
    maxRemovals,
    plan: withCompletion(value('PLAN', 'plan ID or plan file from diff; fail if the plan has changed'), {
      completes: 'file',
    }),
    dryRun,
    printSchema: flag('print the JSON Schema of state files and exit'),
  },
  columns: changeResults,
  columnsFor: (options) => (options.printSchema ? null : changeResults),
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['export', 'diff', 'undo', 'help state-file', 'help output'],
  writes: true,
  progress: 'Applying',
  destructive: true,
  async run(context, _, options) {
    if (options.printSchema) {
      await printSchema(context);
      return { rows: [] };
    }
    const reviewed = options.plan === undefined ? undefined : await readReviewed(context, options.plan);
    const state = await readState(context, options.file);
    await lockState(context, onlyThe(options.only, state));
    const { prune, only } = options;
    const plan = await makePlan(context, state, options);
    context.messages.note(`plan ${plan.id}`);
    await checkReviewed(context, plan, reviewed, options, state);
    const steps = stepsOf(plan);
    // An empty table has its own note.
    if (steps.length === 0 && context.format !== 'table') context.messages.note(changeResults.empty);
    const result = await executePlan(context, {
      plan: {
        steps,
        callbacks: plan.current.callbacks,
        conflicts: [],
        sizes: sizesOf(context, plan.current.account, plan.numbers),
      },
      phases: () => phasesOf(plan),
      resolutionFlag: '--move-from',
      dryRun: options.dryRun,
      exceeded: exceededLimits(plan.numbers, plan.current.account, options.maxRemovals),
      verify: true,
      compare: (account) => compareWithFile(account, plan, prune),
      question: (profile) => ({
        action: 'Apply this plan',
        refusal: `apply this plan (profile ${profile}): ${totalsText(countChanges(steps))}`,
      }),
      replan: async () => {
        const now = await draftPlan(context, state, { prune, only });
        await checkReviewed(context, now, reviewed, options, state);
        return { steps: stepsOf(now), ...now.current };
      },
    });
    if (!options.dryRun || context.format !== 'markdown') return result;
    const { aliases } = await context.credentials();
    return { ...result, blocks: groupByApplication(changeRows(plan, aliases), aliases) };
  },
});
