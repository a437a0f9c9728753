import { type Columns, field } from '../../output/rows.ts';

export const appColumns: Columns = {
  fields: ['application', 'alias', 'source', 'voice', 'sms', 'primary', 'fallback'],
  table: [
    field('alias'),
    field('application'),
    field('source', 'seen in'),
    field('voice'),
    field('sms'),
    field('primary'),
    field('fallback'),
  ],
  empty: 'no applications seen',
};
