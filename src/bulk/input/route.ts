import type { ApplicationKey } from '../../core/application.ts';
import { SinchctlError } from '../../core/errors.ts';
import { type E164, isE164, type NoNumber, type ReadNumber, shown } from '../../core/phone.ts';
import type { Wish } from '../../core/plan.ts';
import { Bundles, Stray } from './bundles.ts';
import type { BadLine, Entries, Entry } from './entry.ts';
import { applicationOf, capabilityOf, type Routing, reasonOf } from './routing.ts';

/** Exact E.164 takes no waiting: there may be 100,000 of them. */
function numberOf({ number }: Entry, readNumber: ReadNumber): E164 | Promise<E164> {
  return typeof number === 'string' && isE164(number) ? number : readOther(number, readNumber);
}

async function readOther(number: string | number, readNumber: ReadNumber): Promise<E164> {
  const read = await readNumber(number);
  if ('number' in read) return read.number;
  throw new NotANumber(read);
}

/** An entry whose number cannot be read. */
class NotANumber extends Stray {
  readonly hint: string;

  constructor({ complaint, hint }: NoNumber) {
    super(complaint);
    this.hint = hint;
  }
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

/** The same, each application looked up once. */
function remembering(routing: Routing): Routing {
  let usual: Promise<ApplicationKey> | undefined;
  const defaultApplication = () => {
    usual ??= routing.defaultApplication();
    return usual;
  };
  return { ...routing, application: remember(routing.application), defaultApplication };
}

/** The one number that a line begins with, of a table whose header is missing. */
function leading(text: string): E164 | undefined {
  const [number = '', ...rest] = text.split(/[,;\t ]/);
  const isAlone = rest.join('').replace(/\D/g, '').length < 7;
  return rest.length > 0 && isAlone && isE164(number) ? number : undefined;
}

function badLine(entry: Entry, read: E164 | undefined, error: unknown): BadLine {
  const text = shown(entry.number);
  const number = read ?? leading(text);
  const hint = error instanceof NotANumber ? (entry.hint ?? error.hint) : undefined;
  return {
    place: entry.place,
    text,
    // A line break in the cell, say, explains what the number looks like.
    why: (error instanceof NotANumber ? entry.wrong : undefined) ?? reasonOf(error),
    ...(hint !== undefined && { hint }),
    ...(number && { number }),
  };
}

/**
 * Entries as wishes, one for each application and capability. The same number twice folds; one that is routed to two
 * applications for a capability is bad, and both places are named.
 */
export async function routeEntries(
  entries: Entries,
  routing: Routing,
): Promise<{ wishes: Wish[]; bad: BadLine[] }> {
  const bundles = new Bundles();
  const bad = [...entries.bad];
  const known = remembering(routing);
  for (const entry of entries.good) {
    let named: E164 | undefined;
    try {
      const read = numberOf(entry, routing.readNumber);
      // Awaited before the next one is asked for: of two that are no good, the second would reject with nobody there.
      const number = typeof read === 'string' ? read : await read;
      named = number;
      if (entry.wrong !== undefined) throw new Stray(entry.wrong);
      const capability = capabilityOf(entry, known);
      const found = applicationOf(entry, known);
      const application = typeof found === 'string' ? found : await found;
      bundles.take({ number, capability, application }, entry);
    } catch (error) {
      // Missing credentials, say, are nothing that a line of the file could help.
      if (error instanceof SinchctlError && error.kind !== 'usage' && error.kind !== 'notFound') throw error;
      if (error instanceof Stray && error.other) bad.push(error.other);
      bad.push(badLine(entry, named, error));
    }
  }
  return { wishes: bundles.wishes, bad };
}
