import { application, type Columns, describeFields, field, kept } from '../../output/rows.ts';

export const callbackColumns: Columns = {
  ...describeFields({
    application: 'application key',
    alias: 'alias of the application',
    primary: 'primary callback URL',
    fallback: 'fallback callback URL',
  }),
  table: [kept(1, application), field('primary'), field('fallback')],
  empty: 'no applications',
};
