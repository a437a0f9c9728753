import { createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { listenUntilEnd } from '../support/https.ts';
import { sinchctl } from '../support/spawn.ts';

const env = {
  SINCH_APPLICATION_KEY: support.key,
  SINCH_APPLICATION_SECRET: support.secret,
  SINCHCTL_CALLING_URL: 'https://callingapi.example.test',
};
const LIST = ['numbers', 'list', '--json', '--retries', '0'];
const errorOf = (stderr: string) => JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error;

describe('HTTPS_PROXY', () => {
  test.each([
    'socks5://127.0.0.1:1080',
    'socks5h://user:word@127.0.0.1:1080',
    'socks://127.0.0.1',
    'ftp://127.0.0.1',
    'file:///etc/hosts',
    'http://',
    'http://%zz@127.0.0.1:3128',
  ])('%s is a usage error that names the variable', async (proxy) => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      const { code, stdout, stderr } = await sinchctl(LIST, { env: { ...env, [name]: proxy } });
      expect([code, stdout], stderr).toEqual([2, '']);
      expect(errorOf(stderr)).toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('HTTPS_PROXY'),
        hint: expect.stringContaining('http://'),
      });
    }
  });

  test('without a listener is shown in the message', async () => {
    const probe = createServer();
    const port = await listenUntilEnd(probe);
    await new Promise((resolve) => probe.close(resolve));
    for (const proxy of [
      `http://127.0.0.1:${port}`,
      `127.0.0.1:${port}`,
      `http://user:word-42@127.0.0.1:${port}`,
    ]) {
      const { code, stdout, stderr } = await sinchctl(LIST, { env: { ...env, HTTPS_PROXY: proxy } });
      expect([code, stdout]).toEqual([6, '']);
      expect(errorOf(stderr).message).toMatch(/proxy/);
      expect(errorOf(stderr).message).toContain(`127.0.0.1:${port}`);
      expect(stderr).not.toContain('word-42');
    }
  });

  test('of another kind does no harm to a loopback address', async () => {
    const { code, stderr } = await sinchctl(['sandbox', 'exec', '--', 'true'], {
      env: { HTTPS_PROXY: 'socks5://127.0.0.1:1080' },
    });
    expect(code, stderr).toBe(0);
  });
});

describe('--ca-file of profiles set', () => {
  const set = (...extra: string[]) => ['profiles', 'set', 'prod', ...extra];

  test.each(['ca.pem', './ca.pem', 'sub/../ca.pem'])('%s is stored as an absolute path', async (path) => {
    const home = newHome();
    const argv = set('--key', support.key, '--secret-stdin', '--ca-file', path);
    const stored = { env: home.env, stdin: support.secret, cwd: home.directory };
    const { code, stderr } = await sinchctl(argv, stored);
    expect(code, stderr).toBe(0);
    expect(storedConfig(home).profiles.prod?.caFile).toBe(join(home.directory, 'ca.pem'));
    // A later change elsewhere leaves it where it points.
    expect((await sinchctl(set('--region', 'SE'), { env: home.env, cwd: '/' })).code).toBe(0);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      region: 'SE',
      caFile: join(home.directory, 'ca.pem'),
    });
  });
});
