import type { Account } from '../../account/account.ts';
import type { Capability } from '../../account/capability.ts';
import { type AccountNumber, parseNumbers, type ReadVerbatim } from '../../account/phone-number.ts';
import type { DesiredState, MoveFrom, Plan } from '../../account/plan.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { ifAny } from '../../credentials/find-credentials.ts';
import { readAccount } from '../../engine/read-account.ts';
import type { InputItem } from '../../input/entry.ts';
import type { RoutedEntries } from '../../input/route.ts';
import { type Sizes, sizesOf } from '../write/plan-view.ts';

/** The options that select numbers and their target. */
export interface NumberSelection {
  from?: string | undefined;
  numberColumn?: string | undefined;
  ignoreColumn?: readonly string[] | undefined;
  app?: string | undefined;
  capability?: Capability | undefined;
  keepGoing?: boolean;
  noCheck?: boolean;
}

/** The country of numbers in national format, from `--region` or the profile. */
export async function regionOf(context: Context): Promise<string | undefined> {
  return (await context.settings.region(() => context.credentials()))?.value;
}

/**
 * The short codes and sender IDs of the account. None without credentials, so that the invalid text is reported
 * instead of the missing credentials.
 */
export const verbatimOf =
  (context: Context): ReadVerbatim =>
  async () => {
    if (!(await ifAny(context.credentials()))) return undefined;
    return (await readAccount(await context.client())).verbatim;
  };

/** The application that numbers may be moved from. */
export async function moveFromOf(context: Context, text: string | undefined): Promise<MoveFrom> {
  return text === undefined || text === 'any' ? text : context.application(text);
}

/** The numbers in the arguments, all with the same application and capability. */
async function desiredStateOfArguments(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  verb: string,
): Promise<DesiredState> {
  if (selection.numberColumn !== undefined || selection.ignoreColumn !== undefined) {
    throw usage('--number-column and --ignore-column require --from', 'add --from <FILE>');
  }
  if (args.length === 0) {
    throw usage(
      'no numbers given',
      `pass numbers, such as sinchctl numbers ${verb} +14155550100, or add --from <FILE>`,
    );
  }
  return {
    numbers: await parseNumbers(
      args,
      () => regionOf(context),
      selection.noCheck ? undefined : verbatimOf(context),
    ),
    capability: selection.capability ?? 'voice',
    application: await context.application(selection.app),
  };
}

async function routedEntriesOf(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  verb: string,
): Promise<RoutedEntries> {
  if (selection.from === undefined)
    return { desiredStates: [await desiredStateOfArguments(context, args, selection, verb)], bad: [] };
  const { desiredStatesOfFile } = await import('./numbers-from-file.ts');
  return desiredStatesOfFile(context, args, selection, verb === 'overwrite');
}

/**
 * The selected numbers, by application and capability.
 * @returns with `--keep-going` also the rejected lines, and all items in the order of the input
 * @throws SinchctlError usage when there are no numbers, and with all rejected lines
 */
export async function desiredStatesOf(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  verb: string,
): Promise<RoutedEntries> {
  const routed = await routedEntriesOf(context, args, selection, verb);
  if (!selection.keepGoing || routed.items) return routed;
  const items = routed.desiredStates.flatMap(({ numbers, capability }) =>
    numbers.map((number): InputItem => ({ number, capability })),
  );
  return { ...routed, items };
}

/**
 * Only the selected numbers, for commands that only read; none for a file with an empty list.
 * @param readVerbatim for a command that reads the account
 */
export async function resolveNumbers(
  context: Context,
  args: readonly string[],
  selection: NumberSelection,
  readVerbatim?: ReadVerbatim,
): Promise<AccountNumber[]> {
  if (selection.from === undefined) return parseNumbers(args, () => regionOf(context), readVerbatim);
  const { numbersOfFile } = await import('./numbers-from-file.ts');
  return numbersOfFile(context, args, selection, readVerbatim);
}

/** The numbers of a command with its options. */
export interface NumberArguments<O> {
  args: readonly string[];
  options: O;
}

/** The given numbers and options; without numbers, those that the user selects, if a prompt is possible. */
export async function argumentsOrPrompt<O extends NumberSelection>(
  context: Context,
  given: NumberArguments<O>,
  verb: 'assign' | 'unassign',
): Promise<NumberArguments<O>> {
  if (given.args.length > 0 || given.options.from !== undefined || !context.canAsk) return given;
  const { promptForNumbers } = await import('./prompt-for-numbers.ts');
  return promptForNumbers(context, given.options, verb);
}

/** Locks the targets, and the applications from which numbers are moved, before the account is read. */
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
export async function planFromAccount<P extends Plan>(
  context: Context,
  makePlan: (account: Account) => P,
): Promise<P & { sizes?: Sizes | undefined }> {
  const account = await readAccount(await context.client());
  const plan = makePlan(account);
  return { ...plan, sizes: sizesOf(context, account, plan.steps) };
}

/** The same for a recheck, with the account. */
export async function replanFromAccount(
  context: Context,
  makePlan: (account: Account) => Plan,
): Promise<Plan & { account: Account }> {
  const account = await readAccount(await context.client());
  return { ...makePlan(account), account };
}
