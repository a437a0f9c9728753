import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';

const URL = 'http://127.0.0.1:9';
const FIELDS = [
  'name',
  'active',
  'protected',
  'application',
  'auth',
  'secretStore',
  'instance',
  'instanceExpires',
];

async function twoProfiles() {
  const home = newHome();
  await storeProfile(home, 'prod', URL, '--protected');
  await storeProfile(home, 'staging', URL, '--auth', 'basic');
  return home;
}

describe('profiles list and show', () => {
  test('list shows every stored profile, and no secrets', async () => {
    const home = await twoProfiles();
    const { code, stdout, json } = await run(['profiles', 'list', '--json'], { home });
    expect(code).toBe(0);
    for (const row of json()) expect(Object.keys(row)).toEqual(FIELDS);
    const both = { application: support.key, secretStore: 'file', instance: null, instanceExpires: null };
    expect(json()).toEqual([
      { name: 'prod', active: true, protected: true, auth: 'signed', ...both },
      { name: 'staging', active: false, protected: false, auth: 'basic', ...both },
    ]);
    expect(stdout).not.toContain(support.secret);
  });

  test('list without profiles is an empty array', async () => {
    const { code, stdout } = await run(['profiles', 'list', '--json']);
    expect([code, stdout]).toEqual([0, '[]\n']);
    const table = await run(['profiles', 'list', '-o', 'table']);
    expect([table.code, table.stdout]).toEqual([0, '']);
    expect(table.stderr).toMatch(
      /^note: no profiles yet; .* run sinchctl auth login; .* add --profile sandbox$/m,
    );
  });

  test.each([
    [['profiles', 'show']],
    [['profiles', 'show', 'prod']],
    [['profiles', 'use', 'prod']],
    [['numbers', 'list']],
    [['numbers', 'list', '--profile', 'prod']],
    [['auth', 'status']],
    [['export']],
  ])('%j without any profile shows the login command and the sandbox', async (argv) => {
    const { code, stderr } = await run(argv);
    expect(code).toBe(3);
    const verb = argv.includes('--profile') ? 'use' : 'add';
    expect(stderr).toContain(
      `hint: to set up credentials, run sinchctl auth login; to try sinchctl without an account, ${verb} --profile sandbox\n`,
    );
  });

  test('list shows the built-in sandbox when it is the active one', async () => {
    const home = await twoProfiles();
    await run(['profiles', 'use', 'sandbox'], { home });
    const { json } = await run(['profiles', 'list', '--json'], { home });
    expect(json().map(({ name, active }) => [name, active])).toEqual([
      ['prod', false],
      ['sandbox', true],
      ['staging', false],
    ]);
    for (const row of json()) expect(Object.keys(row)).toEqual(FIELDS);
  });

  test('show prints the active profile, or the given one', async () => {
    const home = await twoProfiles();
    expect((await run(['profiles', 'show', '--json'], { home })).json()).toMatchObject([{ name: 'prod' }]);
    expect((await run(['profiles', 'show', 'staging', '--json'], { home })).json()).toMatchObject([
      { name: 'staging' },
    ]);
    expect(
      (await run(['profiles', 'show', '--profile', 'staging', '--json'], { home })).json(),
    ).toMatchObject([{ name: 'staging' }]);
  });

  test('show sandbox prints the built-in profile', async () => {
    const { code, json } = await run(['profiles', 'show', 'sandbox', '--json']);
    expect(code).toBe(0);
    expect(json()).toMatchObject([{ name: 'sandbox', active: false }]);
    expect(Object.keys(json()[0] ?? {})).toEqual(FIELDS);
  });

  test('show without any profile is an auth error', async () => {
    const { code, stdout } = await run(['profiles', 'show']);
    expect([code, stdout]).toEqual([3, '']);
  });

  test('no output of any format or command contains secrets', async () => {
    const home = await twoProfiles();
    for (const argv of [
      ['list'],
      ['list', '-o', 'table'],
      ['show', 'prod', '-o', 'tsv'],
      ['list', '--json', '--debug'],
    ]) {
      const { code, stdout, stderr } = await run(['profiles', ...argv], { home });
      expect(code).toBe(0);
      expect(stdout + stderr).not.toContain(support.secret);
    }
  });
});

test('a table of profiles shows aliases in place of keys', async () => {
  const home = await twoProfiles();
  const key = (await run(['profiles', 'show', 'prod', '--json'], { home })).json()[0]?.application;
  await run(['--profile', 'prod', 'apps', 'alias', 'main', String(key)], { home });
  const { code, stdout } = await run(['profiles', 'list', '-o', 'table', '--no-color'], { home });
  expect(code).toBe(0);
  const prod = stdout.split('\n').find((line) => line.includes('│ prod '));
  expect(prod).toContain('│ main ');
  expect(prod).not.toContain(key);
});

describe('profiles use', () => {
  test('makes a profile the active one', async () => {
    const home = await twoProfiles();
    const { code, stdout } = await run(['profiles', 'use', 'staging'], { home });
    expect([code, stdout]).toEqual([0, '']);
    expect((await run(['profiles', 'show', '--json'], { home })).json()).toMatchObject([
      { name: 'staging', active: true },
    ]);
  });

  test('accepts sandbox, after which --profile is not needed', async () => {
    const { home } = await run(['profiles', 'use', 'sandbox']);
    const { code, json, stderr } = await run(['numbers', 'list', '--json'], { home });
    expect(code).toBe(0);
    expect(json()).toHaveLength(30);
    expect(stderr).toContain('sandbox');
  });

  test('an unknown profile is an auth error with the closest name, and nothing changes', async () => {
    const home = await twoProfiles();
    const before = readFileSync(home.configPath, 'utf8');
    const { code, stdout, error } = await run(['profiles', 'use', 'stagin', '--json'], { home });
    expect([code, stdout]).toEqual([3, '']);
    expect(error()).toMatchObject({
      kind: 'auth',
      items: ['stagin'],
      hint: expect.stringContaining('staging'),
    });
    expect(readFileSync(home.configPath, 'utf8')).toBe(before);
  });
});

describe('profiles remove', () => {
  test('removes a profile and its secret after confirmation', async () => {
    const home = await twoProfiles();
    const { code, questions } = await run(['profiles', 'remove', 'staging'], {
      home,
      terminal: true,
      answers: [true],
    });
    expect([code, questions.length]).toEqual([0, 1]);
    const { json } = await run(['profiles', 'list', '--json'], { home });
    expect(json().map((row) => row.name)).toEqual(['prod']);
  });

  test('leaves no active profile if it was active', async () => {
    const home = newHome();
    await storeProfile(home, 'only', URL);
    expect((await run(['profiles', 'remove', 'only', '-y'], { home })).code).toBe(0);
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(support.secret);
    expect((await run(['numbers', 'list'], { home })).code).toBe(3);
  });

  test.each([
    ['without a terminal', {}],
    ['after the answer no', { terminal: true, answers: [false] }],
  ])('%s, it is refused and nothing changes', async (_, options) => {
    const home = await twoProfiles();
    const before = readFileSync(home.configPath, 'utf8');
    const { code, stdout } = await run(['profiles', 'remove', 'staging', '--json'], { home, ...options });
    expect([code, stdout]).toEqual([7, '']);
    expect(readFileSync(home.configPath, 'utf8')).toBe(before);
  });

  test('an unknown profile is reported before a prompt', async () => {
    const home = await twoProfiles();
    const { code, questions } = await run(['profiles', 'remove', 'stagin'], { home, terminal: true });
    expect([code, questions]).toEqual([3, []]);
  });

  test('the sandbox cannot be removed', async () => {
    expect((await run(['profiles', 'remove', 'sandbox', '-y'])).code).toBe(2);
  });
});

test.each([
  [['use'], 2],
  [['remove', '-y'], 2],
  [['use', 'a', 'b'], 2],
  [['list', 'a'], 2],
])('profiles %j exits with code %i and empty stdout', async (argv, exit) => {
  const { code, stdout } = await run(['profiles', ...argv]);
  expect([code, stdout]).toEqual([exit, '']);
});

test('an unknown profile in any command is an auth error with the closest name', async () => {
  const home = await twoProfiles();
  const { code, stdout, error } = await run(['--profile', 'prd', 'numbers', 'list', '--json'], { home });
  expect([code, stdout]).toEqual([3, '']);
  expect(error()).toMatchObject({ kind: 'auth', items: ['prd'], hint: expect.stringContaining('prod') });
  expect((await sandbox(['numbers', 'list'], { home })).code).toBe(0);
});

describe('SINCHCTL_PROFILE', () => {
  const NOWHERE = 'http://127.0.0.1:9';

  async function two() {
    const home = newHome();
    await storeProfile(home, 'prod', NOWHERE);
    await storeProfile(home, 'staging', NOWHERE);
    return { home, env: { SINCHCTL_PROFILE: 'staging' } };
  }

  test('SINCHCTL_PROFILE specifies the profile that profiles set changes', async () => {
    const { home, env } = await two();
    expect((await run(['profiles', 'set', '--auth', 'basic'], { home, env })).code).toBe(0);
    const { profiles } = storedConfig(home);
    expect([profiles.staging?.auth, profiles.prod?.auth]).toEqual(['basic', 'signed']);
  });

  test('SINCHCTL_PROFILE specifies the profile for profiles show and auth logout', async () => {
    const { home, env } = await two();
    const shown = await run(['profiles', 'show', '--json'], { home, env });
    expect(JSON.parse(shown.stdout)[0].name).toBe('staging');
    expect((await run(['auth', 'logout'], { home, env })).code).toBe(0);
    const { profiles } = storedConfig(home);
    expect([profiles.staging?.application, profiles.prod?.application === null]).toEqual([null, false]);
  });

  test('SINCHCTL_PROFILE conflicts with --where-key, as --profile does', async () => {
    const { home, env } = await two();
    const key = ['--where-key', '5e1f0a01-7c2d-4b8e-9a10-2f6c3d4e5a01'];
    expect((await run(['profiles', 'set', ...key, '--auth', 'basic'], { home, env })).code).toBe(2);
  });
});
