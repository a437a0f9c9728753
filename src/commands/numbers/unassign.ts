import type { Account } from '../../account/account.ts';
import type { Aliases } from '../../account/application.ts';
import {
  type Conflict,
  type DesiredState,
  joinPlans,
  type NumberStep,
  type Plan,
  planRemoval,
  planUnchecked,
} from '../../account/plan.ts';
import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { groupBy } from '../../core/group-by.ts';
import { removeBatches, unassignBatches } from '../../engine/batches.ts';
import type { InputItem } from '../../input/entry.ts';
import { bulkOptions, numbersApi, targetOptions } from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { countNumbers, nameAll } from '../write/count-changes.ts';
import { executePlan } from '../write/execute-plan.ts';
import {
  argumentsOrPrompt,
  desiredStatesOf,
  lockTargets,
  planFromAccount,
  replanFromAccount,
} from './resolve-numbers.ts';

/**
 * The portal removes every capability of a number at once, so a number that is assigned to the application with another
 * capability too is a conflict.
 */
function refuseShared(account: Account, { steps, conflicts }: Plan): Plan {
  const planned = new Set(steps.map(({ number, capability }) => `${number} ${capability}`));
  const isShared = ({ number, change, from }: NumberStep) =>
    change === 'remove' &&
    from !== null &&
    (account.hasOtherOn(number, from) ||
      account.capabilitiesOn(number, from).some((capability) => !planned.has(`${number} ${capability}`)));
  const shared = steps.filter(isShared).map((step): Conflict => ({ reason: 'shared', step }));
  return { steps: steps.filter((step) => !isShared(step)), conflicts: [...conflicts, ...shared] };
}

/** A plan with every step as a conflict. */
const refuseUnclear = ({ steps, conflicts }: Plan): Plan => ({
  steps: [],
  conflicts: [...conflicts, ...steps.map((step): Conflict => ({ reason: 'unclear', step }))],
});

/** Plans the removal of one capability, or of every capability with which the number is assigned to the application. */
function planRemovals(account: Account, desired: DesiredState, allCapabilities: boolean): Plan {
  if (!allCapabilities) return planRemoval(account, desired);
  const parts = desired.numbers.flatMap((number) => {
    const serving = account.capabilitiesOn(number, desired.application);
    const capabilities = serving.length > 0 ? serving : [desired.capability];
    const plans = capabilities.map((capability) =>
      planRemoval(account, { ...desired, numbers: [number], capability }),
    );
    // A capability that no request can name can be neither removed nor restored.
    return account.hasOtherOn(number, desired.application) ? plans.map(refuseUnclear) : plans;
  });
  return {
    steps: parts.flatMap(({ steps }) => steps),
    conflicts: parts.flatMap(({ conflicts }) => conflicts),
  };
}

/** Items of the input, each number with all capabilities of the plan. */
function withCapabilities(items: readonly InputItem[], { steps, conflicts }: Plan): InputItem[] {
  const planned = groupBy([...steps, ...conflicts.map(({ step }) => step)], ({ number }) => number);
  return items.flatMap((item) => ('capability' in item && planned.get(item.number)) || item);
}

/** `Unassign 5 numbers from support`. */
function removalQuestion(steps: readonly NumberStep[], aliases: Aliases): string {
  const removals = steps.filter(({ change }) => change === 'remove');
  return `Unassign ${countNumbers(removals)} from ${nameAll(new Set(removals.map(({ from }) => from)), aliases)}`;
}

export const unassign = defineCommand({
  usage: 'numbers unassign [number...]',
  summary: 'Unassign numbers from an application',
  description:
    'Reads the account first, and skips numbers that are already unassigned. Fails if a number is assigned to an application other than --app. Unassigned numbers remain on the account. Prompts for confirmation.',
  examples: [
    'sinchctl numbers unassign +14155550100 --app support --yes',
    'sinchctl numbers unassign --from numbers.csv --dry-run',
  ],
  options: {
    ...targetOptions,
    api: numbersApi,
    allCapabilities: flag('with --api portal, unassign the number for all capabilities'),
    ...bulkOptions,
  },
  arguments: [{ summary: 'phone numbers to unassign', completes: 'unassignable' }],
  columns: numberResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['numbers list', 'numbers assign', 'undo', 'help output'],
  writes: true,
  progress: 'Unassigning',
  destructive: true,
  async run(context, words, given) {
    const { args, options } = await argumentsOrPrompt(context, { args: words, options: given }, 'unassign');
    const { noCheck, keepGoing, dryRun, allCapabilities } = options;
    if (allCapabilities && options.capability) {
      throw usage('--all-capabilities conflicts with --capability', 'pass only one of them');
    }
    const viaPortal = options.api === 'portal';
    if (noCheck && (viaPortal || allCapabilities)) {
      throw usage(
        '--no-check conflicts with --api portal and --all-capabilities, which require the current assignments',
        'omit --no-check',
      );
    }
    const { desiredStates, bad, items } = await desiredStatesOf(context, args, options, 'unassign');
    await lockTargets(context, desiredStates);
    const makePlan = (account: Account) => {
      const plan = joinPlans(desiredStates.map((desired) => planRemovals(account, desired, allCapabilities)));
      return viaPortal && !allCapabilities ? refuseShared(account, plan) : plan;
    };
    const plan = noCheck
      ? joinPlans(desiredStates.map((desired) => planUnchecked(desired, 'remove')))
      : await planFromAccount(context, makePlan);
    const { steps } = plan;
    const { aliases } = await context.credentials();
    return executePlan(context, {
      plan,
      phases: () => [viaPortal ? removeBatches(steps) : unassignBatches(steps)],
      resolutionFlag: '--app',
      keepGoing,
      items: items && allCapabilities ? withCapabilities(items, plan) : items,
      verify: options.verify && 'required',
      bad,
      dryRun,
      question: (profile) => ({ action: `${removalQuestion(steps, aliases)} (profile ${profile})` }),
      replan: noCheck ? undefined : () => replanFromAccount(context, makePlan),
    });
  },
});
