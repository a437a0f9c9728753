import { chmodSync } from 'node:fs';
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

const verify = (options: RunOptions, ...extra: string[]) =>
  run(['auth', 'status', '--verify', '--json', ...extra], options);
const itemsOf = ({ json }: Result) => Object.fromEntries(json().map((row) => [row.item, row]));

test('makes one harmless request for each credential, and says that they are accepted', async () => {
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

test('the embedded sandbox accepts its own', async () => {
  const result = await verify({}, '--profile', 'sandbox');
  expect(result.code).toBe(0);
  expect(itemsOf(result)['application request']).toMatchObject({ status: 'ok' });
});

describe('refused credentials', () => {
  test('are rows, advice and exit 3', async () => {
    const { env } = await serve();
    const result = await verify({ env: { ...env, SINCH_APPLICATION_SECRET: sales.secret } });
    expect(result.code).toBe(3);
    expect(itemsOf(result)).toMatchObject({
      'application request': {
        status: 'failed',
        value: expect.stringContaining('40102'),
        advice: expect.stringContaining('check key and secret'),
      },
      'instance request': { status: 'ok' },
      clock: { status: 'ok' },
    });
    expect(result.error()).toMatchObject({ kind: 'auth', exitCode: 3, items: ['application request'] });
  });

  test('are in the table too, with the advice', async () => {
    const { env } = await serve();
    const argv = ['auth', 'status', '--verify', '-o', 'table'];
    const options = { env: { ...env, SINCH_APPLICATION_SECRET: sales.secret, COLUMNS: '400' } };
    const { code, stdout, stderr } = await run(argv, options);
    expect(code).toBe(3);
    expect(stdout).toMatch(/application request.*40102.*failed.*check key and secret/);
    expect(stdout + stderr).not.toContain(sales.secret);
  });

  test('of both kinds name both', async () => {
    const { env } = await serve();
    const wrong = { SINCH_APPLICATION_SECRET: sales.secret, SINCH_INSTANCE_SECRET: sales.secret };
    const result = await verify({ env: { ...env, ...wrong } });
    expect(result.code).toBe(3);
    expect(result.error().items).toEqual(['application request', 'instance request']);
  });
});

test('a server that cannot be reached is exit 6, and the rows are there', async () => {
  const result = await verify({ env: { ...PAIR, SINCHCTL_CALLING_URL: 'http://127.0.0.1:1' } });
  expect(result.code).toBe(6);
  expect(itemsOf(result)).toMatchObject({
    'application request': { status: 'failed', advice: expect.any(String) },
    clock: { status: 'warning' },
  });
});

describe('the clock', () => {
  test.each([180, -180])('%i seconds away is a warning with advice, and no failure', async (seconds) => {
    const { env } = await serve({ now: () => new Date(Date.now() + seconds * 1000) });
    const result = await verify({ env });
    expect(result.code).toBe(0);
    const { clock } = itemsOf(result);
    expect(clock).toMatchObject({ status: 'warning', advice: expect.stringContaining('NTP') });
    expect(Math.abs(Math.abs(Number.parseInt(String(clock?.value), 10)) - 180)).toBeLessThan(10);
  });

  test('an hour away is told, although the requests are accepted with the corrected time', async () => {
    const { env } = await serve({ now: () => new Date(Date.now() + 3_600_000) });
    const result = await verify({ env });
    expect(result.code).toBe(0);
    expect(itemsOf(result)).toMatchObject({
      'application request': { status: 'ok' },
      clock: { status: 'warning', advice: expect.stringContaining('clock') },
    });
    expect(result.stderr).toMatch(/^warning: .*clock/m);
  });

  test('that the server does not tell is said to be untold', async () => {
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

describe('what the credentials depend on', () => {
  test('the file of a profile and its mode', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    expect(itemsOf(await verify({ home }))['file mode']).toMatchObject({ value: '0600', status: 'ok' });
  });

  test('a file that others could read is tightened with a note before it is reported', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    chmodSync(home.configPath, 0o644);
    const result = await verify({ home });
    expect(result.stderr).toMatch(new RegExp(`^note: ${home.configPath}`, 'm'));
    expect(itemsOf(result)['file mode']).toMatchObject({ value: '0600', status: 'ok' });
  });

  test('an expired instance: a row with the line to type, and no request for it', async () => {
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
      advice: expect.stringContaining('sinchctl auth login --portal --email <email> --profile prod'),
    });
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
  });

  test('the proxy, its password taken out', async () => {
    const { url } = await serveProxy({ refuse: 403 });
    const HTTPS_PROXY = url.replace('//', '//ops:p4ssword@');
    const env = { ...PAIR, SINCHCTL_CALLING_URL: 'https://callingapi.example.test', HTTPS_PROXY };
    const result = await verify({ env }, '--debug');
    expect(result.code).toBe(1);
    expect(itemsOf(result).proxy?.value).toContain(new URL(url).host);
    expect(result.stdout + result.stderr).not.toContain('p4ssword');
  });

  test.each(['--ca-file', 'SINCHCTL_CA_FILE', 'NODE_EXTRA_CA_CERTS'])(
    'the authorities that %s names',
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
