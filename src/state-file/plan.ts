import { Account, type Assignment } from '../account/account.ts';
import type { ApplicationKey } from '../account/application.ts';
import { CAPABILITIES, type Capability } from '../account/capability.ts';
import type { AccountNumber } from '../account/phone-number.ts';
import {
  type CallbackPlan,
  type CallbackUrls,
  type Conflict,
  type DesiredCallbacks,
  defaultMaxRemovals,
  NO_URLS,
  type NumberStep,
  planAssignment,
  planCallbacks,
  unclearMembers,
} from '../account/plan.ts';
import type { Problem } from './document.ts';

/** Errors and warnings about a callback URL of a file, which matter only if the URL is written. */
export interface CallbackProblem extends Problem {
  callback: keyof CallbackUrls;
  isWarning: boolean;
}

/** The desired state of an application. Absent parts are left unchanged. */
export interface StateApplication {
  application: ApplicationKey;
  callbacks?: DesiredCallbacks;
  callbackProblems?: readonly CallbackProblem[];
  /** A list that is present is managed: with `--prune` it is complete. */
  numbers: Partial<Record<Capability, readonly AccountNumber[]>>;
}

/** The desired state of the account. */
export interface State {
  applications: readonly StateApplication[];
}

/** The value of `--only`; both parts if undefined. */
export type Only = 'numbers' | 'callbacks' | undefined;

/** The part of a state selected by `--only`. */
export function onlyThe(only: Only, { applications }: State): State {
  return {
    applications: applications.map(({ callbacks, ...one }) => ({
      ...one,
      numbers: only === 'callbacks' ? {} : one.numbers,
      ...(only === 'numbers' || callbacks === undefined ? {} : { callbacks }),
    })),
  };
}

/** All managed lists, in the order of the file. */
export function listsOf({ applications }: State) {
  return applications.flatMap(({ application, numbers }) =>
    CAPABILITIES.flatMap((capability) => {
      const list = numbers[capability];
      return list ? [{ application, capability, numbers: list }] : [];
    }),
  );
}

export type CurrentCallbacks = ReadonlyMap<ApplicationKey, CallbackUrls>;

/** The account's numbers, and the callbacks of the applications in the file. */
export interface CurrentState {
  account: Account;
  callbacks: CurrentCallbacks;
}

/** The changes that make an account match a state file; steps without a change are omitted. */
export interface StatePlan {
  numbers: NumberStep[];
  callbacks: CallbackPlan[];
  conflicts: Conflict[];
  /** The problems of callback URLs that would be written. */
  problems: CallbackProblem[];
}

/** The numbers that the file lists for a capability, under any application. */
function numbersByCapability(lists: ReturnType<typeof listsOf>): Record<Capability, Set<AccountNumber>> {
  const listed = { voice: new Set<AccountNumber>(), sms: new Set<AccountNumber>() };
  for (const { capability, numbers } of lists) for (const number of numbers) listed[capability].add(number);
  return listed;
}

/**
 * Compares a state file with the account. A number that is assigned to another application is moved. A number that is
 * missing from a managed list is removed only with `prune`.
 */
export function planState(state: State, { account, callbacks }: CurrentState, prune: boolean): StatePlan {
  const lists = listsOf(state);
  const listed = numbersByCapability(lists);
  const plans = lists.map((list) => {
    const { steps, conflicts } = planAssignment(account, list, 'any');
    const { application, capability } = list;
    const extra = prune ? account.serving(application, capability) : [];
    const removals = extra
      .filter((number) => !listed[capability].has(number))
      .map((number): NumberStep => ({ number, capability, change: 'remove', from: application, to: null }));
    const stuck = prune ? unclearMembers(account, list, (number) => listed[capability].has(number)) : [];
    return {
      steps: [...steps.filter(({ change }) => change !== 'none'), ...removals],
      conflicts: [...conflicts, ...stuck],
    };
  });
  const problems: CallbackProblem[] = [];
  const updates = state.applications.flatMap(({ application, callbacks: desired, callbackProblems = [] }) => {
    if (!desired) return [];
    const plan = planCallbacks(application, callbacks.get(application) ?? NO_URLS, desired);
    const steps = plan.steps.filter(({ change }) => change !== 'none');
    const written = new Set(steps.map(({ callback }) => callback));
    problems.push(...callbackProblems.filter(({ callback }) => written.has(callback)));
    return steps.length > 0 ? [{ ...plan, steps }] : [];
  });
  return {
    numbers: plans.flatMap(({ steps }) => steps),
    callbacks: updates,
    conflicts: plans.flatMap(({ conflicts }) => conflicts),
    problems,
  };
}

/** The number of assignments that only `prune` would remove: of managed lists, and under no application in the file. */
export function countExtra(state: State, { account }: CurrentState): number {
  const lists = listsOf(state);
  const listed = numbersByCapability(lists);
  return lists.reduce((sum, { application, capability }) => {
    const extra = account.serving(application, capability).filter((one) => !listed[capability].has(one));
    return sum + extra.length;
  }, 0);
}

/** A state as the current state, to compare two files. Numbers that only the other file lists are unassigned. */
export function currentStateOf(state: State, other: State): CurrentState {
  const lists = [...listsOf(other).map((list) => ({ ...list, application: null })), ...listsOf(state)];
  const assignments = new Map<string, Assignment>();
  for (const { numbers, capability, application } of lists)
    for (const number of numbers)
      assignments.set(`${number} ${capability}`, { number, capability, application });
  const callbacks = new Map(
    state.applications.flatMap(({ application, callbacks: urls }): [ApplicationKey, CallbackUrls][] =>
      urls ? [[application, { primary: urls.primary ?? null, fallback: urls.fallback ?? null }]] : [],
    ),
  );
  return { account: new Account([...assignments.values()]), callbacks };
}

/** A set from which more numbers would be removed than allowed. */
export interface ExceededLimit {
  application: ApplicationKey;
  capability: Capability;
  removed: AccountNumber[];
  current: number;
  limit: number;
}

/**
 * The applications and capabilities from which more numbers would be removed than allowed. A move counts as a removal
 * from the current application.
 * @param maxRemovals the limit for each; by default a tenth of the current numbers, at least 10
 */
export function exceededLimits(
  steps: readonly NumberStep[],
  account: Account,
  maxRemovals: number | undefined,
): ExceededLimit[] {
  const losses = new Map<string, Pick<ExceededLimit, 'application' | 'capability' | 'removed'>>();
  for (const { number, capability, from, change } of steps) {
    if (from === null || (change !== 'remove' && change !== 'move')) continue;
    const name = `${from} ${capability}`;
    const loss = losses.get(name) ?? { application: from, capability, removed: [] };
    losses.set(name, loss);
    loss.removed.push(number);
  }
  return [...losses.values()].flatMap((loss) => {
    const current = account.size(loss.application, loss.capability);
    const limit = maxRemovals ?? defaultMaxRemovals(current);
    return loss.removed.length > limit ? [{ ...loss, current, limit }] : [];
  });
}
