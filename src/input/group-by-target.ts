import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import type { AccountNumber } from '../account/phone-number.ts';
import type { DesiredState } from '../account/plan.ts';
import type { InputItem, NumberEntry, RejectedLine } from './entry.ts';

/** Thrown for an invalid entry; its message says why it is invalid. */
export class RejectedRow extends Error {
  /** An earlier entry that is rejected because of this one. */
  readonly other: RejectedLine | undefined;
  /** The hint for a number that cannot be read. */
  readonly hint: string | undefined;

  constructor(message: string, { other, hint }: { other?: RejectedLine | undefined; hint?: string } = {}) {
    super(message);
    this.other = other;
    this.hint = hint;
  }
}

/** The numbers for one application and capability, and the first entry of each. */
interface TargetGroup {
  application: ApplicationKey;
  capability: Capability;
  numbers: AccountNumber[];
  entries: NumberEntry[];
}

/** The numbers of one capability so far. */
interface Seen {
  highest: string;
  /** The first group of each number; undefined while numbers are in ascending order, as in most files. */
  groups: Map<AccountNumber, TargetGroup> | undefined;
}

/** The position of an entry, such as `line 3`, for sorting. Arguments come before the lines of a file. */
function positionOf(place: string): number {
  const position = Number(place.replace(/\D/g, ''));
  return place.startsWith('argument') ? position - 1e9 : position;
}

/** Groups numbers by application and capability. A duplicate of a number is dropped. */
export class TargetGroups {
  readonly #isOrdered: boolean;
  readonly #all: TargetGroup[] = [];
  readonly #seen: Record<Capability, Seen> = {
    voice: { highest: '', groups: undefined },
    sms: { highest: '', groups: undefined },
  };
  readonly #conflicting = new Set<NumberEntry>();

  /** @param isOrdered whether only neighbors form a group, so that the groups keep the order of the numbers */
  constructor(isOrdered: boolean) {
    this.#isOrdered = isOrdered;
  }

  #groupOf(application: ApplicationKey, capability: Capability): TargetGroup {
    const isSame = (one: TargetGroup) => one.application === application && one.capability === capability;
    const last = this.#all.at(-1);
    if (last && isSame(last)) return last;
    const known = this.#isOrdered ? undefined : this.#all.find(isSame);
    if (known) return known;
    const group = { application, capability, numbers: [], entries: [] };
    this.#all.push(group);
    return group;
  }

  /** The first group of a number; undefined for a new number. A number higher than all before it is always new. */
  #before(number: AccountNumber, capability: Capability): TargetGroup | undefined {
    const seen = this.#seen[capability];
    if (!seen.groups && number > seen.highest) {
      seen.highest = number;
      return undefined;
    }
    seen.groups ??= this.#groupsByNumber(capability);
    return seen.groups.get(number);
  }

  #groupsByNumber(capability: Capability): Map<AccountNumber, TargetGroup> {
    const own = this.#all.filter((group) => group.capability === capability);
    return new Map(own.flatMap((group) => group.numbers.map((number) => [number, group] as const)));
  }

  /** @throws RejectedRow when an earlier entry routes the number to another application */
  add(number: AccountNumber, capability: Capability, application: ApplicationKey, entry: NumberEntry): void {
    const before = this.#before(number, capability);
    if (before === undefined) {
      const group = this.#groupOf(application, capability);
      this.#seen[capability].groups?.set(number, group);
      group.numbers.push(number);
      group.entries.push(entry);
    } else if (before.application !== application) {
      this.#rejectBoth(number, before, entry);
    }
  }

  /** Either application may be the intended one, so both entries are rejected. */
  #rejectBoth(
    number: AccountNumber,
    { numbers, entries, capability }: TargetGroup,
    entry: NumberEntry,
  ): never {
    const why = (other: string) =>
      `conflicts with ${other}, which has a different application (${capability})`;
    const first = entries[numbers.indexOf(number)] ?? entry;
    const isNew = !this.#conflicting.has(first);
    this.#conflicting.add(first);
    const other = { place: first.place, text: number, why: why(entry.place), number };
    throw new RejectedRow(why(first.place), { other: isNew ? other : undefined });
  }

  /** The groups without the numbers of entries that conflict with each other. */
  get #undisputed(): TargetGroup[] {
    return this.#all.flatMap((group) => {
      const isUndisputed = (_: unknown, i: number) => !this.#conflicting.has(group.entries[i] as NumberEntry);
      const numbers = group.numbers.filter(isUndisputed);
      return numbers.length > 0 ? [{ ...group, numbers, entries: group.entries.filter(isUndisputed) }] : [];
    });
  }

  get desiredStates(): DesiredState[] {
    return this.#undisputed.map(({ entries: _, ...desired }) => desired);
  }

  /** The numbers and the rejected lines, in the order of the input. */
  itemsWith(rejected: readonly RejectedLine[]): InputItem[] {
    const numbers = this.#undisputed.flatMap(({ capability, numbers, entries }) =>
      numbers.map((number, i) => ({
        place: positionOf((entries[i] as NumberEntry).place),
        item: { number, capability } as InputItem,
      })),
    );
    const lines = rejected.map((item) => ({ place: positionOf(item.place), item }));
    return [...numbers, ...lines].sort((a, b) => a.place - b.place).map(({ item }) => item);
  }
}
