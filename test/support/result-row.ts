import type { ResultRow } from '../../src/account/result-row.ts';
import { ours, support } from './account.ts';

/** The row of a number that was assigned to support. */
export const row: ResultRow = {
  kind: 'number',
  number: ours,
  callback: null,
  capability: 'voice',
  application: support.key,
  alias: null,
  change: 'add',
  from: null,
  to: support.key,
  result: 'done',
  error: null,
  message: null,
  errorCode: null,
  reference: null,
  checked: true,
};
