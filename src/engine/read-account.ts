import { Account, type ListedRow } from '../account/account.ts';
import type { Client } from '../api/client.ts';
import type { PortalNumber } from '../api/listed-numbers.ts';
import type { Reply } from '../api/operations.ts';
import { SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/format-number.ts';

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
 * plain; with two it is a guess, and with two applications they contradict each other. Only used where there are no
 * application credentials to ask the calling API with.
 */
export function assignmentsOf(items: readonly PortalNumber[]): ListedRow[] {
  const byNumber = new Map<string | null, PortalNumber[]>();
  for (const item of items) byNumber.set(item.number, [...(byNumber.get(item.number) ?? []), item]);
  return [...byNumber].flatMap(([number, own]) => {
    const serving = new Set(own.flatMap(({ applicationKey }) => applicationKey ?? []));
    const applications = serving.size > 0 ? [...serving] : [null];
    const capabilities = [...new Set(own.flatMap((item) => item.capabilities))];
    const isUncertain = serving.size > 0 && capabilities.length > 1;
    return capabilities.flatMap((capability) =>
      applications.map((application) => ({ number, capability, application, isUncertain })),
    );
  });
}

/** What `listNumbers` says, in our terms. */
export const assignmentsIn = ({ numbers }: Reply<'listNumbers'>): ListedRow[] =>
  numbers.map(({ number, capability, applicationkey }) => ({
    number,
    capability,
    application: applicationkey,
  }));

const SHOWN = 5;

const describe = ({ number, capability, application }: ListedRow): string =>
  `${number ?? '(no number)'} (${capability ?? 'no capability'}, ${application ?? 'unassigned'})`;

const FATES = {
  shown: ['is shown as it is', 'are shown as they are'],
  omitted: ['is left out', 'are left out'],
};

function warning(rows: readonly ListedRow[], fate: keyof typeof FATES): string {
  const [one, many] = FATES[fate];
  const count =
    rows.length === 1 ? '1 row of the account has' : `${formatNumber(rows.length)} rows of the account have`;
  const names = rows.slice(0, SHOWN).map(describe);
  const more = rows.length > SHOWN ? [`and ${formatNumber(rows.length - SHOWN)} more`] : [];
  return `${count} an unexpected form and ${rows.length === 1 ? one : many}: ${[...names, ...more].join(', ')}`;
}

async function listedBy(client: Client): Promise<ListedRow[]> {
  const { application, instance } = client.credentials;
  if (!application && instance) return assignmentsOf(await readRented(client));
  return assignmentsIn(await client.call('listNumbers', {}));
}

/** Rows as an account, with a warning about those in an unexpected form. @param fate what becomes of them */
export function accountOf(
  client: Client,
  rows: readonly ListedRow[],
  fate: keyof typeof FATES = 'shown',
): Account {
  const account = new Account(rows);
  const { unexpected } = account;
  if (unexpected.length > 0) client.warnOnce?.(warning(unexpected, fate));
  return account;
}

/** The account as it stands: one request where the credentials hold an application, else by the portal. */
export async function readAccount(client: Client, fate?: keyof typeof FATES): Promise<Account> {
  return accountOf(client, await listedBy(client), fate);
}
