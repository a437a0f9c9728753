import { type Aliases, type ApplicationKey, aliasOf } from '../../account/application.ts';
import { asciiMarks, countOf, formatNumber, safeText } from '../../core/text.ts';
import { ciRunName } from '../../history/ci-run.ts';
import type { CommonApplications, NumberChange } from '../../history/journal.ts';
import type { HistoryRun } from '../../history/runs.ts';
import {
  type Canvas,
  type Columns,
  describeFields,
  field,
  type Row,
  spare,
  type Value,
} from '../../output/rows.ts';

/** The columns that runs and their changes have in common. */
export const headTexts = {
  run: 'run ID, for undo',
  at: 'time (ISO 8601, UTC)',
  user: 'user who ran the command',
  host: 'computer on which the command was run',
  profile: 'selected profile, or environment',
  command: 'command that was run',
  ci: 'URL or ID of the CI run',
  reason: 'reason given with --reason',
} as const;

export const NO_HISTORY =
  'no changes recorded; the history contains only changes made with sinchctl on this computer';

export const runColumns: Columns = {
  ...describeFields({
    ...headTexts,
    added: ['number', 'numbers assigned that were previously unassigned'],
    moved: ['number', 'numbers moved from another application'],
    removed: ['number', 'numbers unassigned'],
    set: ['number', 'callback URLs set or cleared'],
    failed: ['number', 'changes that failed'],
    unknown: ['number', 'changes whose result is unknown'],
    undoneBy: 'ID of the run that undid this run',
  }),
  table: [
    field('run'),
    field('when'),
    field('who'),
    field('changes'),
    spare('undoneBy', 'undone by'),
    field('command'),
    spare('reason'),
  ],
  draw: drawRuns,
  empty: NO_HISTORY,
};

const twoDigits = (n: number): string => String(n).padStart(2, '0');

const dayOf = (moment: Date): string =>
  `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

/** Midnight of a day in local time. @param days relative to the day of `moment` */
export const midnight = (moment: Date, days = 0): Date =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + days);

/** A time in local time: `today 14:02`, `yesterday 17:09`, `2026-11-20 09:30`. */
export function localTime(at: string, now: Date): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const day = dayOf(moment);
  const name = day === dayOf(now) ? 'today' : day === dayOf(midnight(now, -1)) ? 'yesterday' : day;
  return `${name} ${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
}

const CHANGE_SIGNS = [
  ['+', 'added'],
  ['~', 'moved'],
  ['-', 'removed'],
] as const;

/** `support`, or `sales -> support` for numbers that were moved; empty if they go to several. */
function applicationsText(name: NumberChange, { from, to }: CommonApplications, aliases: Aliases): string {
  const nameOf = (key: string) => aliasOf(key as ApplicationKey, aliases) ?? `...${key.slice(-4)}`;
  const target = to ?? (name === 'removed' ? from : undefined);
  if (!target) return '';
  return name === 'moved' ? `${from ? `${nameOf(from)} ` : ''}-> ${nameOf(target)}` : nameOf(target);
}

/** `+3 -5 support, ~500 sales -> support, 1 callback, 2 failed`, in ASCII. */
function runChangesText(run: HistoryRun, aliases: Aliases): string {
  const { set, failed, unknown, applications } = run;
  const numbers = new Map<string, string>();
  for (const [sign, name] of CHANGE_SIGNS) {
    if (!run[name]) continue;
    const where = applicationsText(name, applications?.[name] ?? {}, aliases);
    const before = numbers.get(where);
    numbers.set(where, `${before ? `${before} ` : ''}${sign}${formatNumber(run[name])}`);
  }
  const parts = [
    ...[...numbers].map(([where, counts]) => `${counts} ${where}`.trimEnd()),
    set > 0 ? countOf(set, 'callback') : '',
    failed > 0 ? `${formatNumber(failed)} failed` : '',
    unknown > 0 ? `${formatNumber(unknown)} unknown` : '',
  ];
  return parts.filter((part) => part !== '').join(', ') || 'nothing';
}

/** What a run has changed, with the characters of the locale. */
export const drawnChanges = (text: string, unicode: boolean): string =>
  unicode ? text.replaceAll(' -> ', ' → ').replaceAll(' ...', ' …') : text;

/** The command of a run, without what all runs have in common, and with the characters of the locale. */
export function shortCommand(command: Value, unicode: boolean): string {
  const text = String(command ?? '').replace(/^sinchctl (--profile \S+ )?/, '');
  return unicode ? text : asciiMarks(text);
}

/** The length of the shortest suffix of a run ID that is shown in its place. */
const SHORTEST_SUFFIX = 4;

/** The length at which the ends of run IDs differ. */
export function suffixLength(runs: readonly { run: string }[]): number {
  const names = [...new Set(runs.map(({ run }) => run))];
  let length = SHORTEST_SUFFIX;
  while (new Set(names.map((name) => name.slice(-length))).size < names.length) length += 1;
  return length;
}

/** A run as a row. Only tables show `when`, `who`, and `changes`. @param suffix the length of the end that identifies it */
export const runRow = (run: HistoryRun, now: Date, aliases: Aliases, suffix = SHORTEST_SUFFIX): Row => ({
  ...Object.fromEntries(runColumns.fields.map((name) => [name, run[name as keyof HistoryRun] ?? null])),
  when: localTime(run.at, now),
  who: [run.user, ciRunName(run.ci)].filter(Boolean).join(', '),
  changes: runChangesText(run, aliases),
  suffix,
});

const TITLES = { run: 'RUN', when: 'WHEN', who: 'WHO', changes: 'CHANGES' };
const LEFT = ['run', 'when', 'who'];

/** What is shown below a run: its command, the text beside it, and more lines. */
function runDetails({ command, reason, ci, undoneBy, suffix }: Row, isCiBelow: boolean, unicode: boolean) {
  const ciName = ciRunName(ci === null ? null : String(ci));
  const beside = [isCiBelow && ciName, undoneBy && `undone by ${String(undoneBy).slice(-Number(suffix))}`];
  const more = [reason && `reason: ${reason}`, ci && !ciName && `CI: ${ci}`];
  return {
    command: safeText(shortCommand(command, unicode)),
    beside: safeText(beside.filter(Boolean).join(', ')),
    more: more.flatMap((line) => (line ? [safeText(String(line))] : [])),
  };
}

type Below = ReturnType<typeof runDetails>;

/** The lines below a run. @param at the column of what is beside the command, if it fits there */
function linesBelow({ command, beside, more }: Below, at: number, { width, widthOf }: Canvas): string[] {
  const start = Math.max(at, widthOf(`  ${command}  `));
  const isFitting = start + widthOf(beside) <= width;
  const gap = ' '.repeat(start - widthOf(`  ${command}`));
  const first = beside === '' || !isFitting ? [command, beside] : [`${command}${gap}${beside}`];
  return [...first, ...more].filter((line) => line !== '').map((line) => `  ${line}`);
}

/** The cells of the columns, and their widths. @param isCiBelow whether CI runs are shown below, to leave more room */
function layOut(rows: readonly Row[], canvas: Canvas, isCiBelow: boolean) {
  const { hasHeader, width, unicode, widthOf } = canvas;
  const hasProfiles = rows.some(({ profile }) => profile !== rows[0]?.profile);
  const textOf = (row: Row, name: string) => {
    const profile = hasProfiles && name === 'who' && row.profile ? ` (${row.profile})` : '';
    const value = isCiBelow && name === 'who' ? (row.user ?? row.who) : row[name];
    const text = safeText(`${value ?? ''}${profile}`);
    return name === 'changes' ? drawnChanges(text, unicode) : text;
  };
  const all: readonly Row[] = hasHeader ? [TITLES, ...rows] : rows;
  const widths = LEFT.map((name) =>
    all.reduce((widest, row) => Math.max(widest, widthOf(textOf(row, name))), 0),
  );
  const room = width - widths.reduce((sum, one) => sum + one + 2, 0);
  const isBeside = (row: Row) => Math.max(TITLES.changes.length, widthOf(textOf(row, 'changes'))) <= room;
  return { isCiBelow, textOf, widths, isBeside };
}

/** One line per run, with its command below it. If the changes do not fit on the line, they are also below it. */
function* drawRuns(rows: readonly Row[], canvas: Canvas): Generator<string> {
  const { style, hasHeader, widthOf, truncate } = canvas;
  const natural = layOut(rows, canvas, false);
  const layout = rows.every(natural.isBeside) ? natural : layOut(rows, canvas, true);
  const { isCiBelow, textOf, widths, isBeside } = layout;
  const lineOf = (row: Row, hasChanges: boolean) =>
    LEFT.map((name, i) => textOf(row, name) + ' '.repeat((widths[i] ?? 0) - widthOf(textOf(row, name))))
      .concat(hasChanges ? textOf(row, 'changes') : [])
      .join('  ')
      .trimEnd();
  const [runWidth = 0, whenWidth = 0] = widths;
  if (hasHeader) yield style.bold(truncate(lineOf(TITLES, rows.some(isBeside))));
  for (const row of rows) {
    const line = truncate(lineOf(row, isBeside(row)));
    const end = textOf(row, 'run').length;
    const start = end - Number(row.suffix);
    yield row.undoneBy
      ? style.dim(line)
      : line.slice(0, start) + style.bold(line.slice(start, end)) + line.slice(end);
    if (!isBeside(row)) yield truncate(`  ${textOf(row, 'changes')}`);
    const below = linesBelow(runDetails(row, isCiBelow, canvas.unicode), runWidth + whenWidth + 4, canvas);
    for (const detail of below) yield style.dim(truncate(detail));
  }
}
