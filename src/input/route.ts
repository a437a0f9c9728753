import type { ApplicationKey } from '../account/application.ts';
import { displayText, type E164, isE164, type NoNumber, type ReadNumber } from '../account/phone-number.ts';
import type { DesiredState } from '../account/plan.ts';
import { messageWithHint, SinchctlError } from '../core/errors.ts';
import type { Entries, NumberEntry, RejectedLine } from './entry.ts';
import { RejectedRow, TargetGroups } from './group-by-target.ts';
import { applicationOfEntry, capabilityOfEntry, type Routing } from './routing.ts';

/** Exact E.164 is returned without a promise: there may be 100,000 of them. */
function numberOf({ number }: NumberEntry, readNumber: ReadNumber): E164 | Promise<E164> {
  return typeof number === 'string' && isE164(number) ? number : readOther(number, readNumber);
}

async function readOther(number: string | number, readNumber: ReadNumber): Promise<E164> {
  const read = await readNumber(number);
  if ('number' in read) return read.number;
  throw new UnreadableNumber(read);
}

/** The number of an entry cannot be read. */
class UnreadableNumber extends RejectedRow {
  readonly hint: string;

  constructor({ complaint, hint }: NoNumber) {
    super(complaint);
    this.hint = hint;
  }
}

/** Caches the results of a slow lookup. */
function cached<T>(look: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (text) => {
    const result = known.get(text) ?? look(text);
    known.set(text, result);
    return result;
  };
}

/** The same routing, with one lookup for each application. */
function withCache(routing: Routing): Routing {
  let usual: Promise<ApplicationKey> | undefined;
  const defaultApplication = () => {
    usual ??= routing.defaultApplication();
    return usual;
  };
  return { ...routing, application: cached(routing.application), defaultApplication };
}

/** The only number of a line, if it begins with it, as in a table whose header is missing. */
function leading(text: string): E164 | undefined {
  const [number = '', ...rest] = text.split(/[,;\t ]/);
  const isAlone = rest.join('').replace(/\D/g, '').length < 7;
  return rest.length > 0 && isAlone && isE164(number) ? number : undefined;
}

function rejectedLine(entry: NumberEntry, read: E164 | undefined, error: unknown): RejectedLine {
  const text = displayText(entry.number);
  const number = read ?? leading(text);
  const hint = error instanceof UnreadableNumber ? (entry.hint ?? error.hint) : undefined;
  return {
    place: entry.place,
    text,
    // A line break in the cell, for example, explains why the number is invalid.
    why: (error instanceof UnreadableNumber ? entry.error : undefined) ?? messageWithHint(error),
    ...(hint !== undefined && { hint }),
    ...(number && { number }),
  };
}

/**
 * Entries as desired states, one for each application and capability. A duplicate of a number is dropped; a number that
 * is routed to two applications for a capability is rejected, with both positions in the file.
 */
export async function routeEntries(
  entries: Entries,
  routing: Routing,
): Promise<{ desiredStates: DesiredState[]; bad: RejectedLine[] }> {
  const groups = new TargetGroups();
  const bad = [...entries.bad];
  const known = withCache(routing);
  for (const entry of entries.good) {
    let named: E164 | undefined;
    try {
      const read = numberOf(entry, routing.readNumber);
      // Awaited before the next lookup starts: of two that fail, the second would be an unhandled rejection.
      const number = typeof read === 'string' ? read : await read;
      named = number;
      if (entry.error !== undefined) throw new RejectedRow(entry.error);
      const capability = capabilityOfEntry(entry, known);
      const found = applicationOfEntry(entry, known);
      const application = typeof found === 'string' ? found : await found;
      groups.add({ number, capability, application }, entry);
    } catch (error) {
      // Other errors, such as missing credentials, are not errors of a line.
      if (error instanceof SinchctlError && error.kind !== 'usage' && error.kind !== 'notFound') throw error;
      if (error instanceof RejectedRow && error.other) bad.push(error.other);
      bad.push(rejectedLine(entry, named, error));
    }
  }
  return { desiredStates: groups.desiredStates, bad };
}
