import type { Cancellation, PendingRequest } from '../api/request.ts';
import { type Interruption, SinchctlError } from '../core/errors.ts';
import type { Host } from '../platform/host.ts';

/** Milliseconds that a read may still take where work is finished after an interruption. */
const GRACE = 400;

/** A wait for the network. */
interface Wait extends PendingRequest {
  isRead: boolean;
}

export interface RequestCancellation extends Cancellation {
  /** The same wait, ended early by an interruption. */
  sleep(seconds: number): Promise<void>;
  /** From now on the caller watches for signals, and requests in progress may finish. */
  handOver(): { interrupt(signal: Interruption): void; stop(): void };
}

/**
 * Ends requests early when the user or the system asks to end. By default it ends all of them at once, and watches for
 * signals only while there are any. After `handOver` only requests that are not sent end at once: reads end soon, and a
 * write that is sent ends at its own timeout.
 */
export function cancelRequests({ sleep, watchInterrupts }: Pick<Host, 'sleep' | 'watchInterrupts'>) {
  const waits = new Set<Wait>();
  let signal: Interruption | undefined;
  let isFinishing = false;
  let stopWatching: (() => void) | undefined;

  const endIn = (wait: Wait, delay: number) =>
    void setTimeout(() => waits.has(wait) && wait.abort(), delay).unref();

  function interrupt(by: Interruption): void {
    signal = by;
    for (const wait of [...waits]) {
      if (!isFinishing || !wait.hasLeft()) wait.abort();
      else if (wait.isRead) endIn(wait, GRACE);
    }
  }

  function watch(): void {
    const isNeeded = waits.size > 0 && !isFinishing;
    if (isNeeded) stopWatching ??= watchInterrupts(interrupt, () => undefined).stop;
    else {
      stopWatching?.();
      stopWatching = undefined;
    }
  }

  function follow(attempt: PendingRequest, isRead: boolean): () => void {
    const wait = { ...attempt, isRead };
    waits.add(wait);
    watch();
    if (signal) endIn(wait, GRACE);
    return () => {
      waits.delete(wait);
      watch();
    };
  }

  const cancellation: RequestCancellation = {
    reason: () => signal && new SinchctlError('interrupted', `interrupted by ${signal}`, { signal }),
    mayFinish: () => isFinishing,
    follow,
    async sleep(seconds) {
      if (signal) return;
      let leave = () => {};
      const interrupted = new Promise<void>((resolve) => {
        leave = follow({ hasLeft: () => false, abort: resolve }, true);
      });
      await Promise.race([sleep(seconds), interrupted]);
      leave();
    },
    handOver() {
      isFinishing = true;
      watch();
      return {
        interrupt,
        stop() {
          isFinishing = false;
          watch();
        },
      };
    },
  };
  return cancellation;
}
