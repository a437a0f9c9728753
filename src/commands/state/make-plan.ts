import { Account } from '../../account/account.ts';
import type { Aliases } from '../../account/application.ts';
import { conflictRefusal } from '../../account/conflict.ts';
import { summarizeFailures } from '../../account/summarize-failures.ts';
import type { Context } from '../../cli/context.ts';
import { accountOf } from '../../credentials/credentials.ts';
import { readAccount, readCallbacks } from '../../engine/read-account.ts';
import { type CurrentState, planState, type StatePlan } from '../../state-file/plan.ts';
import { listsOf, type Only, onlyThe, type State } from '../../state-file/state.ts';

export interface Wanted {
  prune: boolean;
  only: Only;
}

export interface MadePlan extends StatePlan {
  state: State;
  current: CurrentState;
  id: string;
}

/** What stands now of all that the file names. @throws SinchctlError when some of it cannot be read, all named */
async function lookAt(context: Context, state: State): Promise<CurrentState> {
  const client = await context.client();
  const applications = state.applications.flatMap(({ application, callbacks }) =>
    callbacks ? [application] : [],
  );
  const looks = [
    listsOf(state).length > 0 ? readAccount(client) : new Account([]),
    readCallbacks(client, applications, context.settings.concurrency),
  ] as const;
  // One that still speaks must not come after the error of the other.
  await Promise.allSettled(looks);
  const [account, { found, failures }] = await Promise.all(looks);
  const error = summarizeFailures(failures.length, failures);
  if (error) throw error;
  return { account, callbacks: found };
}

/** Two files are compared without any. */
const knownCredentials = (context: Context) =>
  context
    .credentials()
    .catch(() => ({ aliases: new Map() as Aliases, baseUrls: {} as { calling?: string } }));

type Look = (state: State) => CurrentState | Promise<CurrentState>;

/** Compares what a file says with what stands; a plan that has objections cannot be carried out. */
export async function draftPlan(
  context: Context,
  given: State,
  { prune, only }: Wanted,
  look: Look = (state) => lookAt(context, state),
): Promise<MadePlan> {
  const { planId } = await import('../../state-file/plan-id.ts');
  const state = onlyThe(only, given);
  const current = await look(state);
  const plan = planState(state, current, prune);
  const { baseUrls } = await knownCredentials(context);
  const account = accountOf({ baseUrls });
  return { ...plan, state, current, id: planId({ account, state, current, prune, only: only ?? null }) };
}

/** A plan that can be carried out. @throws SinchctlError notFound naming every number that is not there */
export async function makePlan(
  context: Context,
  given: State,
  wanted: Wanted,
  look?: Look,
): Promise<MadePlan> {
  const plan = await draftPlan(context, given, wanted, look);
  if (plan.conflicts.length === 0) return plan;
  throw conflictRefusal(plan.conflicts, (await knownCredentials(context)).aliases, '--move-from');
}
