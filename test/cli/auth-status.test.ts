import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sales, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const FIELDS = ['item', 'value', 'from', 'where', 'store', 'status', 'advice'];
const PAIR = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };
const ID = '11111111-2222-3333-4444-555555555555';
const INSTANCE_SECRET = 'bRo76GRddEyetgJDTgkLHA==';
const NOWHERE = 'http://127.0.0.1:9';

const status = (options: RunOptions = {}, ...extra: string[]) => run(['auth', 'status', ...extra], options);

/** The rows by their item. */
async function items(options: RunOptions, ...extra: string[]) {
  const { code, stderr, json } = await status(options, '--json', ...extra);
  expect(code, stderr).toBe(0);
  for (const row of json()) expect(Object.keys(row)).toEqual(FIELDS);
  return Object.fromEntries(json().map((row) => [row.item, row]));
}

/** Nothing shows more than four characters in a row of a secret's end, or any of its beginning. */
function expectHidden(text: string, secret: string): void {
  for (let i = 0; i + 5 <= secret.length; i++) expect(text).not.toContain(secret.slice(i, i + 5));
}

async function withProfile(...extra: string[]) {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE, ...extra);
  return home;
}

test('without credentials it is exit 3 and says what to type', async () => {
  const { code, stdout, stderr } = await status();
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain('sinchctl profiles set');
});

describe('a profile', () => {
  test('is told with its file and its store', async () => {
    const home = await withProfile('--organisation', '8888123', '--region', 'SE');
    const rows = await items({ home });
    const own = { from: 'profile prod', where: home.configPath };
    expect(rows).toMatchObject({
      'application key': { value: support.key, ...own, store: null },
      'application secret': { value: `…${support.secret.slice(-4)}`, ...own, store: 'file' },
      organisation: { value: '8888123', ...own },
      region: { value: 'SE', ...own },
      auth: { value: 'signed', from: 'default', where: null },
      'calling URL': { value: NOWHERE, ...own },
    });
  });

  test.each(['--profile', 'SINCHCTL_PROFILE', 'profiles use'])('named by %s is the one told', async (by) => {
    const home = await withProfile();
    const argv = ['profiles', 'set', 'other', '--key', sales.key, '--secret-stdin'];
    await run(argv, { home, stdin: sales.secret });
    if (by === 'profiles use') await run(['profiles', 'use', 'other'], { home });
    const env: Record<string, string> = by === 'SINCHCTL_PROFILE' ? { SINCHCTL_PROFILE: 'other' } : {};
    const rows = await items({ home, env }, ...(by === '--profile' ? ['--profile', 'other'] : []));
    expect(rows['application key']).toMatchObject({ value: sales.key, from: 'profile other' });
  });

  test('whose secret another program keeps is told without running it', async () => {
    const home = newHome();
    const argv = [
      'profiles',
      'set',
      'p',
      '--key',
      support.key,
      '--secret-command',
      'touch',
      home.path('ran'),
    ];
    await run(argv, { home });
    const rows = await items({ home });
    expect(rows['application secret']).toMatchObject({ value: null, store: 'command', from: 'profile p' });
    expect(() => writeFileSync(home.path('ran'), '', { flag: 'wx' })).not.toThrow();
  });

  test('with an instance shows its store, and never its secret', async () => {
    const home = await withProfile();
    const argv = ['profiles', 'set', 'prod', '--instance-id', ID, '--instance-secret-stdin'];
    await run(argv, { home, stdin: INSTANCE_SECRET });
    const rows = await items({ home });
    expect(rows['instance id']).toMatchObject({ value: ID, from: 'profile prod' });
    expect(rows['instance secret']).toMatchObject({ store: 'file', from: 'profile prod' });
    expectHidden(JSON.stringify(rows), INSTANCE_SECRET);
  });

  test('is told alike whatever variables it ignores', async () => {
    const home = await withProfile();
    const stale = { SINCHCTL_CALLING_URL: 'https://stale.example.com', SINCHCTL_AUTH: 'basic' };
    expect(await items({ home, env: stale })).toEqual(await items({ home }));
  });
});

describe('the environment', () => {
  test('is told by the very names of its variables', async () => {
    const rows = await items({
      env: {
        ...PAIR,
        SINCH_INSTANCE_ID: ID,
        SINCH_INSTANCE_SECRET: INSTANCE_SECRET,
        SINCH_ORGANISATION_ID: '8888123',
        SINCHCTL_PORTAL_URL: NOWHERE,
        SINCHCTL_AUTH: 'basic',
      },
    });
    expect(rows).toMatchObject({
      'application key': { value: support.key, from: 'variable SINCH_APPLICATION_KEY', where: null },
      'application secret': { from: 'variable SINCH_APPLICATION_SECRET', store: 'environment' },
      'instance id': { from: 'variable SINCH_INSTANCE_ID' },
      'instance secret': { from: 'variable SINCH_INSTANCE_SECRET', store: 'environment' },
      organisation: { from: 'variable SINCH_ORGANISATION_ID' },
      'portal URL': { value: NOWHERE, from: 'variable SINCHCTL_PORTAL_URL' },
      'calling URL': { value: 'https://callingapi.sinch.com', from: 'default' },
      auth: { value: 'basic', from: 'variable SINCHCTL_AUTH' },
    });
  });

  test('in its short spelling, or with the secret in a file, is told as it was set', async () => {
    const home = newHome();
    writeFileSync(home.path('secret'), support.secret);
    const rows = await items({
      home,
      env: { SINCH_APP_KEY: support.key, SINCH_APPLICATION_SECRET_FILE: home.path('secret') },
    });
    expect(rows['application key']).toMatchObject({ from: 'variable SINCH_APP_KEY' });
    expect(rows['application secret']).toMatchObject({ from: 'variable SINCH_APPLICATION_SECRET_FILE' });
  });

  test('that wins over an active profile says so', async () => {
    const home = await withProfile();
    const { stderr, json } = await status({ home, env: PAIR }, '--json', '--quiet');
    expect(stderr).toMatch(/^warning: .*prod/m);
    expect(json()[0]).toMatchObject({ from: 'variable SINCH_APPLICATION_KEY' });
  });

  test.each([
    [{ SINCH_APPLICATION_KEY: support.key }, 'SINCH_APPLICATION_SECRET'],
    [{ SINCH_APPLICATION_SECRET: support.secret }, 'SINCH_APPLICATION_KEY'],
    [{ SINCH_INSTANCE_ID: ID }, 'SINCH_INSTANCE_SECRET'],
    [{ ...PAIR, SINCH_APPLICATION_SECRET: '' }, 'SINCH_APPLICATION_SECRET'],
    [{ ...PAIR, SINCH_INSTANCE_SECRET: '' }, 'SINCH_INSTANCE_SECRET'],
  ])('halved or empty is exit 3 and names the variable: %#', async (env, named) => {
    const { code, stdout, stderr } = await status({ env: env as Record<string, string> });
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(new RegExp(`^error: .*${named}`));
    expectHidden(stderr, support.secret);
  });
});

describe('flags and settings', () => {
  test('--region and --ca-file are told as flags', async () => {
    const home = await withProfile('--region', 'SE', '--ca-file', '/etc/own.pem');
    const flags = ['--region', 'US', '--ca-file', '/etc/flag.pem'];
    expect(await items({ home }, ...flags)).toMatchObject({
      region: { value: 'US', from: 'flag --region', where: null },
      'CA file': { value: '/etc/flag.pem', from: 'flag --ca-file', where: null },
    });
    expect(await items({ home, env: { SINCHCTL_CA_FILE: '/etc/variable.pem' } })).toMatchObject({
      region: { value: 'SE', from: 'profile prod', where: home.configPath },
      'CA file': { value: '/etc/variable.pem', from: 'variable SINCHCTL_CA_FILE' },
    });
    expect(await items({ home })).toMatchObject({
      'CA file': { value: '/etc/own.pem', from: 'profile prod' },
    });
  });
});

test('the sandbox is built in', async () => {
  const rows = await items({}, '--profile', 'sandbox');
  expect(rows['application secret']).toMatchObject({ from: 'built in', store: 'built in', where: null });
});

test.each(['table', 'json', 'tsv'])('as %s it shows four characters of a secret at most', async (format) => {
  const home = await withProfile();
  const { code, stdout, stderr } = await status({ home, terminal: true }, '-o', format, '--debug');
  expect(code).toBe(0);
  expect(stdout).toContain(support.key);
  expect(stdout).toContain(`…${support.secret.slice(-4)}`);
  expectHidden(stdout + stderr, support.secret);
});

test('asks nobody: without --verify there is no request', async () => {
  const { env, requests } = await serve();
  expect((await status({ env })).code).toBe(0);
  expect(requests).toEqual([]);
});
