import { Account } from '../../account/account.ts';
import { conflictRefusal } from '../../account/conflict.ts';
import { problemLines } from '../../account/group-by-reason.ts';
import { numberReader } from '../../account/phone-number.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import type { Context } from '../../cli/context.ts';
import { commandLine } from '../../cli/next-steps.ts';
import { SinchctlError, usage } from '../../core/errors.ts';
import { formatNumber } from '../../core/text.ts';
import { accountUrl, type Credentials } from '../../credentials/credentials.ts';
import { ifAny } from '../../credentials/find-credentials.ts';
import { readAccount, readCallbacks } from '../../engine/read-account.ts';
import type { Problem } from '../../state-file/document.ts';
import {
  type CurrentState,
  listsOf,
  type Only,
  onlyThe,
  planState,
  type State,
  type StatePlan,
} from '../../state-file/plan.ts';
import { verbatimOf } from '../numbers/resolve-numbers.ts';

export interface PlanOptions {
  prune: boolean;
  only: Only;
}

export type FileOptions = PlanOptions & { file: string | undefined };

export const planFlags = ({ prune, only }: PlanOptions): string[] => [
  ...(prune ? ['--prune'] : []),
  ...(only === undefined ? [] : ['--only', only]),
];

/** The command that shows or applies the plan of these options. */
export function fileCommand(context: Context, command: 'diff' | 'apply', options: FileOptions): string {
  const { region } = context.settings.flags;
  const last = region === undefined ? [] : ['--region', region];
  return commandLine(context, command, '-f', options.file ?? '-', ...planFlags(options), ...last);
}

/** A plan with all of its inputs. */
export interface IdentifiedPlan extends StatePlan {
  state: State;
  current: CurrentState;
  /** Differs if the file, the account, or the options differ. */
  id: string;
}

/** A comparison of two files needs no credentials. */
export async function credentialsOrNone(
  context: Context,
): Promise<Pick<Credentials, 'name' | 'aliases' | 'region' | 'baseUrls'>> {
  const none = { name: '', aliases: new Map(), region: null, baseUrls: {} };
  return (await ifAny(context.credentials())) ?? none;
}

const inputName = (path: string | undefined): string => (path === '-' || path === undefined ? 'stdin' : path);

/** All problems of a state file as one error. */
function stateFileError(name: string, problems: readonly Problem[]): SinchctlError {
  const kind = problems.every(({ isUnknownAlias }) => isUnknownAlias) ? 'notFound' : 'usage';
  const placed = problems.map(({ line, column, message: why }) => ({
    place: `${name}:${line}:${column}`,
    text: '',
    why,
  }));
  const items = placed.map(({ place, why }) => `${place}: ${why}`);
  const many = `${name} has ${formatNumber(items.length)} problems`;
  return new SinchctlError(kind, items.length === 1 ? (items[0] ?? '') : many, {
    hint: 'for the format, run sinchctl help state-file; for a JSON Schema, run sinchctl apply --print-schema',
    items,
    ...(items.length > 1 ? { lines: problemLines(placed) } : {}),
  });
}
/** The short codes and sender IDs that a file may list if it is compared without the account. */
const verbatimIn = (other: State | 'account') => async (): Promise<Pick<ReadonlySet<string>, 'has'>> =>
  other === 'account'
    ? { has: () => true }
    : new Set<string>(listsOf(other).flatMap(({ numbers }) => numbers.filter((one) => !one.startsWith('+'))));

/**
 * Reads a state file.
 * @param other for a comparison of two files: `account` to read the file that replaces the account; to read the other
 * file, the state of that file. Neither needs credentials.
 * @throws SinchctlError usage with every problem; notFound if all of them are unknown aliases
 */
export async function readState(
  context: Context,
  path: string | undefined,
  other?: State | 'account',
): Promise<State> {
  if (path === undefined) {
    throw usage(
      'no state file given',
      'add -f account.yaml; to create it, run sinchctl export > account.yaml',
    );
  }
  // The file is read first, because opening the credentials may print a warning, and no warning may follow an error.
  const bytes = await context.input.readBytes(path, '-f');
  const [{ decodeText }, { parseState }, known] = await Promise.all([
    import('../../input/decode.ts'),
    import('../../state-file/parse.ts'),
    other ? credentialsOrNone(context) : context.credentials(),
  ]);
  const name = inputName(path);
  const region = async () => (await context.settings.region(async () => known))?.value;
  const readNumber = numberReader(region, other ? verbatimIn(other) : verbatimOf(context));
  const { state, problems } = await parseState(decodeText(bytes, name), {
    aliases: known.aliases,
    readNumber,
  });
  if (problems.length > 0) throw stateFileError(name, problems);
  return state;
}

/** The current state of all items in the file. @throws SinchctlError that lists everything that cannot be read */
async function readCurrentState(context: Context, state: State): Promise<CurrentState> {
  const client = await context.client();
  const applications = state.applications.flatMap(({ application, callbacks }) =>
    callbacks ? [application] : [],
  );
  const reads = [
    listsOf(state).length > 0 ? readAccount(client) : new Account([]),
    readCallbacks(client, applications, context.settings.concurrency),
  ] as const;
  // A warning of one must not follow the error of the other.
  await Promise.allSettled(reads);
  const [account, { found, failures }] = await Promise.all(reads);
  const error = summarizeFailures(failures.length, failures);
  if (error) throw error;
  return { account, callbacks: found };
}

type ReadState = (state: State) => CurrentState | Promise<CurrentState>;

/** Compares a file with the current state. A plan with conflicts cannot be executed. */
export async function draftPlan(
  context: Context,
  given: State,
  { prune, only }: PlanOptions,
  readCurrent: ReadState = (state) => readCurrentState(context, state),
): Promise<IdentifiedPlan> {
  const { planId } = await import('../../state-file/plan-id.ts');
  const state = onlyThe(only, given);
  const current = await readCurrent(state);
  const plan = planState(state, current, prune);
  const { baseUrls } = await credentialsOrNone(context);
  const account = accountUrl({ baseUrls });
  return { ...plan, state, current, id: planId({ account, state, current, prune, only: only ?? null }) };
}

/**
 * A plan without conflicts. Warns about callback URLs that would be written.
 * @param path the file, for messages
 * @throws SinchctlError notFound or refused, which lists every conflict; usage for invalid callback URLs
 */
export async function makePlan(
  context: Context,
  given: State,
  options: PlanOptions & { file: string | undefined },
  readCurrent?: ReadState,
): Promise<IdentifiedPlan> {
  const plan = await draftPlan(context, given, options, readCurrent);
  const name = inputName(options.file);
  const errors = plan.problems.filter(({ isWarning }) => !isWarning);
  if (errors.length > 0) throw stateFileError(name, errors);
  const warnings = plan.conflicts.length > 0 ? [] : plan.problems;
  for (const { line, column, message } of warnings)
    context.messages.warn(`${name}:${line}:${column}: ${message}`);
  if (plan.conflicts.length === 0) return plan;
  throw conflictRefusal(plan.conflicts, (await credentialsOrNone(context)).aliases, '--move-from');
}

/**
 * The options that a plan was made with, if they are why its ID differs from that of the current plan.
 * @param given the complete file
 */
export async function optionsOfPlan(
  context: Context,
  given: State,
  { current }: IdentifiedPlan,
  { only: own }: PlanOptions,
  id: string,
): Promise<PlanOptions | undefined> {
  // The part that --only excludes was not read. If it cannot be read, the other plan cannot be compared.
  const all = own === undefined ? current : await readCurrentState(context, given).catch(() => current);
  const parts: [Only, CurrentState][] = [
    [undefined, all],
    ['numbers', { ...all, callbacks: new Map() }],
    ['callbacks', { ...all, account: new Account([]) }],
  ];
  for (const [only, part] of parts) {
    for (const prune of [true, false]) {
      const plan = await draftPlan(context, given, { prune, only }, () => part);
      if (plan.id === id) return { prune, only };
    }
  }
  return undefined;
}
