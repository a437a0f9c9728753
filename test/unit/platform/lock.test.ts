import { execFileSync, spawnSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { attempt } from '../../../src/core/attempt.ts';
import { hide } from '../../../src/core/redact.ts';
import { holdLock, withLock } from '../../../src/platform/lock.ts';
import { type Holder, myself } from '../../../src/platform/lock-holder.ts';
import { temporaryDirectory } from '../../support/home.ts';
import { openFiles } from '../../support/open-files.ts';

const newPath = () => join(temporaryDirectory(), 'some.lock');
const nothing = async () => undefined;

/** A lock that this process holds while `work` runs. */
function held() {
  const path = newPath();
  let release = () => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  let taken = () => {};
  const ready = new Promise<void>((resolve) => {
    taken = resolve;
  });
  const holding = withLock(path, 0, async () => {
    taken();
    await released;
  });
  return { path, ready, release, holding };
}

test('the work runs, and its result or error is returned', async () => {
  const path = newPath();
  expect(await withLock(path, 0, async () => 7)).toBe(7);
  await expect(withLock(path, 0, () => Promise.reject(new Error('own')))).rejects.toThrow('own');
  expect(await withLock(path, 0, async () => 8)).toBe(8);
});

test('a second process without a lock timeout gets an error that shows the holder', async () => {
  const { path, ready, release, holding } = held();
  await ready;
  await expect(withLock(path, 0, nothing)).rejects.toMatchObject({
    kind: 'busy',
    exitCode: 9,
    message: expect.stringContaining(String(process.pid)),
  });
  release();
  await holding;
  await withLock(path, 0, nothing);
});

test('a second process with a lock timeout gets it afterward', async () => {
  const { path, ready, release, holding } = held();
  await ready;
  const order: string[] = [];
  const second = withLock(path, 20, async () => order.push('second'));
  order.push('first');
  release();
  await Promise.all([holding, second]);
  expect(order).toEqual(['first', 'second']);
});

test('of many concurrent requests, two never hold the lock at the same time', async () => {
  const path = newPath();
  let inside = 0;
  let most = 0;
  let total = 0;
  const work = async () => {
    most = Math.max(most, ++inside);
    await new Promise((resolve) => setTimeout(resolve, 1));
    inside--;
    total++;
  };
  await Promise.all(Array.from({ length: 20 }, () => withLock(path, 25, work)));
  expect([most, total]).toEqual([1, 20]);
});

test('the lock of a process that has exited is taken over immediately', async () => {
  const path = newPath();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(`${path}.1`, JSON.stringify({ pid, host: hostname(), started: null }));
  expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
});

test.runIf(process.platform === 'linux')('a later process with the same PID does not hold it', async () => {
  const path = newPath();
  writeFileSync(`${path}.1`, JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }));
  expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
});

describe('a holder that cannot be checked from this computer', () => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  const elsewhere: [string, Partial<Holder>][] = [
    ['on another machine', { host: `not-${hostname()}` }],
    ['in another container with the same host name', { namespace: 'boot pid:[1]' }],
    ['of a platform without namespaces', { namespace: null }],
  ];

  test.runIf(process.platform === 'linux').each(elsewhere)(
    '%s is dead only after a minute without a heartbeat',
    async (_, holder) => {
      const path = newPath();
      const file = `${path}.1`;
      writeFileSync(file, JSON.stringify({ pid, host: hostname(), started: null, ...holder }));
      const taken = () => withLock(path, 0, async () => 'mine');
      await expect(taken()).rejects.toMatchObject({ kind: 'busy' });
      const secondsAgo = (seconds: number) => new Date(Date.now() - seconds * 1000);
      utimesSync(file, secondsAgo(50), secondsAgo(50));
      await expect(taken()).rejects.toMatchObject({ kind: 'busy' });
      utimesSync(file, secondsAgo(61), secondsAgo(61));
      expect(await taken()).toBe('mine');
    },
  );

  test('writes a heartbeat every few seconds', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    onTestFinished(() => void vi.useRealTimers());
    const { path, ready, release, holding } = held();
    await ready;
    utimesSync(`${path}.1`, 1, 1);
    vi.advanceTimersByTime(5_000);
    await expect.poll(() => statSync(`${path}.1`).mtimeMs).toBeGreaterThan(1_000_000);
    release();
    await holding;
    expect(vi.getTimerCount()).toBe(0);
  });
});

test('a lock is not written through a link', async () => {
  const path = newPath();
  const target = join(dirname(path), 'target');
  symlinkSync(target, `${path}.1`);
  expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
  expect(existsSync(target)).toBe(false);
});

test('the command of the holder is saved without secrets', async () => {
  const path = newPath();
  hide('top-secret-word');
  const release = await holdLock(path, 0, { what: 'sinchctl numbers assign top-secret-word' });
  expect(readFileSync(`${path}.1`, 'utf8')).not.toContain('top-secret');
  await release();
});

describe.each(['', '{', 'released'])('an invalid lock file: %j', (text) => {
  test('that is old does not lock', async () => {
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    utimesSync(`${path}.1`, 1, 1);
    expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
  });

  test('that is new may still be written, so others wait for it', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    utimesSync(`${path}.1`, 1000, 1000);
    const taken = (now: number) => {
      vi.setSystemTime(now);
      return withLock(path, 0, async () => 'mine');
    };
    for (const now of [998_001, 1_000_000, 1_001_999])
      await expect(taken(now)).rejects.toMatchObject({ kind: 'busy' });
    const waiting = withLock(path, 20, async () => 'mine');
    vi.setSystemTime(1_002_000);
    expect(await waiting).toBe('mine');
  });

  test('whose time is in the future does not lock', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: 998_000 });
    onTestFinished(() => void vi.useRealTimers());
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    utimesSync(`${path}.1`, 1000, 1000);
    expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
  });
});

describe('the error shows the holder, and a hint', () => {
  const AGAIN = 'run the same command again when it has finished';
  const SEE = '; see sinchctl help troubleshooting';
  const refusal = async (text: string) => {
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    const { message, details } = await withLock(path, 0, nothing).catch((error) => error);
    return [message, details.hint].map((one) => one.replaceAll(path, 'PATH'));
  };

  test('on another computer', async () => {
    const holder = { pid: 7, host: `not-${hostname()}`, started: null };
    expect(await refusal(JSON.stringify(holder))).toEqual([
      `PATH is locked by process 7 on not-${hostname()}`,
      `${AGAIN}; if that computer or container no longer exists, remove PATH.*${SEE}`,
    ]);
    expect(await refusal(JSON.stringify({ ...holder, what: 'sinchctl apply' }))).toEqual([
      `PATH is locked by process 7 on not-${hostname()} (sinchctl apply)`,
      `${AGAIN}, or add --lock-timeout 60 to wait for it; if that computer or container no longer exists, remove PATH.*${SEE}`,
    ]);
  });

  test('with what is locked, and when the lock was acquired', async () => {
    const path = newPath();
    const since = new Date(2026, 10, 26, 9, 5, 7).toISOString();
    writeFileSync(`${path}.1`, JSON.stringify({ pid: 7, host: 'elsewhere', started: null, since }));
    await expect(withLock(path, 0, nothing, 'application support')).rejects.toMatchObject({
      message: 'application support is locked by process 7 on elsewhere (since 2026-11-26 09:05:07)',
      details: { hint: expect.stringContaining(`remove ${path}.*`) },
    });
  });

  test('that is this process, which records when it took the lock', async () => {
    const path = newPath();
    const release = await holdLock(path, 0);
    const { since } = JSON.parse(readFileSync(`${path}.1`, 'utf8'));
    expect(Math.abs(Date.now() - Date.parse(since))).toBeLessThan(60_000);
    await release();
  });

  test('on this computer, whose end is detected where it can be distinguished from a later process with its PID', async () => {
    const holder = { pid: process.pid, host: hostname(), started: null };
    const text = `PATH is locked by process ${process.pid} on ${hostname()}`;
    expect(await refusal(JSON.stringify(holder))).toEqual([
      text,
      `${AGAIN}; if that process is not sinchctl, remove PATH.*${SEE}`,
    ]);
    const { started } = myself();
    if (started !== null)
      expect(await refusal(JSON.stringify({ ...holder, started }))).toEqual([text, AGAIN + SEE]);
  });

  test('whose command is long', async () => {
    const holder = {
      pid: 7,
      host: `not-${hostname()}`,
      started: null,
      what: `sinchctl ${'+14155550100 '.repeat(400)}`,
    };
    const [message = ''] = await refusal(JSON.stringify(holder));
    expect(message).toContain('(sinchctl +14155550100 ');
    expect(message.length).toBeLessThan(200);
  });

  test('that is not known yet', async () => {
    expect(await refusal('')).toEqual(['PATH is locked by another process', AGAIN + SEE]);
  });
});

test('only files with a number count, and the next number is one higher than the highest', async () => {
  const path = newPath();
  const others = [`${path}.old`, `${path}.12x`, `${path}.x12`, join(dirname(path), '99')];
  for (const file of [...others, `${path}.9`, `${path}.10`]) {
    writeFileSync(file, '');
    utimesSync(file, 1, 1);
  }
  const release = await holdLock(path, 0);
  expect(readdirSync(dirname(path)).toSorted()).toEqual(
    [...others, `${path}.11`].map((file) => basename(file)).toSorted(),
  );
  await release();
});

test('old files do not accumulate', async () => {
  const path = newPath();
  for (let i = 0; i < 5; i++) await withLock(path, 0, nothing);
  const left = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
  expect(left.length).toBeLessThanOrEqual(1);
});

/** The module with a queue of its own, as in another process; its holder is this process, and so alive. */
async function otherProcess(): Promise<typeof import('../../../src/platform/lock.ts')> {
  vi.resetModules();
  return import('../../../src/platform/lock.ts');
}

const filesOf = (path: string) =>
  readdirSync(dirname(path))
    .filter((name) => name.startsWith(basename(path)))
    .toSorted();

describe('of several processes at once', () => {
  test('exactly one gets a free lock, and the others report that it is locked', async () => {
    const processes: Awaited<ReturnType<typeof otherProcess>>[] = [];
    for (let i = 0; i < 8; i++) processes.push(await otherProcess());
    for (let round = 0; round < 5; round++) {
      const path = newPath();
      const outcomes = await Promise.allSettled(processes.map((one) => one.holdLock(path, 0)));
      const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.kind] : []));
      expect(failed).toEqual(Array.from({ length: 7 }, () => 'busy'));
      expect(filesOf(path)).toHaveLength(1);
    }
  });

  test('each waits for the others', async () => {
    const [one, other] = [await otherProcess(), await otherProcess()];
    const path = newPath();
    const release = await one.holdLock(path, 0);
    const order: string[] = [];
    const second = other.withLock(path, 20, async () => order.push('second'));
    await new Promise((resolve) => setTimeout(resolve, 60));
    order.push('first');
    await release();
    await second;
    expect(order).toEqual(['first', 'second']);
  });
});

/** A lock whose first generation is a pipe: its readers wait for the text that the test writes. */
function slowLock() {
  const path = newPath();
  execFileSync('mkfifo', [`${path}.1`]);
  const { O_WRONLY, O_NONBLOCK } = constants;
  /** Writes a string for the next reader, once it waits. */
  const respond = async (text: string, whileItWaits = () => {}) => {
    // Fails until there is a reader.
    const pipe = await vi.waitUntil(() => attempt(() => openSync(`${path}.1`, O_WRONLY | O_NONBLOCK)), {
      timeout: 4000,
      interval: 2,
    });
    whileItWaits();
    writeSync(pipe, text);
    closeSync(pipe);
  };
  return { path, respond };
}

describe.runIf(process.platform !== 'win32')('a process that is slow to take over', () => {
  test('has no lock if others have passed it', async () => {
    const { path, respond } = slowLock();
    const slow = withLock(path, 0, nothing).catch((error) => error);
    await respond('\nreleased', () => writeFileSync(`${path}.3`, JSON.stringify(myself())));
    expect(await slow).toMatchObject({ kind: 'busy', message: `${path} is locked by another process` });
    expect(filesOf(path)).toEqual(['some.lock.1', 'some.lock.3']);
  });

  test('has no lock if the previous holder has written late', async () => {
    const { path, respond } = slowLock();
    const slow = withLock(path, 0, nothing).catch((error) => error);
    await respond('\nreleased');
    await expect.poll(() => existsSync(`${path}.2`), { interval: 1 }).toBe(true);
    await respond(JSON.stringify(myself()));
    expect(await slow).toMatchObject({ kind: 'busy', message: `${path} is locked by another process` });
    expect(filesOf(path)).toEqual(['some.lock.1']);
  });
});

describe('requests within a process', () => {
  test.runIf(process.platform !== 'win32')(
    'are in order, even when a later one does not wait',
    async () => {
      const { path, respond } = slowLock();
      const first = withLock(path, 20, async () => 'first');
      await expect(withLock(path, 0, nothing)).rejects.toMatchObject({ kind: 'busy' });
      await respond('\nreleased');
      await expect.poll(() => existsSync(`${path}.2`), { interval: 1 }).toBe(true);
      await respond('\nreleased');
      expect(await first).toBe('first');
    },
    5000,
  );

  test('wait for all earlier ones', async () => {
    const path = newPath();
    const order: number[] = [];
    const requests = Array.from({ length: 20 }, (_, i) => withLock(path, 25, async () => order.push(i)));
    await Promise.all(requests);
    expect(order).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('wait only so long for both, earlier requests and other processes', async () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    onTestFinished(() => void vi.useRealTimers());
    const path = newPath();
    const release = await holdLock(path, 0);
    const second = withLock(path, 10, nothing).catch((error) => error);
    vi.advanceTimersByTime(10_000);
    writeFileSync(`${path}.2`, JSON.stringify(myself()));
    await release();
    expect(await second).toMatchObject({ kind: 'busy' });
  });

  test('leave no timer behind that keeps the process alive', async () => {
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    await withLock(newPath(), 1000, nothing);
    expect(timers()).toBe(before);
  });
});

test('the time to wait is in seconds', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  onTestFinished(() => void vi.useRealTimers());
  const path = newPath();
  writeFileSync(`${path}.1`, JSON.stringify(myself()));
  let isOver = false;
  const waiting = withLock(path, 10, nothing)
    .catch((error) => error)
    .finally(() => {
      isOver = true;
    });
  vi.advanceTimersByTime(9_999);
  await new Promise((resolve) => setTimeout(resolve, 60));
  expect(isOver).toBe(false);
  vi.advanceTimersByTime(1);
  expect(await waiting).toMatchObject({ kind: 'busy' });
});

test('the directory of a lock is created', async () => {
  const path = join(temporaryDirectory(), 'a', 'b', 'some.lock');
  expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
});

test.runIf(process.platform !== 'win32')(
  'a lock that cannot be written is an error, including for the next request',
  async () => {
    const path = join(temporaryDirectory(), 'x'.repeat(254));
    const message = expect.stringMatching(/^cannot write .*: .*too long/);
    for (let i = 0; i < 2; i++)
      await expect(withLock(path, 0, nothing)).rejects.toMatchObject({ kind: 'failure', message });
  },
);

test.runIf(existsSync('/proc/self/fd'))('no file stays open', async () => {
  const path = newPath();
  const release = await holdLock(path, 0);
  expect(openFiles(path)).toEqual([]);
  await release();
  expect(openFiles(path)).toEqual([]);
});

test('a release does not write through a link, and fails without an error', async () => {
  const path = newPath();
  const release = await holdLock(path, 0);
  const target = join(dirname(path), 'target');
  writeFileSync(target, 'content');
  unlinkSync(`${path}.1`);
  symlinkSync(target, `${path}.1`);
  await release();
  expect(readFileSync(target, 'utf8')).toBe('content');
});
