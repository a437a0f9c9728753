import { expect, test } from 'vitest';
import { RateLimiter } from '../../../src/api/rate-limiter.ts';

/** A clock that jumps from one wake-up to the next, so that minutes pass in no time and always alike. */
class VirtualTime {
  ms = 1_000_000;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  readonly now = () => new Date(this.ms);
  readonly sleep = (seconds: number) =>
    new Promise<void>((wake) => {
      this.#sleepers.push({ at: this.ms + seconds * 1000, wake });
    });

  /** Lets everybody run until `work` is over. */
  async pass(work: Promise<unknown>): Promise<void> {
    let isOver = false;
    void work.finally(() => {
      isOver = true;
    });
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isOver) return;
      this.#sleepers.sort((a, b) => a.at - b.at);
      const next = this.#sleepers.shift();
      if (!next) throw new Error('everybody waits for ever');
      this.ms = Math.max(this.ms, next.at);
      next.wake();
    }
  }
}

/** A server with a token bucket, and lanes that repeat each request until it is accepted. */
function rig(burst: number, perSecond: number) {
  const time = new VirtualTime();
  const rateLimiter = new RateLimiter(time.now, time.sleep);
  const refusals: number[] = [];
  let tokens = burst;
  let filledAt = time.ms;

  function take(): boolean {
    tokens = Math.min(burst, tokens + ((time.ms - filledAt) * perSecond) / 1000);
    filledAt = time.ms;
    if (tokens < 1) return false;
    tokens -= 1;
    return true;
  }

  async function one(): Promise<void> {
    for (;;) {
      await rateLimiter.turn();
      const sentAt = time.ms;
      await time.sleep(0.002);
      const isTaken = take();
      rateLimiter.record(sentAt, !isTaken);
      if (isTaken) return;
      refusals.push(time.ms);
      await time.sleep(1);
    }
  }

  async function send(count: number): Promise<void> {
    let left = count;
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        await one();
      }
    };
    await time.pass(Promise.all(Array.from({ length: 8 }, lane)));
  }

  return { time, refusals, send };
}

test('a bucket of 30 that refills at 100 per second refuses fewer than one in a hundred of 3,000', async () => {
  const { time, refusals, send } = rig(30, 100);
  const began = time.ms;
  await send(3000);
  expect(refusals.length).toBeLessThan(30);
  // 29.7 s are the least that the server allows; half of its rate is too slow.
  expect((time.ms - began) / 1000).toBeLessThan(59);
});

test('eight requests that are refused together slow down once', async () => {
  const { time, refusals, send } = rig(8, 1000);
  await send(400);
  const first = refusals.filter((at) => at - (refusals[0] ?? 0) < 10).length;
  expect(first).toBeGreaterThan(1);
  expect(time.ms - 1_000_000).toBeLessThan(60_000);
});

test('nothing waits for a server that never refuses', async () => {
  const { time, refusals, send } = rig(100_000, 1);
  await send(800);
  expect(refusals).toEqual([]);
  // 100 rounds of eight requests at 2 ms, and nothing else.
  expect(time.ms - 1_000_000).toBe(200);
});

test('a server of two requests per second gets what it can take', async () => {
  const { refusals, send } = rig(1, 2);
  await send(24);
  expect(refusals.length).toBeLessThan(60);
});
