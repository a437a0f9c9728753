import {
  application,
  type Columns,
  changed,
  describeFields,
  field,
  kept,
  omitted,
  shortMessage,
  spare,
  type TableColumn,
} from '../../output/rows.ts';
import { headTexts, NO_HISTORY } from '../history/run-rows.ts';

const texts = {
  number: 'phone number in E.164 format, short code, or sender ID',
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

/** Not shown in a table if every row is for voice. */
const capabilityColumn: TableColumn = { ...spare('capability'), usual: 'voice' };
const change = omitted(8, field('change'));
const valueColumns = [changed('from'), changed('to'), field('result'), shortMessage];

/** Rows of changes to numbers. The first four columns are those of `numbers list`, so that --from can read them. */
export const numberResults: Columns = {
  ...fields,
  table: [field('number'), capabilityColumn, change, ...valueColumns],
  empty: 'nothing to do',
};

/** Rows of changes to callbacks: the same fields, but a different table. */
export const callbackResults: Columns = {
  ...fields,
  table: [
    kept(2, application),
    field('callback'),
    change,
    // With --replace-host, only the hosts differ.
    kept(1, changed('from')),
    kept(1, changed('to')),
    field('result'),
    shortMessage,
  ],
  empty: 'nothing to do',
};

/** The number, or the application and its callback. */
const itemColumn: TableColumn = {
  title: 'item',
  cell: ({ kind, number, alias, application: key, callback }) =>
    kind === 'callback' ? `${alias ?? key} ${callback}` : number,
};

const changeTable = [itemColumn, capabilityColumn, change, ...valueColumns];

/** Rows of changes to numbers and callbacks. */
export const changeResults: Columns = { ...fields, table: changeTable, empty: 'nothing to do' };

/** The same rows, as recorded in the journal. */
export const historyColumns: Columns = {
  ...describeFields({
    ...texts,
    ...headTexts,
    at: 'time of the result (ISO 8601, UTC)',
  }),
  table: [
    omitted(3, field('when')),
    omitted(1, field('run')),
    omitted(10, field('user', 'who')),
    ...changeTable,
    omitted(11, spare('reason')),
  ],
  empty: NO_HISTORY,
};

/** The changes of one run. */
export const runChangesColumns: Columns = {
  ...historyColumns,
  table: [omitted(3, field('when')), ...changeTable],
};
