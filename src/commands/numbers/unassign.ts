import type { Account } from '../../account/account.ts';
import { type Aliases, nameApplication } from '../../account/application.ts';
import {
  type Conflict,
  type DesiredState,
  joinPlans,
  type Plan,
  planRemoval,
  planUnchecked,
} from '../../account/plan.ts';
import type { NumberStep } from '../../account/step.ts';
import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { removeBatches, unassignBatches } from '../../engine/batches.ts';
import { readAccount } from '../../engine/read-account.ts';
import {
  api,
  app,
  capability,
  dryRun,
  from,
  ignoreColumn,
  keepGoing,
  noCheck,
  numberColumn,
} from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { confirm } from '../write/confirm.ts';
import { executePlan } from '../write/execute-plan.ts';
import { promptForNumbers } from './pick.ts';
import { desiredStatesOf, lockTargetsOf } from './resolve-numbers.ts';

/** The portal ends every capability at once: numbers that serve the application with another one too are held back. */
function holdShared(account: Account, { steps, conflicts }: Plan): Plan {
  const planned = new Set(steps.map(({ number, capability }) => `${number} ${capability}`));
  const isShared = ({ number, change, from }: NumberStep) =>
    change === 'remove' &&
    from !== null &&
    (account.hasOtherOn(number, from) ||
      account.capabilitiesOn(number, from).some((capability) => !planned.has(`${number} ${capability}`)));
  const shared = steps.filter(isShared).map((step): Conflict => ({ reason: 'shared', step }));
  return { steps: steps.filter((step) => !isShared(step)), conflicts: [...conflicts, ...shared] };
}

const refuseAll = ({ steps, conflicts }: Plan): Plan => ({
  steps: [],
  conflicts: [...conflicts, ...steps.map((step): Conflict => ({ reason: 'unclear', step }))],
});

/** The removals: of one capability, or of every one that the number serves the application with. */
function planAll(account: Account, desired: DesiredState, allCapabilities: boolean): Plan {
  if (!allCapabilities) return planRemoval(account, desired);
  const parts = desired.numbers.flatMap((number) => {
    const serving = account.capabilitiesOn(number, desired.application);
    const capabilities = serving.length > 0 ? serving : [desired.capability];
    const plans = capabilities.map((capability) =>
      planRemoval(account, { ...desired, numbers: [number], capability }),
    );
    // What cannot be named in a request cannot be ended on purpose, nor undone.
    return account.hasOtherOn(number, desired.application) ? plans.map(refuseAll) : plans;
  });
  return {
    steps: parts.flatMap(({ steps }) => steps),
    conflicts: parts.flatMap(({ conflicts }) => conflicts),
  };
}

/** `3 numbers from support (…): +1415… (voice), …`, for each application. */
function describe(steps: readonly NumberStep[], aliases: Aliases): string {
  const removals = steps.filter(({ change }) => change === 'remove');
  const applications = [...new Set(removals.flatMap(({ from }) => from ?? []))];
  const parts = applications.map((application) => {
    const own = removals.filter(({ from }) => from === application);
    const shown = own.slice(0, 5).map(({ number, capability }) => `${number} (${capability})`);
    const more = own.length > 5 ? ` and ${own.length - 5} more` : '';
    return `${shown.join(', ')}${more} from ${nameApplication(application, aliases)}`;
  });
  return parts.join('; ');
}

async function ask(context: Context, steps: readonly NumberStep[]): Promise<boolean> {
  const { aliases, name } = await context.credentials();
  return confirm(context, `Unassign ${describe(steps, aliases)}, profile ${name}?`);
}

/** By itself, so that a large account is no longer held while the plan is carried out. */
async function planFromAccount(
  context: Context,
  desiredStates: readonly DesiredState[],
  { viaPortal, allCapabilities }: { viaPortal: boolean; allCapabilities: boolean },
): Promise<Plan & { account: Account }> {
  const account = await readAccount(await context.client());
  const plan = joinPlans(desiredStates.map((desired) => planAll(account, desired, allCapabilities)));
  return { ...(viaPortal && !allCapabilities ? holdShared(account, plan) : plan), account };
}

export const unassign = defineCommand({
  usage: 'numbers unassign [number...]',
  summary: 'Unassign numbers from an application',
  description:
    'Reads the account first. A number that is unassigned already is unchanged; one that serves another\n' +
    'application than --app is refused. The number stays on the account.',
  examples: [
    'sinchctl --profile sandbox numbers unassign +14155550100 --app support --yes',
    'sinchctl --profile sandbox numbers unassign +14155550101 --api portal --all-capabilities --dry-run',
  ],
  options: {
    from,
    numberColumn,
    ignoreColumn,
    app,
    capability,
    api,
    allCapabilities: flag('end every capability of the number on that application'),
    noCheck,
    keepGoing,
    dryRun,
  },
  offers: [{ completes: 'unassignable' }],
  columns: numberResults,
  writes: true,
  destructive: true,
  async run(context, words, given) {
    const { args, options } = await promptForNumbers(context, words, given, 'unassign');
    const { noCheck, keepGoing, dryRun, allCapabilities } = options;
    if (allCapabilities && options.capability) {
      throw usage('--all-capabilities contradicts --capability', 'give one of them');
    }
    const viaPortal = options.api === 'portal';
    if (noCheck && (viaPortal || allCapabilities)) {
      throw usage('--no-check cannot tell which capabilities a number has', 'leave --no-check out');
    }
    const { desiredStates, bad } = await desiredStatesOf(context, args, options, 'unassign');
    await lockTargetsOf(context, desiredStates);
    const look = () => planFromAccount(context, desiredStates, { viaPortal, allCapabilities });
    const { steps, conflicts } = noCheck
      ? joinPlans(desiredStates.map((desired) => planUnchecked(desired, 'remove')))
      : await look();
    return executePlan(context, {
      plan: { steps, conflicts },
      phases: (steps) => [viaPortal ? removeBatches(steps) : unassignBatches(steps)],
      resolutionFlag: '--app',
      keepGoing,
      bad,
      dryRun,
      confirmation: { agree: (steps) => ask(context, steps), replan: noCheck ? undefined : look },
    });
  },
});
