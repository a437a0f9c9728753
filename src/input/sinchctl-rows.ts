import { asApplicationKey } from '../account/application.ts';
import { isCapability } from '../account/capability.ts';
import { isVerbatim } from '../account/phone-number.ts';
import { CHANGE_WORDS, RESULT_WORDS } from '../account/result-row.ts';
import { isEmpty } from '../core/text.ts';
import { holdsNumber, isNumberColumn } from './column-names.ts';
import { originalText } from './delimited.ts';
import { type AmbiguousColumn, ROUTED, type RowRoute } from './entry.ts';

/** The columns that are read besides the number, by the names that sinchctl prints. */
export const FIELDS = [
  'application',
  'applicationkey',
  'alias',
  'capability',
  'kind',
  'change',
  'from',
  'to',
  'result',
] as const;
export type RowField = (typeof FIELDS)[number];

/** The fields of a row; an empty one is null or an empty string, and one that the file lacks is undefined. */
export type RowFields = Record<RowField, unknown>;

/** The fields of a row, the same in each, because there may be 100,000. */
export const rowFields = (cell: (name: RowField) => unknown): RowFields => ({
  application: cell('application'),
  applicationkey: cell('applicationkey'),
  alias: cell('alias'),
  capability: cell('capability'),
  kind: cell('kind'),
  change: cell('change'),
  from: cell('from'),
  to: cell('to'),
  result: cell('result'),
});

export const isChange = (value: unknown): boolean => (CHANGE_WORDS as readonly unknown[]).includes(value);

export const isResult = (value: unknown): boolean => (RESULT_WORDS as readonly unknown[]).includes(value);

/** Whether a cell is a word of the change or result column. */
const isOwnWord = (value: unknown): boolean => isChange(value) || isResult(value);

/** Whether a row is the result of a change to a callback. */
export const isAboutCallback = ({ kind, result }: RowFields, number: unknown): boolean =>
  kind === 'callback' && isResult(result) && isEmpty(number);

const isKey = (value: unknown): boolean => typeof value === 'string' && asApplicationKey(value) !== undefined;

const firstOf = (one: unknown, other: unknown): unknown =>
  isEmpty(one) ? (isEmpty(other) ? undefined : other) : one;

/** Whether a row is the result of a change to a number. A result word alone may be in any file. */
const isWrite = ({ change, result, from, to, application, alias }: RowFields): boolean =>
  isChange(change) ||
  isKey(to) ||
  isKey(from) ||
  (isResult(result) && [from, to, application, alias].some((value) => value !== undefined));

/** The application that the number of a result row should be assigned to, or removed from. */
function desiredApplication(row: RowFields): Pick<RowRoute, 'application' | 'isRemoved'> {
  const { change, from, to, result } = row;
  if (!isEmpty(to)) return { application: to };
  const now = firstOf(row.application, row.alias);
  const isRemoval = change === 'remove' || (change === undefined && to !== undefined && !isEmpty(from));
  if (isRemoval) return { application: firstOf(from, now), isRemoved: true };
  // The current application is the desired one only if the write succeeded.
  const isRight = change === 'none' || result === 'done' || result === 'unchanged';
  return { application: isRight ? firstOf(from, now) : undefined };
}

/**
 * Where a row routes its number. The `application` of a result row is the current application, which may differ from
 * the desired one that counts here.
 */
export function routeOf(row: RowFields): RowRoute {
  const capability = isEmpty(row.capability) ? undefined : row.capability;
  const { applicationkey: key } = row;
  if (!isEmpty(key) && !isEmpty(row.application) && key !== row.application)
    return { application: row.application, applicationKey: key, capability };
  if (!isWrite(row)) return { application: firstOf(firstOf(row.application, key), row.alias), capability };
  const desired = desiredApplication(row);
  const isMissing = {
    application: desired.application === undefined,
    capability: row.capability !== undefined && capability === undefined,
  };
  const isComplete = !isMissing.application && !isMissing.capability;
  const missingFields = isComplete ? undefined : ROUTED.filter((column) => isMissing[column]);
  return { ...desired, capability, missingFields };
}

/** The columns of sinchctl's headerless tsv and csv: result rows, whose first four columns are those of `numbers list`. */
export const OWN_COLUMNS = {
  number: 0,
  fields: { application: 1, alias: 2, capability: 3, kind: 4, change: 6, from: 7, to: 8, result: 9 },
} as const;

/** The number in a cell. The original text counts only for a sender ID: other numbers contain no escapes. */
export function numberIn(cell: string, delimiter: string): string {
  const text = originalText(cell, delimiter);
  return text !== cell && isVerbatim(text) ? text : cell;
}

const ROW_KINDS = ['number', 'callback'];

/** Whether the first line is a row that sinchctl printed instead of a header. */
export function isOwnRow(cells: readonly string[], delimiter: string): boolean {
  const { capability, kind, result } = OWN_COLUMNS.fields;
  // The row of an invalid line has no number.
  const isWrite = ROW_KINDS.includes(cells[kind] ?? '') && isResult(cells[result]);
  const [cell = '', application = ''] = cells;
  const number = numberIn(cell, delimiter);
  const hasCapability = isCapability(cells[capability] ?? '');
  // A short code or a sender ID, which may have any capability.
  const isVerbatimRow =
    isVerbatim(number) &&
    (isKey(application) ||
      (application === '' &&
        !isNumberColumn(number) &&
        (hasCapability || (delimiter === '\t' && cells.length === 4))));
  const isListed = (holdsNumber(number) && hasCapability) || isVerbatimRow;
  if (delimiter === '\t') return holdsNumber(number) || isListed || isWrite;
  return delimiter === ',' && (isWrite || isListed);
}

/** Columns that are out of order, because the cell at the position of the alias is not an alias. */
export function columnsOutOfOrder(cells: readonly string[]): AmbiguousColumn[] {
  const name = cells[OWN_COLUMNS.fields.alias] ?? '';
  const isLast = cells.length <= OWN_COLUMNS.fields.capability;
  const isOther = asApplicationKey(name) !== undefined || (isLast && (isOwnWord(name) || isCapability(name)));
  return isOther ? ROUTED.map((column) => ({ column, name, reason: 'order' })) : [];
}
