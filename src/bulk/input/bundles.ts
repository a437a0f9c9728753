import type { ApplicationKey } from '../../core/application.ts';
import type { Capability } from '../../core/capability.ts';
import type { E164 } from '../../core/phone.ts';
import type { Wish } from '../../core/plan.ts';
import type { BadLine, Entry } from './entry.ts';

/** An entry that goes nowhere, and why. */
export class Stray extends Error {
  /** The entry before it that goes nowhere either now. */
  readonly other: BadLine | undefined;

  constructor(message: string, other?: BadLine) {
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

/** Gathers numbers by application and capability. The same number twice folds. */
export class Bundles {
  readonly #all: Bundle[] = [];
  /** The bundle that a number came into first. Maps of what is there already: a file may hold 100,000 numbers. */
  readonly #taken = { voice: new Map<E164, Bundle>(), sms: new Map<E164, Bundle>() };
  readonly #disputed = new Set<Entry>();

  #bundleOf(application: ApplicationKey, capability: Capability): Bundle {
    const known = this.#all.find((one) => one.application === application && one.capability === capability);
    if (known) return known;
    const bundle = { application, capability, numbers: [], entries: [] };
    this.#all.push(bundle);
    return bundle;
  }

  /** @throws Stray when the number was routed elsewhere before */
  take({ number, capability, application }: Route, entry: Entry): void {
    const taken = this.#taken[capability];
    const before = taken.get(number);
    if (before === undefined) {
      const bundle = this.#bundleOf(application, capability);
      taken.set(number, bundle);
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
    const other = { place: first.place, text: number, why: why(entry.place) };
    throw new Stray(why(first.place), isNew ? other : undefined);
  }

  get wishes(): Wish[] {
    return this.#all.flatMap(({ application, capability, numbers, entries }) => {
      const sure = numbers.filter((_, i) => !this.#disputed.has(entries[i] as Entry));
      return sure.length > 0 ? [{ application, capability, numbers: sure }] : [];
    });
  }
}
