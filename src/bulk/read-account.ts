import type { Client } from '../api/client.ts';
import type { Reply } from '../api/operations.ts';
import type { PortalNumber } from '../api/schemas.ts';
import { SinchctlError } from '../core/errors.ts';
import type { E164 } from '../core/phone.ts';
import { Account, type Assignment } from '../core/plan.ts';

/** The organisation of the credentials, or the only one that the instance sees. */
async function readOrganisation(client: Client): Promise<string> {
  if (client.credentials.organisation) return client.credentials.organisation;
  const organisations = await client.call('listOrganisations', {});
  const [first] = organisations;
  if (first && organisations.length === 1) return first.id;
  throw new SinchctlError('usage', `the instance sees ${organisations.length} organisations`, {
    hint: 'say which one: sinchctl profiles set --organisation <id>, or SINCH_ORGANISATION_ID',
    items: organisations.map(({ id }) => id),
  });
}

/** The portal's view of every number that the organisation rents. */
export async function readRented(client: Client): Promise<PortalNumber[]> {
  return client.call('listRentedNumbers', { params: { organisation: await readOrganisation(client) } });
}

/**
 * The portal names a number's application but not which of its capabilities serve it. With one capability that is
 * plain; with two it is a guess, and with two applications not even that. Only used where there are no application
 * credentials to ask the calling API with.
 */
export function assignmentsOf(items: readonly PortalNumber[]): Assignment[] {
  const byNumber = new Map<E164, PortalNumber[]>();
  for (const item of items) byNumber.set(item.number, [...(byNumber.get(item.number) ?? []), item]);
  return [...byNumber].flatMap(([number, own]) => {
    const serving = own.filter(({ applicationKey }) => applicationKey !== null);
    const application = serving.length === 1 ? (serving[0]?.applicationKey ?? null) : null;
    const capabilities = [...new Set(own.flatMap((item) => item.capabilities))];
    const isUncertain = serving.length > 0 && capabilities.length > 1;
    return capabilities.map((capability) => ({ number, capability, application, isUncertain }));
  });
}

/** What `listNumbers` says, in our terms. */
export const assignmentsIn = ({ numbers }: Reply<'listNumbers'>): Assignment[] =>
  numbers.map(({ number, capability, applicationkey }) => ({
    number,
    capability,
    application: applicationkey,
  }));

/** The account as it stands: one request where the credentials hold an application, else by the portal. */
export async function readAccount(client: Client): Promise<Account> {
  const { application, instance } = client.credentials;
  if (!application && instance) return new Account(assignmentsOf(await readRented(client)));
  return new Account(assignmentsIn(await client.call('listNumbers', {})));
}
