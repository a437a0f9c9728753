import { describe, expect, test } from 'vitest';
import { RateLimiter } from '../../../src/api/rate-limiter.ts';

/** A clock that jumps from one timer to the next, so that minutes pass instantly and deterministically. */
class VirtualTime {
  ms = 1_000_000;
  readonly #sleepers: { at: number; wake: () => void }[] = [];

  readonly now = () => new Date(this.ms);
  readonly sleep = (seconds: number) =>
    new Promise<void>((wake) => {
      this.#sleepers.push({ at: this.ms + seconds * 1000, wake });
    });

  /** Runs all pending tasks until `work` has finished. */
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

test('a bucket of 30 that refills at 100 per second rejects less than one percent of 3,000 requests', async () => {
  const { time, refusals, send } = rig(30, 100);
  const began = time.ms;
  await send(3000);
  expect(refusals.length).toBeLessThan(30);
  // The server's limit allows 29.7 s at best; half of that rate is too slow.
  expect((time.ms - began) / 1000).toBeLessThan(59);
});

test('eight requests that are rejected together reduce the rate once', async () => {
  const { time, refusals, send } = rig(8, 1000);
  await send(400);
  const first = refusals.filter((at) => at - (refusals[0] ?? 0) < 10).length;
  expect(first).toBeGreaterThan(1);
  expect(time.ms - 1_000_000).toBeLessThan(60_000);
});

test('without rejections there are no delays', async () => {
  const { time, refusals, send } = rig(100_000, 1);
  await send(800);
  expect(refusals).toEqual([]);
  // 100 rounds of eight requests at 2 ms, and nothing else.
  expect(time.ms - 1_000_000).toBe(200);
});

test('a server that accepts two requests per second gets two per second', async () => {
  const { refusals, send } = rig(1, 2);
  await send(24);
  expect(refusals.length).toBeLessThan(60);
});

/** A limiter whose waits end immediately and are recorded, in seconds. */
function exact() {
  let ms = 1_000_000;
  const waits: number[] = [];
  const limiter = new RateLimiter(
    () => new Date(ms),
    async (seconds) => {
      waits.push(seconds);
      ms += seconds * 1000;
    },
  );
  return {
    limiter,
    pass(milliseconds: number) {
      ms += milliseconds;
    },
    /** Sends requests, each followed by a pause. */
    async send(count: number, pause = 0) {
      for (let i = 0; i < count; i++) {
        await limiter.turn();
        ms += pause;
      }
    },
    refuse: () => limiter.record(ms, true),
    accept: () => limiter.record(ms, false),
    /** The wait before the next request, in seconds; undefined if there is none. */
    async wait() {
      waits.length = 0;
      await limiter.turn();
      return waits[0];
    },
  };
}

describe('the first rejection limits the rate to half of that in the last second', () => {
  test.each([
    ['100 in one second', 100, 10, 0.02],
    ['a burst counts as 50 ms', 10, 0, 0.01],
    ['one request', 1, 1000, 2],
  ])('%s', async (_name, count, pause, expected) => {
    const { send, refuse, wait } = exact();
    await send(count, pause);
    refuse();
    expect(await wait()).toBeCloseTo(expected, 6);
    expect(await wait()).toBeCloseTo(expected, 6);
  });

  test('a request exactly one second ago counts', async () => {
    const { send, refuse, wait } = exact();
    await send(1, 1000);
    await send(1);
    refuse();
    expect(await wait()).toBeCloseTo(1, 6);
  });

  test('earlier requests do not count', async () => {
    const { send, pass, refuse, wait } = exact();
    await send(500, 1);
    pass(2000);
    await send(20, 50);
    refuse();
    expect(await wait()).toBeCloseTo(0.1, 6);
  });

  test('if nothing was sent in that second: one request in two seconds', async () => {
    const { send, pass, refuse, wait } = exact();
    await send(1);
    pass(5000);
    refuse();
    expect(await wait()).toBeCloseTo(2, 6);
  });
});

/** A limiter that has just been reduced to 50 requests per second. */
async function slowed() {
  const all = exact();
  await all.send(100, 10);
  all.refuse();
  return all;
}

test('accepted requests before the first rejection set no limit', async () => {
  const { accept, pass, wait } = exact();
  pass(5000);
  accept();
  for (let i = 0; i < 3; i++) expect(await wait()).toBeUndefined();
});

test('every second without a rejection adds five requests per second, regardless of the number of accepted requests', async () => {
  const { accept, pass, wait } = await slowed();
  pass(2000);
  for (let i = 0; i < 9; i++) accept();
  expect(await wait()).toBeUndefined();
  expect(await wait()).toBeCloseTo(1 / 60, 6);
  pass(1000 - 1000 / 60);
  accept();
  expect(await wait()).toBeUndefined();
  expect(await wait()).toBeCloseTo(1 / 65, 6);
});

test('within a second of a decrease the limit is still unknown: half of the requests since then', async () => {
  const { send, pass, refuse, wait } = await slowed();
  await send(10);
  pass(200);
  refuse();
  // 10 requests in 380 ms.
  expect(await wait()).toBeCloseTo(0.38 / 10 / 0.5, 6);
});

test('later, a rejection reduces the rate to 70 percent', async () => {
  const { send, refuse, wait } = await slowed();
  await send(100);
  refuse();
  await wait();
  expect(await wait()).toBeCloseTo(1 / 35, 2);
});

test('exactly one second after a decrease counts as later', async () => {
  const { send, pass, refuse, wait } = await slowed();
  await send(25);
  pass(500);
  refuse();
  // 25 requests in the 980 ms since the first of them.
  expect(await wait()).toBeCloseTo(0.98 / 25 / 0.7, 6);
});

test('rejections of requests from before the decrease do not reduce the rate again', async () => {
  const { limiter, send, wait } = exact();
  await send(100, 10);
  limiter.record(1_000_990, true);
  limiter.record(1_000_980, true);
  limiter.record(1_000_990, true);
  expect(await wait()).toBeCloseTo(0.02, 6);
});

test('the rate never falls below one request in two seconds', async () => {
  const { refuse, wait } = exact();
  for (let i = 0; i < 12; i++) {
    await wait();
    refuse();
  }
  await wait();
  expect(await wait()).toBeCloseTo(2, 2);
});

test('waiting requests keep their order, and a decrease applies after them', async () => {
  let ms = 0;
  const waits: number[] = [];
  const limiter = new RateLimiter(
    () => new Date(ms),
    async (seconds) => void waits.push(seconds * 1000),
  );
  for (; ms < 1000; ms += 10) await limiter.turn();
  limiter.record(990, true);
  for (let i = 0; i < 3; i++) await limiter.turn();
  expect(waits).toEqual([20, 40, 60]);
  limiter.record(1000, true);
  // Three requests within 50 ms are 60 per second, so half of 50 remains.
  await limiter.turn();
  expect(waits.at(-1)).toBeCloseTo(60 + 20 + 40, 6);
});
