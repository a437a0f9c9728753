import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import type { E164 } from '../account/phone-number.ts';
import type { DesiredState } from '../account/plan.ts';
import type { Entry, RejectedLine } from './entry.ts';

/** An entry that goes nowhere, and why. */
export class RejectedRow extends Error {
  /** The entry before it that goes nowhere either now. */
  readonly other: RejectedLine | undefined;

  constructor(message: string, other?: RejectedLine) {
    super(message);
    this.other = other;
  }
}

interface Route {
  number: E164;
  capability: Capability;
  application: ApplicationKey;
}

/** Numbers on their way to one application with one capability, and the entry that named each first. */
interface Bundle {
  application: ApplicationKey;
  capability: Capability;
  numbers: E164[];
  entries: Entry[];
}

/** The numbers of one capability that have come. */
interface Seen {
  highest: string;
  /** The bundle that each came into first; none while they come in ascending order, as most files have them. */
  bundles: Map<E164, Bundle> | undefined;
}

/** Gathers numbers by application and capability. The same number twice folds. */
export class TargetGroups {
  readonly #all: Bundle[] = [];
  readonly #seen: Record<Capability, Seen> = {
    voice: { highest: '', bundles: undefined },
    sms: { highest: '', bundles: undefined },
  };
  readonly #disputed = new Set<Entry>();

  #bundleOf(application: ApplicationKey, capability: Capability): Bundle {
    const known = this.#all.find((one) => one.application === application && one.capability === capability);
    if (known) return known;
    const bundle = { application, capability, numbers: [], entries: [] };
    this.#all.push(bundle);
    return bundle;
  }

  /** The bundle that a number came into first; undefined for a new one, as every one is that is higher than all before. */
  #before(number: E164, capability: Capability): Bundle | undefined {
    const seen = this.#seen[capability];
    if (!seen.bundles && number > seen.highest) {
      seen.highest = number;
      return undefined;
    }
    seen.bundles ??= this.#bundlesByNumber(capability);
    return seen.bundles.get(number);
  }

  #bundlesByNumber(capability: Capability): Map<E164, Bundle> {
    const own = this.#all.filter((bundle) => bundle.capability === capability);
    return new Map(own.flatMap((bundle) => bundle.numbers.map((number) => [number, bundle] as const)));
  }

  /** @throws RejectedRow when the number was routed elsewhere before */
  take({ number, capability, application }: Route, entry: Entry): void {
    const before = this.#before(number, capability);
    if (before === undefined) {
      const bundle = this.#bundleOf(application, capability);
      this.#seen[capability].bundles?.set(number, bundle);
      bundle.numbers.push(number);
      bundle.entries.push(entry);
    } else if (before.application !== application) {
      this.#dispute(number, before, entry);
    }
  }

  /** Nobody can tell which of the two is meant, so the number goes to neither. */
  #dispute(number: E164, { numbers, entries, capability }: Bundle, entry: Entry): never {
    const why = (other: string) =>
      `${number} goes to two applications for ${capability}: ${other} says otherwise`;
    const first = entries[numbers.indexOf(number)] ?? entry;
    const isNew = !this.#disputed.has(first);
    this.#disputed.add(first);
    const other = { place: first.place, text: number, why: why(entry.place), number };
    throw new RejectedRow(why(first.place), isNew ? other : undefined);
  }

  get desiredStates(): DesiredState[] {
    return this.#all.flatMap(({ application, capability, numbers, entries }) => {
      const isSure = (_: E164, i: number) => !this.#disputed.has(entries[i] as Entry);
      const sure = this.#disputed.size > 0 ? numbers.filter(isSure) : numbers;
      return sure.length > 0 ? [{ application, capability, numbers: sure }] : [];
    });
  }
}
