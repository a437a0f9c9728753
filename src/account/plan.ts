import type { Account } from './account.ts';
import type { ApplicationKey } from './application.ts';
import type { Capability } from './capability.ts';
import type { E164 } from './phone-number.ts';
import type { NumberStep } from './step.ts';

/** Why a step is not possible. */
export interface Conflict {
  /**
   * `absent`: not on the account. `incapable`: without the capability. `elsewhere`: assigned to another application.
   * `shared`: the request would also unassign other capabilities of the number. `unclear`: the account lists it in an
   * unexpected form, which is ambiguous or cannot be sent.
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

/** The numbers that an operation is about, with one capability and one application. */
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
    const isUpToDate = from === to && !account.isUncertain(number, capability);
    const change = isUpToDate ? 'none' : from === null || from === to ? 'add' : 'move';
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

/** Unassign: numbers of the application are removed; unassigned ones are up to date. */
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

/** Rows of a set that no request can contain, so that the set cannot be replaced: each is a conflict. */
export function unclearMembers(
  account: Account,
  { application, capability }: Omit<DesiredState, 'numbers'>,
  isNamed: (number: E164) => boolean,
): Conflict[] {
  return account.unexpectedIn(application, capability).flatMap((row): Conflict[] => {
    // Only used as a name in an error.
    const number = (row.number ?? '(no number)') as E164;
    const step: NumberStep = { number, capability, change: 'remove', from: application, to: null };
    return isNamed(number) ? [] : [{ reason: 'unclear', step }];
  });
}

/** Overwrite: the application has exactly these numbers afterwards. Additions come before removals. */
export function planOverwrite(account: Account, desired: DesiredState, moveFrom: MoveFrom): Plan {
  const plan = planAssignment(account, desired, moveFrom);
  const desiredNumbers = new Set(desired.numbers);
  const { capability, application } = desired;
  plan.conflicts.push(...unclearMembers(account, desired, (number) => desiredNumbers.has(number)));
  for (const number of account.serving(application, capability)) {
    if (desiredNumbers.has(number)) continue;
    plan.steps.push({ number, capability, change: 'remove', from: application, to: null });
  }
  return plan;
}

/** A plan without reading the account: every number is sent. */
export function planUnchecked(desired: DesiredState, change: 'add' | 'remove'): Plan {
  const { capability, application } = desired;
  const from = change === 'remove' ? application : null;
  const to = change === 'add' ? application : null;
  const steps = desired.numbers.map(
    (number): NumberStep => ({ number, capability, change, from, to, unchecked: true }),
  );
  return { steps, conflicts: [] };
}

/** Several plans as one; a number and capability that is in two of them is planned once. */
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

/** Removals allowed without --max-removals: a tenth of the current set, at least 10. */
export const defaultMaxRemovals = (current: number): number => Math.max(10, Math.floor(current / 10));
