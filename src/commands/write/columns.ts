import { type Columns, describeFields, either, field, type Row, spare } from '../../output/rows.ts';
import { headTexts, NO_HISTORY } from '../history/run-rows.ts';

const texts = {
  number: 'phone number in E.164 format',
  application: 'application key; for a removal, the previous application',
  alias: 'alias of the application',
  capability: 'voice or sms',
  kind: 'number or callback',
  callback: 'primary or fallback',
  change: 'add, move, remove, set, clear, or none',
  from: 'previous application key or URL',
  to: 'new application key or URL',
  result: 'planned, done, unchanged, failed, skipped, or unknown (no response received)',
  error: 'error kind (see sinchctl help exit-codes)',
  message: 'error message',
  errorCode: ['number', 'error code from Sinch'],
  reference: 'reference from Sinch, for support requests',
  checked: ['boolean', 'whether the current assignment was checked before the change'],
} as const;

const fields = describeFields(texts);

/** Rows of writes to numbers. The first four columns are those of `numbers list`, so that --from can read them. */
export const numberResults: Columns = {
  ...fields,
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
  ...fields,
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
export const changeResults: Columns = { ...fields, ...changeTable, empty: 'nothing to do' };

/** The same rows as the journal records them. */
export const historyColumns: Columns = {
  ...describeFields({
    ...texts,
    ...headTexts,
    at: 'time of the result (ISO 8601, UTC)',
  }),
  table: [field('at'), field('run'), field('user'), ...changeTable.table, spare('reason')],
  empty: NO_HISTORY,
};
