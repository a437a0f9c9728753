import { asApplicationKey } from '../account/application.ts';
import { isCapability } from '../account/capability.ts';
import { isE164 } from '../account/phone-number.ts';
import { usage } from '../core/errors.ts';
import { REDACTED } from '../core/redact.ts';
import { parseCallback } from '../core/url.ts';
import { type JsonRow, readJsonArray, readNdjson } from '../input/json.ts';
import { isChange, isResult } from '../input/sinchctl-rows.ts';
import type { HistoryRow } from './journal.ts';
import { type RecordedChange, recordedChanges, recordedItem } from './undo-plan.ts';

type JsonObject = Record<string, unknown>;

const isText = (value: unknown): value is string => typeof value === 'string';

const isKey = (value: unknown): boolean => isText(value) && asApplicationKey(value) === value;

function isCallback(value: unknown): boolean {
  if (!isText(value)) return false;
  // Undo skips such a row, and it must not prevent the undo of the others.
  if (value.includes(REDACTED)) return true;
  try {
    parseCallback(value, 'it');
    return true;
  } catch {
    return false;
  }
}

const isNullOr = (isValid: (value: unknown) => boolean, value: unknown): boolean =>
  value === null || isValid(value);

/** An account may list as a key what is none, so `application` and `from` are any text. */
const isNumberChange = ({ number, callback, capability, application, from, to }: JsonObject): boolean =>
  isText(number) &&
  isE164(number) &&
  callback === null &&
  isText(capability) &&
  isCapability(capability) &&
  isNullOr(isText, application) &&
  isNullOr(isText, from) &&
  isNullOr(isKey, to);

const isCallbackChange = ({ number, callback, capability, application, from, to }: JsonObject): boolean =>
  number === null &&
  (callback === 'primary' || callback === 'fallback') &&
  capability === null &&
  isKey(application) &&
  isNullOr(isCallback, from) &&
  isNullOr(isCallback, to);

/** Whether a row has what undo needs of those that `--results` and `-o ndjson` write. */
function isRecordedChange(row: JsonObject): boolean {
  const { kind, change, result, checked } = row;
  const isChecked = checked === undefined || checked === null || typeof checked === 'boolean';
  if (!isChange(change) || !isResult(result) || !isChecked) return false;
  return kind === 'number' ? isNumberChange(row) : kind === 'callback' && isCallbackChange(row);
}

/** Whether a row is of an invalid line of a file, of which nothing was sent. */
const isRejected = ({ capability, callback, result }: JsonObject): boolean =>
  capability === null && callback === null && result === 'failed';

/** The rows of a results file. */
export interface ResultRows {
  rows: RecordedChange[];
  /** The position of a last row that was cut off, and is not among them. */
  cutOff?: string;
}

function readRows(content: string): { rows: JsonRow[]; cutOff?: JsonRow } {
  return content.trimStart().startsWith('[') ? { rows: readJsonArray(content) ?? [] } : readNdjson(content);
}

/** @throws SinchctlError usage, with the first line that is not a row */
export function readResultRows(content: string, path: string): ResultRows {
  const { rows: all, cutOff } = readRows(content);
  if (all.length === 0) throw usage(`${path} holds no rows`, 'name a run, or a file of --results', [path]);
  const rows = all.flatMap(({ place, value }) => {
    const row = (typeof value === 'object' && value !== null ? value : {}) as JsonObject;
    if (isRecordedChange(row)) return [row as unknown as RecordedChange];
    if (isRejected(row)) return [];
    const where = place.replace('item', 'element');
    throw usage(`${path}, ${where} is no row of a write`, 'name a run, or a file of --results', [path]);
  });
  return { rows, ...(cutOff !== undefined && { cutOff: cutOff.place }) };
}

/** Changes of a run that are missing in a file of rows. */
export interface UnrecordedRun {
  run: string;
  changesMade: RecordedChange[];
}

/** A file of rows, as `--results` writes it. */
export interface RowFile {
  /** Its absolute path; null for a pipe. */
  path: string | null;
  rows: readonly RecordedChange[];
}

const nameOf = (recorded: RecordedChange): string =>
  `${recordedItem(recorded)} ${recorded.from} ${recorded.to}`;

/** Recorded before it was sent and not afterwards: the run was killed. */
const isOpen = ({ result, error }: HistoryRow): boolean => result === 'unknown' && error === null;

/**
 * Rows without `checked`, completed from the same change in the history. Of several such changes all must have been
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

function byRun(history: readonly HistoryRow[]): Map<string, HistoryRow[]> {
  const runs = new Map<string, HistoryRow[]>();
  for (const row of history) {
    const rows = runs.get(row.run);
    if (rows) rows.push(row);
    else runs.set(row.run, [row]);
  }
  return runs;
}

/**
 * The runs that wrote to a file and changed more than it lists, as a killed run does. Another run may have written to
 * the same path before, when it was another file: only one that was killed, or is listed in part, counts.
 * @returns whether the history contains the file at all, and those runs, oldest first
 */
export function unrecordedRuns({ path, rows }: RowFile, history: readonly HistoryRow[]) {
  const listed = new Set(rows.map(nameOf));
  let isKnown = false;
  const unrecorded: UnrecordedRun[] = [];
  for (const [run, ofRun] of byRun(history)) {
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
