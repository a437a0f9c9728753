import type { ApplicationKey } from '../account/application.ts';
import type { Capability } from '../account/capability.ts';
import type { ReadNumber } from '../account/phone-number.ts';
import { messageWithHint, SinchctlError } from '../core/errors.ts';
import type { NumberEntry, Routed } from './entry.ts';
import { RejectedRow } from './group-by-target.ts';

/** The flags of the command for applications and capabilities, and how texts of the file are read. */
export interface Routing {
  readNumber: ReadNumber;
  /** A key or alias as a key. @throws SinchctlError */
  application: (text: string) => Promise<ApplicationKey>;
  /** @throws SinchctlError */
  capability: (text: string) => Capability;
  /** For entries without an application; called only if there is one. */
  defaultApplication: () => Promise<ApplicationKey>;
  /** A column that contradicts a flag is an error. */
  flags: { application: ApplicationKey | undefined; capability: Capability | undefined };
  /** Whether the file lists all numbers of the application, so that rows of removals are errors. */
  isCompleteSet?: boolean;
}

/** A text of a column. @throws RejectedRow for another type of JSON */
function textOf(value: unknown, column: Routed): string {
  if (typeof value === 'string') return value;
  throw new RejectedRow(`its ${column} is no text: ${JSON.stringify(value)}`);
}

/** The application of an entry. @throws RejectedRow, SinchctlError */
export function applicationOfEntry(
  entry: NumberEntry,
  routing: Routing,
): ApplicationKey | Promise<ApplicationKey> {
  const { application, missingFields, isRemoved } = entry;
  if (application === undefined) {
    if (routing.flags.application) return routing.flags.application;
    if (!missingFields?.includes('application')) return routing.defaultApplication();
    throw new RejectedRow(
      'its row does not say which application was meant (say --app A --ignore-column application to go by --app)',
    );
  }
  if (isRemoved && routing.isCompleteSet) {
    throw new RejectedRow(
      'its row tells of a removal (leave it out, or say --ignore-column application to have the number all the same)',
    );
  }
  return applicationIn(textOf(application, 'application'), routing);
}

/** A text that cannot be the name of an application may belong to a column with another meaning. */
function withIgnoreHint(error: unknown): unknown {
  if (!(error instanceof SinchctlError && error.kind === 'usage')) return error;
  return new RejectedRow(`${messageWithHint(error)}; --ignore-column application leaves its column out`);
}

async function applicationIn(application: string, routing: Routing): Promise<ApplicationKey> {
  const { flags } = routing;
  const key = await routing.application(application).catch((error) => Promise.reject(withIgnoreHint(error)));
  if (flags.application === undefined || flags.application === key) return key;
  throw new RejectedRow(
    `its application ${application} contradicts --app (say --ignore-column application to go by --app)`,
  );
}

/** The capability of an entry; voice by default. @throws RejectedRow, SinchctlError */
export function capabilityOfEntry(
  { capability, missingFields }: NumberEntry,
  { flags, capability: parse }: Routing,
): Capability {
  if (capability === undefined) {
    if (flags.capability || !missingFields?.includes('capability')) return flags.capability ?? 'voice';
    throw new RejectedRow('its row does not say which capability was meant (say --capability C)');
  }
  const parsed = parse(textOf(capability, 'capability'));
  if (flags.capability === undefined || flags.capability === parsed) return parsed;
  throw new RejectedRow(
    `its capability ${capability} contradicts --capability (say --ignore-column capability to go by --capability)`,
  );
}
