import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { support } from '../support/account.ts';
import { newHome, temporaryDirectory } from '../support/home.ts';
import { shell, sinchctl } from '../support/spawn.ts';

const set = (name: string) => ['profiles', 'set', name, '--key', support.key, '--secret-stdin'];

/** A disk of 64 KiB; undefined where this user may not mount one. */
function smallDisk(): string | undefined {
  const directory = join(temporaryDirectory(), 'disk');
  mkdirSync(directory);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k,mode=700', 'none', directory]);
  if (status !== 0) return undefined;
  onTestFinished(() => {
    spawnSync('umount', ['-l', directory]);
  });
  return directory;
}

/** Leaves no byte free. */
function fill(directory: string): void {
  try {
    writeFileSync(join(directory, 'ballast'), Buffer.alloc(256 * 1024));
  } catch (error) {
    expect((error as NodeJS.ErrnoException).code).toBe('ENOSPC');
  }
}

const CAN_MOUNT = (() => {
  if (process.getuid?.() !== 0) return false;
  const { status } = spawnSync('sh', [
    '-c',
    'd=$(mktemp -d) && mount -t tmpfs none "$d" && umount "$d" && rmdir "$d"',
  ]);
  return status === 0;
})();

const expectIntact = (
  path: string,
  before: Buffer,
  { code, stdout, stderr }: Awaited<ReturnType<typeof sinchctl>>,
) => {
  expect([code, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^error: /);
  expect(stderr).toContain(path);
  expect(stderr).not.toContain(support.secret);
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(readFileSync(path).equals(before)).toBe(true);
  expect(readdirSync(dirname(path)).filter((name) => name.endsWith('.tmp'))).toEqual([]);
};

describe.runIf(CAN_MOUNT)('a full disk', () => {
  test('is an error, and the old file is unchanged', async () => {
    const disk = smallDisk() ?? '';
    const env = { SINCHCTL_CONFIG_DIR: disk };
    const path = join(disk, 'config.json');
    expect((await sinchctl(set('first'), { env, stdin: support.secret })).code).toBe(0);
    const before = readFileSync(path);
    fill(disk);
    expectIntact(path, before, await sinchctl(set('second'), { env, stdin: support.secret }));
    expectIntact(path, before, await sinchctl(['apps', 'alias', 'hotline', support.key], { env }));
  });

  test('does not affect reading', async () => {
    const disk = smallDisk() ?? '';
    const env = { SINCHCTL_CONFIG_DIR: disk };
    await sinchctl(set('first'), { env, stdin: support.secret });
    fill(disk);
    const { code, stdout } = await sinchctl(['profiles', 'list', '--json'], { env });
    expect([code, JSON.parse(stdout).length]).toEqual([0, 1]);
  });
});

test('a write that fails halfway (ulimit -f) is an error, and the old file is unchanged', async () => {
  const home = newHome();
  for (const name of ['one', 'two', 'three', 'four', 'five']) {
    expect((await sinchctl(set(name), { env: home.env, stdin: support.secret })).code).toBe(0);
  }
  const before = readFileSync(home.configPath);
  // One block, of 512 bytes or 1024, takes the lock and not the file.
  expect(before.length).toBeGreaterThan(1024);
  const line = `ulimit -f 1; exec "$@" ${set('six').join(' ')}`;
  expectIntact(home.configPath, before, await shell(line, { env: home.env, stdin: support.secret }));
});
