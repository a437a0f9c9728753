import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, withLock } from '../../../src/platform/lock.ts';
import { temporaryDirectory } from '../../support/home.ts';

const newPath = () => join(temporaryDirectory(), 'some.lock');
const nothing = async () => undefined;

/** A lock that this very process holds while `work` runs. */
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

test('the work runs, its value comes back, and its error too', async () => {
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

test('of many at once never two work at the same time', async () => {
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

test('the lock of a process that has ended is taken over at once', async () => {
  const path = newPath();
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  writeFileSync(`${path}.1`, JSON.stringify({ pid, host: hostname(), started: null }));
  expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
});

test.runIf(process.platform === 'linux')('a later process with the same pid does not hold it', async () => {
  const path = newPath();
  writeFileSync(`${path}.1`, JSON.stringify({ pid: process.pid, host: hostname(), started: '1' }));
  expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
});

test('the lock of another machine is never taken over', async () => {
  const path = newPath();
  writeFileSync(`${path}.1`, JSON.stringify({ pid: 1, host: `not-${hostname()}`, started: null }));
  await expect(withLock(path, 0, nothing)).rejects.toMatchObject({ kind: 'busy' });
});

describe.each(['', '{', 'released'])('a lock file without sense: %j', (text) => {
  test('that is old does not lock', async () => {
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    utimesSync(`${path}.1`, 1, 1);
    expect(await withLock(path, 0, async () => 'mine')).toBe('mine');
  });

  test('that is new may be written just now, and is waited for', async () => {
    const path = newPath();
    writeFileSync(`${path}.1`, text);
    await expect(withLock(path, 0, nothing)).rejects.toMatchObject({ kind: 'busy' });
    expect(await withLock(path, 20, async () => 'mine')).toBe('mine');
  });
});

test('where a holder cannot be distinguished from a later process with the same ID, the error shows how to continue', async () => {
  const path = newPath();
  writeFileSync(`${path}.1`, JSON.stringify({ pid: process.pid, host: hostname(), started: null }));
  const thrown = await withLock(path, 0, nothing).catch((error) => error);
  expect(thrown).toMatchObject({
    kind: 'busy',
    details: { hint: expect.stringContaining(`remove ${path}.*`) },
  });
});

test('old files do not pile up', async () => {
  const path = newPath();
  for (let i = 0; i < 5; i++) await withLock(path, 0, nothing);
  const left = readdirSync(dirname(path)).filter((name) => name.startsWith(basename(path)));
  expect(left.length).toBeLessThanOrEqual(1);
});

test.runIf(existsSync('/proc/self/stat'))(
  'a holder that was killed is dead before its parent takes note',
  async () => {
    // The shell becomes a program that waits for no child.
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    onTestFinished(() => void parent.kill('SIGKILL'));
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(String(line).trim());
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.[0];
    await expect.poll(state, { timeout: 5_000 }).toBe('Z');
    expect(isAlive({ pid, host: hostname(), started: null })).toBe(false);
  },
);
