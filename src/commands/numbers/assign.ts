import type { Account } from '../../account/account.ts';
import { type ApplicationKey, aliasOf } from '../../account/application.ts';
import { sampleOf } from '../../account/group-by-reason.ts';
import { joinPlans, type NumberStep, planAssignment, planUnchecked } from '../../account/plan.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { assignBatches } from '../../engine/batches.ts';
import {
  app,
  assignmentFileOptions,
  capability,
  dryRun,
  keepGoing,
  moveFrom,
  noCheck,
  verify,
} from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { confirmSteps } from '../write/confirm.ts';
import { executePlan } from '../write/execute-plan.ts';
import {
  argumentsOrPrompt,
  desiredStatesOf,
  lockTargets,
  moveFromOf,
  planFromAccount,
  replanFromAccount,
} from './resolve-numbers.ts';

/** `Assign +1415…, +1415… to support, moving +1415… from sales (profile prod)?` */
async function confirmMoves(context: Context, steps: readonly NumberStep[]): Promise<boolean> {
  const { aliases, name } = await context.credentials();
  const changed = steps.filter(({ change }) => change !== 'none');
  const moved = changed.filter(({ change }) => change === 'move');
  const numbers = (some: readonly NumberStep[]) => sampleOf(some.map(({ number }) => number));
  const names = (keys: readonly (ApplicationKey | null)[]) =>
    sampleOf([...new Set(keys)].map((key) => aliasOf(key, aliases) ?? String(key)));
  const taken =
    moved.length > 0 ? `, moving ${numbers(moved)} from ${names(moved.map(({ from }) => from))}` : '';
  const target = names(changed.map(({ to }) => to));
  const question = `Assign ${numbers(changed)} to ${target}${taken} (profile ${name})?`;
  return confirmSteps(context, question, steps);
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
  options: { ...assignmentFileOptions, app, capability, moveFrom, noCheck, verify, keepGoing, dryRun },
  arguments: [{ summary: 'phone numbers to assign', completes: 'assignable' }],
  columns: numberResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['numbers list', 'numbers unassign', 'numbers overwrite', 'undo', 'help output'],
  writes: true,
  async run(context, words, given) {
    const { args, options } = await argumentsOrPrompt(context, { args: words, options: given }, 'assign');
    const { keepGoing, dryRun, noCheck } = options;
    if (noCheck && options.moveFrom !== undefined) {
      throw usage('--move-from conflicts with --no-check', 'omit --move-from or --no-check');
    }
    const { desiredStates, bad } = await desiredStatesOf(context, args, options, 'assign');
    // The prompt showed only unassigned numbers.
    const isPrompted = args !== words;
    const moveFrom = isPrompted ? undefined : await moveFromOf(context, options.moveFrom);
    await lockTargets(context, desiredStates, moveFrom);
    const makePlan = (account: Account) =>
      joinPlans(desiredStates.map((desired) => planAssignment(account, desired, moveFrom)));
    const { steps, conflicts } = noCheck
      ? joinPlans(desiredStates.map((desired) => planUnchecked(desired, 'add')))
      : await planFromAccount(context, makePlan);
    return executePlan(context, {
      plan: { steps, conflicts },
      phases: () => [assignBatches(steps)],
      resolutionFlag: '--move-from',
      keepGoing,
      verify: options.verify && 'required',
      bad,
      dryRun,
      ...(moveFrom === 'any' && {
        confirm: () => confirmMoves(context, steps),
        replan: () => replanFromAccount(context, makePlan),
      }),
    });
  },
});
