import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type Result, type RunOptions, run } from '../support/run.ts';

/** Secrets in Sinch's format: Base64 of 16 bytes, and of 32. */
const SECRETS = ['k7Jq+2/xW0Sfl3Vd9mTzHg==', '9f/Xc+41mZqLr7sTnYbW0eKd5vGhJu3oPi8AaQxRt2E='];
const PASSWORD = 'hunter2-correct-horse';

/** The command fails, as text and as JSON, and no output contains the secret or a large part of it. */
async function expectHidden(
  argv: readonly string[],
  secret: string,
  options: RunOptions = {},
): Promise<Result[]> {
  const all: Result[] = [];
  for (const extra of [[], ['--json'], ['--debug'], ['-qo', 'json']]) {
    const result = await run([...argv, ...extra], { home: newHome(), ...options });
    const shown = `${result.stdout}${result.stderr}`;
    expect(result.code, shown).not.toBe(0);
    for (const written of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      expect(shown).not.toContain(written);
    }
    expect(shown).not.toContain(secret.slice(0, 12));
    all.push(result);
  }
  return all;
}

describe.each(SECRETS)('a secret %s in place of another value is never shown', (secret) => {
  const key = support.key;

  test.each([
    ['SINCH_APPLICATION_KEY', 'SINCH_APPLICATION_SECRET'],
    ['SINCH_APP_KEY', 'SINCH_APP_SECRET'],
  ])('swapped in %s and %s', async (keyName, secretName) => {
    const env = { [keyName]: secret, [secretName]: key };
    for (const argv of [
      ['numbers', 'list'],
      ['apps', 'list'],
      ['auth', 'status'],
      ['auth', 'status', '--verify'],
      ['numbers', 'assign', '+14155550103'],
    ]) {
      await expectHidden(argv, secret, { env });
    }
  });

  test('swapped in the variables of the portal instance', async () => {
    const env = { SINCH_INSTANCE_ID: secret, SINCH_INSTANCE_SECRET: key };
    await expectHidden(['numbers', 'list', '--api', 'portal'], secret, { env });
  });

  test.each(['SINCH_APPLICATION_SECRET_FILE', 'SINCH_APP_SECRET_FILE'])('in %s', async (name) => {
    const env = { SINCH_APPLICATION_KEY: key, [name]: secret };
    for (const argv of [
      ['numbers', 'list'],
      ['auth', 'status'],
    ]) {
      await expectHidden(argv, secret, { env });
    }
  });

  test.each([
    ['SINCH_ORGANISATION_ID', { SINCH_APPLICATION_KEY: key, SINCH_APPLICATION_SECRET: support.secret }],
    ['SINCHCTL_AUTH', { SINCH_APPLICATION_KEY: key, SINCH_APPLICATION_SECRET: support.secret }],
    ['SINCHCTL_CALLING_URL', { SINCH_APPLICATION_KEY: key, SINCH_APPLICATION_SECRET: support.secret }],
    ['SINCHCTL_PROFILE', {}],
  ])('in %s', async (name, others) => {
    await expectHidden(['numbers', 'list'], secret, { env: { ...others, [name]: secret } });
  });

  test.each([
    [['profiles', 'set', 'prod', '--key', secret, '--secret-stdin']],
    [['profiles', 'set', 'prod', '--key', secret]],
    [['profiles', 'set', secret]],
    [['profiles', 'set', secret, '--key', key, '--secret-stdin']],
    [['profiles', 'set', 'prod', secret]],
    [['profiles', 'set', 'prod', '--where-key', secret]],
    [['profiles', 'set', '--where-key', secret, '--region', 'SE']],
    [['profiles', 'set', 'prod', '--key', key, '--secret-file', secret]],
    [['profiles', 'set', 'prod', '--key', key, '--secret-stdin', secret]],
    [['profiles', 'set', 'prod', '--key', key, '--secret-stdin', '--instance-id', secret]],
    [['profiles', 'set', 'prod', '--key', key, '--secret-stdin', '--organisation', secret]],
    [['profiles', 'set', 'prod', '--key', key, '--secret-stdin', '--auth', secret]],
    [['profiles', 'set', 'prod', '--key', key, '--secret-stdin', '--base-url', secret]],
    [['profiles', 'set', 'prod', '--key', key, '--secret-stdin', '--base-url', `calling=${secret}`]],
    [['profiles', 'set', 'prod', '--key', key, `--secret=${secret}`]],
    [['profiles', 'set', 'prod', '--key', key, '--secret', secret]],
    [['profiles', 'show', secret]],
    [['profiles', 'use', secret]],
    [['--profile', secret, 'numbers', 'list']],
    [['--profile', 'sandbox', 'numbers', 'list', '--app', secret]],
    [['--profile', 'sandbox', 'numbers', 'assign', '+14155550103', '--app', secret]],
    [['--profile', 'sandbox', 'numbers', 'assign', secret]],
    [['--profile', 'sandbox', 'apps', 'alias', 'one', secret]],
    [['--profile', 'sandbox', 'apps', 'alias', secret, key]],
    [['--profile', 'sandbox', 'apps', 'unalias', secret]],
    [['--profile', 'sandbox', 'callbacks', 'set', '--primary', secret]],
  ])('in the command %j', async (argv) => {
    await expectHidden(argv, secret, { stdin: support.secret });
  });
});

describe('the password of a URL is never shown', () => {
  const pair = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };

  const set = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin', '--base-url'];
  const PLACES: [string, (url: string) => [string[], RunOptions]][] = [
    ['--base-url', (url) => [[...set, `calling=${url}`], { stdin: support.secret }]],
    ['--base-url of a host that is none', (url) => [[...set, `caling=${url}`], { stdin: support.secret }]],
    ['--base-url without a host', (url) => [[...set, url], { stdin: support.secret }]],
    ['the environment', (url) => [['numbers', 'list'], { env: { ...pair, SINCHCTL_CALLING_URL: url } }]],
    ['auth status', (url) => [['auth', 'status'], { env: { ...pair, SINCHCTL_PORTAL_URL: url } }]],
    ['a callback', (url) => [['--profile', 'sandbox', 'callbacks', 'set', '--primary', url], {}]],
  ];

  describe.each(PLACES)('passed to %s', (_, place) => {
    test.each([
      `https://user:${PASSWORD}@callingapi.example.com`,
      `https://user:${PASSWORD}@callingapi.example.com/?x=1`,
      `http://user:${PASSWORD}@callingapi.example.com`,
      `HTTPS://user:${PASSWORD}@callingapi.example.com`,
      `ftp://user:${PASSWORD}@callingapi.example.com`,
      `https://:${PASSWORD}@callingapi.example.com`,
      `https://${PASSWORD}@callingapi.example.com`,
      `https://user:${PASSWORD}@`,
      `https://user:${PASSWORD}@callingapi.example.com:99999`,
      `https://user:${PASSWORD}@callingapi.example.com/#x`,
      `https://user:${PASSWORD}@calling api.example.com`,
      `https://user@example.com:${PASSWORD}@callingapi.example.com`,
      `https://user:${PASSWORD}/x@callingapi.example.com`,
      `https://user:${PASSWORD}#x@callingapi.example.com`,
      `https://user:${PASSWORD}@x@callingapi.example.com`,
      `user:${PASSWORD}@callingapi.example.com`,
    ])('%s', async (url) => {
      const [argv, options] = place(url);
      await expectHidden(argv, PASSWORD, options);
    });
  });

  test.each([
    `http://user:${PASSWORD}@127.0.0.1:9`,
    `http://user:${PASSWORD}@proxy.invalid:3128`,
    `socks5://user:${PASSWORD}@proxy.example.com:1080`,
    `user:${PASSWORD}@127.0.0.1:9`,
    `http://user:${PASSWORD}@[`,
  ])('of a proxy %s', async (proxy) => {
    const env = { ...pair, SINCHCTL_CALLING_URL: 'https://callingapi.example.test', HTTPS_PROXY: proxy };
    await expectHidden(['numbers', 'list', '--retries', '0'], PASSWORD, { env });
  });
});
