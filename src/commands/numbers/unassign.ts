import { type Aliases, nameApplication } from '../../account/application.ts';
import {
  type Account,
  joinPlans,
  type Objection,
  type Plan,
  planBlindly,
  planRemoval,
  type Step,
  type Wish,
} from '../../account/plan.ts';
import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { removeJobs, unassignJobs } from '../../engine/batches.ts';
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
import { consent } from '../write/confirm.ts';
import { carryOutPlan } from '../write/execute-plan.ts';
import { pickWhereNone } from './pick.ts';
import { holdFor, wishesOf } from './resolve-numbers.ts';

/** The portal ends every capability at once: numbers that serve the application with another one too are held back. */
function holdShared(account: Account, { steps, objections }: Plan): Plan {
  const planned = new Set(steps.map(({ number, capability }) => `${number} ${capability}`));
  const isShared = ({ number, change, from }: Step) =>
    change === 'remove' &&
    from !== null &&
    (account.hasOtherOn(number, from) ||
      account.capabilitiesOn(number, from).some((capability) => !planned.has(`${number} ${capability}`)));
  const shared = steps.filter(isShared).map((step): Objection => ({ reason: 'shared', step }));
  return { steps: steps.filter((step) => !isShared(step)), objections: [...objections, ...shared] };
}

const refuseAll = ({ steps, objections }: Plan): Plan => ({
  steps: [],
  objections: [...objections, ...steps.map((step): Objection => ({ reason: 'unclear', step }))],
});

/** The removals: of one capability, or of every one that the number serves the application with. */
function planAll(account: Account, wish: Wish, allCapabilities: boolean): Plan {
  if (!allCapabilities) return planRemoval(account, wish);
  const parts = wish.numbers.flatMap((number) => {
    const serving = account.capabilitiesOn(number, wish.application);
    const capabilities = serving.length > 0 ? serving : [wish.capability];
    const plans = capabilities.map((capability) =>
      planRemoval(account, { ...wish, numbers: [number], capability }),
    );
    // What cannot be named in a request cannot be ended on purpose, nor undone.
    return account.hasOtherOn(number, wish.application) ? plans.map(refuseAll) : plans;
  });
  return {
    steps: parts.flatMap(({ steps }) => steps),
    objections: parts.flatMap(({ objections }) => objections),
  };
}

/** `3 numbers from support (…): +1415… (voice), …`, for each application. */
function describe(steps: readonly Step[], aliases: Aliases): string {
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

async function ask(context: Context, steps: readonly Step[]): Promise<boolean> {
  const { aliases, name } = await context.credentials();
  return consent(context, `Unassign ${describe(steps, aliases)}, profile ${name}?`);
}

/** By itself, so that a large account is no longer held while the plan is carried out. */
async function byLooking(
  context: Context,
  wishes: readonly Wish[],
  { viaPortal, allCapabilities }: { viaPortal: boolean; allCapabilities: boolean },
): Promise<Plan & { account: Account }> {
  const account = await readAccount(await context.client());
  const plan = joinPlans(wishes.map((wish) => planAll(account, wish, allCapabilities)));
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
  takesAway: true,
  async run(context, words, given) {
    const { args, options } = await pickWhereNone(context, words, given, 'unassign');
    const { noCheck, keepGoing, dryRun, allCapabilities } = options;
    if (allCapabilities && options.capability) {
      throw usage('--all-capabilities contradicts --capability', 'give one of them');
    }
    const viaPortal = options.api === 'portal';
    if (noCheck && (viaPortal || allCapabilities)) {
      throw usage('--no-check cannot tell which capabilities a number has', 'leave --no-check out');
    }
    const { wishes, bad } = await wishesOf(context, args, options, 'unassign');
    await holdFor(context, wishes);
    const look = () => byLooking(context, wishes, { viaPortal, allCapabilities });
    const { steps, objections } = noCheck
      ? joinPlans(wishes.map((wish) => planBlindly(wish, 'remove')))
      : await look();
    return carryOutPlan(context, {
      plan: { steps, objections },
      phases: (steps) => [viaPortal ? removeJobs(steps) : unassignJobs(steps)],
      remedy: '--app',
      keepGoing,
      bad,
      dryRun,
      confirmation: { agree: (steps) => ask(context, steps), replan: noCheck ? undefined : look },
    });
  },
});
