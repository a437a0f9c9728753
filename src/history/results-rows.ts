import { asApplicationKey } from '../account/application.ts';
import { isCapability } from '../account/capability.ts';
import { isAccountNumber } from '../account/phone-number.ts';
import { isObject, type Json } from '../core/attempt.ts';
import { usage } from '../core/errors.ts';
import { groupBy } from '../core/group-by.ts';
import { REDACTED } from '../core/redact.ts';
import { readJson, twoFields } from '../input/json.ts';
import { isChange, isResult } from '../input/sinchctl-rows.ts';
import type { HistoryRow } from './journal.ts';
import { type RecordedChange, recordedChanges, recordedItem } from './undo-plan.ts';

const isText = (value: unknown): value is string => typeof value === 'string';

const isExactKey = (value: unknown): boolean => isText(value) && asApplicationKey(value) === value;

/**
 * Whether a string may have been a callback of an account. Undo restores URLs that a command would reject, such as
 * those with a user name, and skips redacted ones.
 */
const isCallback = (value: unknown): boolean =>
  isText(value) && (/^(?:https?|sips?):/i.test(value) || value.includes(REDACTED));

type Check = (value: unknown) => boolean;

const isNull: Check = (value) => value === null;

const nullOr =
  (isValid: Check): Check =>
  (value) =>
    value === null || isValid(value);

/** An account may list an invalid key, so `application` and `from` are any text. */
const NUMBER_CHANGE: Readonly<Record<string, Check>> = {
  number: (value) => isText(value) && isAccountNumber(value),
  callback: isNull,
  capability: (value) => isText(value) && isCapability(value),
  application: nullOr(isText),
  from: nullOr(isText),
  to: nullOr(isExactKey),
};

const CALLBACK_CHANGE: Readonly<Record<string, Check>> = {
  number: isNull,
  callback: (value) => value === 'primary' || value === 'fallback',
  capability: isNull,
  application: isExactKey,
  from: nullOr(isCallback),
  to: nullOr(isCallback),
};

/** Whether a row has the fields of `--results` and `-o ndjson` that undo needs. */
function isRecordedChange(row: Json): boolean {
  const { kind, change, result, checked } = row;
  const isChecked = checked === undefined || checked === null || typeof checked === 'boolean';
  if (!isChange(change) || !isResult(result) || !isChecked) return false;
  if (kind !== 'number' && kind !== 'callback') return false;
  const checks = kind === 'number' ? NUMBER_CHANGE : CALLBACK_CHANGE;
  return Object.entries(checks).every(([name, isValid]) => isValid(row[name]));
}

/** Whether a row is about an invalid line of a file, which was not sent. */
const isRejected = ({ capability, callback, result }: Json): boolean =>
  capability === null && callback === null && result === 'failed';

/** Whether a row is of a command that changes nothing, such as `query`, which may share the file. */
const isOfRead = (row: Json): boolean =>
  ['number', 'application', 'run'].some((name) => name in row) && !('change' in row || 'result' in row);

/** The rows of a results file. */
export interface ResultRows {
  rows: RecordedChange[];
  /** The position of an incomplete last row, which `rows` does not contain. */
  cutOff?: string;
}

const SOURCES = 'pass a run ID, or the --results file of a command that makes changes';

/** @throws SinchctlError usage, with the first line that is not a result row */
export function readResultRows(content: string, path: string): ResultRows {
  const { rows: all, cutOff } = readJson(content);
  if (all.length === 0) throw usage(`${path} contains no rows`, SOURCES, [path]);
  const refuse = (place: string) => usage(`${place} of ${path} is not a result row`, SOURCES, [path]);
  let hasReads = false;
  const rows = all.flatMap(({ place, value, repeated }) => {
    if (repeated !== undefined) throw usage(`${path}, ${place}: ${twoFields(repeated)}`, SOURCES, [path]);
    const row = isObject(value) ? value : {};
    if (isRecordedChange(row)) return [row as unknown as RecordedChange];
    if (isOfRead(row)) hasReads = true;
    else if (!isRejected(row)) throw refuse(place);
    return [];
  });
  if (rows.length === 0 && hasReads) throw usage(`${path} contains no changes`, SOURCES, [path]);
  return { rows, ...(cutOff !== undefined && { cutOff: cutOff.place }) };
}

/** Changes of a run that are missing from a results file. */
export interface UnrecordedRun {
  run: string;
  changesMade: RecordedChange[];
}

const nameOf = (recorded: RecordedChange): string =>
  `${recordedItem(recorded)} ${recorded.from} ${recorded.to}`;

/** Whether a change has no outcome, because the run was killed. */
const isOpen = ({ result, error }: HistoryRow): boolean => result === 'unknown' && error === null;

/**
 * Completes rows without `checked` from the same change in the history. If there are several, all must have been
 * checked.
 */
export function withChecked(
  rows: readonly RecordedChange[],
  history: readonly HistoryRow[],
): RecordedChange[] {
  const known = new Map<string, boolean>();
  for (const row of history) {
    const name = nameOf(row);
    known.set(name, row.checked !== false && known.get(name) !== false);
  }
  return rows.map((row) => ({ ...row, checked: row.checked ?? known.get(nameOf(row)) }));
}

/**
 * The runs that wrote to a file and changed more than it lists, as a killed run does. An older run may have written to
 * another file at the same path: a run counts only if it was killed or the file lists some of its changes.
 * @param path the absolute path of the file; null for a pipe
 * @returns whether the history contains the file at all, and those runs, oldest first
 */
export function unrecordedRuns(
  path: string | null,
  rows: readonly RecordedChange[],
  history: readonly HistoryRow[],
) {
  const listed = new Set(rows.map(nameOf));
  let isKnown = false;
  const unrecorded: UnrecordedRun[] = [];
  for (const [run, ofRun] of groupBy(history, (row) => row.run)) {
    const wroteHere = path !== null && ofRun[0]?.results === path;
    const isShared = ofRun.some((row) => listed.has(nameOf(row)));
    const wasKilled = ofRun.some(isOpen);
    isKnown ||= wroteHere || isShared;
    const isIncluded = wroteHere ? wasKilled || isShared : wasKilled && isShared;
    const changesMade = isIncluded
      ? recordedChanges(ofRun).filter((recorded) => !listed.has(nameOf(recorded)))
      : [];
    if (changesMade.length > 0) unrecorded.push({ run, changesMade });
  }
  return { isKnown, unrecorded };
}
