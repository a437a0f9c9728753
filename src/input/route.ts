import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import { type AccountNumber, displayText, isE164, type ReadNumber } from '../account/phone-number.ts';
import type { DesiredState } from '../account/plan.ts';
import { isNotFound, messageWithHint, SinchctlError } from '../core/errors.ts';
import type { Entries, InputItem, NumberEntry, RejectedLine, Routed } from './entry.ts';
import { RejectedRow, TargetGroups } from './group-by-target.ts';
import { jsonText } from './json.ts';

/** The command's options for applications and capabilities, and how the text of the file is read. */
export interface Routing {
  readNumber: ReadNumber;
  /** A key or alias as a key. @throws SinchctlError */
  application: (text: string) => Promise<ApplicationKey>;
  /** @throws SinchctlError */
  capability: (text: string) => Capability;
  /** For entries without an application; called only if there is such an entry. */
  defaultApplication: () => Promise<ApplicationKey>;
  /** A column that conflicts with a flag is an error. */
  flags: { application: ApplicationKey | undefined; capability: Capability | undefined };
  /** Whether the file lists all numbers of the application, so that rows of removals are errors. */
  isCompleteSet?: boolean;
}

export interface RoutedEntries {
  desiredStates: DesiredState[];
  bad: RejectedLine[];
  items?: InputItem[];
}

const LONGEST_NAME = 1_000;

/**
 * A string of a column.
 * @throws RejectedRow for another type of JSON
 */
function textOf(value: unknown, column: Routed): string {
  if (typeof value === 'string' && value.length <= LONGEST_NAME) return value;
  const why = typeof value === 'string' ? 'is too long' : 'is not a string';
  const hint = `to ignore the column, add --ignore-column ${column}`;
  throw new RejectedRow(`the ${column} ${why}: ${jsonText(value).slice(0, 80)}; ${hint}`);
}

/** The application of an entry. @throws RejectedRow, SinchctlError */
function applicationOf(
  { application, applicationKey, missingFields, isRemoved }: NumberEntry,
  routing: Routing,
): ApplicationKey | Promise<ApplicationKey> {
  if (application === undefined) {
    if (routing.flags.application) return routing.flags.application;
    if (!missingFields?.includes('application')) return routing.defaultApplication();
    throw new RejectedRow(
      'the row does not contain the target application (to use --app instead, add --app <APP> --ignore-column application)',
    );
  }
  if (isRemoved && routing.isCompleteSet) {
    throw new RejectedRow(
      'the row records a removal (delete the row, or add --ignore-column application to include the number anyway)',
    );
  }
  return applicationKey === undefined
    ? applicationIn(textOf(application, 'application'), routing)
    : sameApplication(application, applicationKey, routing);
}

/** The application of an entry that gives it twice. @throws RejectedRow if the two differ, SinchctlError */
async function sameApplication(application: unknown, applicationKey: unknown, routing: Routing) {
  const key = await applicationIn(textOf(application, 'application'), routing);
  const other = textOf(applicationKey, 'application');
  if ((await applicationIn(other, routing)) === key) return key;
  throw new RejectedRow(`application and applicationkey differ: ${application} and ${other}`);
}

/** Text that cannot be an application may be from a column with another meaning. */
function withIgnoreHint(error: unknown, column: Routed): unknown {
  if (!(error instanceof SinchctlError && error.kind === 'usage')) return error;
  return new RejectedRow(`${messageWithHint(error)}; to ignore the column, add --ignore-column ${column}`);
}

async function applicationIn(application: string, routing: Routing): Promise<ApplicationKey> {
  const { flags } = routing;
  const key = await routing
    .application(application)
    .catch((error) => Promise.reject(withIgnoreHint(error, 'application')));
  if (flags.application === undefined || flags.application === key) return key;
  throw new RejectedRow(
    `application ${application} conflicts with --app (to use --app, add --ignore-column application)`,
  );
}

function readCapability(text: string, parse: Routing['capability']): Capability {
  try {
    return parse(text);
  } catch (error) {
    throw withIgnoreHint(error, 'capability');
  }
}

/** The capability of an entry; voice by default. @throws RejectedRow, SinchctlError */
function capabilityOf({ capability, missingFields }: NumberEntry, { flags, capability: parse }: Routing) {
  if (capability === undefined) {
    if (flags.capability || !missingFields?.includes('capability')) return flags.capability ?? 'voice';
    throw new RejectedRow('the row has no capability (add --capability voice or --capability sms)');
  }
  const parsed = readCapability(textOf(capability, 'capability'), parse);
  if (flags.capability === undefined || flags.capability === parsed) return parsed;
  throw new RejectedRow(
    `capability ${capability} conflicts with --capability (to use --capability, add --ignore-column capability)`,
  );
}

/** Exact E.164 is returned without a promise, because there may be 100,000 numbers. */
function numbersOf(
  { number, error, hint }: NumberEntry,
  readNumber: ReadNumber,
): readonly AccountNumber[] | Promise<readonly AccountNumber[]> {
  if (typeof number === 'string' && isE164(number)) return [number];
  return readNumber(number).then((read) => {
    if ('numbers' in read) return read.numbers;
    // A problem of the cell, such as a line break, explains why the number is invalid.
    throw new RejectedRow(error ?? read.complaint, { hint: hint ?? read.hint });
  });
}

/** The same routing, with one lookup for each application. */
function withCache(routing: Routing): Routing {
  const known = new Map<string | undefined, Promise<ApplicationKey>>();
  const cached = (text: string | undefined, look: () => Promise<ApplicationKey>) => {
    const result = known.get(text) ?? look();
    known.set(text, result);
    return result;
  };
  return {
    ...routing,
    application: (text) => cached(text, () => routing.application(text)),
    defaultApplication: () => cached(undefined, routing.defaultApplication),
  };
}

/** The only number in a string, if the string starts with it, as in a table without a header. */
function leading(text: string): AccountNumber | undefined {
  const [number = '', ...rest] = text.split(/[,;\t ]/);
  const isAlone = rest.join('').replace(/\D/g, '').length < 7;
  return isAlone && isE164(number) ? number : undefined;
}

function rejectedLine(entry: NumberEntry, read: AccountNumber | undefined, error: unknown): RejectedLine {
  const text = displayText(entry.number);
  const hint = error instanceof RejectedRow ? error.hint : undefined;
  const number = read ?? leading(text);
  return {
    place: entry.place,
    text,
    why: messageWithHint(error),
    hint,
    isUnknown: isNotFound(error),
    number,
  };
}

/**
 * Entries as desired states, in their order. A duplicate of a number is dropped; a number that is routed to two
 * applications for a capability is rejected, with both positions in the file.
 * @returns if a line is rejected, also all items in the order of the input
 */
export async function routeEntries(entries: Entries, routing: Routing): Promise<RoutedEntries> {
  const groups = new TargetGroups(!routing.isCompleteSet);
  const bad = [...entries.bad];
  const known = withCache(routing);
  for (const entry of entries.good) {
    let numbers: readonly AccountNumber[] = [];
    try {
      const read = numbersOf(entry, routing.readNumber);
      // Awaited before the next lookup starts: of two that fail, the second would be an unhandled rejection.
      numbers = read instanceof Promise ? await read : read;
      if (entry.error !== undefined) throw new RejectedRow(entry.error);
      const capability = capabilityOf(entry, known);
      const found = applicationOf(entry, known);
      const application = typeof found === 'string' ? found : await found;
      for (const number of numbers) groups.add(number, capability, application, entry);
    } catch (error) {
      // Other errors, such as missing credentials, are not about the line.
      if (error instanceof SinchctlError && error.kind !== 'usage' && !isNotFound(error)) throw error;
      if (error instanceof RejectedRow && error.other) bad.push(error.other);
      bad.push(rejectedLine(entry, numbers.length === 1 ? numbers[0] : undefined, error));
    }
  }
  const { desiredStates } = groups;
  return { desiredStates, bad, ...(bad.length > 0 && { items: groups.itemsWith(bad) }) };
}
