import { formatNumber } from '../core/format-number.ts';

/** How far some work is. */
export interface Count {
  total: number;
  done: number;
  failed: number;
}

const plain = (n: number): string => formatNumber(Math.round(n));

/** What may be said of it, the longest first; without the rate, then without the time that is left. */
function wordings({ total, done, failed }: Count, seconds: number): [string, string, string, string] {
  const rate = done / Math.max(seconds, 0.001);
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : 'no end in sight';
  const so = `${plain(done)} of ${plain(total)}`;
  const far = `${so}, ${plain(failed)} failed`;
  return [`${far}, ${plain(rate)} a second, ${left}`, `${far}, ${left}`, far, so];
}

/** `4,200 of 10,000, 3 failed, 290 a second, 20 s left`: the rate over the whole time. */
export const describe = (count: Count, seconds: number): string => wordings(count, seconds)[0];

/** The longest bar, and the shortest that still says something. */
const [LONGEST, SHORTEST] = [20, 10];

function bar(share: number, size: number): string {
  const full = Math.min(size, Math.round(share * size));
  return '#'.repeat(full) + '.'.repeat(size - full);
}

/**
 * The same with a bar in front, in one line. Where there is no room the bar gets shorter, then less is said, then the bar
 * goes: no number is ever cut.
 * @param width columns
 */
export function progressLine(count: Count, seconds: number, width: number): string {
  const share = count.total === 0 ? 1 : count.done / count.total;
  const percent = `${Math.floor(share * 100)} %`;
  const [full, timed, far, so] = wordings(count, seconds);
  for (const words of [full, timed, far]) {
    const text = `${percent}  ${words}`;
    const room = Math.min(LONGEST, width - text.length - 1);
    if (room >= SHORTEST) return `${bar(share, room)} ${text}`;
  }
  return [`${percent}  ${far}`, far, so, percent].find((text) => text.length <= width) ?? '';
}
