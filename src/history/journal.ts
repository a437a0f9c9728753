import type { Capability } from '../account/capability.ts';
import type { AccountNumber } from '../account/phone-number.ts';
import type { ResultRow, RowGroup } from '../account/result-row.ts';
import type { Env } from '../core/environment.ts';

/** A command that was run, and by whom. Written once, before its first request. */
export interface RunHead {
  /** Date, time and four random digits, e.g. `20261124-093000-3f9a`. */
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
}

/** The outcome of one item of a run; `at` is the time of the item. */
export interface HistoryRow extends ResultRow, RunHead {}

/** A row in the journal, without its null fields. One line may list several numbers that have the rest in common. */
type Entry = Partial<ResultRow> & { run: string; at: string };
type Line = Entry & { numbers?: readonly AccountNumber[] };

/** How each line with a head starts. */
export const HEAD = '{"head":';

export const headLine = (head: RunHead): string => `${JSON.stringify({ head })}\n`;

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
    message: row.message ?? undefined,
    errorCode: row.errorCode ?? undefined,
    reference: row.reference ?? undefined,
    checked: row.checked === false ? false : undefined,
  })}\n`;

/** The name of a run; names sort by time. @param random from 0 up to 1 */
export function runName(now: Date, random: number): string {
  const stamp = now
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .replace('T', '-');
  return `${stamp}-${Math.floor(random * 0x10000)
    .toString(16)
    .padStart(4, '0')}`;
}

/** Whether a text has the form of a run's name. */
export const isRunName = (text: string): boolean => /^\d{8}-\d{6}-[0-9a-f]{4}$/.test(text);

const NO_HEAD: Omit<RunHead, 'run' | 'at'> = {
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
    kind: 'number',
    number: null,
    callback: null,
    application: null,
    alias: null,
    change: 'none',
    from: null,
    to: null,
    error: null,
    errorCode: null,
    reference: null,
    checked: true,
    ...entry,
    capability: (entry.capability ?? null) as Capability | null,
    result: isOpen ? 'unknown' : (entry.result ?? 'unknown'),
    message: isOpen ? 'no outcome was recorded' : (entry.message ?? null),
  };
}

/** A line as JSON; an empty object for an incomplete one. */
function parse(line: string): { head?: RunHead } & Partial<Line> {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null ? value : {};
  } catch {
    return {};
  }
}

/** The head of a run in a line of the journal, if it contains one. */
export const parseHead = (line: string): RunHead | undefined => parse(line).head;

/**
 * The journal's lines as rows, one for each item of each run, in the order in which they were started. A row that was
 * recorded before it was sent and has no outcome is `unknown`.
 */
export function readJournal(lines: Iterable<string>): HistoryRow[] {
  const heads = new Map<string, RunHead>();
  const entries = new Map<string, Entry>();
  for (const line of lines) {
    const { head, run, at, numbers, ...row } = parse(line);
    // Journals of older versions have no `results`.
    if (head) heads.set(head.run, { ...NO_HEAD, ...head });
    if (run === undefined || at === undefined) continue;
    for (const number of Array.isArray(numbers) ? numbers : [row.number]) {
      const entry = { ...row, ...(number !== undefined && { number }), run, at };
      entries.set(entryItem(entry), entry);
    }
  }
  return [...entries.values()].map((entry) => toHistory(entry, heads.get(entry.run) ?? NO_HEAD));
}

/** The variables in which CI services give the URL of a run. */
const URLS = ['CI_JOB_URL', 'BUILDKITE_BUILD_URL', 'CIRCLE_BUILD_URL', 'TRAVIS_BUILD_WEB_URL', 'BUILD_URL'];
const GITHUB = ['GITHUB_SERVER_URL', 'GITHUB_REPOSITORY', 'GITHUB_RUN_ID'];
const AZURE = ['SYSTEM_COLLECTIONURI', 'SYSTEM_TEAMPROJECT', 'BUILD_BUILDID'];

/** All variables that are read, by service. */
export const CI_VARIABLES = { GitHub: GITHUB, Azure: AZURE, 'other services': URLS };

/** The URL of the CI run of this process; null if there is none or the service is unknown. */
export function ciRunOf(env: Env): string | null {
  const areSet = (names: readonly string[]) => names.every((name) => env[name]);
  const [server, repository, id] = GITHUB.map((name) => env[name]);
  if (areSet(GITHUB)) return `${server}/${repository}/actions/runs/${id}`;
  const [collection, project, build] = AZURE.map((name) => env[name]);
  if (areSet(AZURE)) return `${collection}${project}/_build/results?buildId=${build}`;
  return URLS.map((name) => env[name]).find((url) => url) ?? null;
}
