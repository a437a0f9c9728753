import type { Env } from '../core/environment.ts';
import { formatNumber } from '../core/text.ts';

/** The progress of some work, in items. */
export interface Count {
  total: number;
  done: number;
  failed: number;
  /** Completed items that required no request, and so do not count toward the rate. */
  unchanged?: number;
}

/** How a bar is drawn. */
export interface BarStyle {
  /** What is in progress, such as `Assigning`. */
  title: string;
  /** Whether the bar may have box characters instead of ASCII. */
  unicode: boolean;
  color: boolean;
}

const rounded = (n: number): string => formatNumber(Math.round(n));

/** Items per second since the start, and the time left at that rate; unknown before the first response. */
function paceOf(
  { total, done, unchanged = 0 }: Count,
  seconds: number,
): { rate: string; left: string | undefined } {
  const rate = (done - unchanged) / Math.max(seconds, 0.001);
  const left = Math.ceil((total - done) / rate);
  const shown =
    left < 100 ? `${left}s` : left < 6000 ? `${Math.ceil(left / 60)}m` : `${Math.ceil(left / 3600)}h`;
  return { rate: `${rounded(rate)}/s`, left: rate > 0 ? `${shown} left` : undefined };
}

/** `4,200 of 10,000, 3 failed, 290/s, 20s left`: the rate is the average since the start. */
export function describeProgress(count: Count, seconds: number): string {
  const { rate, left = 'time left unknown' } = paceOf(count, seconds);
  return `${rounded(count.done)} of ${rounded(count.total)}, ${rounded(count.failed)} failed, ${rate}, ${left}`;
}

/** The maximum length of the bar, and the minimum at which it is still readable. */
const [LONGEST, SHORTEST] = [20, 10];

function bar(share: number, size: number, { unicode, color }: BarStyle): string {
  const halves = Math.min(2 * size, Math.round(share * size * 2));
  const full = Math.floor(halves / 2);
  if (!unicode) return '#'.repeat(full) + '-'.repeat(size - full);
  const drawn = '━'.repeat(full) + (halves % 2 === 1 ? '╸' : '');
  const rest = ' '.repeat(size - drawn.length);
  return color ? `\x1b[36m${drawn}\x1b[39m${rest}` : drawn + rest;
}

/** The text after the bar, longest first: complete, without the rate, without the time left. */
function tails(count: Count, seconds: number, wait: number): string[] {
  const { rate, left = '' } = paceOf(count, seconds);
  const share = count.total === 0 ? 1 : count.done / count.total;
  const percent = `${Math.floor(share * 100)}%`.padStart(3);
  const failed = count.failed > 0 ? `${rounded(count.failed)} failed` : '';
  const waiting = wait > 0 ? `Waiting ${Math.ceil(wait)}s: rate limited by Sinch` : '';
  const wordings = waiting
    ? [[percent, waiting, failed], [percent, waiting], [waiting]]
    : [
        [percent, left && rate, left, failed],
        [percent, left, failed],
        [percent, failed],
      ];
  return wordings.map((parts) => parts.filter(Boolean).join('  '));
}

/**
 * The progress in one line. If there is not enough space, the bar shrinks first, then the wording, then the bar is
 * omitted: numbers are never truncated.
 * @param width columns
 * @param wait seconds left of a wait because of a rate limit
 */
export function progressLine(
  count: Count,
  seconds: number,
  width: number,
  style: BarStyle,
  wait = 0,
): string {
  const share = count.total === 0 ? 1 : count.done / count.total;
  const counts = `${rounded(count.done)}/${rounded(count.total)}`;
  const head = `${style.title} ${counts}`;
  const wordings = tails(count, seconds, wait);
  const red = (text: string) => (style.color ? text.replace(/\d[\d,]* failed/, '\x1b[31m$&\x1b[39m') : text);
  for (const tail of wordings) {
    const room = Math.min(LONGEST, width - head.length - tail.length - 2);
    if (room >= SHORTEST) return `${head} ${bar(share, room, style)} ${red(tail)}`;
  }
  const short = wordings.at(-1) ?? '';
  const percent = `${Math.floor(share * 100)}%`;
  const texts = [`${head}  ${short}`, `${counts}  ${short}`, ...(wait > 0 ? [short] : []), counts, percent];
  return red(texts.find((text) => text.length <= width) ?? '');
}

/**
 * Whether the terminal supports OSC 9;4, which shows progress in the taskbar or the tab; other terminals show a
 * notification instead. tmux and screen do not pass it on.
 */
export function hasTaskbarProgress({ TMUX, STY, TERM = '', ...env }: Env): boolean {
  if (TMUX || STY || /^(?:tmux|screen)/.test(TERM)) return false;
  const { TERM_PROGRAM, TERM_PROGRAM_VERSION = '' } = env;
  // Versions are dates; support was added in 2025.
  if (TERM_PROGRAM === 'WezTerm') return TERM_PROGRAM_VERSION === '' || TERM_PROGRAM_VERSION >= '2025';
  return Boolean(env.WT_SESSION) || env.ConEmuANSI === 'ON' || TERM_PROGRAM === 'ghostty';
}

/** Shows progress in the taskbar: paused during a wait, red after failures. */
export function taskbarProgress({ total, done, failed }: Count, isWaiting: boolean): string {
  const state = isWaiting ? 4 : failed > 0 ? 2 : 1;
  return `\x1b]9;4;${state};${total === 0 ? 100 : Math.floor((done / total) * 100)}\x1b\\`;
}

export const TASKBAR_CLEAR = '\x1b]9;4;0\x1b\\';
