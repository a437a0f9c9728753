import { type Aliases, type ApplicationKey, aliasOf } from './application.ts';
import { CAPABILITIES, type Capability } from './capability.ts';
import type { E164 } from './phone.ts';
import type { Assignment } from './plan.ts';

/** Characters of a column; the applications follow from `FIRST` on. */
const INCAPABLE = 32;
const UNASSIGNED = 33;
const FIRST = 34;

/**
 * An account's numbers, sorted, in a form that is read from a file and searched within milliseconds when there are
 * 100,000 of them: the numbers as lines, and for each capability a text with one character a number, which stands for
 * the application that it serves.
 */
export interface KnownNumbers extends Record<Capability, string> {
  applications: ApplicationKey[];
  numbers: string;
}

/** Every number, in the order of the columns. */
export const numbersIn = ({ numbers }: KnownNumbers): E164[] =>
  numbers === '' ? [] : (numbers.split('\n') as E164[]);

/** The application that the number at an index serves, null when unassigned, undefined without the capability. */
export function servedBy(
  known: KnownNumbers,
  index: number,
  capability: Capability,
): ApplicationKey | null | undefined {
  const code = known[capability].charCodeAt(index);
  return code === UNASSIGNED ? null : known.applications[code - FIRST];
}

/** An account in columns. */
export function toColumns(assignments: Iterable<Assignment>): KnownNumbers {
  const rows = new Map<E164, Record<Capability, number>>();
  const places = new Map<ApplicationKey, number>();
  const codeOf = (application: ApplicationKey | null): number => {
    if (application === null) return UNASSIGNED;
    const place = places.get(application) ?? places.size;
    places.set(application, place);
    return FIRST + place;
  };
  for (const { number, capability, application } of assignments) {
    const row = rows.get(number) ?? { voice: INCAPABLE, sms: INCAPABLE };
    row[capability] = codeOf(application);
    rows.set(number, row);
  }
  const numbers = [...rows.keys()].sort();
  const column = (capability: Capability) =>
    numbers.map((number) => String.fromCharCode(rows.get(number)?.[capability] ?? INCAPABLE)).join('');
  return {
    applications: [...places.keys()],
    numbers: numbers.join('\n'),
    voice: column('voice'),
    sms: column('sms'),
  };
}

/** `support (voice, sms)`, or what else there is to say about a number. */
export function describeNumber(known: KnownNumbers, index: number, aliases: Aliases): string {
  const serving = new Map<string, Capability[]>();
  for (const capability of CAPABILITIES) {
    const application = servedBy(known, index, capability);
    if (application === undefined) continue;
    const name = application === null ? 'unassigned' : (aliasOf(application, aliases) ?? application);
    serving.set(name, [...(serving.get(name) ?? []), capability]);
  }
  return [...serving].map(([name, capabilities]) => `${name} (${capabilities.join(', ')})`).join('; ');
}

/** How many numbers serve each application, e.g. `8 voice, 4 sms`. */
export function countServing(known: KnownNumbers): (application: ApplicationKey) => string {
  const counts = CAPABILITIES.map((capability) => {
    const own = new Map<number, number>();
    const column = known[capability];
    for (let i = 0; i < column.length; i++) {
      const code = column.charCodeAt(i);
      own.set(code, (own.get(code) ?? 0) + 1);
    }
    return { capability, own };
  });
  return (application) => {
    const place = known.applications.indexOf(application);
    const code = place < 0 ? -1 : FIRST + place;
    return counts.map(({ capability, own }) => `${own.get(code) ?? 0} ${capability}`).join(', ');
  };
}
