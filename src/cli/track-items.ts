import type { E164 } from '../account/phone-number.ts';
import { asSinchctlError, type Interruption, SinchctlError } from '../core/errors.ts';
import type { Row } from '../output/rows.ts';
import { signalName } from '../platform/process-end.ts';
import type { Invocation } from './invocation.ts';
import { showProgress } from './progress.ts';

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
