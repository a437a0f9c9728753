import type { Account } from '../../account/account.ts';
import type { Aliases } from '../../account/application.ts';
import { joinPlans, type NumberStep, planAssignment, planUnchecked } from '../../account/plan.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { assignBatches } from '../../engine/batches.ts';
import { bulkOptions, moveFrom, targetOptions } from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { countNumbers, nameAll } from '../write/count-changes.ts';
import { executePlan } from '../write/execute-plan.ts';
import {
  argumentsOrPrompt,
  desiredStatesOf,
  lockTargets,
  moveFromOf,
  planFromAccount,
  replanFromAccount,
} from './resolve-numbers.ts';

/** `Assign 3 numbers to support and move 500 numbers from sales`. */
function assignmentQuestion(steps: readonly NumberStep[], aliases: Aliases): string {
  const [added, moved] = (['add', 'move'] as const).map((word) =>
    steps.filter(({ change }) => change === word),
  );
  const target = (some: readonly NumberStep[]) => nameAll(new Set(some.map(({ to }) => to)), aliases);
  const assigned = added?.length ? `Assign ${countNumbers(added)} to ${target(added)}` : '';
  if (!moved?.length) return assigned;
  const from = nameAll(new Set(moved.map(({ from }) => from)), aliases);
  const what = `${countNumbers(moved)} from ${from}`;
  return assigned ? `${assigned} and move ${what}` : `Move ${what} to ${target(moved)}`;
}

export const assign = defineCommand({
  usage: 'numbers assign [number...]',
  summary: 'Assign numbers to an application',
  description:
    'Reads the account first, and skips numbers that are already assigned to the application. Numbers that are assigned to another application are moved only with --move-from. --move-from any requires confirmation.\n' +
    'With --no-check, the account is not read: all numbers are sent to Sinch, and numbers that are assigned to other applications may be moved.',
  examples: [
    'sinchctl numbers assign +14155550103 --app support',
    'sinchctl numbers assign +14155550102 --app support --move-from sales --dry-run',
    'sinchctl numbers assign --from numbers.csv --results results.ndjson',
  ],
  options: { ...targetOptions, moveFrom, ...bulkOptions },
  arguments: [{ summary: 'phone numbers to assign', completes: 'assignable' }],
  columns: numberResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['numbers list', 'numbers unassign', 'numbers overwrite', 'undo', 'help output'],
  writes: true,
  progress: 'Assigning',
  async run(context, words, given) {
    const { args, options } = await argumentsOrPrompt(context, { args: words, options: given }, 'assign');
    const { keepGoing, dryRun, noCheck } = options;
    if (noCheck && options.moveFrom !== undefined) {
      throw usage('--move-from conflicts with --no-check', 'pass only one of them');
    }
    const { desiredStates, ...rest } = await desiredStatesOf(context, args, options, 'assign');
    // The prompt showed only unassigned numbers.
    const isPrompted = args !== words;
    const moveFrom = isPrompted ? undefined : await moveFromOf(context, options.moveFrom);
    await lockTargets(context, desiredStates, moveFrom);
    const makePlan = (account: Account) =>
      joinPlans(desiredStates.map((desired) => planAssignment(account, desired, moveFrom)));
    const plan = noCheck
      ? joinPlans(desiredStates.map((desired) => planUnchecked(desired, 'add')))
      : await planFromAccount(context, makePlan);
    const { steps } = plan;
    const { aliases } = await context.credentials();
    return executePlan(context, {
      plan,
      phases: () => [assignBatches(steps)],
      resolutionFlag: '--move-from',
      keepGoing,
      verify: options.verify && 'required',
      ...rest,
      dryRun,
      ...(moveFrom === 'any' && {
        question: (profile) => ({
          action: `${assignmentQuestion(steps, aliases)} (profile ${profile})`,
        }),
        replan: () => replanFromAccount(context, makePlan),
      }),
    });
  },
});
