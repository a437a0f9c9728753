import type { Account } from '../../account/account.ts';
import { nameApplication } from '../../account/application.ts';
import type { CallbackStep, NumberStep } from '../../account/step.ts';
import { flag, value } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError } from '../../core/errors.ts';
import { shellLine } from '../../core/shell-line.ts';
import { assignBatches, callbackBatches, unassignBatches } from '../../engine/batches.ts';
import { planState } from '../../state-file/plan.ts';
import { exceededLimits } from '../../state-file/removal-limits.ts';
import { listsOf, type Only, onlyThe, type State } from '../../state-file/state.ts';
import { dryRun, maxRemovals } from '../options.ts';
import { changeResults } from '../write/columns.ts';
import { confirm } from '../write/confirm.ts';
import { executePlan } from '../write/execute-plan.ts';
import { blockLines, blocksBy, countChanges } from './blocks.ts';
import { changesOf, namerOf } from './diff.ts';
import { draftPlan, type MadePlan, makePlan } from './make-plan.ts';
import { file, only, prune } from './options.ts';
import { readState } from './read.ts';

const stepsOf = ({ callbacks, numbers }: MadePlan): (CallbackStep | NumberStep)[] => [
  ...callbacks.flatMap((one) => one.steps),
  ...numbers,
];

/** Locks all that the file manages, before the account is read. */
function hold(context: Context, state: State): Promise<void> {
  return context.records.lock([
    ...listsOf(state).map(({ application, capability }) => ({ application, part: capability })),
    ...state.applications.flatMap(({ application, callbacks }) =>
      callbacks ? [{ application, part: 'callbacks' as const }] : [],
    ),
  ]);
}

interface Given {
  file: string | undefined;
  prune: boolean;
  only: Only;
}

/** The line that shows the plan which these options would carry out. */
function diffLine(
  { settings: { flaggedProfile: profile, flags }, shell }: Context,
  { file: path = '-', prune, only }: Given,
) {
  const words = [
    ...(profile === undefined ? [] : ['--profile', profile]),
    ...['diff', '-f', path],
    ...(prune ? ['--prune'] : []),
    ...(only === undefined ? [] : ['--only', only]),
    ...(flags.region === undefined ? [] : ['--region', flags.region]),
  ];
  return shellLine(words, shell);
}

/** @throws SinchctlError refused when the plan is not the one that was reviewed */
function checkPlan(context: Context, { id }: MadePlan, reviewed: string | undefined, given: Given): void {
  if (reviewed === undefined || reviewed === id) return;
  throw new SinchctlError(
    'refused',
    `this is plan ${id}, not ${reviewed}: file or account have changed since, or the options differ`,
    { hint: `look again: ${diffLine(context, given)}`, items: [reviewed] },
  );
}

/** @throws SinchctlError refused when an application would lose more numbers than may go */
async function checkRemovals(context: Context, plan: MadePlan, limit: number | undefined): Promise<void> {
  const excess = exceededLimits(plan.numbers, plan.current.account, limit);
  if (excess.length === 0) return;
  const { aliases } = await context.credentials();
  const lines = excess.map(
    ({ application, capability, removed, current, most }) =>
      `${removed.length} of ${current} numbers of ${nameApplication(application, aliases)}, ${capability}, would go, at most ${most} may`,
  );
  throw new SinchctlError('refused', lines.join('; '), {
    hint: `say --max-removals ${Math.max(...excess.map(({ removed }) => removed.length))} if that is meant`,
    items: excess.flatMap(({ removed }) => removed),
  });
}

/** What a last look shows that is not as the file says. */
function compare(account: Account, plan: MadePlan, isPruned: boolean): SinchctlError | undefined {
  const { numbers, conflicts } = planState(plan.state, { ...plan.current, account }, isPruned);
  const left = [...numbers, ...conflicts.map(({ step }) => step)].map(({ number }) => number);
  if (left.length === 0) return undefined;
  return new SinchctlError('partial', `read again, ${left.length} numbers are not as the file says`, {
    hint: 'somebody else may have changed them; run the same line again',
    items: left,
  });
}

async function agree(context: Context, plan: MadePlan): Promise<boolean> {
  const { aliases, name } = await context.credentials();
  const rows = changesOf(plan, aliases);
  if (context.canAsk && !context.settings.yes) {
    context.messages.note('what changes:', ...blockLines(blocksBy(namerOf(aliases))(rows)));
  }
  return confirm(context, `Apply to profile ${name}: ${countChanges(rows)}?`);
}

async function printSchema(context: Context): Promise<void> {
  const { jsonSchema } = await import('../../state-file/schema.ts');
  await context.print(`${JSON.stringify(await jsonSchema(), null, 2)}\n`);
}

export const apply = defineCommand({
  usage: 'apply',
  summary: 'Make the account what a state file says',
  description:
    'Carries out what diff shows: callbacks first, then numbers are assigned, then others removed. Asks, unless --yes.\n' +
    'What the file does not name is left alone; numbers that a list lacks are removed with --prune only, and no\n' +
    'application loses more than --max-removals. Safe to run again: what is right already costs nothing.',
  examples: [
    'sinchctl --profile sandbox apply -f account.yaml --dry-run',
    'sinchctl --profile sandbox apply -f account.yaml --prune --plan 2ad4ab2d0959 --yes',
  ],
  options: {
    file,
    prune,
    only,
    maxRemovals: { ...maxRemovals, summary: `${maxRemovals.summary}, for each application and capability` },
    plan: value('ID', 'only if it still is the plan that diff showed'),
    dryRun,
    printSchema: flag('print a JSON Schema of the file for editors, and do nothing else'),
  },
  columns: changeResults,
  columnsFor: (options) => (options.printSchema ? null : changeResults),
  writes: true,
  destructive: true,
  async run(context, _, options) {
    if (options.printSchema) {
      await printSchema(context);
      return { rows: [] };
    }
    const given = await readState(context, options.file);
    await hold(context, onlyThe(options.only, given));
    const { prune, only } = options;
    const plan = await makePlan(context, given, { prune, only });
    context.messages.note(`plan ${plan.id}`);
    checkPlan(context, plan, options.plan, options);
    if (!options.dryRun) await checkRemovals(context, plan, options.maxRemovals);
    return executePlan(context, {
      plan: { steps: stepsOf(plan), callbacks: plan.current.callbacks, conflicts: [] },
      phases: () => [
        callbackBatches(plan.callbacks),
        assignBatches(plan.numbers),
        unassignBatches(plan.numbers),
      ],
      resolutionFlag: '--move-from',
      dryRun: options.dryRun,
      verify: true,
      compare: (account) => compare(account, plan, prune),
      confirmation: {
        agree: () => agree(context, plan),
        replan: async () => {
          const now = await draftPlan(context, given, { prune, only });
          checkPlan(context, now, options.plan, options);
          return { steps: stepsOf(now), ...now.current };
        },
      },
    });
  },
});
