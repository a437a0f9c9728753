import { type ApplicationKey, asApplicationKey } from './application.ts';
import { CAPABILITIES, type Capability, isCapability } from './capability.ts';
import { type E164, isE164 } from './phone-number.ts';

/** A row as the account lists it: exact text where it has no expected form, null where it says nothing. */
export interface ListedRow {
  number: string | null;
  capability: string | null;
  application: string | null;
  /** The source cannot tell whether it is this capability that serves (the portal, without the calling API). */
  isUncertain?: boolean;
}

/** One number and one capability, and the application it serves with it, if any. */
export interface Assignment extends ListedRow {
  number: E164;
  capability: Capability;
  /** What is not a key was listed all the same: nothing can be sent to it, and the number is not unassigned. */
  application: ApplicationKey | null;
}

export const isKey = (application: string | null): application is ApplicationKey =>
  application !== null && asApplicationKey(application) !== undefined;

const isAssignment = (row: ListedRow): row is Assignment =>
  row.number !== null && row.capability !== null && isCapability(row.capability) && isE164(row.number);

const nameOf = ({ number, capability }: ListedRow): string => `${number} ${capability}`;

/** Whether a row that is listed with `text` may be about a capability: with no text it may be about any. */
const mayBe = (text: string | null, capability: Capability): boolean =>
  text === null || text.toLowerCase().includes(capability);

const digitsOf = (number: string): string => number.replace(/[\s+().-]/g, '');

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
  /** By the digits of their numbers. */
  readonly #unclear = new Map<string, ListedRow[]>();
  /** What can be planned with: each number and capability once. */
  readonly assignments: readonly Assignment[];
  /** Rows that are only text: no number, no capability, or another row says something else of the same. */
  readonly #texts: readonly ListedRow[];
  readonly #withUnknownKey: readonly Assignment[];

  constructor(rows: readonly ListedRow[]) {
    const { assignments, texts } = this.#sortOut(rows);
    this.assignments = assignments;
    this.#texts = texts;
    const known = new Set<string | null>([null]);
    this.#withUnknownKey = assignments.filter(({ application }) => {
      if (known.has(application)) return false;
      if (isKey(application)) known.add(application);
      return !known.has(application);
    });
    for (const row of texts) {
      const digits = digitsOf(row.number ?? '');
      const rows = this.#unclear.get(digits);
      if (rows) rows.push(row);
      else this.#unclear.set(digits, [row]);
    }
  }

  #sortOut(rows: readonly ListedRow[]) {
    const assignments: Assignment[] = [];
    const texts: ListedRow[] = [];
    const contradicted = new Set<string>();
    for (const row of rows) {
      if (!isAssignment(row)) {
        texts.push(row);
        continue;
      }
      const { number, capability, application, isUncertain } = row;
      if (isUncertain) this.#uncertain.add(nameOf(row));
      const serving = this.#serving[capability];
      const before = serving.get(number);
      if (before === undefined) serving.set(number, application);
      // A number that the server lists twice is one number all the same.
      if (before === undefined || before !== application) assignments.push(row);
      if (before !== undefined && before !== application) contradicted.add(nameOf(row));
    }
    if (contradicted.size === 0) return { assignments, texts };
    const isClear = (row: Assignment) => !contradicted.has(nameOf(row));
    const unclear = assignments.filter((row) => !isClear(row));
    for (const { number, capability } of unclear) this.#serving[capability].delete(number);
    return { assignments: assignments.filter(isClear), texts: [...texts, ...unclear] };
  }

  /** All that the account lists. */
  get rows(): readonly ListedRow[] {
    return this.#texts.length === 0 ? this.assignments : [...this.assignments, ...this.#texts];
  }

  /** Rows in an unexpected form. */
  get unexpected(): readonly ListedRow[] {
    return [...this.#texts, ...this.#withUnknownKey];
  }

  /** Those of them that are, or may be, in the set of an application. */
  unexpectedIn(application: ApplicationKey, capability: Capability): ListedRow[] {
    return this.unexpected.filter(
      (row) => row.application?.toLowerCase().includes(application) && mayBe(row.capability, capability),
    );
  }

  /** Whether nothing is known for sure of a number's capability, since a row in an unexpected form may be about it. */
  isUnclear(number: E164, capability: Capability): boolean {
    if (this.#unclear.size === 0) return false;
    const rows = this.#unclear.get(digitsOf(number)) ?? [];
    return rows.some((row) => mayBe(row.capability, capability));
  }

  has(number: E164): boolean {
    const { voice, sms } = this.#serving;
    const rows = this.#unclear.get(digitsOf(number)) ?? [];
    return voice.has(number) || sms.has(number) || rows.some((row) => row.number === number);
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

  /** Whether a number is assigned to an application with a capability that is neither voice nor sms. */
  hasOtherOn(number: E164, application: ApplicationKey): boolean {
    const rows = this.#unclear.get(digitsOf(number)) ?? [];
    return rows.some((row) => row.application === application);
  }

  /** The capabilities a number serves an application with. */
  capabilitiesOn(number: E164, application: ApplicationKey): Capability[] {
    return CAPABILITIES.filter((capability) => this.application(number, capability) === application);
  }
}
