import type { Cancellation, PendingRequest } from '../api/request.ts';
import { type Interruption, SinchctlError } from '../core/errors.ts';
import type { Host } from '../platform/host.ts';

/** Milliseconds that a read may still take if work continues after an interruption. */
const GRACE = 400;

/** A wait for the network. */
interface Wait extends PendingRequest {
  isRead: boolean;
}

/**
 * Aborts requests when the user or the system requests it. By default, it aborts all of them at once, and listens for
 * signals only while there are any. After `handOver`, only unsent requests are aborted at once: reads end soon, and a
 * write that was sent ends at its own timeout.
 */
export class RequestCancellation implements Cancellation {
  readonly #host: Pick<Host, 'sleep' | 'watchInterrupts'>;
  readonly #waits = new Set<Wait>();
  #signal: Interruption | undefined;
  #isFinishing = false;
  #stopWatching: (() => void) | undefined;

  constructor(host: Pick<Host, 'sleep' | 'watchInterrupts'>) {
    this.#host = host;
  }

  reason(): SinchctlError | undefined {
    const signal = this.#signal;
    return signal && new SinchctlError('interrupted', `interrupted by ${signal}`, { signal });
  }

  mayFinish(): boolean {
    return this.#isFinishing;
  }

  follow(attempt: PendingRequest, isRead: boolean): () => void {
    const wait = { ...attempt, isRead };
    this.#waits.add(wait);
    this.#watch();
    if (this.#signal) this.#endSoon(wait);
    return () => {
      this.#waits.delete(wait);
      this.#watch();
    };
  }

  /** Waits, but not after an interruption. */
  async sleep(seconds: number): Promise<void> {
    if (this.#signal) return;
    let leave = () => {};
    const interrupted = new Promise<void>((resolve) => {
      leave = this.follow({ hasLeft: () => false, abort: resolve }, true);
    });
    await Promise.race([this.#host.sleep(seconds), interrupted]);
    leave();
  }

  /** From now on, the caller handles signals, and requests in progress may finish. */
  handOver(): { interrupt(signal: Interruption): void; stop(): void } {
    const setFinishing = (value: boolean) => {
      this.#isFinishing = value;
      this.#watch();
    };
    setFinishing(true);
    return { interrupt: (signal) => this.#interrupt(signal), stop: () => setFinishing(false) };
  }

  #interrupt(by: Interruption): void {
    this.#signal = by;
    for (const wait of [...this.#waits]) {
      if (!this.#isFinishing || !wait.hasLeft()) wait.abort();
      else if (wait.isRead) this.#endSoon(wait);
    }
  }

  #endSoon(wait: Wait): void {
    setTimeout(() => this.#waits.has(wait) && wait.abort(), GRACE).unref();
  }

  #watch(): void {
    if (this.#waits.size > 0 && !this.#isFinishing) {
      this.#stopWatching ??= this.#host.watchInterrupts(
        (signal) => this.#interrupt(signal),
        () => undefined,
      ).stop;
      return;
    }
    this.#stopWatching?.();
    this.#stopWatching = undefined;
  }
}
