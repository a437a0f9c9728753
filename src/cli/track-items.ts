import type { E164 } from '../account/phone-number.ts';
import { asSinchctlError, type Interruption, SinchctlError } from '../core/errors.ts';
import type { Row } from '../output/rows.ts';
import type { Host } from '../platform/host.ts';
import { signalName } from '../platform/signals.ts';
import type { RequestCancellation } from './cancel-requests.ts';
import { type Progress, showProgress } from './progress.ts';
import type { RowStream } from './row-stream.ts';

/** Many items on their way. */
export interface Tracking {
  /** Takes a row that has finished, once; with numbers, as many rows as differ from it in nothing else. */
  row(row: Row, numbers?: readonly E164[]): void;
  /** Why nothing more should be started: Ctrl-C or SIGTERM came (a second one ends the program), or rows are not recorded. */
  error(): SinchctlError | undefined;
  stop(): Promise<void>;
}

export interface TrackSetting {
  host: Host;
  stream: RowStream;
  /** Requests in progress, which end as far as they can. */
  requests: ReturnType<RequestCancellation['handOver']>;
  /** Whether a bar may be drawn, and anything be said at all. */
  mayRedraw: boolean;
  isQuiet: boolean;
  say: (text: string) => void;
  note: (text: string) => void;
  /** Told of the bar while there is one, so that other lines can pass it. */
  onProgress: (progress: Progress | undefined) => void;
  /** Told when the program is about to end at once, with what makes room for other lines. */
  onAbort: (signal: Interruption, clearing: string) => void;
}

/** Follows many items until `stop`: rows leave as they finish, a bar shows how far it is, Ctrl-C waits for what is in flight. */
export function trackItems(setting: TrackSetting, total: number): Tracking {
  const { host, stream, requests, mayRedraw, isQuiet, say, note, onProgress, onAbort } = setting;
  const count = { total, done: 0, failed: 0 };
  const watch = host.watchInterrupts(
    (signal) => {
      note(`${signalName(signal)}: finishing what is in flight`);
      requests.interrupt(signal);
    },
    (signal) => onAbort(signal, progress?.clearing() ?? ''),
  );
  const progress = isQuiet
    ? undefined
    : showProgress({ stderr: host.stderr, mayRedraw, say, now: host.now }, count);
  onProgress(progress);

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
      onProgress(undefined);
      await progress?.stop();
    },
  };
}
