import { execFileSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { foreignKey, sales, support } from '../support/account.ts';
import { configText, editConfig, leftovers, storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';

const set = (name: string) => ['profiles', 'set', name, '--key', support.key, '--secret-stdin'];
const write = (home: Home, name: string) => run(set(name), { home, stdin: support.secret });

const WHOLE = configText();
const MARK = 'do-not-show-this';

describe('a configuration that cannot be read', () => {
  test.each<[string, string | Buffer]>([
    ['empty', ''],
    ['white space', ' \n'],
    ['null', 'null'],
    ['an array', `["${MARK}"]`],
    ['a string', `"${MARK}"`],
    ['a number', '7'],
    ['truncated', WHOLE.slice(0, -20)],
    ['JSON followed by other text', `${WHOLE}{"${MARK}":1}`],
    ['no JSON', `${MARK}: yes`],
    ['bytes', Buffer.from([0, 1, 2, 0xff, 0xfe, 0x80])],
    ['without a version', '{}'],
    ['of a newer version', `{"version":2,"active":"${MARK}"}`],
    ['with invalid profiles', `{"version":1,"profiles":["${MARK}"]}`],
    ['with an invalid profile', `{"version":1,"profiles":{"prod":"${MARK}"}}`],
    ['with an invalid key', WHOLE.replace(support.key, MARK)],
    ['with a secret that is not Base64', WHOLE.replace(support.secret, MARK)],
    ['with a secret in an unknown store', WHOLE.replace('"file"', `"${MARK}"`)],
    ['with a base URL over plain http', configText('http://calling.example.com')],
    ['with an invalid profile name', WHOLE.replace('"prod":', '"../prod":')],
  ])('(%s) causes exit code 3, and is reported, not shown, and not overwritten', async (_, content) => {
    const home = newHome();
    writeFileSync(home.configPath, content, { mode: 0o600 });
    const before = readFileSync(home.configPath);
    const lines = [
      set('prod'),
      ['apps', 'alias', 'hotline', sales.key],
      ['numbers', 'list', '--debug', '--json'],
    ];
    for (const argv of lines) {
      const { code, stdout, stderr } = await run(argv, { home, stdin: support.secret });
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(home.configPath);
      expect(stderr).not.toContain(MARK);
      expect(stderr).not.toContain(support.secret);
      expect(stderr).not.toMatch(/\n\s+at /);
    }
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
    expect(leftovers(home)).toEqual([]);
  });

  test('that is a directory causes exit code 3', async () => {
    const home = newHome();
    mkdirSync(home.configPath, { mode: 0o700 });
    const { code, stderr } = await write(home, 'prod');
    expect(code).toBe(3);
    expect(stderr).toContain(home.configPath);
  });
});

describe('a symbolic link', () => {
  /** config.json as a link to a file in another directory. */
  function linked(content?: string) {
    const home = newHome();
    const target = join(home.directory, 'dotfiles.json');
    if (content !== undefined) writeFileSync(target, content, { mode: 0o600 });
    symlinkSync(target, home.configPath);
    return { home, target };
  }

  test('is preserved, and its target is replaced', async () => {
    const { home, target } = linked(WHOLE);
    const { code, stderr } = await write(home, 'second');
    expect(code, stderr).toBe(0);
    expect([lstatSync(home.configPath).isSymbolicLink(), readlinkSync(home.configPath)]).toEqual([
      true,
      target,
    ]);
    expect(Object.keys(storedConfig(home).profiles)).toEqual(['prod', 'second']);
    expect(statSync(target).mode & 0o777).toBe(0o600);
  });

  test('to a missing file is also preserved', async () => {
    const { home, target } = linked();
    const { code, stderr } = await write(home, 'first');
    expect(code, stderr).toBe(0);
    expect(lstatSync(home.configPath).isSymbolicLink()).toBe(true);
    expect(existsSync(target)).toBe(true);
  });
});

describe('a profile name', () => {
  test.each(['a.b', 'a.b.c', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', 'length'])(
    '%s is literal: stored, listed, used, and removed; similar profiles are unchanged',
    async (name) => {
      const home = newHome();
      await write(home, 'neighbour');
      const stored = await write(home, name);
      expect(stored.code, stored.stderr).toBe(0);
      await write(home, 'later');
      const names = async () => {
        const { stdout } = await run(['profiles', 'list', '--json'], { home });
        return JSON.parse(stdout).map((row: { name: string }) => row.name);
      };
      expect((await names()).sort()).toEqual([name, 'neighbour', 'later'].sort());
      expect((await run(['profiles', 'use', name], { home })).code).toBe(0);
      const { stdout } = await run(['profiles', 'show', '--json'], { home });
      expect(JSON.parse(stdout)).toMatchObject([{ name, application: support.key }]);
      expect((await run(['profiles', 'remove', name, '--yes'], { home })).code).toBe(0);
      expect((await names()).sort()).toEqual(['later', 'neighbour']);
    },
  );

  test.each(['__proto__', '__defineGetter__', '.hidden', 'a/b', '..', 'a b', 'ä'])(
    '%s is rejected, and nothing is stored',
    async (name) => {
      const home = newHome();
      const { code, stderr } = await write(home, name);
      expect(code).toBe(2);
      expect(stderr).toContain('profile name');
      expect(existsSync(home.configPath)).toBe(false);
    },
  );

  test.each(['constructor', 'toString', '__proto__'])('%s is unknown if it was not stored', async (name) => {
    const home = newHome();
    await write(home, 'prod');
    const { code } = await run(['numbers', 'list', '--profile', name], { home });
    expect(code).toBe(3);
  });

  test.each(['constructor', 'prototype', 'valueof', 'a.b'])('the alias %s is literal', async (alias) => {
    const home = newHome();
    await write(home, 'prod');
    await run(['apps', 'alias', alias, sales.key], { home });
    await write(home, 'second');
    expect(storedConfig(home).profiles.prod?.aliases).toEqual({ [alias]: sales.key });
  });
});

const NOWHERE = 'http://127.0.0.1:9';

test('a pipe in place of config.json causes exit code 3 immediately', async () => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  rmSync(home.configPath);
  execFileSync('mkfifo', [home.configPath]);
  const { code, stderr } = await run(['profiles', 'list'], { home });
  expect(code).toBe(3);
  expect(stderr).toContain('is not a regular file');
});

test.each([
  ['expires', 'never'],
  ['organisation', '../x'],
])('an invalid stored %s causes exit code 3, and the error shows the file', async (field, value) => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  editConfig(home, ({ profiles }) => {
    const secret = { store: 'file', value: support.secret };
    const instance = { id: '1257a0ce-0f50-4eb1-8d43-5c9f60718d04', secret, expires: '2035-01-01T00:00:00Z' };
    Object.assign(profiles.prod ?? {}, { instance, [field]: field === 'expires' ? null : value });
    if (field === 'expires') Object.assign(instance, { expires: value });
  });
  const { code, stderr } = await run(['profiles', 'list'], { home });
  expect(code).toBe(3);
  expect(stderr).toContain(home.configPath);
});

test('for a configuration written by a newer version, the hint is to update', async () => {
  const home = newHome();
  writeFileSync(home.configPath, '{"version":2}', { mode: 0o600 });
  const { code, stderr } = await run(['numbers', 'list'], { home });
  expect([code, stderr]).toEqual([
    3,
    expect.stringContaining('newer version of sinchctl\nhint: update sinchctl'),
  ]);
});

test('fields that this version does not know are kept when the configuration is rewritten', async () => {
  const home = newHome();
  const later = { list: [1], name: 'later' };
  const aliases = { support: support.key };
  const profile = {
    application: { key: support.key, secret: { store: 'file', value: support.secret, later }, later },
    instance: { id: foreignKey, secret: { store: 'command', argv: ['true'], later }, expires: null, later },
    baseUrls: { calling: 'https://example.com', later: 'https://later.example.com' },
    aliases,
    later,
  };
  const config = { version: 1, active: 'prod', profiles: { prod: profile }, later };
  writeFileSync(home.configPath, JSON.stringify(config), { mode: 0o600 });
  for (const argv of [
    ['profiles', 'set', 'prod', '--region', 'SE'],
    ['profiles', 'set', 'other', '--key', sales.key, '--secret-stdin'],
    ['apps', 'alias', 'billing', sales.key],
    ['profiles', 'use', 'prod'],
    ['profiles', 'remove', 'other', '--yes'],
  ]) {
    const { code, stderr } = await run(argv, { home, stdin: support.secret });
    expect(code, stderr).toBe(0);
  }
  const changed = { ...profile, region: 'SE', aliases: { ...aliases, billing: sales.key } };
  expect(storedConfig(home)).toMatchObject({ ...config, profiles: { prod: changed } });
  expect(Object.keys(storedConfig(home).profiles)).toEqual(['prod']);
});
