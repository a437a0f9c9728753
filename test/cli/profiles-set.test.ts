import { existsSync, readFileSync, statSync, watch, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignKey, sales, support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const NOWHERE = 'http://127.0.0.1:1';
const INSTANCE = '11111111-2222-3333-4444-555555555555';
const set = (argv: string[], options: RunOptions = {}) => run(['profiles', 'set', ...argv], options);
const withSecret = (argv: string[], options: RunOptions = {}) =>
  set([...argv, '--key', support.key, '--secret-stdin'], { stdin: `${support.secret}\n`, ...options });

describe('storing', () => {
  test('key and secret from stdin create a working profile', async () => {
    const { url, world, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    const { code, json } = await run(['numbers', 'list', '--json'], { home });
    expect(code).toBe(0);
    expect(json()).toHaveLength(30);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
    expect(world.size).toBe(20);
  });

  test('stdout stays empty, only the owner can read the file, and no output contains the secret', async () => {
    const { code, stdout, stderr, home } = await withSecret(['prod']);
    expect([code, stdout]).toEqual([0, '']);
    expect(stderr).not.toContain(support.secret);
    expect(statSync(home.configPath).mode & 0o777).toBe(0o600);
  });

  test('the secret can be read from a file', async () => {
    const home = newHome();
    writeFileSync(home.path('secret'), `${support.secret}\n`);
    const { code } = await set(['prod', '--key', support.key, '--secret-file', home.path('secret')], {
      home,
    });
    expect(code).toBe(0);
    expect((await run(['profiles', 'list', '--json'], { home })).json()).toMatchObject([
      { application: support.key },
    ]);
  });

  test('prompts for key and secret on a terminal, with the secret hidden', async () => {
    const { code, questions, home } = await set(['prod'], {
      terminal: true,
      answers: [support.key, support.secret],
    });
    expect(code).toBe(0);
    expect(questions).toHaveLength(2);
    expect((await run(['profiles', 'list', '--json'], { home })).json()).toMatchObject([
      { application: support.key },
    ]);
  });

  test('the first profile becomes active, and a second one does not', async () => {
    const home = newHome();
    await withSecret(['one'], { home });
    await withSecret(['two'], { home });
    const { json } = await run(['profiles', 'list', '--json'], { home });
    expect(json().map(({ name, active }) => [name, active])).toEqual([
      ['one', true],
      ['two', false],
    ]);
  });

  test('no other profile becomes active, even if none is: only profiles use selects one', async () => {
    const home = newHome();
    await storeProfile(home, 'prod', 'http://127.0.0.1:9');
    await storeProfile(home, 'staging', 'http://127.0.0.1:9');
    await run(['profiles', 'use', 'staging'], { home });
    await run(['profiles', 'remove', 'staging', '--yes'], { home });
    const changed = await run(['profiles', 'set', 'prod', '--region', 'SE'], { home });
    expect(changed.code, changed.stderr).toBe(0);
    expect(changed.stderr).toContain('no profile is active; to use this one, run sinchctl profiles use prod');
    await run(['auth', 'logout', '--profile', 'prod', '--yes'], { home });
    const { json } = await run(['profiles', 'list', '--json'], { home });
    expect(json()).toMatchObject([{ name: 'prod', active: false }]);
    const unnamed = await run(['numbers', 'list'], { home });
    expect([unnamed.code, unnamed.stdout]).toEqual([3, '']);
  });

  test('without a name, the active profile is changed, otherwise one called default', async () => {
    const home = newHome();
    await withSecret([], { home });
    const { json } = await run(['profiles', 'show', '--json'], { home });
    expect(json()).toMatchObject([{ name: 'default', active: true }]);
  });

  test('--profile also specifies the profile', async () => {
    const { home } = await withSecret(['--profile', 'staging']);
    expect((await run(['profiles', 'show', 'staging'], { home })).code).toBe(0);
  });

  test('an instance is stored together with the application', async () => {
    const home = newHome();
    await withSecret(['p'], { home });
    const { code } = await set(['p', '--instance-id', INSTANCE, '--instance-secret-stdin'], {
      home,
      stdin: 'AAAA',
    });
    expect(code).toBe(0);
    const { json } = await run(['profiles', 'show', 'p', '--json'], { home });
    expect(json()).toMatchObject([{ application: support.key, instance: INSTANCE, instanceExpires: null }]);
  });

  test('basic authentication is used if the profile specifies it', async () => {
    const seen: (string | undefined)[] = [];
    const { url } = await serve({
      between: (request, answer) => {
        seen.push(request.headers.authorization?.split(' ')[0]);
        return answer(request);
      },
    });
    const home = newHome();
    await storeProfile(home, 'p', url, '--auth', 'basic');
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    expect(seen).toEqual(['Basic']);
  });
});

describe('changing', () => {
  test('only the given settings change', async () => {
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'p', url, '--protected');
    const { code } = await set(['p', '--default-app', sales.key], { home });
    expect(code).toBe(0);
    expect((await run(['profiles', 'show', 'p', '--json'], { home })).json()).toMatchObject([
      { application: support.key, protected: true },
    ]);
    await run(['callbacks', 'get'], { home });
    expect(lines(requests)).toEqual([`GET /v1/configuration/callbacks/applications/${sales.key}`]);
  });

  test('aliases are kept', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'p', url);
    await run(['apps', 'alias', 'hotline', sales.key], { home });
    await set(['p', '--default-app', 'hotline'], { home });
    expect((await run(['callbacks', 'get', '--app', 'hotline'], { home })).code).toBe(0);
  });

  test('a new key requires its own secret', async () => {
    const home = newHome();
    await withSecret(['p'], { home });
    const { code, stderr } = await set(['p', '--key', foreignKey], { home });
    expect(code).toBe(2);
    expect(stderr).toMatch(/missing application secret\nhint: .*--secret-stdin .*--secret-file/);
    expect((await run(['profiles', 'show', 'p', '--json'], { home })).json()).toMatchObject([
      { application: support.key },
    ]);
  });

  test('--no-protected removes the protection', async () => {
    const home = newHome();
    await withSecret(['p', '--protected'], { home });
    await set(['p', '--no-protected'], { home });
    expect((await run(['profiles', 'show', 'p', '--json'], { home })).json()).toMatchObject([
      { protected: false },
    ]);
  });

  test('concurrent changes to different profiles are all preserved', async () => {
    const home = newHome();
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(names.map((name) => withSecret([name], { home })));
    const { json } = await run(['profiles', 'list', '--json'], { home });
    expect(json().map((row) => row.name)).toEqual(names);
  });

  test('a region is stored, and then used for national format', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'p', url, '--region', 'US');
    const { json } = await run(['numbers', 'list', '415-555-0100', '--json'], { home });
    expect(json()).toMatchObject([{ number: '+14155550100' }]);
  });
});

describe('invalid input', () => {
  test.each(['not base64!', 'abc', 'YWJj=', '', 'YW Jj'])(
    'the secret %j is rejected and not shown',
    async (secret) => {
      const { code, stdout, stderr, home } = await withSecret(['p'], { stdin: secret });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toMatch(secret === '' ? /empty|Base64/ : /Base64/);
      expect(stderr).toMatch(/^hint: /m);
      if (secret.trim() !== '') expect(stderr).not.toContain(secret);
      expect(existsSync(home.configPath)).toBe(false);
    },
  );

  test.each([
    [['p'], '--key'],
    [['p', '--key', support.key], '--secret-stdin'],
    [['p', '--key', '../x', '--secret-stdin'], '../x'],
    [['p', '--key', '', '--secret-stdin'], '--key is empty'],
    [['../p', '--key', support.key, '--secret-stdin'], '../p'],
    [['sandbox', '--key', support.key, '--secret-stdin'], 'built-in sandbox profile'],
    [['p', '--key', support.key, '--secret-stdin', '--secret-file', 'x'], 'conflicts'],
    [['p', '--key', support.key, '--secret-file', '/nonexistent/secret'], '/nonexistent/secret'],
    [
      ['p', '--key', support.key, '--secret-stdin', '--base-url', 'calling=http://calling.example.com'],
      'http',
    ],
    [['p', '--key', support.key, '--secret-stdin', '--base-url', 'rest=https://x.example.com'], 'rest'],
    [['p', '--key', support.key, '--secret-stdin', '--base-url', 'https://x.example.com'], 'HOST=URL'],
    [
      ['p', '--key', support.key, '--secret-stdin', '--base-url', 'all=http://x.example.com'],
      '--base-url all',
    ],
    [['p', '--key', support.key, '--secret-stdin', '--auth', 'digest'], 'digest'],
    [['p', '--key', support.key, '--secret-stdin', '--organisation', '../x'], '../x'],
    [['p', '--instance-id', 'x', '--instance-secret-stdin'], '--instance-id'],
    [
      ['p', '--key', support.key, '--secret-stdin', '--instance-id', INSTANCE, '--instance-secret-stdin'],
      'one secret',
    ],
    [['p', '--key', support.key, '--secret-stdin', '--protected', '--no-protected'], 'conflicts with'],
    [['p', '--profile', 'q', '--key', support.key, '--secret-stdin'], 'conflicting profile names: p and q'],
    [['p', '--key', support.key, '--secret', support.secret], '--secret'],
    [['p', '--key', support.key, '--secret-stdin', '--region', 'Sweden'], 'Sweden'],
  ])('profiles set %j is a usage error that shows it, and stores nothing', async (argv, named) => {
    const { code, stdout, stderr, home } = await set(argv, { stdin: support.secret });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
    expect(stderr).not.toContain(support.secret);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('the hint for a missing secret shows where to find it only for the secret of an application', async () => {
    const dashboard = 'in the Sinch dashboard';
    const application = await set(['p', '--key', support.key]);
    const instance = await set(['p', '--instance-id', INSTANCE]);
    expect([application.code, application.stderr]).toEqual([2, expect.stringContaining(dashboard)]);
    expect([instance.code, instance.stderr]).toEqual([
      2,
      expect.stringContaining('--instance-secret-stdin < '),
    ]);
    expect(instance.stderr).not.toContain(dashboard);
  });

  test('--base-url all= sets the URL of every host, except those with their own', async () => {
    const home = newHome();
    const shown = async () => (await run(['profiles', 'show', 'p'], { home })).stderr;
    await withSecret(['p', '--base-url', `all=${NOWHERE}`], { home });
    expect(storedConfig(home).profiles.p?.baseUrls).toEqual({
      calling: NOWHERE,
      portal: NOWHERE,
      account: NOWHERE,
      user: NOWHERE,
    });
    expect(await shown()).toBe(`note: base URLs: all=${NOWHERE}\n`);
    for (const order of [0, 1]) {
      const bases = ['portal=http://127.0.0.1:2', 'all=http://127.0.0.1:3'];
      await set(['p', ...(order ? bases : bases.reverse()).flatMap((one) => ['--base-url', one])], { home });
      expect(storedConfig(home).profiles.p?.baseUrls).toEqual({
        calling: 'http://127.0.0.1:3',
        portal: 'http://127.0.0.1:2',
        account: 'http://127.0.0.1:3',
        user: 'http://127.0.0.1:3',
      });
    }
    const own = ['calling', 'account', 'user'].map((host) => `${host}=http://127.0.0.1:3`);
    expect(await shown()).toBe(
      `note: base URLs: ${own[0]}, portal=http://127.0.0.1:2, ${own.slice(1).join(', ')}\n`,
    );
  });

  test('profiles show prints no note if the base URLs are those of Sinch', async () => {
    const { home } = await withSecret(['p']);
    expect((await run(['profiles', 'show', 'p'], { home })).stderr).toBe('');
  });

  test('a default application that is an unknown alias is not found', async () => {
    const { code, home } = await withSecret(['p', '--default-app', 'support']);
    expect(code).toBe(4);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('a secret is not read from a terminal as if it were piped', async () => {
    const { code, home } = await withSecret(['p'], { terminal: true });
    expect(code).toBe(2);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test.each([
    '{',
    '[]',
    'null',
    '{"version":9}',
    '{"version":1,"profiles":{"p":{"application":{"key":"x"}}}}',
  ])('a configuration that contains %j is not overwritten', async (text) => {
    const home = newHome();
    writeFileSync(home.configPath, text);
    const { code, stdout, stderr } = await withSecret(['p'], { home });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(home.configPath);
    expect(readFileSync(home.configPath, 'utf8')).toBe(text);
  });
});

describe('values that conflict or do not exist', () => {
  test.each([
    ['an empty secret command', ['prod', '--secret-command', '']],
    ['a secret command and the keyring', ['prod', '--keyring', '--secret-command', 'pass', 'show', 'sinch']],
    ['--where-key with an instance', ['--where-key', support.key, '--instance-secret-stdin']],
  ])('%s is a usage error, and the secret is unchanged', async (_, argv) => {
    const home = newHome();
    await storeProfile(home, 'prod', NOWHERE);
    const before = readFileSync(home.configPath, 'utf8');
    const { code } = await run(['profiles', 'set', ...argv], { home, stdin: support.secret });
    expect([code, readFileSync(home.configPath, 'utf8')]).toEqual([2, before]);
  });

  test('a country without phone numbers is rejected when it is set', async () => {
    const home = newHome();
    await storeProfile(home, 'prod', NOWHERE);
    expect((await run(['profiles', 'set', 'prod', '--region', 'XX'], { home })).code).toBe(2);
  });
});

describe('verifying and rotating a secret', () => {
  const NEW = 'bmV3LXNlY3JldC0wMDAwMQ==';

  const set = (argv: string[], options: RunOptions) => run(['profiles', 'set', ...argv], options);
  function secretOf(home: Home, name: string): string | undefined {
    const application = storedConfig(home).profiles[name]?.application as
      | { secret: { value: string } }
      | undefined;
    return application?.secret.value;
  }

  describe('profiles set --verify', () => {
    async function stored(url: string) {
      const home = newHome();
      await storeProfile(home, 'prod', url);
      return { home, before: readFileSync(home.configPath) };
    }
    const change = ['prod', '--secret-stdin', '--verify', '--region', 'SE'];

    test('stores accepted credentials, after one request', async () => {
      const { url, requests } = await serve();
      const { home } = await stored(url);
      const { code, stderr } = await set(change, { home, stdin: support.secret });
      expect(code, stderr).toBe(0);
      expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
      expect(storedConfig(home).profiles.prod).toMatchObject({ region: 'SE' });
    });

    test('rejected: exit 3, and the old secret and all other settings are unchanged', async () => {
      const { url } = await serve();
      const { home, before } = await stored(url);
      const { code, stdout, stderr, error } = await set([...change, '--json'], { home, stdin: NEW });
      expect([code, stdout]).toEqual([3, '']);
      expect(error()).toMatchObject({
        kind: 'auth',
        errorCode: 40102,
        message: expect.stringContaining('profile not saved'),
      });
      expect(stderr).not.toContain(NEW);
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
    });

    test('unreachable: exit 6, and nothing is stored', async () => {
      const { home, before } = await stored(NOWHERE);
      const { code } = await set(change, { home, stdin: support.secret });
      expect(code).toBe(6);
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
    });

    test('without other options verifies the stored credentials', async () => {
      const { url, requests } = await serve();
      const { home } = await stored(url);
      expect((await set(['prod', '--verify'], { home })).code).toBe(0);
      expect(requests).toHaveLength(1);
    });

    test('also verifies the instance', async () => {
      const { url, world, requests } = await serve();
      const { home, before } = await stored(url);
      const instance = ['prod', '--instance-id', world.instance.id, '--instance-secret-stdin', '--verify'];
      expect((await set(instance, { home, stdin: NEW })).code).toBe(3);
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
      expect((await set(instance, { home, stdin: world.instance.secret })).code).toBe(0);
      expect(lines(requests)).toContain('GET /v1/organisations');
    });
  });

  describe('profiles set --where-key', () => {
    async function four(url: string) {
      const home = newHome();
      for (const name of ['one', 'two', 'three']) await storeProfile(home, name, url);
      const other = ['profiles', 'set', 'other', '--key', sales.key, '--secret-stdin'];
      await run(other, { home, stdin: sales.secret });
      return home;
    }

    test('changes every profile that contains the key, in one write, and no others', async () => {
      const home = await four(NOWHERE);
      let writes = 0;
      const reporter = watch(home.env.SINCHCTL_CONFIG_DIR ?? '', (event, name) => {
        if (event === 'rename' && name === 'config.json') writes++;
      });
      const { code, stderr } = await set(['--where-key', support.key, '--secret-stdin'], {
        home,
        stdin: NEW,
      });
      while (writes < 1) await new Promise((resolve) => setTimeout(resolve, 5));
      // The command has ended, so any second write would already be recorded.
      await new Promise((resolve) => setTimeout(resolve, 200));
      reporter.close();
      expect(code, stderr).toBe(0);
      expect(['one', 'two', 'three'].map((name) => secretOf(home, name))).toEqual([NEW, NEW, NEW]);
      expect(secretOf(home, 'other')).toBe(sales.secret);
      expect(writes).toBe(1);
      expect(stderr).toContain('saved profiles one (active), two, three in ');
    });

    test('prompts only for the secret on a terminal, because nothing else can change', async () => {
      const home = await four(NOWHERE);
      const options = { home, terminal: true, answers: [NEW] };
      const { code, questions, stderr } = await set(['--where-key', support.key], options);
      expect([code, questions], stderr).toEqual([0, ['Application secret']]);
      expect(['one', 'two', 'three'].map((name) => secretOf(home, name))).toEqual([NEW, NEW, NEW]);
    });

    test('changes the key together with its secret', async () => {
      const home = await four(NOWHERE);
      const argv = ['--where-key', support.key.toUpperCase(), '--key', foreignKey, '--secret-stdin'];
      expect((await set(argv, { home, stdin: NEW })).code).toBe(0);
      const { json } = await run(['profiles', 'list', '--json'], { home });
      expect(json().map(({ application }) => application)).toEqual([
        foreignKey,
        sales.key,
        foreignKey,
        foreignKey,
      ]);
    });

    test('keeps the other settings of each profile', async () => {
      const home = await four(NOWHERE);
      await set(['two', '--protected', '--region', 'SE'], { home });
      await set(['--where-key', support.key, '--secret-stdin'], { home, stdin: NEW });
      expect(storedConfig(home).profiles.two).toMatchObject({ isProtected: true, region: 'SE' });
      expect(storedConfig(home).profiles.one).toMatchObject({ isProtected: false, region: null });
    });

    test('with --verify changes none if one is rejected', async () => {
      const { url } = await serve();
      const home = await four(url);
      const before = readFileSync(home.configPath);
      const argv = ['--where-key', support.key, '--secret-stdin', '--verify'];
      expect((await set(argv, { home, stdin: NEW })).code).toBe(3);
      await set(['three', '--base-url', `calling=${NOWHERE}`], { home });
      const moved = readFileSync(home.configPath);
      expect((await set(argv, { home, stdin: support.secret })).code).toBe(6);
      expect(readFileSync(home.configPath).equals(moved)).toBe(true);
      expect(before.equals(moved)).toBe(false);
    });

    test('a key that no profile contains causes exit code 4, and nothing is changed', async () => {
      const home = await four(NOWHERE);
      const before = readFileSync(home.configPath);
      const { code, error } = await set(['--where-key', foreignKey, '--secret-stdin', '--json'], {
        home,
        stdin: NEW,
      });
      expect(code).toBe(4);
      expect(error()).toMatchObject({ kind: 'notFound', items: [foreignKey] });
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
    });

    test.each([
      ['--where-key', 'x'],
      ['prod', '--where-key', support.key],
      ['--profile', 'one', '--where-key', support.key],
    ])('%s %s %s is a usage error', async (...argv) => {
      const home = await four(NOWHERE);
      const { code } = await set([...argv.filter((word) => word !== undefined), '--secret-stdin'], {
        home,
        stdin: NEW,
      });
      expect(code).toBe(2);
      expect(secretOf(home, 'one')).toBe(support.secret);
    });
  });

  describe('no option accepts a secret as its value', () => {
    test.each(['--secret', '--password', '--instance-secret', '--application-secret', '--token'])(
      '%s is unknown, and its value is not shown',
      async (flag) => {
        for (const argv of [[flag, NEW], [`${flag}=${NEW}`]]) {
          const home = newHome();
          const { code, stdout, stderr } = await set(['p', '--key', support.key, ...argv], { home });
          expect([code, stdout]).toEqual([2, '']);
          expect(stderr).toContain(flag);
          expect(stderr).not.toContain(NEW);
        }
      },
    );
  });
});

test('ignored URL variables cause a warning if a profile is verified before it is stored', async () => {
  const { env, url } = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', url);
  const variables = { SINCHCTL_CALLING_URL: env.SINCHCTL_CALLING_URL ?? '' };
  const { code, stderr } = await run(['profiles', 'set', 'prod', '--verify'], { home, env: variables });
  expect(code).toBe(0);
  expect(stderr).toMatch(/^warning: ignoring SINCHCTL_CALLING_URL/m);
});
