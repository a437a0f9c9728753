import type { AccountNumber } from '../account/phone-number.ts';
import { asSinchctlError, type Interruption, SinchctlError } from '../core/errors.ts';
import { formatNumber } from '../core/text.ts';
import type { Row } from '../output/rows.ts';
import type { Host } from '../platform/host.ts';
import { signalName } from '../platform/process-end.ts';
import type { Invocation } from './invocation.ts';
import type { Messages } from './messages.ts';

/** The progress of some work, in items. */
export interface Count {
  total: number;
  done: number;
  failed: number;
}

const rounded = (n: number): string => formatNumber(Math.round(n));

/** The wordings of a count, longest first: complete, without the rate, without the time left, without the failures. */
function wordings({ total, done, failed }: Count, seconds: number): [string, string, string, string] {
  const rate = done / Math.max(seconds, 0.001);
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)}s left` : 'time left unknown';
  const short = `${rounded(done)} of ${rounded(total)}`;
  const counts = `${short}, ${rounded(failed)} failed`;
  return [`${counts}, ${rounded(rate)}/s, ${left}`, `${counts}, ${left}`, counts, short];
}

/** `4,200 of 10,000, 3 failed, 290/s, 20s left`: the rate is the average since the start. */
export const describeProgress = (count: Count, seconds: number): string => wordings(count, seconds)[0];

/** The maximum length of the bar, and the minimum at which it is still readable. */
const [LONGEST, SHORTEST] = [20, 10];

function bar(share: number, size: number): string {
  const full = Math.min(size, Math.round(share * size));
  return '#'.repeat(full) + '.'.repeat(size - full);
}

/**
 * The same after a bar, in one line. Where space is short, the bar shrinks first, then the wording, then the bar is
 * omitted: no number is ever cut.
 * @param width columns
 */
export function progressLine(count: Count, seconds: number, width: number): string {
  const share = count.total === 0 ? 1 : count.done / count.total;
  const percent = `${Math.floor(share * 100)}%`;
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
 * Clears the bar for other output. When tmux becomes narrower it moves lines up, perhaps to the very top, and saves in
 * its history what is cleared from there, so this does not start in the first column.
 */
const CLEAR_BAR = `\r\x1b[K\x1b[C${CLEAR_BELOW}\r`;
/** Turns line wrap off and on: a terminal that has just become narrower must truncate the line. */
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
  // After a full line, some terminals move the cursor to the next one.
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

/** What a first signal does. */
const finishing = (signal: Interruption): string =>
  signal === 'SIGINT'
    ? 'Finishing requests in progress; press Ctrl-C again to quit now'
    : `Finishing requests in progress after ${signalName(signal)}`;

/** Follows many items until `stop`. */
export interface Tracking {
  /** Takes a finished row, once; with numbers, one row for each of them, which differ only in the number. */
  row(row: Row, numbers?: readonly AccountNumber[]): void;
  /** Prints the rows of these numbers in this order. */
  keepOrder(numbers: readonly AccountNumber[]): void;
  /** Why no further item should start: a signal was received, or rows cannot be recorded. */
  error(): SinchctlError | undefined;
  stop(): Promise<void>;
}

/**
 * Follows many items: their rows are written as they finish, a bar shows the progress, and a first signal lets requests
 * in progress finish.
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
    if (!settings.quiet) messages.say(finishing(signal));
    requests.interrupt(signal);
  }, onAbort);
  const endProgress = settings.quiet ? undefined : showProgress(host, messages, count);

  function interrupted(): SinchctlError | undefined {
    const signal = watch.first();
    if (!signal) return undefined;
    const hint = 'run the same command again to process the rest';
    return new SinchctlError('interrupted', `interrupted by ${signalName(signal)}`, { signal, hint });
  }

  return {
    row(row, numbers = []) {
      const size = Math.max(1, numbers.length);
      // A verification may report an item again.
      count.done = Math.min(count.total, count.done + size);
      if (row.error !== null) count.failed += size;
      stream.push({ row, numbers });
    },
    keepOrder: (numbers) => stream.keepOrder(numbers),
    error: () => interrupted() ?? (stream.unrecorded ? asSinchctlError(stream.unrecorded) : undefined),
    async stop() {
      watch.stop();
      requests.stop();
      await endProgress?.();
    },
  };
}
