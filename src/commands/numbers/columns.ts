import type { ListedRow } from '../../account/account.ts';
import { type Aliases, aliasOf, isApplicationKey } from '../../account/application.ts';
import { type Columns, describeFields, either, field, type Row, spare } from '../../output/rows.ts';

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
  table: [field('number'), field('capability'), either('alias', 'application', 'application')],
  empty: 'no numbers match',
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
    field('country'),
    field('city'),
    field('areaCode', 'area'),
    field('expires'),
    field('cost'),
    field('currency'),
    spare('group'),
    {
      title: 'country code',
      cell: ({ country, countryId }) => (countryId === country ? null : countryId),
      mayHide: true,
    },
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
