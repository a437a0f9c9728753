import { spawnSync } from 'node:child_process';
import { hash } from 'node:crypto';
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { basename, dirname, sep } from 'node:path';
import { expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { leftovers, storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';

const SET = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];

const startOf = (pid: number): string | null => {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
};

/** The lock of the configuration, in the state directory. */
function lockOf({ configPath, path }: Home): string {
  const name = `config-${hash('sha256', realpathSync(dirname(configPath)) + sep + basename(configPath)).slice(0, 32)}`;
  mkdirSync(path('state/locks'), { recursive: true });
  return path(`state/locks/${name}`);
}

function plantLock(home: Home, pid: number): string {
  const path = `${lockOf(home)}.1`;
  writeFileSync(path, JSON.stringify({ pid, host: hostname(), started: startOf(pid) }), { mode: 0o600 });
  return path;
}

test('the lock of a dead holder is taken over without waiting for 30 seconds', async () => {
  const home = newHome();
  plantLock(home, spawnSync(process.execPath, ['-e', '']).pid);
  const { code, signal, stderr } = await sinchctl(SET, {
    env: home.env,
    stdin: support.secret,
    limit: 8_000,
  });
  expect([code, signal], stderr).toEqual([0, null]);
  expect(leftovers(home)).toEqual([]);
});

test('waits for a live holder', async () => {
  const home = newHome();
  const lock = plantLock(home, process.pid);
  const { ended, texts } = start(process.execPath, [PROGRAM, ...SET], {
    env: home.env,
    stdin: support.secret,
  });
  const early = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 1_500, 'waiting'))]);
  expect(early).toBe('waiting');
  expect(existsSync(home.configPath)).toBe(false);
  appendFileSync(lock, '\nreleased');
  expect((await ended).code, texts.stderr).toBe(0);
  expect(storedConfig(home).profiles).toHaveProperty('prod');
});

test('readers do not wait', async () => {
  const home = newHome();
  await sinchctl(SET, { env: home.env, stdin: support.secret });
  const { code, stdout } = await (async () => {
    writeFileSync(
      `${lockOf(home)}.99`,
      JSON.stringify({ pid: process.pid, host: hostname(), started: startOf(process.pid) }),
    );
    return sinchctl(['profiles', 'list', '--json'], { env: home.env, limit: 8_000 });
  })();
  expect([code, JSON.parse(stdout).length]).toEqual([0, 1]);
});

test('the configuration directory, which may be a checkout, contains only the configuration', async () => {
  const home = newHome();
  await sinchctl(SET, { env: home.env, stdin: support.secret });
  expect(readdirSync(dirname(home.configPath))).toEqual(['config.json']);
});
