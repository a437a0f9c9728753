import type { Account } from './account.ts';
import type { ApplicationKey } from './application.ts';
import type { Capability } from './capability.ts';
import type { E164 } from './phone-number.ts';
import type { NumberStep } from './step.ts';

/** Why a number cannot be planned for, and the step that was meant. */
export interface Conflict {
  /**
   * `absent`: not on the account. `incapable`: without the capability. `elsewhere`: serves another application.
   * `shared`: the request would end other capabilities of the number on its application too. `unclear`: the account
   * lists it in a form that cannot be read for sure, or cannot be sent.
   */
  reason: 'absent' | 'incapable' | 'elsewhere' | 'shared' | 'unclear';
  step: NumberStep;
}

export interface Plan {
  steps: NumberStep[];
  conflicts: Conflict[];
}

/** Which applications numbers may be taken from. */
export type MoveFrom = ApplicationKey | 'any' | undefined;

/** What is to happen to which numbers of one capability. */
export interface DesiredState {
  numbers: readonly E164[];
  capability: Capability;
  application: ApplicationKey;
}

/** Assign: unassigned numbers are added, others moved only out of `moveFrom`. */
export function planAssignment(account: Account, desired: DesiredState, moveFrom: MoveFrom): Plan {
  const { capability, application: to } = desired;
  const plan: Plan = { steps: [], conflicts: [] };
  for (const number of desired.numbers) {
    const now = account.application(number, capability);
    const from = now ?? null;
    const isRight = from === to && !account.isUncertain(number, capability);
    const change = isRight ? 'none' : from === null || from === to ? 'add' : 'move';
    const step: NumberStep = { number, capability, change, from, to };
    const mayMove = moveFrom === 'any' || moveFrom === from;
    if (change !== 'none' && account.isUnclear(number, capability))
      plan.conflicts.push({ reason: 'unclear', step });
    else if (now === undefined)
      plan.conflicts.push({ reason: account.has(number) ? 'incapable' : 'absent', step });
    else if (change === 'move' && !mayMove) plan.conflicts.push({ reason: 'elsewhere', step });
    else plan.steps.push(step);
  }
  return plan;
}

/** Unassign: numbers of the application are removed; unassigned ones are right already. */
export function planRemoval(account: Account, desired: DesiredState): Plan {
  const { capability, application } = desired;
  const plan: Plan = { steps: [], conflicts: [] };
  for (const number of desired.numbers) {
    const now = account.application(number, capability);
    const from = now ?? null;
    const step: NumberStep = { number, capability, change: now === null ? 'none' : 'remove', from, to: null };
    if (account.isUnclear(number, capability)) plan.conflicts.push({ reason: 'unclear', step });
    else if (now === undefined)
      plan.conflicts.push({ reason: account.has(number) ? 'incapable' : 'absent', step });
    else if (from !== null && from !== application) plan.conflicts.push({ reason: 'elsewhere', step });
    else plan.steps.push(step);
  }
  return plan;
}

/** The rows of a set that cannot be sent, so that the set cannot be replaced: each as a removal that is refused. */
export function unclearMembers(
  account: Account,
  { application, capability }: Omit<DesiredState, 'numbers'>,
  isNamed: (number: E164) => boolean,
): Conflict[] {
  return account.unexpectedIn(application, capability).flatMap((row): Conflict[] => {
    // It only names the row in an error.
    const number = (row.number ?? '(no number)') as E164;
    const step: NumberStep = { number, capability, change: 'remove', from: application, to: null };
    return isNamed(number) ? [] : [{ reason: 'unclear', step }];
  });
}

/** Overwrite: the application shall have exactly these numbers. Additions come before removals. */
export function planOverwrite(account: Account, desired: DesiredState, moveFrom: MoveFrom): Plan {
  const plan = planAssignment(account, desired, moveFrom);
  const wanted = new Set(desired.numbers);
  const { capability, application } = desired;
  plan.conflicts.push(...unclearMembers(account, desired, (number) => wanted.has(number)));
  for (const number of account.serving(application, capability)) {
    if (wanted.has(number)) continue;
    plan.steps.push({ number, capability, change: 'remove', from: application, to: null });
  }
  return plan;
}

/** A plan without a look: every number is sent as if it were wrong. */
export function planUnchecked(desired: DesiredState, change: 'add' | 'remove'): Plan {
  const { capability, application } = desired;
  const from = change === 'remove' ? application : null;
  const to = change === 'add' ? application : null;
  const steps = desired.numbers.map(
    (number): NumberStep => ({ number, capability, change, from, to, unchecked: true }),
  );
  return { steps, conflicts: [] };
}

/** Several plans as one; a number and capability that stands in two of them is planned once. */
export function joinPlans(plans: readonly Plan[]): Plan {
  const [only] = plans;
  if (only && plans.length === 1) return only;
  const seen = new Set<string>();
  const isNew = ({ number, capability }: NumberStep): boolean => {
    const name = `${number} ${capability}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  };
  return {
    steps: plans.flatMap(({ steps }) => steps.filter(isNew)),
    conflicts: plans.flatMap(({ conflicts }) => conflicts.filter(({ step }) => isNew(step))),
  };
}

/** How many removals go without being asked for: a tenth of the current set, never below 10. */
export const defaultMaxRemovals = (current: number): number => Math.max(10, Math.floor(current / 10));
