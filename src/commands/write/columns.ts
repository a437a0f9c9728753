import { type Columns, either, field, type Row, spare } from '../../output/rows.ts';

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
  'checked',
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

/** Rows of writes to callbacks: the same fields, another table. */
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

const changeTable = {
  table: [
    either('number', 'callback', 'item'),
    spare('capability'),
    field('change'),
    either('alias', 'application', 'application'),
    // The new value of a number is its application, which has a column.
    { title: 'url', cell: (row: Row) => (row.kind === 'callback' ? row.to : null), mayHide: true },
    field('result'),
    spare('message'),
  ],
};

/** Rows of writes to numbers and callbacks. */
export const changeResults: Columns = { fields, ...changeTable, empty: 'nothing to do' };

/** The same rows as the journal records them. */
export const historyColumns: Columns = {
  fields: [...fields, 'run', 'at', 'user', 'host', 'profile', 'command', 'ci', 'reason'],
  table: [field('at'), field('run'), field('user'), ...changeTable.table, spare('reason')],
  empty: 'no changes recorded; the history contains only changes made with sinchctl on this machine',
};
