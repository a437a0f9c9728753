import { groupBy } from '../core/group-by.ts';
import { type ApplicationKey, isApplicationKey } from './application.ts';
import { CAPABILITIES, type Capability, isCapability } from './capability.ts';
import { type AccountNumber, isAccountNumber, isE164, isVerbatim } from './phone-number.ts';

/** A row as the account lists it: an unexpected value as its exact text, an empty value as null. */
export interface ListedRow {
  number: string | null;
  capability: string | null;
  application: string | null;
  /** The source does not show whether the application has this capability (the portal, without the calling API). */
  isUncertain?: boolean;
}

/** One number and one capability, and the application that it is assigned to, if any. */
export interface Assignment extends ListedRow {
  number: AccountNumber;
  capability: Capability;
  /** Text that is not a key is kept: no request can contain it, but the number counts as assigned. */
  application: ApplicationKey | null;
}

const isAssignment = (row: ListedRow): row is Assignment =>
  row.number !== null &&
  row.capability !== null &&
  isCapability(row.capability) &&
  isAccountNumber(row.number);

const rowKey = ({ number, capability }: ListedRow): string => `${number} ${capability}`;

/** Whether the listed text of a capability may refer to this one; an empty string may refer to any. */
const mayMean = (text: string | null, capability: Capability): boolean =>
  text === null || text.toLowerCase().includes(capability);

/** The last digits, which stay the same when a country adds, drops, or replaces a prefix. */
const NEAR_DIGITS = 7;
const tailOf = (number: string): string => number.slice(-NEAR_DIGITS);

/** Whether two numbers differ only in one or two extra digits, such as a trunk zero or a new mobile prefix. */
function isNear(one: string, other: string): boolean {
  const [short, long] = one.length < other.length ? [one, other] : [other, one];
  const extra = long.length - short.length;
  if (extra < 1 || extra > 2) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  return short.slice(start) === long.slice(start + extra);
}

const withoutSeparators = (number: string): string => number.replace(/[\s+().-]/g, '');

/** The current account, by number and capability. */
export class Account {
  // One map per capability instead of per number: an account may have 100,000 numbers.
  readonly #applications: Record<Capability, Map<AccountNumber, ApplicationKey | null>> = {
    voice: new Map(),
    sms: new Map(),
  };
  /** The numbers by application, built on demand. */
  readonly #sets: Partial<Record<Capability, ReadonlyMap<ApplicationKey | null, AccountNumber[]>>> = {};
  /** E.164 by its last digits, built on demand. */
  #tails: ReadonlyMap<string, AccountNumber[]> | undefined;
  readonly #uncertain = new Set<string>();
  /** Unexpected rows by the digits of their numbers. */
  readonly #unclear: ReadonlyMap<string, ListedRow[]>;
  /** Valid rows, each number and capability once. */
  readonly assignments: readonly Assignment[];
  /** Rows kept as text: those without a valid number or capability, or in conflict with another row. */
  readonly #texts: readonly ListedRow[];
  readonly #withUnknownKey: readonly Assignment[];

  constructor(rows: readonly ListedRow[]) {
    const { assignments, texts } = this.#classify(rows);
    this.assignments = assignments;
    this.#texts = texts;
    const known = new Set<string | null>([null]);
    this.#withUnknownKey = assignments.filter(({ application }) => {
      if (known.has(application)) return false;
      if (isApplicationKey(application)) known.add(application);
      return !known.has(application);
    });
    this.#unclear = groupBy(texts, ({ number }) => withoutSeparators(number ?? ''));
  }

  #classify(rows: readonly ListedRow[]) {
    const assignments: Assignment[] = [];
    const texts: ListedRow[] = [];
    const contradicted = new Set<string>();
    for (const row of rows) {
      if (!isAssignment(row)) {
        texts.push(row);
        continue;
      }
      const { number, capability, application, isUncertain } = row;
      if (isUncertain) this.#uncertain.add(rowKey(row));
      const applications = this.#applications[capability];
      const before = applications.get(number);
      if (before === undefined) applications.set(number, application);
      // The server may list a number twice.
      if (before !== application) assignments.push(row);
      if (before !== undefined && before !== application) contradicted.add(rowKey(row));
    }
    if (contradicted.size === 0) return { assignments, texts };
    const isClear = (row: Assignment) => !contradicted.has(rowKey(row));
    const unclear = assignments.filter((row) => !isClear(row));
    for (const { number, capability } of unclear) this.#applications[capability].delete(number);
    return { assignments: assignments.filter(isClear), texts: [...texts, ...unclear] };
  }

  /** All rows of the account. */
  get rows(): readonly ListedRow[] {
    return this.#texts.length === 0 ? this.assignments : [...this.assignments, ...this.#texts];
  }

  /** The short codes and sender IDs. */
  get verbatim(): ReadonlySet<string> {
    return new Set(
      this.rows.flatMap(({ number }) => (number !== null && isVerbatim(number) ? [number] : [])),
    );
  }

  /** Rows in an unexpected format. */
  get unexpected(): readonly ListedRow[] {
    return [...this.#texts, ...this.#withUnknownKey];
  }

  /** Unexpected rows that belong, or may belong, to an application. */
  unexpectedIn(application: ApplicationKey, capability: Capability): ListedRow[] {
    return this.unexpected.filter(
      (row) => row.application?.toLowerCase().includes(application) && mayMean(row.capability, capability),
    );
  }

  /** Whether an unexpected row may refer to a number's capability. If so, its application is unknown. */
  isUnclear(number: AccountNumber, capability: Capability): boolean {
    if (this.#unclear.size === 0) return false;
    const rows = this.#unclear.get(withoutSeparators(number)) ?? [];
    return rows.some((row) => mayMean(row.capability, capability));
  }

  has(number: AccountNumber): boolean {
    const { voice, sms } = this.#applications;
    const rows = this.#unclear.get(withoutSeparators(number)) ?? [];
    return voice.has(number) || sms.has(number) || rows.some((row) => row.number === number);
  }

  /** The number of the account that the user may have meant by a number that is not on it, if only one is near. */
  near(number: AccountNumber): AccountNumber | undefined {
    const { voice, sms } = this.#applications;
    this.#tails ??= groupBy([...new Set([...voice.keys(), ...sms.keys()])].filter(isE164), tailOf);
    const [found, ...others] = (this.#tails.get(tailOf(number)) ?? []).filter((own) => isNear(own, number));
    return others.length === 0 ? found : undefined;
  }

  /** The application of a number's capability; null when unassigned, undefined when it has no such capability. */
  application(number: AccountNumber, capability: Capability): ApplicationKey | null | undefined {
    return this.#applications[capability].get(number);
  }

  /** Whether `application` is a guess. */
  isUncertain(number: AccountNumber, capability: Capability): boolean {
    return this.#uncertain.has(`${number} ${capability}`);
  }

  /** The numbers that are assigned to an application with a capability. */
  serving(application: ApplicationKey, capability: Capability): AccountNumber[] {
    return [...this.#set(application, capability)];
  }

  /** The count of these numbers. */
  size(application: ApplicationKey, capability: Capability): number {
    return this.#set(application, capability).length;
  }

  #set(application: ApplicationKey, capability: Capability): readonly AccountNumber[] {
    const applications = this.#applications[capability];
    this.#sets[capability] ??= groupBy(applications.keys(), (number) => applications.get(number) ?? null);
    return this.#sets[capability].get(application) ?? [];
  }

  /** Whether a number is assigned to an application in a row whose capability is neither voice nor sms. */
  hasOtherOn(number: AccountNumber, application: ApplicationKey): boolean {
    const rows = this.#unclear.get(withoutSeparators(number)) ?? [];
    return rows.some((row) => row.application === application);
  }

  /** The capabilities with which a number is assigned to an application. */
  capabilitiesOn(number: AccountNumber, application: ApplicationKey): Capability[] {
    return CAPABILITIES.filter((capability) => this.application(number, capability) === application);
  }
}
