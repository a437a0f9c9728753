import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { hide } from '../../../src/core/redact.ts';
import { holdLock, withLock } from '../../../src/platform/lock.ts';
import { type Holder, isAlive } from '../../../src/platform/lock-holder.ts';
import { temporaryDirectory } from '../../support/home.ts';

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
  symlinkSync(join(dirname(path), 'target'), `${path}.1`);
  utimesSync(dirname(path), 1, 1);
  await withLock(path, 0, nothing).catch(() => undefined);
  expect(existsSync(join(dirname(path), 'target'))).toBe(false);
});

test('the command of the holder is saved without secrets', async () => {
  const path = newPath();
  hide('top-secret-word');
  const release = await holdLock(path, 0, 'sinchctl numbers assign top-secret-word');
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

  test('that is new may still be written, and is waited for', async () => {
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    await expect(withLock(path, 0, nothing)).rejects.toMatchObject({ kind: 'busy' });
    expect(await withLock(path, 20, async () => 'mine')).toBe('mine');
  });
});

test('if a holder cannot be distinguished from a later process with the same ID, the error shows how to continue', async () => {
  const path = newPath();
  writeFileSync(`${path}.1`, JSON.stringify({ pid: process.pid, host: hostname(), started: null }));
  const thrown = await withLock(path, 0, nothing).catch((error) => error);
  expect(thrown).toMatchObject({
    kind: 'busy',
    details: { hint: expect.stringContaining(`remove ${path}.*`) },
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

test.runIf(existsSync('/proc/self/stat'))(
  'a killed holder is dead even before its parent has reaped it',
  async () => {
    // The shell becomes a program that waits for no child. The child ends only then, because the shell may collect it.
    const parent = spawn('sh', ['-c', 'cat <&3 >/dev/null & echo $!; exec sleep 20 3<&-'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout as Readable, 'data');
    const pid = Number(String(line).trim());
    await expect
      .poll(() => readFileSync(`/proc/${parent.pid}/comm`, 'utf8'), { timeout: 15_000 })
      .toBe('sleep\n');
    (parent.stdio[3] as Writable).end();
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
    await expect.poll(state, { timeout: 15_000 }).toBe('Z');
    expect(isAlive({ pid, host: hostname(), started: null })).toBe(false);
  },
);
