import type { Sink } from './sink.ts';

/** How far some work is. */
export interface Count {
  total: number;
  done: number;
  failed: number;
}

export interface Progress {
  /** Makes room on the terminal for another line. */
  giveWay(): Promise<void>;
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

/** `4,200 of 10,000, 3 failed, 290 a second, 20 s left`: the rate over the whole time. */
function describe({ total, done, failed }: Count, seconds: number): string {
  const rate = done / Math.max(seconds, 0.001);
  const left = rate > 0 ? `${Math.ceil((total - done) / rate)} s left` : 'no end in sight';
  const plain = (n: number) => Math.round(n).toLocaleString('en');
  return `${plain(done)} of ${plain(total)}, ${plain(failed)} failed, ${plain(rate)} a second, ${left}`;
}

/** The bar on a terminal. Its library loads when the first one is drawn. */
async function drawBar({ stderr, now }: ProgressSetting, count: Count, began: number): Promise<Progress> {
  const { SingleBar } = (await import('cli-progress')).default;
  let last: Promise<void> = Promise.resolve();
  const stream = {
    isTTY: true,
    get columns() {
      return process.stderr.columns;
    },
    write(text: string) {
      // The library saves the cursor's place and goes back there at the end; lines of ours have moved it by then.
      if (text !== '\x1b7' && text !== '\x1b8') last = stderr.write(text).catch(() => undefined);
      return true;
    },
  };
  const bar = new SingleBar({
    stream: stream as never,
    format: '{bar} {percentage} %  {text}',
    barCompleteChar: '#',
    barIncompleteChar: '.',
    barsize: 20,
    clearOnComplete: true,
    linewrap: true,
  });
  const text = () => describe(count, (now().getTime() - began) / 1000);
  bar.start(count.total, count.done, { text: text() });
  const timer = setInterval(() => bar.update(count.done, { text: text() }), REDRAW);
  return {
    async giveWay() {
      stream.write('\r\x1b[K');
      await last;
    },
    async stop() {
      clearInterval(timer);
      bar.stop();
      stream.write('\r\x1b[K');
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
    return { giveWay: async () => undefined, stop: async () => clearInterval(timer) };
  }
  let bar: Promise<Progress> | undefined;
  const timer = setTimeout(() => {
    bar = drawBar(setting, count, began);
  }, QUIET);
  return {
    giveWay: async () => (await bar)?.giveWay(),
    async stop() {
      clearTimeout(timer);
      await (await bar)?.stop();
    },
  };
}
