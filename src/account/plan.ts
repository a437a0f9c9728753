import { isSameUrl } from '../core/url.ts';
import type { Account } from './account.ts';
import type { ApplicationKey } from './application.ts';
import type { Capability } from './capability.ts';
import type { AccountNumber } from './phone-number.ts';

/** What is planned for one capability of a number. `none` means that it is up to date. */
export interface NumberStep {
  number: AccountNumber;
  capability: Capability;
  change: 'add' | 'move' | 'remove' | 'none';
  /** The application it is assigned to now; null when unassigned, or when that was not checked. */
  from: ApplicationKey | null;
  /** The application it is assigned to afterwards; null for a removal. */
  to: ApplicationKey | null;
  /** The current assignment was not checked, so `from` is a guess. */
  unchecked?: true;
}

/** What is planned for one callback URL. */
export interface CallbackStep {
  application: ApplicationKey;
  callback: 'primary' | 'fallback';
  change: 'set' | 'clear' | 'none';
  from: string | null;
  to: string | null;
}

/** One item of a plan: a planned change to a number's capability, or to a callback URL. */
export type Step = NumberStep | CallbackStep;

export const isCallbackStep = (step: Step): step is CallbackStep => 'callback' in step;

/** The item of a step, as errors show it: a number, or a callback of an application. */
export const stepItem = (step: Step): string =>
  isCallbackStep(step) ? `${step.callback} of ${step.application}` : step.number;

/** Whether two steps differ only in their number, which is E.164, so that every format shows it unchanged. */
export const differOnlyInNumber = (a: Step, b: Step): boolean =>
  !isCallbackStep(a) &&
  !isCallbackStep(b) &&
  a.number.startsWith('+') &&
  b.number.startsWith('+') &&
  a.change === b.change &&
  a.from === b.from &&
  a.to === b.to &&
  a.capability === b.capability &&
  a.unchecked === b.unchecked;

/** Why a step is not possible. */
export interface Conflict {
  /**
   * `absent`: not on the account. `incapable`: without the capability. `elsewhere`: assigned to another application.
   * `shared`: the request would also unassign the number for other capabilities. `unclear`: the account lists it in an
   * unexpected format, which is ambiguous or cannot be sent.
   */
  reason: 'absent' | 'incapable' | 'elsewhere' | 'shared' | 'unclear';
  step: NumberStep;
  /** The number of the account that the user may have meant instead of an absent one. */
  near?: AccountNumber | undefined;
}

export interface Plan {
  steps: NumberStep[];
  conflicts: Conflict[];
}

/** The applications that numbers may be moved from. */
export type MoveFrom = ApplicationKey | 'any' | undefined;

/** The numbers of an operation, with one capability and one application. */
export interface DesiredState {
  numbers: readonly AccountNumber[];
  capability: Capability;
  application: ApplicationKey;
}

/**
 * Why a step is not possible; undefined if it is.
 * @param isAllowed whether the number may be moved from its current application
 */
function blocked(account: Account, { number, capability }: NumberStep, isAllowed: boolean) {
  if (account.isUnclear(number, capability)) return 'unclear';
  if (account.application(number, capability) === undefined)
    return account.has(number) ? 'incapable' : 'absent';
  return isAllowed ? undefined : 'elsewhere';
}

function addStep(account: Account, { steps, conflicts }: Plan, step: NumberStep, isAllowed: boolean) {
  const reason = blocked(account, step, isAllowed);
  if (reason === 'absent') conflicts.push({ reason, step, near: account.near(step.number) });
  else if (reason) conflicts.push({ reason, step });
  else steps.push(step);
}

/** Assign: unassigned numbers are added, others are moved only from `moveFrom`. */
export function planAssignment(account: Account, desired: DesiredState, moveFrom: MoveFrom): Plan {
  const { capability, application: to } = desired;
  const plan: Plan = { steps: [], conflicts: [] };
  for (const number of desired.numbers) {
    const from = account.application(number, capability) ?? null;
    const isUpToDate = from === to && !account.isUncertain(number, capability);
    const change = isUpToDate ? 'none' : from === null || from === to ? 'add' : 'move';
    const step: NumberStep = { number, capability, change, from, to };
    const isAllowed = change === 'add' || moveFrom === 'any' || moveFrom === from;
    if (isUpToDate) plan.steps.push(step);
    else addStep(account, plan, step, isAllowed);
  }
  return plan;
}

/** Unassign: numbers of the application are removed; unassigned ones are up to date. */
export function planRemoval(account: Account, { numbers, capability, application }: DesiredState): Plan {
  const plan: Plan = { steps: [], conflicts: [] };
  for (const number of numbers) {
    const now = account.application(number, capability);
    const change = now === null ? 'none' : 'remove';
    const step: NumberStep = { number, capability, change, from: now ?? null, to: null };
    addStep(account, plan, step, now === null || now === application);
  }
  return plan;
}

/** Rows that no request can contain. Because of them, the set cannot be replaced, so each is a conflict. */
export function unclearMembers(
  account: Account,
  { application, capability }: Omit<DesiredState, 'numbers'>,
  isNamed: (number: AccountNumber) => boolean,
): Conflict[] {
  return account.unexpectedIn(application, capability).flatMap((row): Conflict[] => {
    // Only used in an error message.
    const number = (row.number ?? '(no number)') as AccountNumber;
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

/** A plan made without reading the account: every number is sent. */
export function planUnchecked(desired: DesiredState, change: 'add' | 'remove'): Plan {
  const { numbers, capability, application } = desired;
  const [from, to] = change === 'add' ? [null, application] : [application, null];
  const common = { capability, change, from, to, unchecked: true } as const;
  return { steps: numbers.map((number) => ({ number, ...common })), conflicts: [] };
}

/** Several plans as one; if two of them contain a number with the same capability, it is planned once. */
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

/** An application's two callback URLs; null if not set. */
export interface CallbackUrls {
  primary: string | null;
  fallback: string | null;
}

export const NO_URLS: CallbackUrls = { primary: null, fallback: null };

/** The URLs to set: an absent one is unchanged, null clears. */
export type DesiredCallbacks = { [Name in keyof CallbackUrls]?: string | null | undefined };

/** The planned steps for the callbacks of one application. */
export interface CallbackPlan {
  application: ApplicationKey;
  /** Both URLs after the update, which replaces the pair. */
  merged: CallbackUrls;
  steps: CallbackStep[];
}

/**
 * The current URLs with the desired ones. The request replaces both URLs, so the unchanged one is sent again with its
 * current value.
 */
export function planCallbacks(
  application: ApplicationKey,
  current: CallbackUrls,
  desired: DesiredCallbacks,
): CallbackPlan {
  const merged = { ...current };
  const steps: CallbackStep[] = [];
  for (const callback of ['primary', 'fallback'] as const) {
    const { [callback]: from } = current;
    const { [callback]: to } = desired;
    if (to === undefined) continue;
    const isSame = isSameUrl(from, to);
    if (!isSame) merged[callback] = to;
    const change = isSame ? 'none' : to === null ? 'clear' : 'set';
    steps.push({ application, callback, change, from, to });
  }
  return { application, merged, steps };
}
