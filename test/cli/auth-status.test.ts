import { chmodSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sales, support } from '../support/account.ts';
import { editConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { serveProxy } from '../support/https.ts';
import { storeProfile } from '../support/profile.ts';
import { type Result, type RunOptions, run } from '../support/run.ts';
import { lines, serve, serveBare } from '../support/serve.ts';

const PAIR = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };
const ID = '11111111-2222-3333-4444-555555555555';
const NOWHERE = 'http://127.0.0.1:9';

describe('auth status', () => {
  const FIELDS = ['item', 'value', 'from', 'where', 'store', 'status', 'advice'];
  const INSTANCE_SECRET = 'bRo76GRddEyetgJDTgkLHA==';

  const status = (options: RunOptions = {}, ...extra: string[]) => run(['auth', 'status', ...extra], options);

  /** The rows by their item. */
  async function items(options: RunOptions, ...extra: string[]) {
    const { code, stderr, json } = await status(options, '--json', ...extra);
    expect(code, stderr).toBe(0);
    for (const row of json()) expect(Object.keys(row)).toEqual(FIELDS);
    return Object.fromEntries(json().map((row) => [row.item, row]));
  }

  /** No output contains more than four consecutive characters of a secret's end, or any of its beginning. */
  function expectHidden(text: string, secret: string): void {
    for (let i = 0; i + 5 <= secret.length; i++) expect(text).not.toContain(secret.slice(i, i + 5));
  }

  async function withProfile(...extra: string[]) {
    const home = newHome();
    await storeProfile(home, 'prod', NOWHERE, ...extra);
    return home;
  }

  test('without credentials, it exits with code 3 and shows the command to run', async () => {
    const { code, stdout, stderr } = await status();
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toContain('sinchctl auth login');
  });

  describe('a profile', () => {
    test('shows its file and its secret store', async () => {
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

    test.each(['--profile', 'SINCHCTL_PROFILE', 'profiles use'])('selected with %s is shown', async (by) => {
      const home = await withProfile();
      const argv = ['profiles', 'set', 'other', '--key', sales.key, '--secret-stdin'];
      await run(argv, { home, stdin: sales.secret });
      if (by === 'profiles use') await run(['profiles', 'use', 'other'], { home });
      const env: Record<string, string> = by === 'SINCHCTL_PROFILE' ? { SINCHCTL_PROFILE: 'other' } : {};
      const rows = await items({ home, env }, ...(by === '--profile' ? ['--profile', 'other'] : []));
      expect(rows['application key']).toMatchObject({ value: sales.key, from: 'profile other' });
    });

    test('with a secret command is reported without running the command', async () => {
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

    test('with an instance shows its secret store, and never the secret', async () => {
      const home = await withProfile();
      const argv = ['profiles', 'set', 'prod', '--instance-id', ID, '--instance-secret-stdin'];
      await run(argv, { home, stdin: INSTANCE_SECRET });
      const rows = await items({ home });
      expect(rows['instance ID']).toMatchObject({ value: ID, from: 'profile prod' });
      expect(rows['instance secret']).toMatchObject({ store: 'file', from: 'profile prod' });
      expectHidden(JSON.stringify(rows), INSTANCE_SECRET);
    });

    test('is shown in the same way, regardless of ignored variables', async () => {
      const home = await withProfile();
      const stale = { SINCHCTL_CALLING_URL: 'https://stale.example.com', SINCHCTL_AUTH: 'basic' };
      expect(await items({ home, env: stale })).toEqual(await items({ home }));
    });
  });

  describe('the environment', () => {
    test('is shown with the names of its variables', async () => {
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
        'instance ID': { from: 'variable SINCH_INSTANCE_ID' },
        'instance secret': { from: 'variable SINCH_INSTANCE_SECRET', store: 'environment' },
        organisation: { from: 'variable SINCH_ORGANISATION_ID' },
        'portal URL': { value: NOWHERE, from: 'variable SINCHCTL_PORTAL_URL' },
        'calling URL': { value: 'https://callingapi.sinch.com', from: 'default' },
        auth: { value: 'basic', from: 'variable SINCHCTL_AUTH' },
      });
    });

    test('with short variable names, or with the secret in a file, is reported as it was set', async () => {
      const home = newHome();
      writeFileSync(home.path('secret'), support.secret);
      const rows = await items({
        home,
        env: { SINCH_APP_KEY: support.key, SINCH_APPLICATION_SECRET_FILE: home.path('secret') },
      });
      expect(rows['application key']).toMatchObject({ from: 'variable SINCH_APP_KEY' });
      expect(rows['application secret']).toMatchObject({ from: 'variable SINCH_APPLICATION_SECRET_FILE' });
    });

    test('is reported as overriding the active profile', async () => {
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
    ])(
      'exits with code 3 for incomplete or empty credentials, and shows the variable: %#',
      async (env, named) => {
        const { code, stdout, stderr } = await status({ env: env as Record<string, string> });
        expect([code, stdout]).toEqual([3, '']);
        expect(stderr).toMatch(new RegExp(`^error: .*${named}`));
        expectHidden(stderr, support.secret);
      },
    );
  });

  describe('flags and settings', () => {
    test('--region and --ca-file are reported as flags', async () => {
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

  test.each(['table', 'json', 'tsv'])('with %s shows at most four characters of a secret', async (format) => {
    const home = await withProfile();
    const { code, stdout, stderr } = await status({ home, terminal: true }, '-o', format, '--debug');
    expect(code).toBe(0);
    expect(stdout).toContain(support.key);
    expect(stdout).toContain(`…${support.secret.slice(-4)}`);
    expectHidden(stdout + stderr, support.secret);
  });

  test('without --verify no secret store is opened and no request is sent', async () => {
    const { env, requests } = await serve();
    expect((await status({ env })).code).toBe(0);
    expect(requests).toEqual([]);
  });
});

describe('auth status on a terminal', () => {
  const PERSON: RunOptions = { terminal: true, width: 80, now: () => new Date('2026-11-26T12:00:00Z') };
  const view = async (options: RunOptions, ...extra: string[]) =>
    (await run(['auth', 'status', '--no-color', ...extra], { ...PERSON, ...options })).stdout;

  test('shows a mark for each kind of credentials, and only settings that are not defaults', async () => {
    const home = newHome();
    await storeProfile(home, 'prod', NOWHERE, '--protected', '--region', 'SE');
    await run(['--profile', 'prod', 'apps', 'alias', 'support', support.key], { home });
    expect(await view({ home })).toBe(
      `Profile prod (active, protected)
  ✓ Application  support (${support.key.slice(0, 8)}…)  profile prod
  ✓ Secret       …${support.secret.slice(-4)}                file
  – Calling API  not verified; to verify, add --verify
  – Portal       not set; required for --api portal
  ✓ Calling URL  ${NOWHERE}   profile prod
  ✓ Portal URL   ${NOWHERE}   profile prod
  ✓ Account URL  ${NOWHERE}   profile prod
  ✓ User URL     ${NOWHERE}   profile prod
  ✓ Region       SE                   profile prod
`,
    );
  });

  test.each([
    ['2026-11-25T10:00:00.000Z', '✗ Portal       instance expired on 2026-11-25\n'],
    ['2026-11-28T10:00:00.000Z', '✓ Portal       instance 11111111…, expires 2026-11-28  profile prod\n'],
  ])('an instance that expires at %s is %s', async (expires, line) => {
    const home = newHome();
    await storeProfile(home, 'prod', NOWHERE);
    const argv = ['profiles', 'set', 'prod', '--instance-id', ID, '--instance-secret-stdin'];
    await run(argv, { home, stdin: 'bRo76GRddEyetgJDTgkLHA==' });
    editConfig(home, ({ profiles }) => {
      if (profiles.prod?.instance) profiles.prod.instance.expires = expires;
    });
    expect(await view({ home })).toContain(`  ${line}`);
  });

  test('is ASCII in locales without UTF-8, and shows ignored variables', async () => {
    const env = { ...PAIR, NODE_TLS_REJECT_UNAUTHORIZED: '0', LC_ALL: 'C' };
    const text = await view({ env });
    expect(text).toMatch(/^[\u0020-\u007e\n]*$/);
    expect(text).toMatch(/^Credentials from the environment\n {2}\* Application {3}/);
    expect(text).toContain('! Certificates  NODE_TLS_REJECT_UNAUTHORIZED is set but ignored\n');
  });

  test('shows a labeled line for every item with --accessible, and has colors otherwise', async () => {
    const env = { ...PAIR, FORCE_COLOR: '1' };
    const { stdout } = await run(['auth', 'status'], { ...PERSON, env });
    expect(stdout).toContain('\u001b[32m✓\u001b[39m Application');
    expect(await view({ env: PAIR }, '--accessible')).toContain('item: application key\n');
  });

  test.each([60, 80])('fits %i columns', async (width) => {
    const text = await view({ env: PAIR, width });
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(width);
    expect(text.replaceAll(/\s+/g, ' ')).toContain('variable SINCH_APPLICATION_SECRET');
  });
});

describe('auth status --verify', () => {
  const verify = (options: RunOptions, ...extra: string[]) =>
    run(['auth', 'status', '--verify', '--json', ...extra], options);
  const itemsOf = ({ json }: Result) => Object.fromEntries(json().map((row) => [row.item, row]));

  test('sends one read request for each credential, and reports that they are accepted', async () => {
    const { env, requests } = await serve();
    const result = await verify({ env });
    expect(result.code, result.stderr).toBe(0);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers', 'GET /v1/organisations']);
    expect(itemsOf(result)).toMatchObject({
      'application key': { status: null, advice: null },
      'application request': { value: 'accepted', status: 'ok', advice: null },
      'instance request': { value: 'accepted', status: 'ok', advice: null },
      clock: { status: 'ok', advice: null },
      proxy: { value: 'none', status: 'ok' },
    });
    expect(itemsOf(result)).not.toHaveProperty('file mode');
  });

  test('the embedded sandbox accepts its own credentials', async () => {
    const result = await verify({}, '--profile', 'sandbox');
    expect(result.code).toBe(0);
    expect(itemsOf(result)['application request']).toMatchObject({ status: 'ok' });
  });

  describe('rejected credentials', () => {
    test('cause failed rows, advice, and exit 3', async () => {
      const { env } = await serve();
      const result = await verify({ env: { ...env, SINCH_APPLICATION_SECRET: sales.secret } });
      expect(result.code).toBe(3);
      expect(itemsOf(result)).toMatchObject({
        'application request': {
          status: 'failed',
          value: expect.stringContaining('40102'),
          advice: expect.stringContaining('check the key and secret'),
        },
        'instance request': { status: 'ok' },
        clock: { status: 'ok' },
      });
      expect(result.error()).toMatchObject({ kind: 'auth', exitCode: 3, items: ['application request'] });
    });

    test('are marked in the view, with a short reason; the error shows the complete one, once', async () => {
      const { env } = await serve();
      const argv = ['auth', 'status', '--verify', '-o', 'table'];
      const { code, stdout, stderr } = await run(argv, {
        env: { ...env, SINCH_APPLICATION_SECRET: sales.secret },
      });
      expect(code).toBe(3);
      expect(stdout).toMatch(/^ {2}✗ Calling API {3}[Ii]nvalid signature\.?$/m);
      expect(stderr.match(/40102/g)).toHaveLength(1);
      expect(stderr).toContain('check the key and secret');
      expect(stdout + stderr).not.toContain(sales.secret);
    });

    test('of both kinds are both reported', async () => {
      const { env } = await serve();
      const wrong = { SINCH_APPLICATION_SECRET: sales.secret, SINCH_INSTANCE_SECRET: sales.secret };
      const result = await verify({ env: { ...env, ...wrong } });
      expect(result.code).toBe(3);
      expect(result.error().items).toEqual(['application request', 'instance request']);
    });
  });

  test('an unreachable server causes exit code 6, and the rows are printed', async () => {
    const result = await verify({ env: { ...PAIR, SINCHCTL_CALLING_URL: 'http://127.0.0.1:1' } });
    expect(result.code).toBe(6);
    expect(itemsOf(result)).toMatchObject({
      'application request': { status: 'failed', advice: expect.any(String) },
      clock: { status: 'warning' },
    });
  });

  describe('the clock', () => {
    test.each([180, -180])('%i seconds off is a warning with advice, not a failure', async (seconds) => {
      const { env } = await serve({ now: () => new Date(Date.now() + seconds * 1000) });
      const result = await verify({ env });
      expect(result.code).toBe(0);
      const { clock } = itemsOf(result);
      expect(clock).toMatchObject({ status: 'warning', advice: expect.stringContaining('NTP') });
      expect(Math.abs(Math.abs(Number.parseInt(String(clock?.value), 10)) - 180)).toBeLessThan(10);
    });

    test('an hour off is reported, although the requests are accepted with the corrected time', async () => {
      const { env } = await serve({ now: () => new Date(Date.now() + 3_600_000) });
      const result = await verify({ env });
      expect(result.code).toBe(0);
      expect(itemsOf(result)).toMatchObject({
        'application request': { status: 'ok' },
        clock: { status: 'warning', advice: expect.stringContaining('clock') },
      });
      expect(result.stderr).toMatch(/^warning: .*clock/m);
    });

    test('is reported as missing if the server does not send it', async () => {
      const { env } = await serveBare((_, reply) => {
        reply.sendDate = false;
        reply.end('{"numbers":[]}');
      });
      const { SINCH_INSTANCE_ID: _, SINCH_INSTANCE_SECRET: __, ...application } = env;
      const result = await verify({ env: application });
      expect(result.code).toBe(0);
      expect(itemsOf(result).clock).toMatchObject({ status: 'warning' });
    });
  });

  describe('other checks', () => {
    test('the file of a profile and its mode', async () => {
      const { url } = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', url);
      expect(itemsOf(await verify({ home }))['file mode']).toMatchObject({ value: '0600', status: 'ok' });
    });

    test('a file that others could read is made private with a note before it is reported', async () => {
      const { url } = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', url);
      chmodSync(home.configPath, 0o644);
      const result = await verify({ home });
      expect(result.stderr).toMatch(new RegExp(`^note: ${home.configPath}`, 'm'));
      expect(itemsOf(result)['file mode']).toMatchObject({ value: '0600', status: 'ok' });
    });

    test('an expired instance: a row with the command to run, and no request for it', async () => {
      const { url, requests } = await serve();
      const home = newHome();
      await storeProfile(home, 'prod', url);
      const argv = ['profiles', 'set', 'prod', '--instance-id', ID, '--instance-secret-stdin'];
      await run(argv, { home, stdin: 'AAAA' });
      editConfig(home, ({ profiles }) => {
        if (profiles.prod?.instance) profiles.prod.instance.expires = '2020-01-01T00:00:00.000Z';
      });
      const result = await verify({ home });
      expect(result.code).toBe(3);
      expect(itemsOf(result)['instance request']).toMatchObject({
        status: 'failed',
        value: expect.stringContaining('expired'),
        advice: expect.stringContaining('sinchctl auth login --portal --email <EMAIL> --profile prod'),
      });
      expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
    });

    test('the proxy, without its password', async () => {
      const { url } = await serveProxy({ refuse: 403 });
      const HTTPS_PROXY = url.replace('//', '//ops:p4ssword@');
      const env = { ...PAIR, SINCHCTL_CALLING_URL: 'https://callingapi.example.test', HTTPS_PROXY };
      const result = await verify({ env }, '--debug');
      expect(result.code).toBe(1);
      expect(itemsOf(result).proxy?.value).toContain(new URL(url).host);
      expect(result.stdout + result.stderr).not.toContain('p4ssword');
    });

    test.each(['--ca-file', 'SINCHCTL_CA_FILE', 'NODE_EXTRA_CA_CERTS'])(
      'the certificate authorities of %s',
      async (by) => {
        const { env } = await serve();
        const isFlag = by === '--ca-file';
        const result = await verify(
          { env: isFlag ? env : { ...env, [by]: '/etc/own.pem' } },
          ...(isFlag ? [by, '/etc/own.pem'] : []),
        );
        expect(itemsOf(result)['certificate authorities']?.value).toContain('/etc/own.pem');
      },
    );
  });
});

test('a profile without credentials causes exit code 3', async () => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  await run(['auth', 'logout', '--profile', 'prod'], { home });
  for (const verify of [[], ['--verify']]) {
    const { code, stdout } = await run(['auth', 'status', '--profile', 'prod', ...verify], { home });
    expect([code, stdout]).toEqual([3, '']);
  }
});
