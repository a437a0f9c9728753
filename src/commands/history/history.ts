import { asApplicationKey } from '../../account/application.ts';
import { parseNumbers } from '../../account/phone-number.ts';
import { value, withCompletion } from '../../cli/argv/option.ts';
import { defineCommand } from '../../cli/command.ts';
import type { Context } from '../../cli/context.ts';
import { usage } from '../../core/errors.ts';
import { checkProfile } from '../../credentials/profile.ts';
import type { HistoryRow } from '../../history/journal.ts';
import type { Row } from '../../output/rows.ts';
import { regionOf } from '../numbers/resolve-numbers.ts';
import { historyColumns } from '../write/columns.ts';
import { unknownRun } from './load-run.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A moment in the past: `90m`, `24h`, `7d`, or an ISO 8601 date, which means midnight UTC if it has no time.
 * @returns milliseconds since 1970
 * @throws SinchctlError usage
 */
function parseSince(text: string, now: Date): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count) return now.getTime() - Number(count) * (UNITS[unit] ?? 0) * 1000;
  const moment = DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw usage(
    `--since is not a valid time: ${text}`,
    'use a duration such as 24h or 7d, or a date such as 2026-11-01',
    [text],
  );
}

type RowFilter = (row: HistoryRow) => boolean;

async function numberFilter(context: Context, text: string): Promise<RowFilter> {
  const numbers = new Set<string | null>(await parseNumbers([text], () => regionOf(context)));
  return (row) => numbers.has(row.number);
}

/** A key needs no credentials; an alias belongs to a profile. */
async function applicationFilter(context: Context, text: string): Promise<RowFilter> {
  const key = asApplicationKey(text) ?? (await context.application(text));
  return ({ application, from, to }) => [application, from, to].includes(key);
}

function sinceFilter(context: Context, text: string): RowFilter {
  const moment = parseSince(text, context.host.now());
  return ({ at }) => Date.parse(at) >= moment;
}

export const history = defineCommand({
  usage: 'history',
  summary: 'List the changes made with sinchctl',
  description:
    'Every change is recorded on this machine before its request is sent, and again with its result. The history contains only changes that were made with sinchctl on this machine. The result unknown means that no outcome was recorded.',
  examples: ['sinchctl history --since 7d', 'sinchctl history --number +14155550100 --json'],
  options: {
    number: withCompletion(value('NUMBER', 'only changes of this number'), { completes: 'number' }),
    app: withCompletion(value('APP', 'only changes of this application, by key or alias'), {
      completes: 'application',
    }),
    since: value('TIME', 'only changes since then: 24h, 7d, or a date such as 2026-11-01'),
    run: withCompletion(value('RUN', 'only changes of this run'), { completes: 'run' }),
  },
  columns: historyColumns,
  errors: ['notFound'],
  seeAlso: ['undo', 'help output'],
  writes: false,
  async run(context, _, { number, app, since: moment, run }) {
    const filters: RowFilter[] = [
      ...(number === undefined ? [] : [await numberFilter(context, number)]),
      ...(app === undefined ? [] : [await applicationFilter(context, app)]),
      ...(moment === undefined ? [] : [sinceFilter(context, moment)]),
      ...(run === undefined ? [] : [(row: HistoryRow) => row.run === run]),
      ...(context.settings.flaggedProfile === undefined
        ? []
        : [({ profile }: HistoryRow) => profile === context.settings.flaggedProfile]),
    ];
    const all = await context.records.history();
    // A removed profile still has a history.
    if (!all.some(({ profile }) => profile === context.settings.flaggedProfile)) await checkProfile(context);
    if (run !== undefined && !all.some((row) => row.run === run)) throw unknownRun(run, all);
    const rows = all.filter((row) => filters.every((matches) => matches(row)));
    return { rows: rows as unknown as Row[] };
  },
});
