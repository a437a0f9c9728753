import { application, type Columns, describeFields, field } from '../../output/rows.ts';

export const callbackColumns: Columns = {
  ...describeFields({
    application: 'application key',
    alias: 'alias of the application',
    primary: 'primary callback URL',
    fallback: 'fallback callback URL',
  }),
  table: [application, field('primary'), field('fallback')],
  empty: 'no applications',
};
