import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { free, support } from '../support/account.ts';
import { configText } from '../support/config.ts';
import { give, IS_ROOT, ORDINARY, ordinaryUser } from '../support/other-user.ts';
import { serve } from '../support/serve.ts';

const SET = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
const ASSIGN = ['numbers', 'assign', free, '--app', 'support'];
const SANDBOX = ['--profile', 'sandbox', ...ASSIGN];
/** No user has this ID. */
const UNLISTED = 12_345;

describe('the location of the profiles', () => {
  test.each([
    [
      'where SINCHCTL_CONFIG_DIR says',
      { SINCHCTL_CONFIG_DIR: 'own', XDG_CONFIG_HOME: 'xdg' },
      'own/config.json',
    ],
    ['below XDG_CONFIG_HOME', { XDG_CONFIG_HOME: 'xdg' }, 'xdg/sinchctl/config.json'],
    ['below HOME', {}, 'home/.config/sinchctl/config.json'],
    [
      'below HOME if the variables are empty',
      { SINCHCTL_CONFIG_DIR: '', XDG_CONFIG_HOME: '' },
      'home/.config/sinchctl/config.json',
    ],
  ])('%s', async (_, variables, expected) => {
    const user = ordinaryUser();
    for (const name of ['own', 'xdg', 'home']) user.own(name);
    const places = Object.entries(variables).map(([name, place]) => [name, place && user.path(place)]);
    const env = { HOME: user.path('home'), ...Object.fromEntries(places) };
    const { code, stderr } = await user.run(SET, { env, stdin: support.secret });
    expect(code, stderr).toBe(0);
    expect(existsSync(user.path(expected))).toBe(true);
  });
});

describe('the location of the state', () => {
  test.each([
    [
      'where SINCHCTL_STATE_DIR says',
      { SINCHCTL_STATE_DIR: 'own', XDG_STATE_HOME: 'xdg' },
      'own/sandbox.json',
    ],
    ['below XDG_STATE_HOME', { XDG_STATE_HOME: 'xdg' }, 'xdg/sinchctl/sandbox.json'],
    ['below HOME', {}, 'home/.local/state/sinchctl/sandbox.json'],
  ])('%s', async (_, variables, expected) => {
    const user = ordinaryUser();
    for (const name of ['own', 'xdg', 'home']) user.own(name);
    const places = Object.entries(variables).map(([name, place]) => [name, user.path(place)]);
    const env = { HOME: user.path('home'), ...Object.fromEntries(places) };
    const { code, stderr } = await user.run(SANDBOX, { env });
    expect(code, stderr).toBe(0);
    expect(existsSync(user.path(expected))).toBe(true);
  });
});

/** A temporary directory like /tmp: all users can create files, and remove only their own. */
function publicTemp(user: ReturnType<typeof ordinaryUser>): string {
  mkdirSync(user.path('tmp'));
  chmodSync(user.path('tmp'), 0o1777);
  return user.path('tmp');
}

describe('a home directory that is not writable', () => {
  function readOnly() {
    const user = ordinaryUser();
    user.own('home', 0o555);
    return { user, env: { HOME: user.path('home'), TMPDIR: publicTemp(user) } };
  }

  test('does not affect credentials in the environment', async () => {
    const { env, world } = await serve();
    const { user, env: home } = readOnly();
    const list = await user.run(['numbers', 'list'], { env: { ...env, ...home } });
    expect([list.code, list.stderr]).toEqual([0, '']);
    const argv = ['numbers', 'assign', free];
    expect((await user.run(argv, { env: { ...env, ...home } })).code).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
  });

  test('is an error when a profile is stored there, but not elsewhere', async () => {
    const { user, env } = readOnly();
    const { code, stderr } = await user.run(SET, { env, stdin: support.secret });
    expect(code).toBe(1);
    expect(stderr).toContain(user.path('home'));
    expect(stderr).not.toContain(support.secret);
    // Only the lock of the configuration may exist.
    const left = readdirSync(user.path('tmp'), { recursive: true, encoding: 'utf8' });
    expect(left.filter((name) => name.endsWith('.json'))).toEqual([]);
  });

  test('causes state to be saved below the temp directory, for this user only, with a warning', async () => {
    const { user, env } = readOnly();
    const { code, stderr } = await user.run([...SANDBOX, '--quiet'], { env });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(new RegExp(`^warning: .*${user.path('tmp')}`, 'm'));
    expect(readdirSync(user.path('tmp'))).toHaveLength(1);
  });

  test('is reported once per command', async () => {
    const { user, env } = readOnly();
    const argv = ['--profile', 'sandbox', 'numbers', 'assign', free, '--app', 'sales'];
    const { code, stderr } = await user.run(argv, { env });
    expect(code, stderr).toBe(0);
    expect(stderr.match(/^warning: /gm)).toHaveLength(1);
  });

  test.runIf(IS_ROOT)('does not use a fallback directory that another user has created', async () => {
    const { user, env } = readOnly();
    mkdirSync(user.path(`tmp/sinchctl-${ORDINARY}`));
    chmodSync(user.path(`tmp/sinchctl-${ORDINARY}`), 0o777);
    const { code, stdout, stderr } = await user.run(SANDBOX, { env });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('SINCHCTL_STATE_DIR');
    expect(readdirSync(user.path(`tmp/sinchctl-${ORDINARY}`))).toEqual([]);
  });
});

describe.runIf(IS_ROOT)('without HOME and without an entry in the user database', () => {
  function unlisted() {
    const user = ordinaryUser(UNLISTED);
    return { user, env: { TMPDIR: publicTemp(user) } };
  }

  test('credentials in the environment work', async () => {
    const { env, world } = await serve();
    const { user, env: temp } = unlisted();
    const list = await user.run(['numbers', 'list', '--json'], { env: { ...env, ...temp } });
    expect(list.code, list.stderr).toBe(0);
    expect(JSON.parse(list.stdout)).toHaveLength(30);
    expect((await user.run(['numbers', 'assign', free], { env: { ...env, ...temp } })).code).toBe(0);
    expect(world.applicationOf(free, 'voice')).toBe(support.key);
  });

  test('the error about missing credentials is shown', async () => {
    const { user, env } = unlisted();
    const { code, stderr } = await user.run(['numbers', 'list'], { env });
    expect(code).toBe(3);
    expect(stderr).toContain('no credentials');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  test('the sandbox works, with its state below the temp directory and a warning', async () => {
    const { user, env } = unlisted();
    const { code, stderr } = await user.run([...SANDBOX, '--quiet'], { env });
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(new RegExp(`^warning: .*${user.path('tmp')}`, 'm'));
  });

  test('a fallback directory that another user has created is not used', async () => {
    const { user, env } = unlisted();
    const planted = user.path(`tmp/sinchctl-${UNLISTED}`);
    mkdirSync(planted);
    chmodSync(planted, 0o777);
    await user.run(SANDBOX, { env });
    await user.run(SET, { env, stdin: support.secret });
    expect(readdirSync(planted)).toEqual([]);
  });

  test('SINCHCTL_CONFIG_DIR still selects the profiles', async () => {
    const { url } = await serve();
    const { user, env } = unlisted();
    const SINCHCTL_CONFIG_DIR = user.own('config');
    const argv = [...SET, '--base-url', `calling=${url}`];
    const stored = await user.run(argv, { env: { ...env, SINCHCTL_CONFIG_DIR }, stdin: support.secret });
    expect(stored.code, stored.stderr).toBe(0);
    const { code } = await user.run(['numbers', 'list'], { env: { ...env, SINCHCTL_CONFIG_DIR } });
    expect(code).toBe(0);
  });
});

describe('the working directory is never used as the home directory', () => {
  const OTHERS = '{"owner":"another program"}';

  /** A checkout with another program's config.json at every path where sinchctl might look for it. */
  function checkout(user: ReturnType<typeof ordinaryUser>, uid = ORDINARY) {
    const cwd = user.own('checkout');
    give(cwd, uid);
    for (const place of ['', 'sinchctl', '.config', '.config/sinchctl', 'xdg', 'xdg/sinchctl']) {
      mkdirSync(join(cwd, place), { recursive: true });
      writeFileSync(join(cwd, place, 'config.json'), OTHERS, { mode: 0o644 });
      for (const path of [join(cwd, place), join(cwd, place, 'config.json')]) give(path, uid);
    }
    const before = list(cwd);
    return { cwd, isUntouched: () => expect(list(cwd)).toEqual(before) };
  }

  /** Every path below a directory, with its mode and content. */
  const list = (directory: string) =>
    readdirSync(directory, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()
      .map((path) => {
        const { mode } = statSync(path);
        return [path, mode, path.endsWith('.json') && readFileSync(path, 'utf8')];
      });

  test.each([
    ['XDG_CONFIG_HOME and XDG_STATE_HOME are empty', ''],
    ['they are relative', 'xdg'],
    ['they are a dot', '.'],
  ])('if %s', async (_, path) => {
    const user = ordinaryUser();
    const { cwd, isUntouched } = checkout(user);
    const env = { HOME: user.own('home'), XDG_CONFIG_HOME: path, XDG_STATE_HOME: path };
    const stored = await user.run(SET, { env, cwd, stdin: support.secret });
    expect(stored.code, stored.stderr).toBe(0);
    expect((await user.run(SANDBOX, { env, cwd })).code).toBe(0);
    expect(existsSync(user.path('home/.config/sinchctl/config.json'))).toBe(true);
    expect(existsSync(user.path('home/.local/state/sinchctl/sandbox.json'))).toBe(true);
    isUntouched();
  });

  test.runIf(IS_ROOT).each([
    ['is empty', '', {}],
    ['is relative', '.', {}],
    ['is an unexpanded tilde', '~', {}],
    ['and TMPDIR are relative', '.', { TMPDIR: '.' }],
  ])('if HOME %s', async (_, HOME, more) => {
    const user = ordinaryUser(UNLISTED);
    const { cwd, isUntouched } = checkout(user, UNLISTED);
    const env = { TMPDIR: publicTemp(user), SINCHCTL_STATE_DIR: user.own('state'), HOME, ...more };
    const stored = await user.run(SET, { env, cwd, stdin: support.secret });
    expect(stored.stderr).not.toContain(cwd);
    const show = await user.run(['profiles', 'list'], { env, cwd });
    expect(show.stderr).not.toContain(cwd);
    expect((await user.run(SANDBOX, { env, cwd })).code).toBe(0);
    isUntouched();
    rmSync(`/tmp/sinchctl-${UNLISTED}`, { recursive: true, force: true });
  });

  test("if SINCHCTL_CONFIG_DIR is the working directory, another program's file is rejected and unchanged", async () => {
    const user = ordinaryUser();
    const { cwd, isUntouched } = checkout(user);
    const env = { HOME: user.own('home'), SINCHCTL_CONFIG_DIR: '.' };
    for (const argv of [['numbers', 'list'], SET]) {
      const { code, stderr } = await user.run(argv, { env, cwd, stdin: support.secret });
      expect(code, stderr).toBe(3);
    }
    isUntouched();
  });
});

test('a missing home directory does not affect credentials in the environment', async () => {
  const { env } = await serve();
  const user = ordinaryUser();
  const { code, stderr } = await user.run(['numbers', 'list'], { env: { ...env, HOME: user.path('gone') } });
  expect([code, stderr]).toEqual([0, '']);
});

test('profiles in a read-only home directory can be read', async () => {
  const { url } = await serve();
  const user = ordinaryUser();
  const directory = user.own('config');
  writeFileSync(user.path('config/config.json'), configText(url));
  give(user.path('config/config.json'));
  chmodSync(user.path('config/config.json'), 0o400);
  chmodSync(directory, 0o500);
  const { code, stderr } = await user.run(['numbers', 'list'], { env: { SINCHCTL_CONFIG_DIR: directory } });
  expect([code, stderr]).toEqual([0, '']);
});

test.runIf(existsSync('/proc/1'))(
  'a state directory that cannot be created does not cause an infinite loop',
  async () => {
    const { env } = await serve();
    const state = { ...env, SINCHCTL_STATE_DIR: '/proc/1/sinchctl/state', TMPDIR: '/proc/1/sinchctl' };
    const { code, stderr } = await ordinaryUser().run(['history', '--json'], { env: state });
    expect(code, stderr).toBe(0);
    expect(stderr).toContain('the history is not available');
  },
);
