import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { E164 } from '../../src/account/phone-number.ts';
import { sales, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const LIST = ['numbers', 'list', '--json'];
const KEY = { SINCH_APPLICATION_KEY: support.key };
const SECRET = { SINCH_APPLICATION_SECRET: support.secret };
const PAIR = { ...KEY, ...SECRET };
const INSTANCE = '11111111-2222-3333-4444-555555555555';

test('without credentials the error shows what to do, and the sandbox is not used', async () => {
  const { code, stdout, error } = await run(LIST);
  expect([code, stdout]).toEqual([3, '']);
  expect(error()).toEqual({
    kind: 'auth',
    message: expect.stringContaining('no credentials'),
    hint: expect.stringMatching(/run sinchctl auth login;.* add --profile sandbox$/),
    exitCode: 3,
    httpStatus: null,
    errorCode: null,
    reference: null,
    retryable: false,
    items: [],
  });
});

describe('from the environment', () => {
  test('a key and secret are sufficient, without any file', async () => {
    const { env } = await serve();
    expect((await run(LIST, { env })).json()).toHaveLength(30);
  });

  test.each(['/nonexistent/sinchctl', '/dev/null/sinchctl'])(
    'an unusable home directory, %s, does not affect commands',
    async (path) => {
      const { env, world } = await serve();
      const nowhere = { ...env, SINCHCTL_CONFIG_DIR: path, SINCHCTL_STATE_DIR: path };
      expect((await run(LIST, { env: nowhere })).code).toBe(0);
      expect((await run(['numbers', 'assign', '+14155550103'], { env: nowhere })).code).toBe(0);
      expect(world.applicationOf('+14155550103' as E164, 'voice')).toBe(support.key);
    },
  );

  test('the short variable names also work', async () => {
    const { env } = await serve();
    const { SINCH_APPLICATION_KEY: key = '', SINCH_APPLICATION_SECRET: secret = '', ...rest } = env;
    expect((await run(LIST, { env: { ...rest, SINCH_APP_KEY: key, SINCH_APP_SECRET: secret } })).code).toBe(
      0,
    );
  });

  test('the secret can be read from a file', async () => {
    const { env } = await serve();
    const { SINCH_APPLICATION_SECRET: secret = '', ...rest } = env;
    const home = newHome();
    writeFileSync(home.path('secret'), `${secret}\n`);
    const file = { SINCH_APPLICATION_SECRET_FILE: home.path('secret') };
    expect((await run(LIST, { home, env: { ...rest, ...file } })).code).toBe(0);
  });

  test.each([
    [KEY, 'SINCH_APPLICATION_SECRET'],
    [SECRET, 'SINCH_APPLICATION_KEY'],
    [{ SINCH_APP_KEY: support.key }, 'SINCH_APPLICATION_SECRET'],
    [{ ...PAIR, SINCH_INSTANCE_ID: INSTANCE }, 'SINCH_INSTANCE_SECRET'],
    [{ ...PAIR, SINCH_INSTANCE_SECRET: 'AAAA' }, 'SINCH_INSTANCE_ID'],
    [{ SINCH_ORGANISATION_ID: '1' }, 'SINCH_APPLICATION_KEY'],
    [{ ...KEY, SINCH_APPLICATION_SECRET: '' }, 'SINCH_APPLICATION_SECRET'],
    [{ ...SECRET, SINCH_APPLICATION_KEY: ' ' }, 'SINCH_APPLICATION_KEY'],
    [{ ...PAIR, SINCHCTL_CALLING_URL: '' }, 'SINCHCTL_CALLING_URL'],
    [{ ...PAIR, SINCHCTL_AUTH: '' }, 'SINCHCTL_AUTH'],
    [{ ...PAIR, SINCH_APP_KEY: sales.key }, 'SINCH_APP_KEY'],
    [{ ...PAIR, SINCH_APPLICATION_SECRET_FILE: '/x' }, 'SINCH_APPLICATION_SECRET_FILE'],
    [{ ...KEY, SINCH_APPLICATION_SECRET: 'not base64!' }, 'SINCH_APPLICATION_SECRET'],
    [{ SINCHCTL_PROFILE: '' }, 'SINCHCTL_PROFILE'],
  ])(
    'incomplete credentials, or an empty or malformed variable, is an auth error that shows the variable: %#',
    async (env, named) => {
      const { code, stdout, stderr } = await run(LIST, { env: env as Record<string, string> });
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(named);
      expect(stderr).not.toContain('not base64!');
    },
  );

  test.each([
    [{ ...PAIR, SINCH_APPLICATION_KEY: '../x' }, 'SINCH_APPLICATION_KEY'],
    [{ ...PAIR, SINCHCTL_CALLING_URL: 'http://calling.example.com' }, 'SINCHCTL_CALLING_URL'],
    [{ ...PAIR, SINCHCTL_CALLING_URL: 'calling.example.com' }, 'SINCHCTL_CALLING_URL'],
    [{ ...PAIR, SINCHCTL_AUTH: 'digest' }, 'SINCHCTL_AUTH'],
    [{ ...PAIR, SINCH_INSTANCE_ID: 'x', SINCH_INSTANCE_SECRET: 'AAAA' }, 'SINCH_INSTANCE_ID'],
    [{ ...PAIR, SINCH_ORGANISATION_ID: '../x' }, 'SINCH_ORGANISATION_ID'],
  ])('a malformed key, URL, or ID is a usage error that shows the variable: %#', async (env, named) => {
    const { code, stdout, stderr } = await run(LIST, { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
  });

  test.each(['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])(
    '%s is plain http on a loopback address, which is allowed',
    async (url) => {
      const { code } = await run(LIST, { env: { ...PAIR, SINCHCTL_CALLING_URL: url } });
      expect(code).toBe(6);
    },
  );
});

describe('the source', () => {
  test('the environment takes precedence over the active profile, with a warning', async () => {
    const mine = await serve();
    const theirs = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', theirs.url);
    const { code, stderr } = await run([...LIST, '-q'], { home, env: mine.env });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: .*prod/m);
    expect([mine.requests.length, theirs.requests.length]).toEqual([1, 0]);
  });

  test.each(['--profile', 'SINCHCTL_PROFILE'])(
    'a profile specified with %s takes precedence over the environment, whose URLs are ignored with a warning',
    async (by) => {
      const mine = await serve();
      const theirs = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', theirs.url);
      const [extra, variables] =
        by === '--profile' ? [['--profile', 'prod'], {}] : [[], { SINCHCTL_PROFILE: 'prod' }];
      const { code, stderr } = await run([...LIST, '-q', ...extra], {
        home,
        env: { ...mine.env, ...variables },
      });
      expect(code).toBe(0);
      expect(stderr).toMatch(/^warning: ignoring .*SINCHCTL_CALLING_URL/m);
      expect([mine.requests.length, theirs.requests.length]).toEqual([0, 1]);
    },
  );

  test('a stale exported URL does not receive the credentials of the active profile', async () => {
    const stale = await serve();
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    const { code, stderr } = await run(LIST, {
      home,
      env: { SINCHCTL_CALLING_URL: stale.url, SINCHCTL_AUTH: 'basic' },
    });
    expect(code).toBe(0);
    expect(stderr).toMatch(/^warning: .*SINCHCTL_CALLING_URL.*SINCHCTL_AUTH/m);
    expect([stale.requests.length, requests.length]).toEqual([0, 1]);
    expect(requests[0]?.headers.authorization).toMatch(/^Application /);
  });

  test('incomplete credentials in the environment are not completed from the active profile', async () => {
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    expect((await run(LIST, { home, env: KEY })).code).toBe(3);
    expect(requests).toEqual([]);
  });

  test('--profile takes precedence over SINCHCTL_PROFILE', async () => {
    const one = await serve();
    const two = await serve();
    const home = newHome();
    await storeProfile(home, 'one', one.url);
    await storeProfile(home, 'two', two.url);
    await run([...LIST, '--profile', 'two'], { home, env: { SINCHCTL_PROFILE: 'one' } });
    expect([one.requests.length, two.requests.length]).toEqual([0, 1]);
  });

  test('the sandbox profile takes precedence over the environment, and no real account is accessed', async () => {
    const { env, requests } = await serve();
    const { code, stderr } = await run([...LIST, '--profile', 'sandbox'], { env });
    expect(code).toBe(0);
    expect(stderr).toContain('sandbox');
    expect(requests).toEqual([]);
  });
});

test("a rejected signature is an auth error with Sinch's code and without the secret", async () => {
  const { env, requests } = await serve();
  const { code, stdout, stderr, error } = await run(LIST, {
    env: { ...env, SINCH_APPLICATION_SECRET: sales.secret },
  });
  expect([code, stdout]).toEqual([3, '']);
  expect(error()).toMatchObject({
    kind: 'auth',
    httpStatus: 401,
    errorCode: 40102,
    reference: expect.any(String),
  });
  expect(stderr).not.toContain(sales.secret);
  expect(requests).toHaveLength(1);
});

test('instance credentials alone are sufficient to list and overwrite', async () => {
  const { env, world } = await serve();
  const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
  expect((await run([...LIST, '--api', 'portal'], { env: instance })).json()).toHaveLength(30);
  const argv = [
    'numbers',
    'overwrite',
    '+14155550104',
    '--app',
    sales.key,
    '--move-from',
    'any',
    '-y',
    '--json',
  ];
  const { code } = await run(argv, { env: instance });
  expect(code).toBe(0);
  expect(world.numbers.filter((one) => world.applicationOf(one, 'voice') === sales.key)).toEqual([
    '+14155550104',
  ]);
});

test('instance credentials alone are not sufficient for requests that an application must sign', async () => {
  const { env, requests } = await serve();
  const { SINCH_APPLICATION_KEY: _, SINCH_APPLICATION_SECRET: __, ...instance } = env;
  const { code, error } = await run(['callbacks', 'get', '--app', sales.key, '--json'], { env: instance });
  expect(code).toBe(3);
  expect(error().hint).toContain('SINCH_APPLICATION_KEY');
  expect(requests).toEqual([]);
});

describe('a variable that is obviously a mistake causes exit code 3, with an explanation', () => {
  const valid = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };
  const UNEXPANDED = 'looks like an unexpanded variable';

  test.each(
    Object.keys(valid).flatMap((name) =>
      [
        ['$(SINCH_SECRET)', `${UNEXPANDED}: $(SINCH_SECRET)`],
        [`\${{ secrets.SINCH_SECRET }}`, `${UNEXPANDED}: \${{ secrets.SINCH_SECRET }}`],
        [`\${SINCH_SECRET}`, `${UNEXPANDED}: \${SINCH_SECRET}`],
        ['$SINCH_SECRET', `${UNEXPANDED}: $SINCH_SECRET`],
        [`"\${SINCH_SECRET}"`, UNEXPANDED],
        ['%SINCH_SECRET%', UNEXPANDED],
        ['{{ sinch_secret }}', UNEXPANDED],
        [`"${support.secret}"`, 'is in quotes'],
        [`'${support.secret}'`, 'is in quotes'],
        [`\u201c${support.secret}\u201d`, 'is in quotes'],
        ['', 'is set but empty'],
        [' ', 'is set but empty'],
      ].map(([value, text]) => [name, value, text] as const),
    ),
  )('%s=%s', async (name, value, text) => {
    const { code, stdout, stderr } = await run(['numbers', 'list'], { env: { ...valid, [name]: value } });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain(`error: ${name} ${text}`);
    expect(stderr).not.toContain(support.secret);
  });

  test('project credentials are not application credentials', async () => {
    const { code, stderr } = await run(['numbers', 'list'], {
      env: { SINCH_KEY_ID: 'x', SINCH_KEY_SECRET: 'y' },
    });
    expect(code).toBe(3);
    expect(stderr).toContain('project credentials (SINCH_KEY_ID, SINCH_KEY_SECRET) are not supported');
    expect(stderr).not.toContain('no SINCH_* variable is set');
  });
});
