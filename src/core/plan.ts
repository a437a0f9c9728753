import type { ApplicationKey } from './application.ts';
import { CAPABILITIES, type Capability } from './capability.ts';
import type { E164 } from './phone.ts';

/** One number and one capability, and the application it serves with it, if any. */
export interface Assignment {
  number: E164;
  capability: Capability;
  application: ApplicationKey | null;
  /** The source cannot tell whether it is this capability that serves (the portal, without the calling API). */
  isUncertain?: boolean;
}

/** What is to happen to one number's capability. `none` means that it is right already. */
export interface Step {
  number: E164;
  capability: Capability;
  change: 'add' | 'move' | 'remove' | 'none';
  /** Where it is now; null when unassigned, or when nobody looked. */
  from: ApplicationKey | null;
  /** Where it shall be; null for a removal. */
  to: ApplicationKey | null;
  /** Nobody looked where it is now, so `from` is a guess. */
  isBlind?: true;
}

/** Why a number cannot be planned for, and the step that was meant. */
export interface Objection {
  /**
   * `absent`: not on the account. `incapable`: without the capability. `elsewhere`: serves another application.
   * `shared`: the request would end other capabilities of the number on its application too.
   */
  reason: 'absent' | 'incapable' | 'elsewhere' | 'shared';
  step: Step;
}

export interface Plan {
  steps: Step[];
  objections: Objection[];
}

/** Which applications numbers may be taken from. */
export type MoveFrom = ApplicationKey | 'any' | undefined;

/** The account as it stands, asked by number and capability. */
export class Account {
  // A map for each capability, and not one for each number: an account may have 100,000 of them.
  readonly #serving: Record<Capability, Map<E164, ApplicationKey | null>> = {
    voice: new Map(),
    sms: new Map(),
  };
  /** The same the other way round, made when somebody asks. */
  readonly #sets: Partial<Record<Capability, Map<ApplicationKey, E164[]>>> = {};
  readonly #uncertain = new Set<string>();
  readonly assignments: readonly Assignment[];

  constructor(assignments: readonly Assignment[]) {
    let isRepeated = false;
    for (const { number, capability, application, isUncertain } of assignments) {
      if (isUncertain) this.#uncertain.add(`${number} ${capability}`);
      const serving = this.#serving[capability];
      isRepeated ||= serving.has(number);
      serving.set(number, application);
    }
    // A number that the server lists twice is one number all the same.
    this.assignments = isRepeated ? this.#distinct(assignments) : assignments;
  }

  #distinct(assignments: readonly Assignment[]): Assignment[] {
    const seen = new Set<string>();
    return assignments.flatMap(({ number, capability }) => {
      const name = `${number} ${capability}`;
      if (seen.has(name)) return [];
      seen.add(name);
      return [{ number, capability, application: this.application(number, capability) ?? null }];
    });
  }

  has(number: E164): boolean {
    return this.#serving.voice.has(number) || this.#serving.sms.has(number);
  }

  /** The application a capability serves, null when unassigned, undefined when the number has no such capability. */
  application(number: E164, capability: Capability): ApplicationKey | null | undefined {
    return this.#serving[capability].get(number);
  }

  /** Whether `application` is only a guess. */
  isUncertain(number: E164, capability: Capability): boolean {
    return this.#uncertain.has(`${number} ${capability}`);
  }

  /** The numbers that serve an application with a capability. */
  serving(application: ApplicationKey, capability: Capability): E164[] {
    this.#sets[capability] ??= this.#sort(capability);
    return [...(this.#sets[capability].get(application) ?? [])];
  }

  #sort(capability: Capability): Map<ApplicationKey, E164[]> {
    const sets = new Map<ApplicationKey, E164[]>();
    for (const [number, application] of this.#serving[capability]) {
      if (application === null) continue;
      const set = sets.get(application);
      if (set) set.push(number);
      else sets.set(application, [number]);
    }
    return sets;
  }

  /** The capabilities a number serves an application with. */
  capabilitiesOn(number: E164, application: ApplicationKey): Capability[] {
    return CAPABILITIES.filter((capability) => this.application(number, capability) === application);
  }
}

/** What is to happen to which numbers of one capability. */
export interface Wish {
  numbers: readonly E164[];
  capability: Capability;
  application: ApplicationKey;
}

/** Assign: unassigned numbers are added, others moved only out of `moveFrom`. */
export function planAssignment(account: Account, wish: Wish, moveFrom: MoveFrom): Plan {
  const { capability, application: to } = wish;
  const plan: Plan = { steps: [], objections: [] };
  for (const number of wish.numbers) {
    const now = account.application(number, capability);
    const from = now ?? null;
    const isRight = from === to && !account.isUncertain(number, capability);
    const change = isRight ? 'none' : from === null || from === to ? 'add' : 'move';
    const step: Step = { number, capability, change, from, to };
    const mayMove = moveFrom === 'any' || moveFrom === from;
    if (now === undefined)
      plan.objections.push({ reason: account.has(number) ? 'incapable' : 'absent', step });
    else if (change === 'move' && !mayMove) plan.objections.push({ reason: 'elsewhere', step });
    else plan.steps.push(step);
  }
  return plan;
}

/** Unassign: numbers of the application are removed; unassigned ones are right already. */
export function planRemoval(account: Account, wish: Wish): Plan {
  const { capability, application } = wish;
  const plan: Plan = { steps: [], objections: [] };
  for (const number of wish.numbers) {
    const now = account.application(number, capability);
    const from = now ?? null;
    const step: Step = { number, capability, change: now === null ? 'none' : 'remove', from, to: null };
    if (now === undefined)
      plan.objections.push({ reason: account.has(number) ? 'incapable' : 'absent', step });
    else if (from !== null && from !== application) plan.objections.push({ reason: 'elsewhere', step });
    else plan.steps.push(step);
  }
  return plan;
}

/** Overwrite: the application shall have exactly these numbers. Additions come before removals. */
export function planOverwrite(account: Account, wish: Wish, moveFrom: MoveFrom): Plan {
  const plan = planAssignment(account, wish, moveFrom);
  const wanted = new Set(wish.numbers);
  const { capability, application } = wish;
  for (const number of account.serving(application, capability)) {
    if (wanted.has(number)) continue;
    plan.steps.push({ number, capability, change: 'remove', from: application, to: null });
  }
  return plan;
}

/** A plan without a look: every number is sent as if it were wrong. */
export function planBlindly(wish: Wish, change: 'add' | 'remove'): Plan {
  const { capability, application } = wish;
  const from = change === 'remove' ? application : null;
  const to = change === 'add' ? application : null;
  const steps = wish.numbers.map((number): Step => ({ number, capability, change, from, to, isBlind: true }));
  return { steps, objections: [] };
}

/** Several plans as one; a number and capability that stands in two of them is planned once. */
export function joinPlans(plans: readonly Plan[]): Plan {
  const [only] = plans;
  if (only && plans.length === 1) return only;
  const seen = new Set<string>();
  const isNew = ({ number, capability }: Step): boolean => {
    const name = `${number} ${capability}`;
    if (seen.has(name)) return false;
    seen.add(name);
    return true;
  };
  return {
    steps: plans.flatMap(({ steps }) => steps.filter(isNew)),
    objections: plans.flatMap(({ objections }) => objections.filter(({ step }) => isNew(step))),
  };
}

/** How many removals go without being asked for: a tenth of the current set, never below 10. */
export const defaultMaxRemovals = (current: number): number => Math.max(10, Math.floor(current / 10));
