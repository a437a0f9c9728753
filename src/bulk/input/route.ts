import type { ApplicationKey } from '../../core/application.ts';
import type { Capability } from '../../core/capability.ts';
import { SinchctlError } from '../../core/errors.ts';
import { type E164, isE164, type ReadNumber } from '../../core/phone.ts';
import type { Wish } from '../../core/plan.ts';
import type { BadLine, Entries, Entry } from './entry.ts';

/** What the line says of applications and capabilities, and how it reads texts. */
export interface Routing {
  readNumber: ReadNumber;
  /** A key or alias as a key. @throws SinchctlError */
  application: (text: string) => Promise<ApplicationKey>;
  /** @throws SinchctlError */
  capability: (text: string) => Capability;
  /** Where numbers go that name no application; asked only when one does not. */
  defaultApplication: () => Promise<ApplicationKey>;
  /** What flags say; a column must not say otherwise. */
  flags: { application: ApplicationKey | undefined; capability: Capability | undefined };
}

interface Route {
  number: E164;
  capability: Capability;
  application: ApplicationKey;
}

/** An entry that goes nowhere, and why. */
class Stray extends Error {}

async function numberOf({ number }: Entry, readNumber: ReadNumber): Promise<E164> {
  if (typeof number === 'number') {
    const text = `+${number}`;
    if (isE164(text)) return text;
    throw new Stray(`not a phone number: ${number}`);
  }
  const read = await readNumber(number);
  if ('number' in read) return read.number;
  throw new Stray(read.complaint);
}

async function applicationOf({ application }: Entry, routing: Routing): Promise<ApplicationKey> {
  const { flags } = routing;
  if (application === undefined) return flags.application ?? routing.defaultApplication();
  const key = await routing.application(application);
  if (flags.application === undefined || flags.application === key) return key;
  throw new Stray(
    `its application ${application} contradicts --app (say --ignore-column application to go by --app)`,
  );
}

function capabilityOf({ capability }: Entry, { flags, capability: parse }: Routing): Capability {
  if (capability === undefined) return flags.capability ?? 'voice';
  const parsed = parse(capability);
  if (flags.capability === undefined || flags.capability === parsed) return parsed;
  throw new Stray(
    `its capability ${capability} contradicts --capability (say --ignore-column capability to go by --capability)`,
  );
}

/** Remembers what a costly look-up of a text gave. */
function remember<T>(look: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (text) => {
    const result = known.get(text) ?? look(text);
    known.set(text, result);
    return result;
  };
}

/** Why an entry goes nowhere, with what to type instead where that is known. */
function reasonOf(error: unknown): string {
  const { message } = error as Error;
  const hint = error instanceof SinchctlError ? error.details.hint : undefined;
  return hint ? `${message} (${hint})` : message;
}

/**
 * Entries as wishes, one for each application and capability. The same number twice folds; one that is routed to two
 * applications for a capability is bad, and both places are named.
 */
export async function routeEntries(
  entries: Entries,
  routing: Routing,
): Promise<{ wishes: Wish[]; bad: BadLine[] }> {
  const wishes = new Map<string, Omit<Wish, 'numbers'> & { numbers: Set<E164> }>();
  const taken = new Map<string, Route & { place: string }>();
  const bad = [...entries.bad];
  const known: Routing = { ...routing, application: remember(routing.application) };

  const wishOf = ({ application, capability }: Route) => {
    const name = `${application} ${capability}`;
    const wish = wishes.get(name) ?? { numbers: new Set<E164>(), application, capability };
    wishes.set(name, wish);
    return wish;
  };
  const take = (route: Route, place: string): void => {
    const { number, capability, application } = route;
    const name = `${number} ${capability}`;
    const before = taken.get(name);
    if (before === undefined) {
      taken.set(name, { ...route, place });
      wishOf(route).numbers.add(number);
    } else if (before.application !== application) {
      // Nobody can tell which of the two is meant, so it goes to neither.
      const why = (other: string) =>
        `${number} goes to two applications for ${capability}: ${other} says otherwise`;
      if (wishOf(before).numbers.delete(number))
        bad.push({ place: before.place, text: number, why: why(place) });
      throw new Stray(why(before.place));
    }
  };

  for (const entry of entries.good) {
    try {
      const number = await numberOf(entry, routing.readNumber);
      const route = {
        number,
        capability: capabilityOf(entry, known),
        application: await applicationOf(entry, known),
      };
      take(route, entry.place);
    } catch (error) {
      // Missing credentials, say, are nothing that a line of the file could help.
      if (error instanceof SinchctlError && error.kind !== 'usage' && error.kind !== 'notFound') throw error;
      bad.push({ place: entry.place, text: String(entry.number), why: reasonOf(error) });
    }
  }
  const found = [...wishes.values()].filter(({ numbers }) => numbers.size > 0);
  return { wishes: found.map((wish) => ({ ...wish, numbers: [...wish.numbers] })), bad };
}
