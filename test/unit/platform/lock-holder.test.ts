import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import type { Readable, Writable } from 'node:stream';
import { describe, expect, onTestFinished, test } from 'vitest';
import { isAlive, isLocal, myself } from '../../../src/platform/lock-holder.ts';

const isLinux = process.platform === 'linux';

test('this process is a live holder on this computer', () => {
  expect(myself()).toEqual({
    pid: process.pid,
    host: hostname(),
    started: isLinux ? readFileSync('/proc/self/stat', 'utf8').split(') ')[1]?.split(' ')[19] : null,
    namespace: isLinux ? expect.stringMatching(/^[0-9a-f-]{36} pid:\[\d+\]$/) : null,
  });
  expect(Object.keys(myself())).not.toContain('what');
  expect(myself('sinchctl apply').what).toBe('sinchctl apply');
  expect([isLocal(myself()), isAlive(myself()), isAlive(myself(), 1000)]).toEqual([true, true, true]);
});

describe('a holder is on this computer', () => {
  test('unless its host or its namespace differs', () => {
    expect(isLocal({ ...myself(), host: 'another' })).toBe(false);
    expect(isLocal({ ...myself(), namespace: 'another' })).toBe(false);
    const { namespace: _, ...older } = myself();
    expect(isLocal(older)).toBe(true);
  });
});

test.each([
  [0, true],
  [59.9, true],
  [60, false],
])('a holder elsewhere lives until a minute after its last heartbeat: %d seconds', (silence, isLive) => {
  const { pid } = spawnSync(process.execPath, ['-e', '']);
  expect(isAlive({ ...myself(), pid, host: 'another' }, silence)).toBe(isLive);
});

describe('a process on this computer', () => {
  test('is dead after its end', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    expect(isAlive({ ...myself(), pid })).toBe(false);
  });

  test.runIf(isLinux)('is not a later one with its ID, if the start is known', () => {
    expect(isAlive({ ...myself(), started: '1' })).toBe(false);
    expect(isAlive({ ...myself(), started: null })).toBe(true);
  });
});

test.runIf(existsSync('/proc/self/stat'))(
  'a holder that was killed is dead before its parent reaps it',
  async () => {
    // The shell is replaced by a program that never waits for its child. The child ends only then, because the shell
    // might reap it.
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
