import type { Assignment } from './account.ts';
import { type Aliases, type ApplicationKey, aliasOf } from './application.ts';
import { CAPABILITIES, type Capability } from './capability.ts';
import { type E164, isE164 } from './phone-number.ts';

/** Characters in a column. Applications are encoded from `FIRST_APPLICATION` upward. */
const INCAPABLE = 32;
const UNASSIGNED = 33;
const FIRST_APPLICATION = 34;

/**
 * An account's sorted numbers in a form that can be read from a file and searched within milliseconds even with
 * 100,000 of them: the numbers as lines, and for each capability a string with one character per number, which encodes
 * its application.
 */
export interface NumberIndex extends Record<Capability, string> {
  applications: ApplicationKey[];
  numbers: string;
}

/** All numbers, in the order of the columns. */
export const numbersIn = ({ numbers }: NumberIndex): E164[] =>
  numbers === '' ? [] : (numbers.split('\n') as E164[]);

/** The application of the number at an index; null when unassigned, undefined without the capability. */
export function applicationAt(
  known: NumberIndex,
  index: number,
  capability: Capability,
): ApplicationKey | null | undefined {
  const code = known[capability].charCodeAt(index);
  return code === UNASSIGNED ? null : known.applications[code - FIRST_APPLICATION];
}

const byNumber = (a: Assignment, b: Assignment): number =>
  a.number < b.number ? -1 : Number(a.number > b.number);

/** The index of an account. */
export function toNumberIndex(assignments: Iterable<Assignment>): NumberIndex {
  const places = new Map<ApplicationKey, string>();
  const characterOf = (application: ApplicationKey | null): string => {
    if (application === null) return String.fromCharCode(UNASSIGNED);
    const known = places.get(application) ?? String.fromCharCode(FIRST_APPLICATION + places.size);
    places.set(application, known);
    return known;
  };
  const numbers: E164[] = [];
  const columns: Record<Capability, string[]> = { voice: [], sms: [] };
  // Sinch's list is already sorted, so this is cheap.
  for (const { number, capability, application } of [...assignments].sort(byNumber)) {
    if (!isE164(number)) continue;
    if (number !== numbers.at(-1)) {
      numbers.push(number);
      for (const one of CAPABILITIES) columns[one].push(String.fromCharCode(INCAPABLE));
    }
    columns[capability][numbers.length - 1] = characterOf(application);
  }
  return {
    applications: [...places.keys()],
    numbers: numbers.join('\n'),
    voice: columns.voice.join(''),
    sms: columns.sms.join(''),
  };
}

/** The applications of a number, such as `support (voice, sms)`. */
export function describeNumber(known: NumberIndex, index: number, aliases: Aliases): string {
  const serving = new Map<string, Capability[]>();
  for (const capability of CAPABILITIES) {
    const application = applicationAt(known, index, capability);
    if (application === undefined) continue;
    const name = application === null ? 'unassigned' : (aliasOf(application, aliases) ?? application);
    serving.set(name, [...(serving.get(name) ?? []), capability]);
  }
  return [...serving].map(([name, capabilities]) => `${name} (${capabilities.join(', ')})`).join('; ');
}

/** The count of an application's numbers, such as `8 voice, 4 sms`. */
export function countServing(known: NumberIndex): (application: ApplicationKey) => string {
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
    const code = place < 0 ? -1 : FIRST_APPLICATION + place;
    return counts.map(({ capability, own }) => `${own.get(code) ?? 0} ${capability}`).join(', ');
  };
}
