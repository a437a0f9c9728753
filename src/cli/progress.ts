import type { E164 } from '../account/phone-number.ts';
import { asSinchctlError, type Interruption, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/format-number.ts';
import type { Row } from '../output/rows.ts';
import type { Host } from '../platform/host.ts';
import { signalName } from '../platform/signals.ts';
import type { Invocation } from './invocation.ts';
import type { Messages } from './messages.ts';

/** The progress of some work, in items. */
export interface Count {
  total: number;
  done: number;
  failed: number;
}

const rounded = (n: number): string => formatNumber(Math.round(n));

/** The wordings of a count, the longest first: all, without the rate, without the time left, without the failures. */
function wordings({ total, done, failed }: Count, seconds: number): [string, string, string, string] {
  const rate = done / Math.max(seconds, 0.001);
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : 'no end in sight';
  const short = `${rounded(done)} of ${rounded(total)}`;
  const counts = `${short}, ${rounded(failed)} failed`;
  return [`${counts}, ${rounded(rate)} a second, ${left}`, `${counts}, ${left}`, counts, short];
}

/** `4,200 of 10,000, 3 failed, 290 a second, 20 s left`: the rate is the average since the start. */
export const describeProgress = (count: Count, seconds: number): string => wordings(count, seconds)[0];

/** The maximum length of the bar, and the minimum at which it is still readable. */
const [LONGEST, SHORTEST] = [20, 10];

function bar(share: number, size: number): string {
  const full = Math.min(size, Math.round(share * size));
  return '#'.repeat(full) + '.'.repeat(size - full);
}

/**
 * The same after a bar, in one line. Where space is short the bar shrinks first, then the wording, then the bar goes: no
 * number is ever cut.
 * @param width columns
 */
export function progressLine(count: Count, seconds: number, width: number): string {
  const share = count.total === 0 ? 1 : count.done / count.total;
  const percent = `${Math.floor(share * 100)} %`;
  const [full, timed, counts, short] = wordings(count, seconds);
  for (const words of [full, timed, counts]) {
    const text = `${percent}  ${words}`;
    const room = Math.min(LONGEST, width - text.length - 1);
    if (room >= SHORTEST) return `${bar(share, room)} ${text}`;
  }
  return [`${percent}  ${counts}`, counts, short, percent].find((text) => text.length <= width) ?? '';
}

/** Milliseconds before the bar appears: most work is done by then. */
const DELAY = 500;
/** Milliseconds between two frames of the bar, and between two lines where none may be drawn. */
const [REDRAW, LINE] = [100, 10_000];

/** Clears everything after the cursor: a terminal that has become narrower has wrapped the line. */
const CLEAR_BELOW = '\x1b[J';
/**
 * Clears the bar for other output. tmux has moved its lines up when it became narrower, perhaps to the very top, and
 * would save in its history what is cleared from there, so this does not start in the first column.
 */
const CLEAR_BAR = `\r\x1b[K\x1b[C${CLEAR_BELOW}\r`;
/** Turns line wrap off and on: a terminal that has just become narrower must cut the line. */
const [CUT, WRAP] = ['\x1b[?7l', '\x1b[?7h'];

/**
 * The bar on a terminal. The cursor rests at its start: however the terminal wraps it when its width changes, all of it
 * is after the cursor, and the next frame clears it.
 * @returns removes the bar
 */
function drawBar(stderr: Host['stderr'], line: (width: number) => string): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const send = (text: string) => {
    last = stderr.write(text).catch(() => undefined);
  };
  // A full line would leave the cursor in the next one on some terminals.
  const draw = () => send(`${CUT}\r${line((stderr.columns ?? 80) - 1)}${CLEAR_BELOW}\r${WRAP}`);
  draw();
  const timer = setInterval(draw, REDRAW);
  return () => {
    clearInterval(timer);
    send(CLEAR_BAR);
    return last;
  };
}

/**
 * Shows progress on stderr, as a bar or as a line every ten seconds. `count` is read again for each.
 * @returns ends it
 */
function showProgress(
  { stderr, now }: Pick<Host, 'stderr' | 'now'>,
  messages: Messages,
  count: Count,
): () => Promise<void> {
  const began = now().getTime();
  const seconds = () => (now().getTime() - began) / 1000;
  if (!messages.mayRedraw) {
    const timer = setInterval(() => messages.say(`progress: ${describeProgress(count, seconds())}`), LINE);
    return async () => clearInterval(timer);
  }
  let removeBar: (() => Promise<void>) | undefined;
  const timer = setTimeout(() => {
    removeBar = drawBar(stderr, (width) => progressLine(count, seconds(), width));
    messages.setClearing(CLEAR_BAR);
  }, DELAY);
  return async () => {
    clearTimeout(timer);
    messages.setClearing('');
    await removeBar?.();
  };
}

/** Follows many items until `stop`. */
export interface Tracking {
  /** Takes a finished row, once; with numbers, as many rows that differ from it only in the number. */
  row(row: Row, numbers?: readonly E164[]): void;
  /** Why no further item should start: a first signal came, or rows cannot be recorded. */
  error(): SinchctlError | undefined;
  stop(): Promise<void>;
}

/**
 * Follows many items: their rows leave as they finish, a bar shows the progress, and a first signal lets requests in
 * progress finish.
 * @param onAbort called at a second signal, just before the program ends
 */
export function trackItems(
  { host, settings, messages, stream, cancellation }: Invocation,
  total: number,
  onAbort: (signal: Interruption) => void,
): Tracking {
  const count = { total, done: 0, failed: 0 };
  const requests = cancellation.handOver();
  const watch = host.watchInterrupts((signal) => {
    messages.note(`${signalName(signal)}: finishing what is in flight`);
    requests.interrupt(signal);
  }, onAbort);
  const endProgress = settings.quiet ? undefined : showProgress(host, messages, count);

  function interrupted(): SinchctlError | undefined {
    const signal = watch.first();
    if (!signal) return undefined;
    const hint = 'run the same line again to do the rest';
    return new SinchctlError('interrupted', `interrupted by ${signalName(signal)}`, { signal, hint });
  }

  return {
    row(row, numbers = []) {
      const size = Math.max(1, numbers.length);
      count.done += size;
      if (row.error !== null) count.failed += size;
      stream.push({ row, numbers });
    },
    error: () => interrupted() ?? (stream.unrecorded ? asSinchctlError(stream.unrecorded) : undefined),
    async stop() {
      watch.stop();
      requests.stop();
      await endProgress?.();
    },
  };
}
