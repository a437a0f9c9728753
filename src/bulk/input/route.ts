import type { ApplicationKey } from '../../core/application.ts';
import type { Capability } from '../../core/capability.ts';
import { SinchctlError } from '../../core/errors.ts';
import { type E164, isE164, type ReadNumber } from '../../core/phone.ts';
import type { Wish } from '../../core/plan.ts';
import { Bundles, Stray } from './bundles.ts';
import type { BadLine, Entries, Entry, Routed } from './entry.ts';

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
  /** What was removed is not to come along. */
  isWholeSet?: boolean;
}

/** Exact E.164 takes no waiting: there may be 100,000 of them. */
function numberOf({ number }: Entry, readNumber: ReadNumber): E164 | Promise<E164> {
  const text = typeof number === 'number' ? `+${number}` : number;
  if (isE164(text)) return text;
  if (typeof number === 'number') throw new Stray(`not a phone number: ${number}`);
  return readWriting(number, readNumber);
}

async function readWriting(number: string, readNumber: ReadNumber): Promise<E164> {
  const read = await readNumber(number);
  if ('number' in read) return read.number;
  throw new Stray(read.complaint);
}

/** A text of a column. @throws Stray for what else JSON may hold */
function textOf(value: unknown, column: Routed): string {
  if (typeof value === 'string') return value;
  throw new Stray(`its ${column} is no text: ${JSON.stringify(value)}`);
}

function applicationOf(entry: Entry, routing: Routing): ApplicationKey | Promise<ApplicationKey> {
  const { application, untold, isRemoved } = entry;
  if (application === undefined) {
    if (routing.flags.application) return routing.flags.application;
    if (!untold?.includes('application')) return routing.defaultApplication();
    throw new Stray(
      'its row does not say which application was meant (say --app A --ignore-column application to go by --app)',
    );
  }
  if (isRemoved && routing.isWholeSet) {
    throw new Stray(
      'its row tells of a removal (leave it out, or say --ignore-column application to have the number all the same)',
    );
  }
  return applicationIn(textOf(application, 'application'), routing);
}

/** What can be no application's name may be a column of something else. */
function beside(error: unknown): unknown {
  if (!(error instanceof SinchctlError && error.kind === 'usage')) return error;
  return new Stray(`${reasonOf(error)}; --ignore-column application leaves its column out`);
}

async function applicationIn(application: string, routing: Routing): Promise<ApplicationKey> {
  const { flags } = routing;
  const key = await routing.application(application).catch((error) => Promise.reject(beside(error)));
  if (flags.application === undefined || flags.application === key) return key;
  throw new Stray(
    `its application ${application} contradicts --app (say --ignore-column application to go by --app)`,
  );
}

function capabilityOf({ capability, untold }: Entry, { flags, capability: parse }: Routing): Capability {
  if (capability === undefined) {
    if (flags.capability || !untold?.includes('capability')) return flags.capability ?? 'voice';
    throw new Stray('its row does not say which capability was meant (say --capability C)');
  }
  const parsed = parse(textOf(capability, 'capability'));
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

function badLine({ place, number: given }: Entry, read: E164 | undefined, error: unknown): BadLine {
  const text = String(given);
  const number = read ?? leading(text);
  return { place, text, why: reasonOf(error), ...(number && { number }) };
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
