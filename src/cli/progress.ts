import type { Sink } from '../platform/streams.ts';
import { type Count, describe, progressLine } from './progress-line.ts';

export interface Progress {
  /** What makes room on the terminal for another line, to be written in front of it; empty while there is no bar. */
  clearing(): string;
  stop(): Promise<void>;
}

export interface ProgressSetting {
  stderr: Sink;
  /** Whether the line may be drawn again and again; else one line every ten seconds. */
  mayRedraw: boolean;
  say: (text: string) => void;
  now: () => Date;
}

/** Milliseconds before anything shows: most work is over by then. */
const QUIET = 500;
const REDRAW = 100;
const LINE = 10_000;

/** What the library writes at the end of a frame, to clear the rest of its line. */
const CLEAR_RIGHT = '\x1b[0K';
/** Clears all from the cursor on; a narrower terminal has made several lines of one. */
const CLEAR_BELOW = '\x1b[J';
/**
 * Clears the bar for something else. tmux has moved its lines up when it became narrower, perhaps to the very top, and
 * would keep in its history what is cleared from there; so not from the first column.
 */
const CLEAR_BAR = `\r\x1b[K\x1b[C${CLEAR_BELOW}\r`;
/** A terminal that has become narrower a moment ago cuts the line. */
const [CUT, WRAP] = ['\x1b[?7l', '\x1b[?7h'];
/** The library saves the cursor's place and goes back there at the end; lines of ours have moved it by then. */
const PLACES = ['\x1b7', '\x1b8'];

/**
 * The bar on a terminal. Its library loads when the first one is drawn. The cursor rests at the start of the bar: however
 * the terminal wraps it when its width changes, all of it lies ahead, and the next frame clears it.
 */
async function drawBar({ stderr, now }: ProgressSetting, count: Count, began: number): Promise<Progress> {
  const { SingleBar } = (await import('cli-progress')).default;
  let last: Promise<void> = Promise.resolve();
  let frame = '';
  const send = (text: string) => {
    last = stderr.write(text).catch(() => undefined);
  };
  const stream = {
    isTTY: true,
    get columns() {
      // A full line would leave the cursor in the next one on some terminals.
      return (stderr.columns ?? 80) - 1;
    },
    write(text: string) {
      if (text === CLEAR_RIGHT) {
        send(`${CUT}${frame}${CLEAR_BELOW}\r${WRAP}`);
        frame = '';
      } else if (!PLACES.includes(text)) frame += text;
      return true;
    },
  };
  const bar = new SingleBar({
    stream: stream as never,
    format: () => progressLine(count, (now().getTime() - began) / 1000, stream.columns),
    clearOnComplete: true,
    linewrap: true,
  });
  bar.start(count.total, count.done);
  const timer = setInterval(() => bar.update(count.done), REDRAW);
  return {
    clearing: () => CLEAR_BAR,
    async stop() {
      clearInterval(timer);
      bar.stop();
      send(CLEAR_BAR);
      await last;
    },
  };
}

/** Shows how far work is until `stop`; `count` is read again and again. */
export function showProgress(setting: ProgressSetting, count: Count): Progress {
  const { say, now, mayRedraw } = setting;
  const began = now().getTime();
  if (!mayRedraw) {
    const timer = setInterval(
      () => say(`progress: ${describe(count, (now().getTime() - began) / 1000)}`),
      LINE,
    );
    return { clearing: () => '', stop: async () => clearInterval(timer) };
  }
  let bar: Promise<Progress | undefined> | undefined;
  let drawn: Progress | undefined;
  const timer = setTimeout(() => {
    // Without its library there is no bar, and the work goes on.
    bar = drawBar(setting, count, began).catch(() => undefined);
    bar.then((one) => {
      drawn = one;
    });
  }, QUIET);
  return {
    clearing: () => drawn?.clearing() ?? '',
    async stop() {
      clearTimeout(timer);
      await (await bar)?.stop();
    },
  };
}
