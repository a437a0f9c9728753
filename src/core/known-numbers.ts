import { type Aliases, type ApplicationKey, aliasOf } from './application.ts';
import { CAPABILITIES, type Capability } from './capability.ts';
import type { E164 } from './phone.ts';
import type { Assignment } from './plan.ts';

/** Stands for no application in a column of `KnownNumbers`. */
const UNASSIGNED = -1;
const INCAPABLE = -2;

/**
 * An account's numbers in columns, sorted: 100,000 of them are read from a file and searched within milliseconds. A
 * capability's column holds the place of the application that each number serves.
 */
export interface KnownNumbers extends Record<Capability, number[]> {
  applications: ApplicationKey[];
  numbers: E164[];
}

/** The application that the number at an index serves, null when unassigned, undefined without the capability. */
export function servedBy(
  known: KnownNumbers,
  index: number,
  capability: Capability,
): ApplicationKey | null | undefined {
  const place = known[capability][index] ?? INCAPABLE;
  return place === UNASSIGNED ? null : known.applications[place];
}

/** An account in columns. */
export function toColumns(assignments: readonly Assignment[]): KnownNumbers {
  const numbers = [...new Set(assignments.map(({ number }) => number))].sort();
  const rows = new Map(numbers.map((number, index) => [number, index]));
  const places = new Map<ApplicationKey, number>();
  const column = () => numbers.map(() => INCAPABLE);
  const columns = { voice: column(), sms: column() };
  for (const { number, capability, application } of assignments) {
    if (application !== null && !places.has(application)) places.set(application, places.size);
    const place = application === null ? UNASSIGNED : (places.get(application) ?? INCAPABLE);
    columns[capability][rows.get(number) ?? -1] = place;
  }
  return { applications: [...places.keys()], numbers, ...columns };
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

/** How many numbers serve an application, e.g. `8 voice, 4 sms`. */
export function countServing(known: KnownNumbers, application: ApplicationKey): string {
  const place = known.applications.indexOf(application);
  return CAPABILITIES.map(
    (capability) => `${known[capability].filter((one) => one === place && one >= 0).length} ${capability}`,
  ).join(', ');
}
