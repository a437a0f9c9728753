import type { Account } from '../../account/account.ts';
import { resolveApplication } from '../../account/application.ts';
import { parseCapability } from '../../account/capability.ts';
import { type E164, numberReader, parseNumbers, shown } from '../../account/phone-number.ts';
import type { DesiredState, MoveFrom, Plan } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { readAccount } from '../../engine/read-account.ts';
import type { BadLine } from '../../input/entry.ts';
import { badInput, entriesOf, noteSkipped, refuseDoubts, type Wanted, without } from './entries.ts';

/** The country for national writing: the line's, else the profile's. */
export async function regionOf(context: Context): Promise<string | undefined> {
  return (await context.settings.region(() => context.credentials()))?.value;
}

/** Where numbers may be moved from. */
export async function moveFromOf(context: Context, text: string | undefined): Promise<MoveFrom> {
  return text === undefined || text === 'any' ? text : context.application(text);
}

/** The numbers of the line alone: they all go the same way. */
async function desiredStateOfArguments(
  context: Context,
  args: readonly string[],
  wanted: Wanted,
  verb: string,
): Promise<DesiredState> {
  if (wanted.numberColumn !== undefined || wanted.ignoreColumn !== undefined) {
    throw usage('--number-column and --ignore-column go with --from', 'name the file');
  }
  if (args.length === 0) {
    throw usage('no number given', `name them: sinchctl numbers ${verb} +14155550100, or --from FILE`);
  }
  return {
    numbers: await parseNumbers(args, () => regionOf(context)),
    capability: wanted.capability ?? 'voice',
    application: await context.application(wanted.app),
  };
}

/**
 * The numbers that are meant, by application and capability.
 * @returns with `--keep-going` also the lines that are no good
 * @throws SinchctlError usage when there are none, or some are no good, all of them named
 */
export async function desiredStatesOf(
  context: Context,
  args: readonly string[],
  wanted: Wanted,
  verb: string,
): Promise<{ desiredStates: DesiredState[]; bad: BadLine[] }> {
  if (wanted.from === undefined)
    return { desiredStates: [await desiredStateOfArguments(context, args, wanted, verb)], bad: [] };
  const entries = without(await entriesOf(context, args, wanted), wanted.ignoreColumn);
  refuseDoubts(entries, wanted);
  const isWholeSet = verb === 'overwrite';
  // What is not in the complete set is removed, so there every row counts.
  if (isWholeSet && entries.cutOff) throw badInput([...entries.bad, entries.cutOff]);
  noteSkipped(context, entries);
  const { routeEntries } = await import('../../input/route.ts');
  const routed = await routeEntries(entries, {
    readNumber: numberReader(() => regionOf(context)),
    application: async (text) => resolveApplication(text, (await context.credentials()).aliases),
    capability: parseCapability,
    defaultApplication: () => context.application(undefined),
    flags: {
      application: wanted.app === undefined ? undefined : await context.application(wanted.app),
      capability: wanted.capability,
    },
    isWholeSet,
  });
  if (routed.bad.length > 0 && !wanted.keepGoing) throw badInput(routed.bad);
  return routed;
}

/** Just the numbers, for what asks about them and sends them nowhere; none also for a file that is an empty list. */
export async function namedNumbers(
  context: Context,
  args: readonly string[],
  wanted: Wanted,
): Promise<E164[]> {
  if (wanted.from === undefined) return parseNumbers(args, () => regionOf(context));
  const entries = await entriesOf(context, args, wanted);
  noteSkipped(context, entries);
  const { good, bad } = entries;
  const read = numberReader(() => regionOf(context));
  const numbers = new Set<E164>();
  for (const { place, number, wrong, hint } of good) {
    const result = await read(number);
    const text = shown(number);
    if (wrong !== undefined) bad.push({ place, text, why: wrong });
    else if ('complaint' in result)
      bad.push({ place, text, why: result.complaint, hint: hint ?? result.hint });
    else numbers.add(result.number);
  }
  if (bad.length > 0) throw badInput(bad);
  return [...numbers];
}

/** The numbers of a command with its options. */
export interface NumberSelection<O> {
  args: readonly string[];
  options: O;
}

/** What the command names, or what the user selects where it names no numbers and a prompt is possible. */
export async function argumentsOrPrompt<O extends Wanted>(
  context: Context,
  given: NumberSelection<O>,
  verb: 'assign' | 'unassign',
): Promise<NumberSelection<O>> {
  if (given.args.length > 0 || given.options.from !== undefined || !context.canAsk) return given;
  const { promptForNumbers } = await import('./prompt-for-numbers.ts');
  return promptForNumbers(context, given.options, verb);
}

/** Locks what will be written, and the application that numbers are taken from, before the account is read. */
export function lockTargets(
  context: Context,
  desiredStates: readonly DesiredState[],
  moveFrom?: MoveFrom,
): Promise<void> {
  const extra = moveFrom === undefined || moveFrom === 'any' ? [] : [moveFrom];
  return context.records.lock(
    desiredStates.flatMap(({ application, capability }) =>
      [application, ...extra].map((key) => ({ application: key, part: capability })),
    ),
  );
}

/** Reads the account and plans. Does not return the account, which may be too large to keep while the plan runs. */
export async function planFromAccount(context: Context, makePlan: (account: Account) => Plan): Promise<Plan> {
  return makePlan(await readAccount(await context.client()));
}

/** The same for a recheck, with the account. */
export async function replanFromAccount(
  context: Context,
  makePlan: (account: Account) => Plan,
): Promise<Plan & { account: Account }> {
  const account = await readAccount(await context.client());
  return { ...makePlan(account), account };
}
