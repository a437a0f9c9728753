import { joinPlans, planAssignment, planUnchecked } from '../../account/plan.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { assignBatches } from '../../engine/batches.ts';
import { app, assignmentFileOptions, capability, dryRun, keepGoing, moveFrom, noCheck } from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { executePlan } from '../write/execute-plan.ts';
import {
  argumentsOrPrompt,
  desiredStatesOf,
  lockTargets,
  moveFromOf,
  planFromAccount,
} from './resolve-numbers.ts';

export const assign = defineCommand({
  usage: 'numbers assign [number...]',
  summary: 'Assign numbers to an application',
  description:
    'Reads the account first. Numbers that are already assigned to the application are unchanged, and no request is sent for them. A number that is assigned to another application is moved only with --move-from.\n' +
    'With --no-check, every number is sent to Sinch, and numbers that are assigned to other applications may be moved.',
  examples: [
    'sinchctl numbers assign +14155550103 --app support',
    'sinchctl numbers assign +14155550102 --app support --move-from sales --dry-run',
    'sinchctl numbers assign --from numbers.csv --results results.ndjson',
  ],
  options: { ...assignmentFileOptions, app, capability, moveFrom, noCheck, keepGoing, dryRun },
  arguments: [{ summary: 'phone numbers to assign', completes: 'assignable' }],
  columns: numberResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['numbers list', 'numbers unassign', 'numbers overwrite', 'undo', 'help output'],
  writes: true,
  async run(context, words, given) {
    const { args, options } = await argumentsOrPrompt(context, { args: words, options: given }, 'assign');
    const { keepGoing, dryRun, noCheck } = options;
    if (noCheck && options.moveFrom !== undefined) {
      throw usage('--move-from cannot be used with --no-check', 'omit --move-from or --no-check');
    }
    const { desiredStates, bad } = await desiredStatesOf(context, args, options, 'assign');
    // The prompt showed only unassigned numbers.
    const isPrompted = args !== words;
    const moveFrom = isPrompted ? undefined : await moveFromOf(context, options.moveFrom);
    await lockTargets(context, desiredStates, moveFrom);
    const { steps, conflicts } = noCheck
      ? joinPlans(desiredStates.map((desired) => planUnchecked(desired, 'add')))
      : await planFromAccount(context, (account) =>
          joinPlans(desiredStates.map((desired) => planAssignment(account, desired, moveFrom))),
        );
    return executePlan(context, {
      plan: { steps, conflicts },
      phases: () => [assignBatches(steps)],
      resolutionFlag: '--move-from',
      keepGoing,
      bad,
      dryRun,
    });
  },
});
