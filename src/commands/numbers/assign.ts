import {
  type DesiredState,
  joinPlans,
  type MoveFrom,
  type Plan,
  planAssignment,
  planUnchecked,
} from '../../account/plan.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { assignBatches } from '../../engine/batches.ts';
import { readAccount } from '../../engine/read-account.ts';
import {
  app,
  capability,
  dryRun,
  from,
  ignoreColumn,
  keepGoing,
  moveFrom,
  noCheck,
  numberColumn,
} from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { executePlan } from '../write/execute-plan.ts';
import { promptForNumbers } from './prompt-for-numbers.ts';
import { desiredStatesOf, lockTargetsOf, moveFromOf } from './resolve-numbers.ts';

const blindly = (desiredStates: readonly DesiredState[]): Plan =>
  joinPlans(desiredStates.map((desired) => planUnchecked(desired, 'add')));

/** By itself, so that a large account is no longer held while the plan is carried out. */
async function planFromAccount(
  context: Context,
  desiredStates: readonly DesiredState[],
  moveFrom: MoveFrom,
): Promise<Plan> {
  const account = await readAccount(await context.client());
  return joinPlans(desiredStates.map((desired) => planAssignment(account, desired, moveFrom)));
}

export const assign = defineCommand({
  usage: 'numbers assign [number...]',
  summary: 'Assign numbers to an application',
  description:
    'Reads the account first. Numbers that are right already cost nothing. A number that serves another\n' +
    'application is moved only when --move-from names that application, or says any.',
  examples: [
    'sinchctl --profile sandbox numbers assign +14155550103 --app support',
    'sinchctl --profile sandbox numbers assign +14155550102 --app support --move-from sales --dry-run',
    'sinchctl --profile sandbox numbers assign --from numbers.csv --results results.ndjson',
  ],
  options: { from, numberColumn, ignoreColumn, app, capability, moveFrom, noCheck, keepGoing, dryRun },
  complete: [{ completes: 'assignable' }],
  columns: numberResults,
  writes: true,
  async run(context, words, given) {
    const { args, options } = await promptForNumbers(context, words, given, 'assign');
    if (options.noCheck && options.moveFrom !== undefined) {
      throw usage('--no-check does not look where numbers come from', 'leave --move-from or --no-check out');
    }
    const { desiredStates, bad } = await desiredStatesOf(context, args, options, 'assign');
    // What was chosen was shown as unassigned.
    const isPicked = args !== words;
    const moveFrom = isPicked ? undefined : await moveFromOf(context, options.moveFrom);
    await lockTargetsOf(context, desiredStates, moveFrom);
    const { keepGoing, dryRun, noCheck } = options;
    const plan = await (noCheck ? blindly(desiredStates) : planFromAccount(context, desiredStates, moveFrom));
    return executePlan(context, {
      plan,
      phases: (steps) => [assignBatches(steps)],
      resolutionFlag: '--move-from',
      keepGoing,
      bad,
      dryRun,
    });
  },
});
