import { existsSync, readdirSync, readFileSync, watch, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { leftovers, storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { sized } from '../support/sizes.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';

const set = (name: string) => ['profiles', 'set', name, '--key', support.key, '--secret-stdin'];
const write = (home: Home, name: string) => sinchctl(set(name), { env: home.env, stdin: support.secret });

const WRITES = sized(100, 32);

const read = (home: Home, name: string) =>
  readFileSync(join(home.env.SINCHCTL_CONFIG_DIR ?? '', name), 'utf8');

/** Starts a write that is killed after this many milliseconds, unless it has ended. */
const killedWrite = (home: Home, name: string, limit: number) =>
  start(process.execPath, [PROGRAM, ...set(name)], { env: home.env, stdin: support.secret, limit }).ended;

test('many writes killed at random times leave a valid file and, after the next write, no temporary files or secrets', {
  timeout: 120_000,
}, async () => {
  const home = newHome();
  const first = performance.now();
  await write(home, 'first');
  const kept = new Set(['first']);
  let killed = 0;
  // The duration of a write on this computer while other tests run, measured from those that ended.
  let span = 2 * (performance.now() - first);
  for (let i = 0; i < WRITES; i += 4) {
    const batch = [i, i + 1, i + 2, i + 3].map(async (n) => {
      const began = performance.now();
      const { code, signal } = await killedWrite(home, `p${n}`, span * (0.4 + Math.random() * 0.8));
      if (code === 0) kept.add(`p${n}`);
      if (signal === 'SIGKILL') killed++;
      span = signal === 'SIGKILL' ? span * 1.1 : (span + performance.now() - began) / 2;
    });
    await Promise.all(batch);
    // Everything that was reported as stored is in the file, and the file was never incomplete.
    expect(Object.keys(storedConfig(home).profiles)).toEqual(expect.arrayContaining([...kept]));
  }
  expect(kept.size).toBeGreaterThan(WRITES / 20);
  expect(killed).toBeGreaterThan(WRITES / 10);
  const last = await write(home, 'last');
  expect(last.code, last.stderr).toBe(0);
  expect(Object.keys(storedConfig(home).profiles)).toEqual(expect.arrayContaining([...kept, 'last']));
  expect(leftovers(home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  // A killed process can also leave an unfinished lock, which contains its process ID.
  for (const name of leftovers(home)) expect(read(home, name)).not.toContain(support.secret);
});

describe('files of a killed writer', () => {
  test('are removed by the next one, regardless of their order in the directory', async () => {
    const home = newHome();
    await write(home, 'first');
    const names = ['config.json.4711.0b7c4e0a.tmp', 'config.json.1.tmp'];
    for (const name of names) writeFileSync(`${home.env.SINCHCTL_CONFIG_DIR}/${name}`, support.secret);
    writeFileSync(`${home.env.SINCHCTL_CONFIG_DIR}/notes.tmp`, 'not ours');
    await write(home, 'second');
    expect(leftovers(home)).toEqual(['notes.tmp']);
  });

  test('are only those that the next write removes, even if it is killed as soon as its temporary file exists', async () => {
    const home = newHome();
    const directory = home.env.SINCHCTL_CONFIG_DIR ?? '';
    await write(home, 'first');
    for (let i = 0; i < sized(10, 4); i++) {
      const { child, ended } = start(process.execPath, [PROGRAM, ...set(`p${i}`)], {
        env: home.env,
        stdin: support.secret,
      });
      const reporter = watch(directory, (_, name) => {
        if (name?.endsWith('.tmp')) child.kill('SIGKILL');
      });
      await ended;
      reporter.close();
      expect(storedConfig(home).profiles.first).toBeDefined();
    }
    expect((await write(home, 'last')).code).toBe(0);
    expect(leftovers(home).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  test('are removed even if the directory had no configuration yet', async () => {
    const home = newHome();
    writeFileSync(`${home.env.SINCHCTL_CONFIG_DIR}/config.json.1.x.tmp`, support.secret);
    await write(home, 'first');
    expect(readdirSync(home.env.SINCHCTL_CONFIG_DIR ?? '')).not.toContain('config.json.1.x.tmp');
    expect(existsSync(home.configPath)).toBe(true);
  });
});
