import type { ListedRow } from '../../account/account.ts';
import { type Aliases, aliasOf, isApplicationKey } from '../../account/application.ts';
import {
  application,
  type Columns,
  date,
  describeFields,
  field,
  omitted,
  type Row,
  spare,
  type TableColumn,
} from '../../output/rows.ts';

const listFields = {
  number: 'phone number in E.164 format, short code, or sender ID',
  application: 'application key; null if unassigned',
  alias: 'alias of the application',
  capability: 'voice or sms',
};

const ONLY_PORTAL = 'with --api portal';

/** The columns of a listing through the calling API. */
export const listColumns: Columns = {
  ...describeFields(listFields),
  table: [field('number'), field('capability'), application],
  empty: 'no numbers match',
};

/** The country, and its code if that differs. */
const country: TableColumn = {
  title: 'country',
  cell: ({ country: name, countryId: code }) =>
    name && code && code !== name ? `${name} (${code})` : (name ?? code),
};

const cost: TableColumn = {
  title: 'cost',
  cell: ({ cost: amount, currency }) => [amount, currency].filter((one) => one !== null).join(' '),
};

/** The same with the details that only the portal knows. */
export const portalColumns: Columns = {
  ...describeFields({
    ...listFields,
    country: `country (${ONLY_PORTAL})`,
    city: `city (${ONLY_PORTAL})`,
    areaCode: `area code (${ONLY_PORTAL})`,
    expires: `expiration date (${ONLY_PORTAL})`,
    cost: ['number', `rental cost (${ONLY_PORTAL})`],
    currency: `currency of the cost (${ONLY_PORTAL})`,
    group: `group ID (${ONLY_PORTAL})`,
    countryId: `country code (${ONLY_PORTAL})`,
  }),
  table: [
    ...listColumns.table,
    omitted(2, country),
    omitted(4, field('city')),
    omitted(5, field('areaCode', 'area')),
    omitted(1, date('expires')),
    omitted(3, cost),
    omitted(6, spare('group')),
  ],
  empty: listColumns.empty,
};

/** A row of the account, with the portal's details of the number. */
export type Listed = ListedRow & { details?: Row };

const CAPABILITY_ORDER: readonly (string | null)[] = ['voice', 'sms'];

export function byNumberAndCapability(a: Listed, b: Listed): number {
  const [one, other] = [a.number ?? '', b.number ?? ''];
  if (one !== other) return one < other ? -1 : 1;
  return CAPABILITY_ORDER.indexOf(a.capability) - CAPABILITY_ORDER.indexOf(b.capability);
}

export function listRow({ number, application, capability, details }: Listed, aliases: Aliases): Row {
  const alias = isApplicationKey(application) ? aliasOf(application, aliases) : null;
  return { number, application, alias, capability, ...details };
}
