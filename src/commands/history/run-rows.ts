import { formatNumber, truncate } from '../../core/text.ts';
import type { HistoryRun } from '../../history/runs.ts';
import { type Block, type Columns, describeFields, field, type Row, spare } from '../../output/rows.ts';

/** The columns of a run, which its changes have too. */
export const headTexts = {
  run: 'run ID, for undo',
  at: 'time in ISO 8601, UTC',
  user: 'user who ran the command',
  host: 'computer it ran on',
  profile: 'profile in use, or environment',
  command: 'the command',
  ci: 'URL or ID of the CI run',
  reason: 'text of --reason',
} as const;

export const NO_HISTORY =
  'no changes recorded; the history contains only changes made with sinchctl on this machine';

export const runColumns: Columns = {
  ...describeFields({
    ...headTexts,
    added: ['number', 'numbers assigned that were unassigned'],
    moved: ['number', 'numbers moved from another application'],
    removed: ['number', 'numbers unassigned'],
    set: ['number', 'callback URLs set or cleared'],
    failed: ['number', 'changes that failed'],
    unknown: ['number', 'changes without a known outcome'],
    undoneBy: 'ID of the run that undid it',
  }),
  table: [
    field('run'),
    field('when'),
    field('user', 'who'),
    field('changes'),
    spare('undoneBy', 'undone by'),
    field('command'),
    spare('reason'),
  ],
  empty: NO_HISTORY,
};

const twoDigits = (n: number): string => String(n).padStart(2, '0');

const dayOf = (moment: Date): string =>
  `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

/** Midnight of a day in local time. @param days relative to the day of `moment` */
export const midnight = (moment: Date, days = 0): Date =>
  new Date(moment.getFullYear(), moment.getMonth(), moment.getDate() + days);

/** A moment in local time: `today 14:02`, `yesterday 17:09`, `2026-11-20 09:30`. */
export function localTime(at: string, now: Date): string {
  const moment = new Date(at);
  if (Number.isNaN(moment.getTime())) return at;
  const day = dayOf(moment);
  const name = day === dayOf(now) ? 'today' : day === dayOf(midnight(now, -1)) ? 'yesterday' : day;
  return `${name} ${twoDigits(moment.getHours())}:${twoDigits(moment.getMinutes())}`;
}

/** `+3 ~500 -5, 1 callback, 2 failed`. */
function changesText({ added, moved, removed, set, failed, unknown }: HistoryRun): string {
  const numbers = Object.entries({ '+': added, '~': moved, '-': removed });
  const parts = [
    numbers.flatMap(([sign, n]) => (n > 0 ? [sign + formatNumber(n)] : [])).join(' '),
    set > 0 ? `${formatNumber(set)} ${set === 1 ? 'callback' : 'callbacks'}` : '',
    failed > 0 ? `${formatNumber(failed)} failed` : '',
    unknown > 0 ? `${formatNumber(unknown)} unknown` : '',
  ];
  return parts.filter((part) => part !== '').join(', ') || 'nothing';
}

/** A run as a row. Only tables show `when` and `changes`. */
export const runRow = (run: HistoryRun, now: Date): Row => ({
  ...Object.fromEntries(runColumns.fields.map((name) => [name, run[name as keyof HistoryRun] ?? null])),
  when: localTime(run.at, now),
  changes: changesText(run),
});

/** The longest command that a terminal shows. */
const LONGEST_COMMAND = 200;

/** The rows for a terminal: one line per run, and below it what it was. */
export function runBlocks(rows: readonly Row[]): Block[] {
  const lines = rows.map(({ run, when, user, changes }) => [run, when, user, changes].map(String));
  const table = [['RUN', 'WHEN', 'WHO', 'CHANGES'], ...lines];
  const widths = [0, 1, 2].map((i) => Math.max(...table.map((cells) => cells[i]?.length ?? 0)));
  const titles = table.map((cells) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join('  '));
  return titles.map((title, i) => {
    const { command, ci, reason, undoneBy } = rows[i - 1] ?? {};
    const below = [
      undoneBy && `undone by ${undoneBy}`,
      command && truncate(String(command).replace(/^sinchctl /, ''), LONGEST_COMMAND),
      reason && `reason: ${reason}`,
      ci && `CI: ${ci}`,
    ];
    return { title, lines: below.flatMap((text) => (text ? [{ sign: ' ' as const, text }] : [])) };
  });
}
