import { type Columns, either, field, spare } from '../output/rows.ts';

const fields = [
  'number',
  'application',
  'alias',
  'capability',
  'kind',
  'callback',
  'change',
  'from',
  'to',
  'result',
  'error',
  'message',
  'errorCode',
  'reference',
];

/** Rows of writes to numbers. The first four columns are those of `numbers list`, so that --from can read them. */
export const numberResults: Columns = {
  fields,
  table: [
    field('number'),
    field('capability'),
    field('change'),
    either('alias', 'application', 'application'),
    field('result'),
    spare('message'),
  ],
  empty: 'nothing to do',
};

/** Rows of writes to callbacks: the same fields, other things to look at. */
export const callbackResults: Columns = {
  fields,
  table: [
    either('alias', 'application', 'application'),
    field('callback'),
    field('change'),
    field('from'),
    field('to'),
    field('result'),
    spare('message'),
  ],
  empty: 'nothing to do',
};
