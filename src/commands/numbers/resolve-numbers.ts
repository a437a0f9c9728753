import type { Account } from '../../account/account.ts';
import { resolveApplication } from '../../account/application.ts';
import { parseCapability } from '../../account/capability.ts';
import { type E164, numberReader, parseNumbers, shown } from '../../account/phone-number.ts';
import type { DesiredState, MoveFrom, Plan } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { readAccount } from '../../engine/read-account.ts';
import type { RejectedLine } from '../../input/entry.ts';
import {
  entriesOf,
  ignoreColumns,
  inputError,
  type NumberSelection,
  noteSkipped,
  refuseAmbiguousColumns,
} from './numbers-from-file.ts';

/** The country of numbers in national format: that of `--region`, else that of the profile. */
export async function regionOf(context: Context): Promise<string | undefined> {
  return (await context.settings.region(() => context.credentials()))?.value;
}

/** The application that numbers may be moved from. */
export async function moveFromOf(context: Context, text: string | undefined): Promise<MoveFrom> {
  return text === undefined || text === 'any' ? text : context.application(text);
}

/** The numbers of the arguments, all with the same application and capability. */
async function desiredStateOfArguments(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  verb: string,
): Promise<DesiredState> {
  if (selection.numberColumn !== undefined || selection.ignoreColumn !== undefined) {
    throw usage('--number-column and --ignore-column go with --from', 'name the file');
  }
  if (args.length === 0) {
    throw usage('no number given', `name them: sinchctl numbers ${verb} +14155550100, or --from FILE`);
  }
  return {
    numbers: await parseNumbers(args, () => regionOf(context)),
    capability: selection.capability ?? 'voice',
    application: await context.application(selection.app),
  };
}

/**
 * The selected numbers, by application and capability.
 * @returns with `--keep-going` also the rejected lines
 * @throws SinchctlError usage when there are no numbers, and with all rejected lines
 */
export async function desiredStatesOf(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  verb: string,
): Promise<{ desiredStates: DesiredState[]; bad: RejectedLine[] }> {
  if (selection.from === undefined)
    return { desiredStates: [await desiredStateOfArguments(context, args, selection, verb)], bad: [] };
  const entries = ignoreColumns(await entriesOf(context, args, selection), selection.ignoreColumn);
  refuseAmbiguousColumns(entries, selection);
  const isCompleteSet = verb === 'overwrite';
  // Numbers that the complete set lacks are removed, so every row counts.
  if (isCompleteSet && entries.cutOff) throw inputError([...entries.bad, entries.cutOff]);
  noteSkipped(context, entries);
  const { routeEntries } = await import('../../input/route.ts');
  const routed = await routeEntries(entries, {
    readNumber: numberReader(() => regionOf(context)),
    application: async (text) => resolveApplication(text, (await context.credentials()).aliases),
    capability: parseCapability,
    defaultApplication: () => context.application(undefined),
    flags: {
      application: selection.app === undefined ? undefined : await context.application(selection.app),
      capability: selection.capability,
    },
    isCompleteSet,
  });
  if (routed.bad.length > 0 && !selection.keepGoing) throw inputError(routed.bad);
  return routed;
}

/** The selected numbers alone, for commands that only read; none for a file with an empty list. */
export async function resolveNumbers(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
): Promise<E164[]> {
  if (selection.from === undefined) return parseNumbers(args, () => regionOf(context));
  const entries = await entriesOf(context, args, selection);
  noteSkipped(context, entries);
  const { good, bad } = entries;
  const read = numberReader(() => regionOf(context));
  const numbers = new Set<E164>();
  for (const { place, number, error, hint } of good) {
    const result = await read(number);
    const text = shown(number);
    if (error !== undefined) bad.push({ place, text, why: error });
    else if ('complaint' in result)
      bad.push({ place, text, why: result.complaint, hint: hint ?? result.hint });
    else numbers.add(result.number);
  }
  if (bad.length > 0) throw inputError(bad);
  return [...numbers];
}

/** The numbers of a command with its options. */
export interface NumberArguments<O> {
  args: readonly string[];
  options: O;
}

/** What the command names, or what the user selects where it names no numbers and a prompt is possible. */
export async function argumentsOrPrompt<O extends NumberSelection>(
  context: Context,
  given: NumberArguments<O>,
  verb: 'assign' | 'unassign',
): Promise<NumberArguments<O>> {
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
