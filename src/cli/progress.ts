import type { AccountNumber } from '../account/phone-number.ts';
import { asSinchctlError, type Interruption, SinchctlError } from '../core/errors.ts';
import type { Row } from '../output/rows.ts';
import { canDrawBoxes, wantsColor } from '../output/style-options.ts';
import type { Host } from '../platform/host.ts';
import { signalName } from '../platform/process-end.ts';
import type { Invocation } from './invocation.ts';
import {
  type Count,
  describeProgress,
  hasTaskbarProgress,
  progressLine,
  TASKBAR_CLEAR,
  taskbarProgress,
} from './progress-bar.ts';
import type { RowItem } from './row-order.ts';

/** Milliseconds before the bar appears: most work is done by then. */
const DELAY = 500;
/** Milliseconds between two frames of the bar, and between two lines if no bar may be drawn. */
const [REDRAW, LINE] = [100, 10_000];

/** Clears everything after the cursor: a terminal that has become narrower has wrapped the line. */
const CLEAR_BELOW = '\x1b[J';
/**
 * Clears the bar for other output. When tmux becomes narrower, it moves lines up, possibly to the top, where cleared
 * lines are saved in its history. Clearing therefore does not start in the first column.
 */
const CLEAR_BAR = `\r\x1b[K\x1b[C${CLEAR_BELOW}\r`;
/** Turns line wrap off and on: a terminal that has just become narrower must truncate the line. */
const [CUT, WRAP] = ['\x1b[?7l', '\x1b[?7h'];

/**
 * The bar on a terminal. The cursor rests at its start: however the terminal wraps it when its width changes, all of it
 * is after the cursor, and the next frame clears it.
 * @param taskbar what a frame writes besides the line
 * @param clearing what removes it
 * @returns a function that removes the bar
 */
function drawBar(
  stderr: Host['stderr'],
  line: (width: number) => string,
  taskbar: () => string,
  clearing: string,
): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  const send = (text: string) => {
    last = stderr.write(text).catch(() => undefined);
  };
  // After a full line, some terminals move the cursor to the next one.
  const draw = () => send(`${CUT}\r${line((stderr.columns ?? 80) - 1)}${CLEAR_BELOW}\r${WRAP}${taskbar()}`);
  draw();
  const timer = setInterval(draw, REDRAW);
  return () => {
    clearInterval(timer);
    send(clearing);
    return last;
  };
}

/**
 * Shows progress on stderr, as a bar or as a line every ten seconds. `count` is read again for each.
 * @returns a function that stops it
 */
function showProgress({ host, messages, settings, progress }: Invocation, count: Count): () => Promise<void> {
  const { stderr, now, env, platform } = host;
  const began = now().getTime();
  const seconds = () => (now().getTime() - began) / 1000;
  if (!messages.mayRedraw) {
    const timer = setInterval(() => messages.say(`progress: ${describeProgress(count, seconds())}`), LINE);
    return async () => clearInterval(timer);
  }
  const style = {
    title: progress,
    unicode: canDrawBoxes(env, platform, stderr.isTerminal),
    color: wantsColor(env, stderr.isTerminal, settings.noColor),
  };
  const wait = () => Math.max(0, messages.limit.until - now().getTime()) / 1000;
  const hasTaskbar = hasTaskbarProgress(env);
  const clearing = hasTaskbar ? CLEAR_BAR + TASKBAR_CLEAR : CLEAR_BAR;
  let removeBar: (() => Promise<void>) | undefined;
  const timer = setTimeout(() => {
    removeBar = drawBar(
      stderr,
      (width) => progressLine(count, seconds(), width, style, wait()),
      () => (hasTaskbar ? taskbarProgress(count, wait() > 0) : ''),
      clearing,
    );
    messages.setClearing(clearing);
  }, DELAY);
  return async () => {
    clearTimeout(timer);
    messages.setClearing('');
    await removeBar?.();
  };
}

/** The effect of the first signal. */
const finishing = (signal: Interruption): string =>
  signal === 'SIGINT'
    ? 'Finishing requests in progress; press Ctrl-C again to quit now'
    : `Finishing requests in progress after ${signalName(signal)}`;

/** Tracks many items until `stop`. */
export interface Tracking {
  /** Takes a finished row, once; with numbers, one row for each of them, which differ only in the number. */
  row(row: Row, numbers?: readonly AccountNumber[]): void;
  /** Prints the rows of these items in this order. */
  keepOrder(items: Iterable<RowItem>): void;
  /** Why no further item should start: a signal was received, or rows cannot be recorded. */
  error(): SinchctlError | undefined;
  stop(): Promise<void>;
}

/**
 * Tracks many items: their rows are written as they finish, a bar shows the progress, and the first signal lets
 * requests in progress finish.
 * @param onAbort called at a second signal, just before the program ends
 */
export function trackItems(
  invocation: Invocation,
  total: number,
  onAbort: (signal: Interruption) => void,
): Tracking {
  const { host, settings, messages, stream, cancellation } = invocation;
  const count = { total, done: 0, failed: 0, unchanged: 0 };
  const requests = cancellation.handOver();
  const watch = host.watchInterrupts((signal) => {
    if (!settings.quiet) messages.say(finishing(signal));
    requests.interrupt(signal);
  }, onAbort);
  const endProgress = settings.quiet ? undefined : showProgress(invocation, count);

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
      if (row.result === 'unchanged') count.unchanged += size;
      messages.limit.until = 0;
      stream.push({ row, numbers });
    },
    keepOrder: (items) => stream.keepOrder(items),
    error: () => interrupted() ?? (stream.unrecorded ? asSinchctlError(stream.unrecorded) : undefined),
    async stop() {
      watch.stop();
      requests.stop();
      await endProgress?.();
    },
  };
}
