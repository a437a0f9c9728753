import { asApplicationKey } from '../../account/application.ts';
import { groupByReason, groupLines } from '../../account/group-by-reason.ts';
import { parseNumbers } from '../../account/phone-number.ts';
import { flag, value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { commandLine } from '../../cli/next-steps.ts';
import { usage } from '../../core/errors.ts';
import { countOf } from '../../core/text.ts';
import { checkProfile } from '../../credentials/profile.ts';
import type { HistoryRow } from '../../history/journal.ts';
import type { HistoryRun } from '../../history/runs.ts';
import type { Row } from '../../output/rows.ts';
import { regionOf } from '../numbers/resolve-numbers.ts';
import { wholeNumber } from '../options.ts';
import { historyColumns, runChangesColumns } from '../write/columns.ts';
import { findRun, ownRuns, undoableRuns } from './find-run.ts';
import { localTime, midnight, runColumns, runRow, suffixLength } from './run-rows.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;
const DAYS: Readonly<Record<string, number>> = { today: 0, yesterday: -1 };

/**
 * A time in the past: `90m`, `24h`, `7d`, `today`, `yesterday`, or an ISO 8601 date. A day starts at midnight, local
 * time.
 * @returns milliseconds since 1970
 * @throws SinchctlError usage
 */
function parseSince(text: string, now: Date): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count) return now.getTime() - Number(count) * (UNITS[unit] ?? 0) * 1000;
  if (Object.hasOwn(DAYS, text)) return midnight(now, DAYS[text]).getTime();
  // JavaScript would parse a date without a time as UTC.
  const moment = DATE.test(text) ? Date.parse(text.includes('T') ? text : `${text}T00:00`) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw usage(
    `invalid time for --since: ${text}`,
    'use a duration such as 24h or 7d, yesterday, or a date such as 2026-11-01',
    [text],
  );
}

type RowFilter = (row: HistoryRow) => boolean;

/** @param all the rows in which a short code or sender ID must occur, because the account may no longer list it */
async function numberFilter(context: Context, text: string, all: readonly HistoryRow[]): Promise<RowFilter> {
  const recorded = new Set(all.flatMap(({ number }) => number ?? []));
  const numbers = await parseNumbers(
    [text],
    () => regionOf(context),
    async () => recorded,
  );
  return ({ number }) => number !== null && numbers.includes(number);
}

/** A key needs no credentials; an alias belongs to a profile. */
async function applicationFilter(context: Context, text: string): Promise<RowFilter> {
  const key = asApplicationKey(text) ?? (await context.application(text));
  return ({ application, from, to }) => [application, from, to].includes(key);
}

interface HistoryOptions {
  run: string | undefined;
  changes: boolean;
  number: string | undefined;
  app: string | undefined;
  user: string | undefined;
  limit: number | undefined;
  allProfiles: boolean;
}

/** The maximum number of runs in a table, without --limit. */
const TABLE_LIMIT = 20;

const showsChanges = ({ run, changes, number, app }: Partial<HistoryOptions>): boolean =>
  changes === true || [run, number, app].some((one) => one !== undefined);

/** The runs that the options select, newest first, and a note about those of other profiles. */
async function selectRuns(
  context: Context,
  { run, user, allProfiles }: HistoryOptions,
  since: number | undefined,
): Promise<{ all: HistoryRun[]; selected: HistoryRun[] }> {
  const { flaggedProfile } = context.settings;
  // Other options do not affect whether a run exists.
  const all = await context.records.runs(run === undefined ? since : undefined);
  // A removed profile still has a history.
  if (!all.some(({ profile }) => profile === flaggedProfile)) await checkProfile(context);
  const named = run === undefined ? undefined : await findRun(context, run, all);
  const isOwn = named || allProfiles ? undefined : await ownRuns(context);
  const own = isOwn ? all.filter(isOwn) : all;
  const others = all.length - own.length;
  if (others > 0)
    context.messages.note(`${countOf(others, 'run')} of other profiles; to list all, add --all-profiles`);
  const selected = own.filter(
    (one) =>
      (named === undefined || one === named) &&
      (user === undefined || one.user === user) &&
      (since === undefined || named !== undefined || Date.parse(one.at) >= since),
  );
  return { all, selected };
}

/** The changes of runs, oldest first. */
async function readChanges(
  context: Context,
  runs: readonly HistoryRun[],
  { number, app }: HistoryOptions,
  since: number | undefined,
): Promise<HistoryRow[]> {
  const names = new Set(runs.map(({ run }) => run));
  const all = await context.records.history({ isWanted: (run) => names.has(run), since });
  const filters: RowFilter[] = [
    ...(number === undefined ? [] : [await numberFilter(context, number, all)]),
    ...(app === undefined ? [] : [await applicationFilter(context, app)]),
    ...(since === undefined ? [] : [({ at }: HistoryRow) => Date.parse(at) >= since]),
  ];
  return all.filter((row) => filters.every((matches) => matches(row)));
}

/** Changes as rows, with the local time and the aliases that only tables show. */
async function historyRows(context: Context, changes: readonly HistoryRow[]): Promise<Row[]> {
  if (context.format !== 'table') return changes as unknown as Row[];
  // Their aliases are used if there are any.
  await context.credentials().catch(() => undefined);
  const aliases = new Map(
    changes.map(({ profile, application, alias }) => [`${profile} ${application}`, alias]),
  );
  const now = context.host.now();
  return changes.map((row) => ({
    ...(row as unknown as Row),
    when: localTime(row.at, now),
    fromAlias: aliases.get(`${row.profile} ${row.from}`) ?? null,
    toAlias: aliases.get(`${row.profile} ${row.to}`) ?? null,
  }));
}

/** `3 runs (prod)`, and how to view and undo the newest. */
async function runsFooter(context: Context, runs: readonly HistoryRun[]): Promise<string[]> {
  const [newest] = runs;
  if (!newest) return [];
  const profiles = new Set(runs.map(({ profile }) => profile));
  const [undoable] = await undoableRuns(context, runs);
  return [
    `${countOf(runs.length, 'run')}${profiles.size === 1 ? ` (${newest.profile})` : ''}`,
    `View: ${commandLine(context, 'history', '--run', newest.run)}`,
    ...(undoable ? [`Undo: ${commandLine(context, 'undo', undoable.run)}`] : []),
  ];
}

/** `4 changes in 2 runs`, and why some failed. */
function changesFooter(changes: readonly HistoryRow[]): string[] {
  if (changes.length === 0) return [];
  const runs = new Set(changes.map(({ run }) => run));
  const failed = groupByReason(
    changes.filter(({ message }) => message !== null),
    ({ message }) => message ?? '',
    ({ number, alias, application, callback }) => number ?? `${alias ?? application} ${callback}`,
  );
  const total = `${countOf(changes.length, 'change')} in ${countOf(runs.size, 'run')}`;
  return [total, ...(failed.length > 0 ? groupLines(failed).map((line) => `  ${line}`) : [])];
}

export const history = defineCommand({
  usage: 'history',
  summary: 'List the changes made with sinchctl',
  description:
    'Lists the runs of the selected profile, newest first. By default, a table shows the 20 newest.\n' +
    'sinchctl records every change on this computer before it sends the request, and records the result afterwards. The history contains only changes that were made with sinchctl on this computer.',
  examples: [
    'sinchctl history --since yesterday',
    'sinchctl history --changes --user ann',
    'sinchctl history --number +14155550100 --json',
  ],
  options: {
    run: withCompletion(value('RUN', 'list the changes made by this run (run ID or unique suffix)'), {
      completes: 'run',
    }),
    changes: flag('list changes instead of runs'),
    number: withCompletion(value('NUMBER', 'list changes to this number'), { completes: 'number' }),
    app: withCompletion(value('APP', 'list changes to this application (key or alias)'), {
      completes: 'application',
    }),
    user: value('USER', 'list only runs by this user'),
    since: value('TIME', 'list only runs since this time: 24h, 7d, yesterday, or a date such as 2026-11-01'),
    limit: value('COUNT', 'maximum number of runs (default 20 in a table, otherwise all)', wholeNumber),
    allProfiles: flag('list the runs of all profiles'),
  },
  columns: runColumns,
  columnsFor(options) {
    const { run, number, app, user, since } = options;
    const columns =
      run !== undefined ? runChangesColumns : showsChanges(options) ? historyColumns : runColumns;
    const isFiltered = [number, app, user, since].some((one) => one !== undefined);
    return isFiltered ? { ...columns, empty: 'no changes match these options' } : columns;
  },
  errors: ['notFound'],
  seeAlso: ['undo', 'help output'],
  writes: false,
  async run(context, _, { since: text, ...options }) {
    const since = text === undefined ? undefined : parseSince(text, context.host.now());
    const limit = options.limit ?? (context.format === 'table' ? TABLE_LIMIT : Number.POSITIVE_INFINITY);
    const isFiltered = options.number !== undefined || options.app !== undefined;
    const { all, selected: runs } = await selectRuns(context, options, since);
    const changes = showsChanges(options)
      ? await readChanges(context, isFiltered ? runs : runs.slice(0, limit), options, since)
      : undefined;
    const matching = new Set(isFiltered ? changes?.map(({ run }) => run) : runs.map(({ run }) => run));
    const listed = runs.filter(({ run }) => matching.has(run));
    const shown = listed.slice(0, limit);
    const rest = listed.length - shown.length;
    const verb = options.limit === undefined ? 'add' : 'use';
    const closing =
      rest > 0 ? [`${countOf(rest, 'more run')}; to list all, ${verb} --limit ${listed.length}`] : [];
    if (changes) {
      const names = new Set(shown.map(({ run }) => run));
      const own = changes.filter(({ run }) => names.has(run));
      const link = shown[0]?.ci;
      const ci = options.run !== undefined && link ? [`CI: ${link}`] : [];
      return { rows: await historyRows(context, own), closing, footer: [...changesFooter(own), ...ci] };
    }
    const suffix = suffixLength(all);
    const aliases = (await context.credentials().catch(() => undefined))?.aliases ?? new Map();
    const rows = shown.map((run) => runRow(run, context.host.now(), aliases, suffix));
    return { rows, closing, footer: await runsFooter(context, shown) };
  },
});
