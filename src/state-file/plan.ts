import { Account, type Assignment } from '../account/account.ts';
import type { ApplicationKey } from '../account/application.ts';
import { type CallbackPlan, type CallbackUrls, planCallbacks } from '../account/callback-plan.ts';
import type { Capability } from '../account/capability.ts';
import type { E164 } from '../account/phone-number.ts';
import { type Conflict, planAssignment, unclearMembers } from '../account/plan.ts';
import type { NumberStep } from '../account/step.ts';
import { listsOf, type State } from './state.ts';

export type Callbacks = ReadonlyMap<ApplicationKey, CallbackUrls>;

/** What stands: the account's numbers, and the callbacks of the applications that matter. */
export interface CurrentState {
  account: Account;
  callbacks: Callbacks;
}

/** What makes an account what the file says. Steps that change nothing are left out. */
export interface StatePlan {
  numbers: NumberStep[];
  callbacks: CallbackPlan[];
  conflicts: Conflict[];
}

const NONE: CallbackUrls = { primary: null, fallback: null };

/** The numbers that the file names for a capability, wherever it wants them. */
function matchCommand(lists: ReturnType<typeof listsOf>): Record<Capability, Set<E164>> {
  const named = { voice: new Set<E164>(), sms: new Set<E164>() };
  for (const { capability, numbers } of lists) for (const number of numbers) named[capability].add(number);
  return named;
}

/**
 * Compares a state with what stands. A number that serves another application is moved; one that a managed list lacks
 * is removed only with `prune`.
 */
export function planState(state: State, { account, callbacks }: CurrentState, prune: boolean): StatePlan {
  const lists = listsOf(state);
  const named = matchCommand(lists);
  const plans = lists.map((list) => {
    const { steps, conflicts } = planAssignment(account, list, 'any');
    const { application, capability } = list;
    const extra = prune ? account.serving(application, capability) : [];
    const removals = extra
      .filter((number) => !named[capability].has(number))
      .map((number): NumberStep => ({ number, capability, change: 'remove', from: application, to: null }));
    const stuck = prune ? unclearMembers(account, list, (number) => named[capability].has(number)) : [];
    return {
      steps: [...steps.filter(({ change }) => change !== 'none'), ...removals],
      conflicts: [...conflicts, ...stuck],
    };
  });
  const updates = state.applications.flatMap(({ application, callbacks: desired }) => {
    if (!desired) return [];
    const plan = planCallbacks(application, callbacks.get(application) ?? NONE, desired);
    const steps = plan.steps.filter(({ change }) => change !== 'none');
    return steps.length > 0 ? [{ ...plan, steps }] : [];
  });
  return {
    numbers: plans.flatMap(({ steps }) => steps),
    callbacks: updates,
    conflicts: plans.flatMap(({ conflicts }) => conflicts),
  };
}

/** A state as if it stood: for a comparison of two files. Numbers that only the other file names serve nobody. */
export function currentStateOf(state: State, other: State): CurrentState {
  const assignments = new Map<string, Assignment>();
  for (const { capability, numbers } of listsOf(other)) {
    for (const number of numbers) {
      assignments.set(`${number} ${capability}`, { number, capability, application: null });
    }
  }
  for (const { application, capability, numbers } of listsOf(state)) {
    for (const number of numbers)
      assignments.set(`${number} ${capability}`, { number, capability, application });
  }
  const callbacks = new Map(
    state.applications.flatMap(({ application, callbacks: urls }): [ApplicationKey, CallbackUrls][] =>
      urls ? [[application, { primary: urls.primary ?? null, fallback: urls.fallback ?? null }]] : [],
    ),
  );
  return { account: new Account([...assignments.values()]), callbacks };
}
