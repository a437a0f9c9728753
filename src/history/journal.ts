import type { AccountNumber } from '../account/phone-number.ts';
import { EMPTY_RESULT, type ResultRow, type RowGroup } from '../account/result-row.ts';
import { isObject, tryParseJson } from '../core/attempt.ts';
import { SinchctlError } from '../core/errors.ts';
import { truncate } from '../core/text.ts';

/** The version of the journal that this program writes. Journals from sinchctl 0.1 have none. */
const JOURNAL_VERSION = 2;

/** A command that was run, and its user. Written once, before its first request. */
export interface RunHead {
  version?: number;
  /** Date, time, and four random hexadecimal digits, such as `20261124-093000-3f9a`. */
  run: string;
  /** ISO 8601, UTC. */
  at: string;
  user: string;
  host: string;
  /** The URL of the CI run, if known. */
  ci: string | null;
  profile: string;
  /** The base URL that the numbers belong to. */
  account: string;
  command: string;
  /** The absolute path of its `--results`. */
  results: string | null;
  reason: string | null;
  /** The key of the application that signed; undefined in older journals. */
  key?: string | null;
  /** The run that it undoes, or the path of a results file; null if it is not an undo. */
  undoes?: string | null;
}

export type NumberChange = 'added' | 'moved' | 'removed';

/** The source or target application of all numbers with the same change; undefined if there are several. */
export interface CommonApplications {
  from?: string | null | undefined;
  to?: string | null | undefined;
}

/** The changes of a run: the number of items by outcome. `set` includes cleared URLs; `unsent` were never sent. */
export interface RunCounts {
  added: number;
  moved: number;
  removed: number;
  set: number;
  failed: number;
  unknown: number;
  unsent: number;
  /** For the numbers that were changed. Older journals do not contain this field. */
  applications?: Partial<Record<NumberChange, CommonApplications>>;
}

/** The last line of a run, so that the history need not read the changes. A killed run has no such line. */
export interface RunEnd extends RunCounts {
  run: string;
  at: string;
}

/** The outcome of one item of a run; `at` is the time of the item. */
export interface HistoryRow extends ResultRow, RunHead {}

/** A row in the journal, without null fields. One line may list several numbers that share all other fields. */
type Entry = Partial<ResultRow> & { run: string; at: string };
type EntryLine = Entry & { numbers?: readonly AccountNumber[] };

/** The start of each kind of line. */
export const HEAD = '{"head":';
const ENTRY = '{"run":"';

export const headLine = (head: RunHead): string =>
  `${JSON.stringify({ head: { version: JOURNAL_VERSION, ...head } })}\n`;

export const endLine = (end: RunEnd): string => `${JSON.stringify({ end })}\n`;

/** The longest message in the journal, in characters. */
const LONGEST_MESSAGE = 2000;

/**
 * A row before it is sent (`planned`) or when its outcome is final. Field by field, because JSON omits undefined
 * fields, and any other way to omit nulls takes several times as long.
 */
export const entryLine = (run: string, at: Date, { row, numbers }: RowGroup): string =>
  `${JSON.stringify({
    run,
    at: at.toISOString(),
    kind: row.kind,
    number: numbers.length < 2 ? (row.number ?? undefined) : undefined,
    numbers: numbers.length < 2 ? undefined : numbers,
    callback: row.callback ?? undefined,
    capability: row.capability ?? undefined,
    application: row.application ?? undefined,
    alias: row.alias ?? undefined,
    change: row.change,
    from: row.from ?? undefined,
    to: row.to ?? undefined,
    result: row.result,
    error: row.error ?? undefined,
    message: row.message ? truncate(row.message, LONGEST_MESSAGE) : undefined,
    errorCode: row.errorCode ?? undefined,
    reference: row.reference ?? undefined,
    checked: row.checked === false ? false : undefined,
  })}\n`;

/** The ID of a run; IDs sort by time. @param random at least 0, less than 1 */
export function runId(now: Date, random: number): string {
  const stamp = now
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .replace('T', '-');
  return `${stamp}-${Math.floor(random * 0x10000)
    .toString(16)
    .padStart(4, '0')}`;
}

/** Whether a string has the form of a run ID. */
export const isRunId = (text: string): boolean => /^\d{8}-\d{6}-[0-9a-f]{4}$/.test(text);

export const NO_HEAD: Omit<RunHead, 'run' | 'at'> = {
  user: '',
  host: '',
  ci: null,
  profile: '',
  account: '',
  command: '',
  results: null,
  reason: null,
};

const entryItem = ({ run, number, capability, callback, application }: Entry): string =>
  `${run} ${number ?? application} ${capability ?? callback}`;

function toHistory(entry: Entry, head: Omit<RunHead, 'run' | 'at'>): HistoryRow {
  const isOpen = entry.result === 'planned';
  return {
    ...head,
    ...EMPTY_RESULT,
    checked: true,
    ...entry,
    result: isOpen ? 'unknown' : (entry.result ?? 'unknown'),
    message: isOpen ? 'no outcome was recorded' : (entry.message ?? null),
  };
}

const nothing = (): void => undefined;

/**
 * A line of the journal with the fields of all kinds of lines; an empty object for a blank or damaged one.
 * @param onDamaged called for a line that is not a JSON object, as after a power failure or a full disk
 * @throws SinchctlError auth for a newer version, whose lines may mean something else
 */
export function parseJournalLine(
  line: Buffer,
  onDamaged = nothing,
): { head?: RunHead; end?: RunEnd } & Partial<EntryLine> {
  if (line.length === 0) return {};
  const value = tryParseJson(line.toString());
  if (!isObject(value)) {
    onDamaged();
    return {};
  }
  const parsed = value as { head?: RunHead };
  if ((parsed.head?.version ?? 0) <= JOURNAL_VERSION) return parsed;
  throw new SinchctlError('auth', 'the history was written by a newer version of sinchctl', {
    hint: 'update sinchctl',
  });
}

const [CLOSING_BRACE, NUL] = [0x7d, 0];

/** The run of a line with a change, without decoding the line; undefined for other kinds of lines and for damaged ones. */
export function entryRun(line: Buffer): string | undefined {
  if (line.toString('latin1', 0, ENTRY.length) !== ENTRY) return undefined;
  // Where a file ends or a block is lost, as after a power failure.
  if (line.at(-1) !== CLOSING_BRACE || line.includes(NUL)) return undefined;
  const end = line.indexOf('"', ENTRY.length);
  return end < 0 ? undefined : line.toString('latin1', ENTRY.length, end);
}

/**
 * The journal's lines as rows, one for each item of each run, in the order in which they were started. A row that was
 * recorded before it was sent and has no outcome is `unknown`.
 * @param isWanted decides about a run by its ID; lines of other runs are not decoded
 * @param onDamaged called for each line that cannot be read
 */
export function readJournal(
  lines: Iterable<Buffer>,
  isWanted: (run: string) => boolean,
  onDamaged = nothing,
): HistoryRow[] {
  const heads = new Map<string, RunHead>();
  const entries = new Map<string, Entry>();
  for (const line of lines) {
    const name = entryRun(line);
    if (name !== undefined && !isWanted(name)) continue;
    const { head, end, run, at, numbers, ...row } = parseJournalLine(line, onDamaged);
    // Journals from older versions have no `results`.
    if (head) heads.set(head.run, { ...NO_HEAD, ...head });
    if (run === undefined || at === undefined || !isWanted(run)) continue;
    for (const number of Array.isArray(numbers) ? numbers : [row.number]) {
      const entry = { ...row, ...(number !== undefined && { number }), run, at };
      entries.set(entryItem(entry), entry);
    }
  }
  return [...entries.values()].map((entry) => toHistory(entry, heads.get(entry.run) ?? NO_HEAD));
}
