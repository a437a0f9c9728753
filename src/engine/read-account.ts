import { Account, type ListedRow } from '../account/account.ts';
import { type ApplicationKey, isApplicationKey } from '../account/application.ts';
import { sampleOf } from '../account/group-by-reason.ts';
import type { CallbackUrls } from '../account/plan.ts';
import type { Failure } from '../account/summarize-failures.ts';
import type { Client } from '../api/client.ts';
import type { PortalNumber } from '../api/lenient.ts';
import type { ResponseData } from '../api/operations.ts';
import { usage } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import { formatNumber } from '../core/text.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { attemptEachLimited } from './for-each-limited.ts';

/** The organization of the credentials, or the only one that the instance can access. */
async function readOrganisation(client: Client): Promise<string> {
  if (client.credentials.organisation) return client.credentials.organisation;
  const organisations = await client.call('listOrganisations', {});
  const [first] = organisations;
  if (first && organisations.length === 1) return first.id;
  throw usage(
    `the instance has access to ${organisations.length} organizations`,
    'to choose one, set SINCH_ORGANISATION_ID or run sinchctl profiles set --organisation <ID>',
    organisations.map(({ id }) => id),
  );
}

/** Every number that the organization rents, as the portal lists it. */
export async function readRented(client: Client): Promise<PortalNumber[]> {
  return client.call('listRentedNumbers', { params: { organisation: await readOrganisation(client) } });
}

/**
 * The portal lists a number's application but not which of its capabilities are assigned to it. With one capability,
 * the assignment is certain; with two, it is a guess; with two applications, they conflict. Used only if there are no
 * application credentials for the calling API.
 */
export function portalRows(items: readonly PortalNumber[]): ListedRow[] {
  return [...groupBy(items, ({ number }) => number)].flatMap(([number, own]) => {
    const keys = new Set(own.flatMap(({ applicationKey }) => applicationKey ?? []));
    const applications = keys.size > 0 ? [...keys] : [null];
    const capabilities = [...new Set(own.flatMap((item) => item.capabilities))];
    const isUncertain = keys.size > 0 && capabilities.length > 1;
    return capabilities.flatMap((capability) =>
      applications.map((application) => ({ number, capability, application, isUncertain })),
    );
  });
}

/** The response of `listNumbers` as rows of the account. */
export const callingRows = ({ numbers }: ResponseData<'listNumbers'>): ListedRow[] =>
  numbers.map(({ number, capability, applicationkey }) => ({
    number,
    capability,
    application: applicationkey,
  }));

const rowText = ({ number, capability, application }: ListedRow): string =>
  `${number ?? '(no number)'} (${capability ?? 'no capability'}, ${application ?? 'unassigned'})`;

const FATES = {
  shown: ['is shown unchanged', 'are shown unchanged'],
  omitted: ['is omitted', 'are omitted'],
};

function warning(rows: readonly ListedRow[], fate: keyof typeof FATES): string {
  const [one, many] = FATES[fate];
  const count =
    rows.length === 1 ? '1 row from Sinch has' : `${formatNumber(rows.length)} rows from Sinch have`;
  return `${count} an unexpected format and ${rows.length === 1 ? one : many}: ${sampleOf(rows.map(rowText))}`;
}

async function listRows(client: Client): Promise<ListedRow[]> {
  const { application, instance } = client.credentials;
  if (!application && instance) return portalRows(await readRented(client));
  return callingRows(await client.call('listNumbers', {}));
}

/** Rows as an account, with a warning about unexpected ones. @param fate how the command treats them */
export function toAccount(
  client: Client,
  rows: readonly ListedRow[],
  fate: keyof typeof FATES = 'shown',
): Account {
  const account = new Account(rows);
  const { unexpected } = account;
  if (unexpected.length > 0) client.warnOnce?.(warning(unexpected, fate));
  return account;
}

/** The current account: one request if the credentials contain an application, otherwise through the portal. */
export async function readAccount(client: Client, fate?: keyof typeof FATES): Promise<Account> {
  return toAccount(client, await listRows(client), fate);
}

/** The callback URLs of several applications, and which could not be read. */
export async function readCallbacks(
  client: Client,
  applications: readonly ApplicationKey[],
  concurrency: number,
): Promise<{ found: Map<ApplicationKey, CallbackUrls>; failures: Failure[] }> {
  const found = new Map<ApplicationKey, CallbackUrls>();
  const failures = await attemptEachLimited(applications, { limit: concurrency }, async (application) => {
    found.set(application, (await client.call('getCallbacks', { params: { application } })).url);
  });
  return { found, failures };
}

export type SeenIn = 'numbers' | 'alias' | 'profile';

/** Sinch has no API to list applications, so these are the ones found in numbers, aliases, and the profile. */
export function seenApplications(account: Account, credentials: Credentials): Map<ApplicationKey, SeenIn> {
  const seen = new Map<ApplicationKey, SeenIn>();
  const see = (key: ApplicationKey | null | undefined, source: SeenIn) => {
    if (key && !seen.has(key)) seen.set(key, source);
  };
  for (const { application } of account.rows) if (isApplicationKey(application)) see(application, 'numbers');
  for (const key of credentials.aliases.values()) see(key, 'alias');
  see(credentials.application?.key, 'profile');
  see(credentials.defaultApplication, 'profile');
  return seen;
}
