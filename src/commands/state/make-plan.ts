import { Account } from '../../account/account.ts';
import type { Aliases } from '../../account/application.ts';
import { conflictRefusal } from '../../account/conflict.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import type { Context } from '../../cli/context.ts';
import { accountUrl } from '../../credentials/credentials.ts';
import { readAccount, readCallbacks } from '../../engine/read-account.ts';
import {
  type CurrentState,
  listsOf,
  type Only,
  onlyThe,
  planState,
  type State,
  type StatePlan,
} from '../../state-file/plan.ts';

export interface PlanOptions {
  prune: boolean;
  only: Only;
}

/** A plan with everything that it was made from. */
export interface IdentifiedPlan extends StatePlan {
  state: State;
  current: CurrentState;
  /** Differs if the file, the account, or the options differ. */
  id: string;
}

/** The current state of everything in the file. @throws SinchctlError which lists everything that cannot be read */
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

/** A comparison of two files needs no credentials. */
export const credentialsOrNone = (context: Context) =>
  context
    .credentials()
    .catch(() => ({ aliases: new Map() as Aliases, baseUrls: {} as { calling?: string } }));

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

/** A plan without conflicts. @throws SinchctlError notFound or refused, which lists every conflict */
export async function makePlan(
  context: Context,
  given: State,
  options: PlanOptions,
  readCurrent?: ReadState,
): Promise<IdentifiedPlan> {
  const plan = await draftPlan(context, given, options, readCurrent);
  if (plan.conflicts.length === 0) return plan;
  throw conflictRefusal(plan.conflicts, (await credentialsOrNone(context)).aliases, '--move-from');
}
