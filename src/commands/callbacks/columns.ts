import { type Columns, either, field } from '../../output/rows.ts';

export const callbackColumns: Columns = {
  fields: ['application', 'alias', 'primary', 'fallback'],
  table: [either('alias', 'application', 'application'), field('primary'), field('fallback')],
  empty: 'no applications',
};
