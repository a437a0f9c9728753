import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LOGIN_KEY } from '../../src/api/operations.ts';
import { free, ours, support } from '../support/account.ts';
import { configText } from '../support/config.ts';
import { serveEcho } from '../support/echo.ts';
import { type Home, newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { pairs } from '../support/sizes.ts';
import { sinchctl } from '../support/spawn.ts';

const INSTANCE_SECRET = 'bRo76GRddEyetgJDTgkLHA==';
const PASSWORD = 'pa"ss\\word of ops';
const APP = ['--app', support.key];

/** All commands that send requests. */
const COMMANDS: string[][] = [
  ['numbers', 'list'],
  ['numbers', 'list', '--api', 'portal'],
  ['numbers', 'assign', free],
  ['numbers', 'assign', free, '--no-check'],
  ['numbers', 'unassign', ours, '--yes'],
  ['numbers', 'unassign', ours, '--no-check', '--yes'],
  ['numbers', 'unassign', ours, '--api', 'portal', '--yes', ...APP],
  ['numbers', 'overwrite', free, '--yes', ...APP],
  ['callbacks', 'get'],
  ['callbacks', 'set', '--clear-fallback'],
  ['query', free],
  ['apps', 'list'],
  ['auth', 'status', '--verify'],
];

const secretsOf = (extra: readonly string[] = []) => [support.secret, INSTANCE_SECRET, ...extra];

function expectNowhere(text: string, secrets: readonly string[]): void {
  const forms = secrets.flatMap((one) => [
    one,
    JSON.stringify(one).slice(1, -1),
    encodeURIComponent(one),
    Buffer.from(one).toString('base64'),
  ]);
  for (const form of forms) expect(text).not.toContain(form);
}

describe.each([400, 401])('a server that rejects requests with %i and repeats everything', (status) => {
  test.each(COMMANDS.map((argv) => [argv.join(' '), argv] as const))(
    '%s --debug --curl shows no secret and no signature',
    async (_, argv) => {
      const { env, proofs } = await serveEcho(status);
      const variables = { ...env, SINCH_INSTANCE_SECRET: INSTANCE_SECRET };
      const flags = ['--debug', '--curl', '--retries', '0'];
      const plain = await sinchctl([...argv, ...flags], { env: variables });
      const json = await sinchctl([...argv, ...flags, '--json'], { env: variables });
      expect(plain.code, plain.stderr).not.toBe(0);
      expect(proofs().length).toBeGreaterThan(0);
      const all = plain.stdout + plain.stderr + json.stdout + json.stderr;
      expect(all).toContain('debug:');
      expectNowhere(all, secretsOf(proofs()));
    },
  );
});

test('nor Basic credentials', async () => {
  const { env, proofs } = await serveEcho();
  const { stdout, stderr } = await sinchctl(['numbers', 'list', '--debug'], {
    env: { ...env, SINCHCTL_AUTH: 'basic' },
  });
  expect(proofs()).toEqual([Buffer.from(`${support.key}:${support.secret}`).toString('base64')]);
  expectNowhere(stdout + stderr, secretsOf(proofs()));
});

describe('a login that fails', () => {
  const LOGIN = ['auth', 'login', '--portal', '--email', 'ops@example.com', '--password-stdin', '--debug'];
  const bases = (url: string) =>
    ['portal', 'account', 'user'].flatMap((host) => ['--base-url', `${host}=${url}`]);

  test.each([[[]], [['--json']]])('shows no password: %j', async (extra) => {
    const { url, heard } = await serveEcho(401);
    const home = newHome();
    const { code, stdout, stderr } = await sinchctl([...LOGIN, ...bases(url), ...extra], {
      env: home.env,
      stdin: PASSWORD,
    });
    expect(code).toBe(3);
    expect(JSON.parse(heard[0]?.body ?? '')).toEqual({ password: PASSWORD });
    expectNowhere(stdout + stderr, [PASSWORD, 'word of ops']);
  });

  test('at the second step shows no token and no password', async () => {
    const echo = await serveEcho(401);
    const { url, world } = await serve();
    const home = newHome();
    const argv = [...LOGIN, '--base-url', `user=${url}`, '--base-url', `account=${echo.url}`];
    const { code, stdout, stderr } = await sinchctl(argv, { env: home.env, stdin: 'sandbox-password' });
    expect(code).toBe(3);
    expect(echo.proofs()).toEqual([world.user.token]);
    expectNowhere(stdout + stderr, [world.user.token, 'sandbox-password']);
  });

  test('may show the login key, which is public', () => {
    expect(LOGIN_KEY).toMatch(/^[0-9A-F-]{36}$/i);
  });
});

test.each([
  ['profiles set', ['profiles', 'set', 'prod', '--secret-stdin', '--verify']],
  ['auth login', ['auth', 'login', '--key', support.key, '--secret-stdin']],
])('failed verification of %s shows neither the new secret nor the old one', async (_, argv) => {
  const { url, proofs } = await serveEcho(401);
  const home = newHome();
  writeFileSync(home.configPath, configText(url), { mode: 0o600 });
  const fresh = 'bmV3LXNlY3JldC0wMDAwMQ==';
  const { code, stdout, stderr } = await sinchctl([...argv, '--debug'], { env: home.env, stdin: fresh });
  expect(code).toBe(3);
  expectNowhere(stdout + stderr, [fresh, ...secretsOf(proofs())]);
  expect(readFileSync(home.configPath, 'utf8')).not.toContain(fresh);
});

test('commands that send no requests show no secret of their profile', async () => {
  const home = newHome();
  writeFileSync(home.configPath, configText(), { mode: 0o600 });
  const commands = [
    ['profiles', 'list'],
    ['profiles', 'show'],
    ['profiles', 'show', 'pord'],
    ['profiles', 'use', 'prod'],
    ['apps', 'alias', 'desk', support.key],
    ['apps', 'unalias', 'nobody'],
    ['auth', 'status'],
    ['profiles', 'set', 'prod', '--region', 'SE'],
    ['auth', 'logout'],
    ['profiles', 'remove', 'prod', '--yes'],
  ];
  for (const [argv, format] of pairs(commands, ['table', 'json', 'tsv'])) {
    const { stdout, stderr } = await sinchctl([...argv, '--debug', '-o', format], { env: home.env });
    expectNowhere(stdout + stderr, secretsOf());
  }
});

test('a name or address from the server that repeats a secret is shown without it', async () => {
  const env = {
    SINCH_APPLICATION_KEY: support.key,
    SINCH_APPLICATION_SECRET: support.secret,
    SINCHCTL_CALLING_URL: `http://127.0.0.1:1/${encodeURIComponent('a path')}`,
    HTTPS_PROXY: 'http://ops:proxy-password@127.0.0.1:1',
  };
  const { stdout, stderr } = await sinchctl(['numbers', 'list', '--debug'], { env });
  expectNowhere(stdout + stderr, [...secretsOf(), 'proxy-password']);
  const other = { ...env, SINCHCTL_CALLING_URL: 'https://callingapi.example.test' };
  const proxied = await sinchctl(['auth', 'status', '--verify', '--debug', '--retries', '0'], { env: other });
  expectNowhere(proxied.stdout + proxied.stderr, [...secretsOf(), 'proxy-password']);
});

describe('no form of a secret in --reason is saved or printed', () => {
  const bytes = Buffer.from(support.secret, 'base64');
  const pair = Buffer.from(`${support.key}:${support.secret}`).toString('base64');
  const forms = {
    'as it is': support.secret,
    unpadded: support.secret.replace(/=+$/, ''),
    'URL-safe': bytes.toString('base64url'),
    hexadecimal: bytes.toString('hex').toUpperCase(),
    'URL-encoded': encodeURIComponent(support.secret),
    'a Basic pair': pair,
    'an unpadded Basic pair': pair.replace(/=+$/, ''),
  };

  const stores: Record<string, (home: Home) => Promise<Record<string, string>>> = {
    environment: async () => (await serve()).env,
    command: async (home) => {
      const { url } = await serve();
      const config = JSON.parse(configText(url));
      config.profiles.prod.application.secret = { store: 'command', argv: ['echo', support.secret] };
      writeFileSync(home.configPath, JSON.stringify(config), { mode: 0o600 });
      return {};
    },
  };

  test.each(
    Object.keys(stores).flatMap((store) =>
      Object.entries(forms).map(([name, form]) => [store, name, form] as const),
    ),
  )('of the %s: %s', async (store, _, form) => {
    const home = newHome();
    const env = { ...home.env, ...(await stores[store]?.(home)) };
    const argv = ['numbers', 'assign', free, ...APP, '--debug', '--curl'];
    const run = await sinchctl([...argv, '--reason', `rotated ${form}`], { env });
    const history = await sinchctl(['history', '--json'], { env });
    expect([run.code, history.code], run.stderr).toEqual([0, 0]);
    const files = readdirSync(home.path('state'), { recursive: true })
      .map((name) => home.path(`state/${name}`))
      .filter((path) => statSync(path).isFile());
    const all = [
      run.stdout,
      run.stderr,
      history.stdout,
      ...files.map((path) => readFileSync(path, 'utf8')),
    ].join();
    expect(all).toContain('rotated [redacted]');
    expect(all).not.toContain(form);
  });
});
