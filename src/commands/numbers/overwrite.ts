import type { Account } from '../../account/account.ts';
import { sampleOf } from '../../account/group-by-reason.ts';
import { isPortalInteger } from '../../account/phone-number.ts';
import { type DesiredState, planOverwrite } from '../../account/plan.ts';
import { flag } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { type Credentials, needApplication, needInstance } from '../../credentials/credentials.ts';
import { assignBatches, overwriteBatch, unassignBatches } from '../../engine/batches.ts';
import { exceededLimits } from '../../state-file/plan.ts';
import { app, dryRun, maxRemovals, moveFrom, numbersApi, targetOptions } from '../options.ts';
import { numberResults } from '../write/columns.ts';
import { countChanges, totalsText } from '../write/count-changes.ts';
import { executePlan } from '../write/execute-plan.ts';
import { differenceAfterRun, targetName } from '../write/refusals.ts';
import {
  desiredStatesOf,
  lockTargets,
  moveFromOf,
  type NumberSelection,
  planFromAccount,
  replanFromAccount,
} from './resolve-numbers.ts';

/**
 * The portal, which replaces the set in one request, if the credentials contain an instance; otherwise the calling API.
 * @throws SinchctlError auth when the credentials lack an instance, or it has expired
 */
function chooseRoute(asked: 'calling' | 'portal' | undefined, credentials: Credentials, now: Date) {
  const route = asked ?? (credentials.instance ? 'portal' : 'calling');
  if (route === 'portal') needInstance(credentials, now);
  else needApplication(credentials);
  return route;
}

/** @throws SinchctlError refused for a number that the portal's request cannot contain */
function checkPortalNumbers({ numbers }: DesiredState): void {
  const items = numbers.filter((number) => !isPortalInteger(number));
  if (items.length === 0) return;
  throw new SinchctlError('refused', `the portal API does not accept ${sampleOf(items)}`, {
    hint: 'to use the calling API, add --api calling',
    items,
  });
}

/** Compares the current set with the desired one, because another user may have changed it. */
function compareSet(
  account: Account,
  { application, capability, numbers }: DesiredState,
): SinchctlError | undefined {
  const wanted = new Set(numbers);
  const extra = account.serving(application, capability).filter((number) => !wanted.has(number));
  const missing = numbers.filter((number) => account.application(number, capability) !== application);
  return differenceAfterRun([
    { reason: 'missing', items: missing },
    { reason: 'not in the requested set', items: extra },
  ]);
}

/** The complete set of numbers that the application should have. */
async function desiredSetOf(
  context: Context,
  args: readonly string[],
  given: NumberSelection & { allowEmpty: boolean },
): Promise<DesiredState> {
  if (given.app === undefined)
    throw usage('--app is required', 'pass the application whose numbers to replace, such as --app support');
  const isNoneGiven = args.length === 0 && given.from === undefined;
  const { desiredStates } = isNoneGiven
    ? { desiredStates: [] }
    : await desiredStatesOf(context, args, given, 'overwrite');
  const [desired] = desiredStates;
  if (desired && desiredStates.length === 1) return desired;
  if (!desired) {
    if (!given.allowEmpty)
      throw usage('no numbers given', 'to unassign all numbers of the application, add --allow-empty');
    const application = await context.application(given.app);
    return { numbers: [], application, capability: given.capability ?? 'voice' };
  }
  throw usage(
    'the file contains numbers for voice and sms, but overwrite accepts only one capability',
    `remove the rows of one capability; to use one for all rows, add --capability ${desired.capability} --ignore-column capability`,
  );
}

export const overwrite = defineCommand({
  usage: 'numbers overwrite [number...]',
  summary: 'Replace all numbers of an application',
  description:
    'Assigns the given numbers to the application and unassigns all other numbers of the application, for one capability. Shows the numbers to add and remove, and prompts for confirmation.\n' +
    'The portal API replaces all numbers in a single request. With the calling API, the given numbers are assigned first, and then the others are unassigned.',
  examples: [
    'sinchctl numbers overwrite +14155550100 +14155550103 --app support --dry-run',
    'sinchctl numbers overwrite +14155550102 --app sales --max-removals 3 --yes',
  ],
  options: {
    ...targetOptions,
    app: { ...app, summary: 'application key or alias (required)' },
    api: {
      ...numbersApi,
      summary: 'calling or portal (default portal if portal credentials are set, otherwise calling)',
    },
    moveFrom,
    maxRemovals,
    allowEmpty: flag('allow an empty list, which unassigns all numbers of the application'),
    dryRun,
  },
  arguments: [{ summary: 'complete list of the phone numbers of the application', completes: 'number' }],
  columns: numberResults,
  errors: ['notFound', 'partial', 'unavailable', 'refused', 'busy'],
  seeAlso: ['numbers list', 'numbers assign', 'undo', 'help output'],
  writes: true,
  progress: 'Overwriting',
  destructive: true,
  async run(context, args, options) {
    const desired = await desiredSetOf(context, args, options);
    const credentials = await context.credentials();
    const route = chooseRoute(options.api, credentials, context.host.now());
    if (route === 'portal') checkPortalNumbers(desired);
    const moveFrom = await moveFromOf(context, options.moveFrom);
    await lockTargets(context, [desired], moveFrom);
    const makePlan = (account: Account) => planOverwrite(account, desired, moveFrom);
    const plan = await planFromAccount(context, (account) => {
      const plan = makePlan(account);
      return { ...plan, exceeded: exceededLimits(plan.steps, account, options.maxRemovals) };
    });
    const { application, capability, numbers } = desired;
    const { steps, conflicts, exceeded } = plan;
    if (conflicts.length === 0 && route === 'calling')
      context.messages.note(
        'not atomic: the given numbers are assigned first, and then the other numbers of the application are unassigned',
      );
    return executePlan(context, {
      plan,
      phases: () =>
        route === 'portal'
          ? [[overwriteBatch(steps, application, capability, numbers)]]
          : [assignBatches(steps), unassignBatches(steps)],
      resolutionFlag: '--move-from',
      dryRun: options.dryRun,
      verify: credentials.application !== null,
      compare: (account) => compareSet(account, desired),
      exceeded,
      question: (profile) => {
        const action = `Overwrite the numbers of ${targetName(desired, credentials.aliases)} (profile ${profile})`;
        return { action, refusal: `${action}: ${totalsText(countChanges(steps))}`, maxLoss: 0 };
      },
      replan: () => replanFromAccount(context, makePlan),
    });
  },
});
