import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SinchctlError } from '../../src/core/errors.ts';
import { foreignKey, sales, support } from '../support/account.ts';
import { editConfig, storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const login = (argv: string[], options: RunOptions = {}) => run(['auth', 'login', ...argv], options);

describe('auth login on a terminal', () => {
  test('prompts for key and secret, verifies and stores them, and makes the profile active', async () => {
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'older', 'http://127.0.0.1:9');
    const { code, stdout, stderr, questions } = await login(
      ['--profile', 'prod', '--base-url', `calling=${url}`],
      { home, terminal: true, answers: [` ${sales.key.toUpperCase()} `, sales.secret, false] },
    );
    expect([code, stdout], stderr).toEqual([0, '']);
    expect(questions).toEqual([
      'Application key',
      'Application secret',
      'Found 2 applications without an alias. Set aliases now?',
    ]);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
    expect(storedConfig(home)).toMatchObject({
      active: 'prod',
      profiles: { prod: { application: { key: sales.key } }, older: { application: { key: support.key } } },
    });
    expect(stderr).not.toContain(sales.secret);
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
  });

  test('shows where to find key and secret, and ends with the next command', async () => {
    const { url } = await serve();
    const home = newHome();
    const { code, stderr } = await login(['--base-url', `calling=${url}`], {
      home,
      terminal: true,
      env: { NO_COLOR: '1' },
      answers: [sales.key, sales.secret, false],
    });
    expect(code, stderr).toBe(0);
    const notes = stderr.trimEnd().split('\n');
    expect(notes[0]).toMatch(
      /^note: find the application key and secret in the Sinch dashboard under Voice > Apps: https:/,
    );
    expect(notes.at(-1)).toBe('note: to list your numbers, run sinchctl numbers list');
    const piped = await login([]);
    expect([piped.code, piped.stderr]).toEqual([2, expect.stringContaining('Sinch dashboard')]);
  });

  test('Enter keeps the current key', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    const { code, stderr } = await login([], { home, terminal: true, answers: ['', support.secret, false] });
    expect(code, stderr).toBe(0);
    expect(storedConfig(home).profiles.prod?.application).toMatchObject({ key: support.key });
  });

  test('rejected credentials cause exit code 3, and nothing is stored', async () => {
    const { url } = await serve();
    const argv = ['--base-url', `calling=${url}`];
    const { code, home, stderr } = await login(argv, {
      terminal: true,
      answers: [support.key, sales.secret],
    });
    expect(code).toBe(3);
    expect(stderr).toContain('profile not saved');
    expect(stderr).not.toContain(sales.secret);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('a server that cannot be reached causes exit code 6, and nothing is stored', async () => {
    const argv = ['--base-url', 'calling=http://127.0.0.1:1'];
    const { code, home } = await login(argv, { terminal: true, answers: [support.key, support.secret] });
    expect(code).toBe(6);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('an invalid answer is explained, and the prompt is repeated', async () => {
    const { url } = await serve();
    const { code, home, stderr, questions } = await login(['--base-url', `calling=${url}`], {
      terminal: true,
      answers: ['', '94983f76', sales.key, '', 'no base64', sales.secret, false],
    });
    expect(code, stderr).toBe(0);
    expect(questions.slice(0, 6)).toEqual([
      ...Array(3).fill('Application key'),
      ...Array(3).fill('Application secret'),
    ]);
    expect(stderr).toContain('\nInvalid application key: 94983f76. An application key is a UUID such as ');
    expect(stderr).toContain('\nThe secret is empty. ');
    expect(stderr).toContain('\nThe secret is not valid Base64. Copy the secret again ');
    expect(storedConfig(home).profiles.default?.application).toMatchObject({ key: sales.key });
  });

  test('a secret in place of the key is rejected and not shown', async () => {
    const { url } = await serve();
    const { code, stderr } = await login(['--base-url', `calling=${url}`], {
      terminal: true,
      answers: [support.secret, 'my-password!', support.key, support.secret, false],
    });
    expect(code).toBe(0);
    expect(stderr).toContain('\nThis looks like a secret, not an application key. ');
    expect(stderr).toContain('\nThis is not an application key. ');
    for (const text of [support.secret, 'my-password']) expect(stderr).not.toContain(text);
  });

  describe('offers to set aliases for the applications that it finds', () => {
    async function named(...answers: (string | boolean)[]) {
      const { url } = await serve();
      const home = newHome();
      const argv = ['--base-url', `calling=${url}`];
      const more = { home, terminal: true, answers: [support.key, support.secret, true, ...answers] };
      return login(argv, more);
    }

    test('aliases that are entered are stored; other applications have none', async () => {
      const { code, home, questions, stderr } = await named(' help ', '');
      expect(code, stderr).toBe(0);
      expect(questions.slice(3)).toEqual([
        `Alias for ${support.key} (8 voice, 4 sms)`,
        `Alias for ${sales.key} (4 voice, 2 sms)`,
      ]);
      expect(storedConfig(home).profiles.default?.aliases).toEqual({ help: support.key });
      expect((await run(['callbacks', 'get', '--app', 'help'], { home })).code).toBe(0);
    });

    test('after Ctrl-C the verified credentials are saved', async () => {
      const { url } = await serve();
      const home = newHome();
      let prompts = 0;
      const whileAsked = () => {
        prompts += 1;
        if (prompts === 3)
          throw new SinchctlError('interrupted', 'interrupted at a prompt. No changes made.', {
            signal: 'SIGINT',
          });
      };
      const answers = [support.key, support.secret];
      const { code, stderr } = await login(['--base-url', `calling=${url}`], {
        ...{ home, terminal: true, answers, whileAsked },
      });
      expect(code).toBe(130);
      expect(stderr).toContain('interrupted at a prompt. The profile is saved without aliases.');
      expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    });

    test('an invalid or repeated alias repeats the prompt', async () => {
      const { code, home, stderr } = await named('Help!', 'help', 'help', 'any', '');
      expect(code, stderr).toBe(0);
      expect(stderr).toContain('\nInvalid alias: Help!. ');
      expect(stderr).toContain(`\nAlias help is already set to ${support.key}. `);
      expect(stderr).toContain('\nInvalid alias: any. ');
      expect(storedConfig(home).profiles.default?.aliases).toEqual({ help: support.key });
    });

    test('only applications without an alias are offered, and only if other prompts are shown', async () => {
      const { home } = await named('help', 'sell');
      const again = await login([], { home, terminal: true, answers: ['', support.secret] });
      expect(again.code, again.stderr).toBe(0);
      expect(storedConfig(home).profiles.default?.aliases).toMatchObject({ help: support.key });

      const { url } = await serve();
      const other = newHome();
      writeFileSync(other.path('secret'), support.secret);
      const argv = ['--key', support.key, '--secret-file', other.path('secret')];
      const { code, questions } = await login([...argv, '--base-url', `calling=${url}`], {
        home: other,
        terminal: true,
      });
      expect([code, questions]).toEqual([0, []]);
    });
  });
});

describe('auth login in a script', () => {
  test('accepts key and secret as options and does not prompt', async () => {
    const { url } = await serve();
    const argv = ['--key', support.key, '--secret-stdin', '--base-url', `calling=${url}`];
    const { code, questions, home } = await login(argv, { stdin: support.secret });
    expect([code, questions]).toEqual([0, []]);
    expect(storedConfig(home).active).toBe('default');
  });

  test('keeps the settings and aliases of the profile', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--protected', '--region', 'SE');
    await run(['apps', 'alias', 'hotline', sales.key, '--profile', 'prod'], { home });
    const { code } = await login(['--key', support.key, '--secret-stdin'], { home, stdin: support.secret });
    expect(code).toBe(0);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      isProtected: true,
      region: 'SE',
      aliases: { hotline: sales.key },
    });
  });

  test.each([
    [['--email', 'ops@example.com'], '--portal'],
    [['--password-stdin'], '--portal'],
    [['--portal', '--key', foreignKey], '--portal'],
    [['--portal', '--email', 'nobody', '--password-stdin'], 'nobody'],
    [['--profile', 'sandbox', '--key', foreignKey, '--secret-stdin'], 'built-in sandbox profile'],
    [['--key', 'x', '--secret-stdin'], '--key'],
  ])('%j is a usage error', async (argv, named) => {
    const { code, stdout, stderr, home } = await login(argv, { stdin: support.secret });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('--no-input never prompts, even on a terminal', async () => {
    const { code, stderr } = await login(['--no-input'], { terminal: true });
    expect(code).toBe(2);
    expect(stderr).toContain('--key');
  });
});

describe('auth logout', () => {
  async function both() {
    const { url, world, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--region', 'SE');
    await run(['apps', 'alias', 'hotline', sales.key], { home });
    const { id, secret } = world.instance;
    const argv = ['profiles', 'set', 'prod', '--instance-id', id, '--instance-secret-stdin'];
    await run(argv, { home, stdin: secret });
    return { home, secret, requests };
  }

  test('removes all secrets of the profile and keeps its settings', async () => {
    const { home, secret } = await both();
    const { code, stdout } = await run(['auth', 'logout'], { home });
    expect([code, stdout]).toEqual([0, '']);
    const text = readFileSync(home.configPath, 'utf8');
    expect(text).not.toContain(support.secret);
    expect(text).not.toContain(secret);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      application: null,
      instance: null,
      region: 'SE',
      aliases: { hotline: sales.key },
    });
    const { code: after, stderr } = await run(['numbers', 'list'], { home });
    expect(after).toBe(3);
    expect(stderr).toContain('sinchctl auth login --profile prod');
  });

  test('--portal removes only the instance', async () => {
    const { home, secret } = await both();
    expect((await run(['auth', 'logout', '--portal'], { home })).code).toBe(0);
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(secret);
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    const { code, stderr } = await run(['numbers', 'list', '--api', 'portal'], { home });
    expect(code).toBe(3);
    expect(stderr).toContain('sinchctl auth login --portal');
  });

  test('affects only the selected profile', async () => {
    const { home } = await both();
    await storeProfile(home, 'other', 'http://127.0.0.1:9');
    await run(['auth', 'logout', '--profile', 'other'], { home });
    expect(storedConfig(home).profiles).toMatchObject({
      prod: { application: { key: support.key } },
      other: { application: null },
    });
  });

  test('with an unknown profile exits with code 3, and without a profile with code 2', async () => {
    const { home } = await both();
    const before = readFileSync(home.configPath);
    expect((await run(['auth', 'logout', '--profile', 'pord'], { home })).code).toBe(3);
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
    expect((await run(['auth', 'logout'])).code).toBe(2);
  });
});

describe('the portal', () => {
  const PASSWORD = 'sandbox-password';
  const LOGIN = ['auth', 'login', '--portal', '--email', 'ops@example.com'];
  const IN_PIPE = [...LOGIN, '--password-stdin'];
  const PORTAL = ['numbers', 'list', '--api', 'portal', '--json'];

  async function prod(options: Parameters<typeof serve>[0] = {}) {
    const served = await serve(options);
    const home = newHome();
    await storeProfile(home, 'prod', served.url);
    return { ...served, home };
  }
  const login = (options: RunOptions, argv = IN_PIPE) => run(argv, { stdin: `${PASSWORD}\n`, ...options });

  describe('auth login --portal', () => {
    test('stores the instance, expiry, and organization, and never the password', async () => {
      const { home, world, requests } = await prod();
      const began = Date.now();
      const { code, stdout, stderr } = await login({ home });
      expect([code, stdout], stderr).toEqual([0, '']);
      const { prod: profile } = storedConfig(home).profiles;
      const instance = profile?.instance as unknown as { id: string; secret: object; expires: string };
      expect(world.instanceOf(instance.id)?.secret).toBe((instance.secret as { value: string }).value);
      expect(Math.abs(Date.parse(instance.expires) - began - 172_800_000)).toBeLessThan(60_000);
      expect(profile).toMatchObject({ organisation: '8888123', application: { key: support.key } });
      const text = readFileSync(home.configPath, 'utf8');
      expect(text).not.toContain(PASSWORD);
      expect(text).not.toContain(world.user.token);
      expect(stderr).not.toContain(PASSWORD);
      expect(lines(requests).slice(0, 2)).toEqual([
        'POST /v1/users/email/ops%40example.com/authentication',
        'POST /v1/instance',
      ]);
      expect((await run(PORTAL, { home })).json()).toHaveLength(30);
    });

    test('a wrong password causes exit code 3, and the hint is about the email address and password', async () => {
      const { home } = await prod();
      const { code, stderr } = await login({ home, stdin: 'wrong\n' });
      expect(code).toBe(3);
      expect(stderr).toContain('hint: check the email address and password');
    });

    test('prompts for email and password on a terminal', async () => {
      const { home } = await prod();
      const argv = ['auth', 'login', '--portal'];
      const { code, questions, stderr } = await login(
        { home, terminal: true, answers: ['nobody', ' ops@example.com ', '', PASSWORD] },
        argv,
      );
      expect(code).toBe(0);
      expect(stderr).toContain('Invalid email address: nobody');
      expect(questions).toEqual(['Email', 'Email', 'Password', 'Password']);
    });

    test('creates a profile without an application', async () => {
      const { url, env } = await serve();
      const home = newHome();
      const bases = ['portal', 'account', 'user'].flatMap((host) => ['--base-url', `${host}=${url}`]);
      const { code, stderr } = await login({ home }, [...IN_PIPE, '--profile', 'portal', ...bases]);
      expect(code, stderr).toBe(0);
      expect(storedConfig(home)).toMatchObject({
        active: 'portal',
        profiles: { portal: { application: null } },
      });
      expect((await run(PORTAL, { home })).code).toBe(0);
      expect(env.SINCH_INSTANCE_ID).not.toBe(storedConfig(home).profiles.portal?.instance);
    });

    test('an incorrect password causes exit code 3, and nothing changes', async () => {
      const { home, requests } = await prod();
      const before = readFileSync(home.configPath);
      const { code, stdout, stderr } = await login({ home, stdin: 'not-the-password' }, [
        ...IN_PIPE,
        '--debug',
      ]);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).not.toContain('not-the-password');
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
      expect(requests).toHaveLength(1);
    });

    test('a password may contain any characters except a trailing line break', async () => {
      const { home, requests } = await prod();
      const password = ' pa"ss\\wörd \t';
      const { code, stdout, stderr } = await login({ home, stdin: `${password}\n` }, [
        ...IN_PIPE,
        '--debug',
        '--json',
      ]);
      expect([code, stdout]).toEqual([3, '']);
      expect(JSON.parse(requests[0]?.body ?? '')).toEqual({ password });
      expect(stderr).not.toContain('wörd');
    });

    test('if an instance cannot be created, the command fails and changes nothing', async () => {
      const { home } = await prod({
        between: (request, answer) =>
          request.path === '/v1/instance'
            ? Promise.resolve({
                how: 'whole',
                response: { status: 500, headers: {}, body: '{"errorCode":50000}' },
              })
            : answer(request),
      });
      const before = readFileSync(home.configPath);
      expect((await login({ home }, [...IN_PIPE, '--retries', '0'])).code).toBe(6);
      expect(readFileSync(home.configPath).equals(before)).toBe(true);
    });

    test('several organizations cause a warning with the command to choose one', async () => {
      const body = JSON.stringify([
        { id: 1, name: 'A' },
        { id: 2, name: 'B' },
      ]);
      const { home } = await prod({
        between: (request, answer) =>
          request.path === '/v1/organisations'
            ? Promise.resolve({ how: 'whole', response: { status: 200, headers: {}, body } })
            : answer(request),
      });
      const { code, stderr } = await login({ home });
      expect(code).toBe(0);
      expect(stderr).toMatch(/^warning: .*sinchctl profiles set prod --organisation/m);
      expect(storedConfig(home).profiles.prod).toMatchObject({ organisation: null });
    });

    test('the organization of the profile is kept', async () => {
      const { home } = await prod();
      await run(['profiles', 'set', 'prod', '--organisation', '777'], { home });
      await login({ home });
      expect(storedConfig(home).profiles.prod).toMatchObject({ organisation: '777' });
    });

    test("a new instance is accepted even if the server's clock is an hour off", async () => {
      for (const hours of [1, -1]) {
        const { url } = await serve({ now: () => new Date(Date.now() + hours * 3_600_000) });
        const home = newHome();
        const bases = ['portal', 'account', 'user'].flatMap((host) => ['--base-url', `${host}=${url}`]);
        const { code, stderr } = await login({ home }, [...IN_PIPE, '--profile', 'portal', ...bases]);
        expect(code, stderr).toBe(0);
        expect((await run(PORTAL, { home })).code).toBe(0);
      }
    });
  });

  describe('an expired instance', () => {
    async function expired(expires = '2020-01-01T00:00:00.000Z') {
      const served = await prod();
      await login({ home: served.home });
      editConfig(served.home, ({ profiles }) => {
        if (profiles.prod?.instance) profiles.prod.instance.expires = expires;
      });
      served.requests.length = 0;
      return served;
    }
    const LINE = 'sinchctl auth login --portal --email <EMAIL> --profile prod';

    test.each([
      PORTAL,
      ['numbers', 'overwrite', '+14155550104', '--app', support.key, '--api', 'portal', '--yes', '--json'],
      ['numbers', 'overwrite', '+14155550104', '--app', support.key, '--yes', '--json'],
      ['numbers', 'unassign', '+14155550100', '--api', 'portal', '--yes', '--json'],
    ])(
      'is rejected before any request to the portal, with the command to run: %s %s %s %s',
      async (...argv) => {
        const { home, requests, world } = await expired();
        const revision = world.revision;
        const { code, stdout, error } = await run(argv, { home });
        expect([code, stdout]).toEqual([3, '']);
        expect(error()).toMatchObject({
          kind: 'auth',
          message: expect.stringContaining('expired'),
          hint: expect.stringContaining(LINE),
        });
        // Only the preflight check would send a request, and only to the calling API.
        expect(lines(requests).filter((line) => line !== 'GET /v1/configuration/numbers')).toEqual([]);
        expect(world.revision).toBe(revision);
      },
    );

    test('is rejected without a request if nothing must be looked up', async () => {
      const { home, requests } = await expired();
      await run(PORTAL, { home });
      expect(requests).toEqual([]);
    });

    test('does not affect the calling API', async () => {
      const { home } = await expired();
      expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    });

    test('is replaced by the next login', async () => {
      const { home } = await expired();
      expect((await login({ home })).code).toBe(0);
      expect((await run(PORTAL, { home })).code).toBe(0);
    });

    test('an invalid expiry time is not silently accepted', async () => {
      const { home, requests } = await expired('the day after tomorrow');
      const { code } = await run(PORTAL, { home });
      expect([code, requests]).toEqual([3, []]);
    });
  });

  test('an empty password in a pipe stores nothing', async () => {
    const home = newHome();
    const { code, stderr } = await login({ home, stdin: '\n' });
    expect(code).toBe(2);
    expect(stderr).toContain('--password-stdin');
    expect(existsSync(home.configPath)).toBe(false);
  });
});
