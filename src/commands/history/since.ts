import { usage } from '../../core/errors.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86_400, w: 604_800 };
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/**
 * A moment in the past: `90m`, `24h`, `7d`, or an ISO 8601 date, which is midnight UTC where it names no time.
 * @returns milliseconds since 1970
 * @throws SinchctlError usage
 */
export function parseSince(text: string, now: Date): number {
  const [, count, unit = ''] = /^(\d{1,6})([smhdw])$/.exec(text) ?? [];
  if (count) return now.getTime() - Number(count) * (UNITS[unit] ?? 0) * 1000;
  const moment = DATE.test(text) ? Date.parse(text) : Number.NaN;
  if (!Number.isNaN(moment)) return moment;
  throw usage(`--since is no time: ${text}`, 'say how long ago, e.g. 24h or 7d, or a date, e.g. 2026-11-01', [
    text,
  ]);
}
