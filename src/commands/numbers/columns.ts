import { type Columns, either, field } from '../../output/rows.ts';

/** `numbers list` by the calling API. */
export const listColumns: Columns = {
  fields: ['number', 'application', 'alias', 'capability'],
  table: [field('number'), field('capability'), either('alias', 'application', 'application')],
  empty: 'no numbers match',
};

/** What the portal knows beyond that. */
export const portalColumns: Columns = {
  fields: [...listColumns.fields, 'country', 'city', 'areaCode', 'expires', 'cost', 'currency'],
  table: [
    ...listColumns.table,
    field('country'),
    field('city'),
    field('areaCode', 'area'),
    field('expires'),
    field('cost'),
    field('currency'),
  ],
  empty: listColumns.empty,
};
