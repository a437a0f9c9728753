import { type AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { listenUntilEnd, serve } from '../support/serve.ts';
import { shell, sinchctl } from '../support/spawn.ts';

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
    'http://user:12#word-42@127.0.0.1:3128',
  ])('%s is a usage error that shows the variable', async (proxy) => {
    for (const name of ['HTTPS_PROXY', 'https_proxy']) {
      const { code, stdout, stderr } = await sinchctl(LIST, { env: { ...env, [name]: proxy } });
      expect([code, stdout], stderr).toEqual([2, '']);
      expect(errorOf(stderr)).toMatchObject({
        kind: 'usage',
        message: expect.stringContaining('HTTPS_PROXY'),
        hint: expect.stringMatching(/http:\/\/.*percent-encode/),
      });
      expect(stderr).not.toContain('word-42');
      expect(stderr).not.toContain('127.0.0.1');
    }
  });

  test('that does not respond is shown in the message', async () => {
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

  test.each([
    ['http://[::1]:1', /the proxy \[::1\]:1 refused the connection/],
    ['https://[::1]:1', /the proxy \[::1\]:1 refused the connection/],
    ['https://127.0.0.1:1', /the proxy 127.0.0.1:1 refused the connection/],
    ['http://no-such-proxy.invalid:3128', /cannot resolve the proxy no-such-proxy.invalid:3128/],
    ['https://no-such-proxy.invalid', /cannot resolve the proxy no-such-proxy.invalid/],
    ['http://user:word%23%40-42@127.0.0.1:1', /the proxy 127.0.0.1:1 refused the connection/],
  ])('%s is reported as the proxy, without a warning of Node', async (proxy, message) => {
    const { code, stderr } = await sinchctl(LIST, { env: { ...env, HTTPS_PROXY: proxy } });
    expect(code).toBe(6);
    expect(errorOf(stderr).message).toMatch(message);
    expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  });

  test.each(['http://[::1]:PORT', 'https://[::1]:PORT', 'https://127.0.0.1:PORT'])(
    '%s is used',
    async (url) => {
      let seen = '';
      const server = createServer((socket) => {
        socket.on('error', () => undefined);
        socket.once('data', (data) => {
          seen = data[0] === 22 ? 'TLS' : String(data);
          socket.destroy();
        });
      });
      await new Promise<void>((resolve) =>
        server.listen(0, url.includes('[') ? '::1' : '127.0.0.1', resolve),
      );
      const { port } = server.address() as AddressInfo;
      const HTTPS_PROXY = url.replace('PORT', String(port));
      const { stderr } = await sinchctl(LIST, { env: { ...env, HTTPS_PROXY } });
      server.close();
      expect(seen, stderr).toMatch(url.startsWith('https') ? /^TLS/ : /^CONNECT callingapi.example.test:443/);
    },
  );

  test.each([
    'http://token-4242@127.0.0.1:1',
    'http://tok@127.0.0.1:1',
    'http://user:token-4242@127.0.0.1:1',
  ])('%s never shows its token', async (HTTPS_PROXY) => {
    const { stdout, stderr } = await sinchctl(['auth', 'status', '--verify', '--json', '--retries', '0'], {
      env: { ...env, HTTPS_PROXY },
    });
    expect(stdout).toContain('[redacted]@127.0.0.1:1');
    expect(stdout + stderr).not.toMatch(/tok(en-4242)?@|token-4242/);
  });

  test('of another kind does not affect loopback addresses', async () => {
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
    // A later change of the working directory does not affect it.
    expect((await sinchctl(set('--region', 'SE'), { env: home.env, cwd: '/' })).code).toBe(0);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      region: 'SE',
      caFile: join(home.directory, 'ca.pem'),
    });
  });
});

describe('too many open files', () => {
  const numbers = Array.from({ length: 100 }, (_, i) => `+141555501${String(i).padStart(2, '0')}`);
  const limited = (files: number, argv: string, given: Record<string, string>) =>
    shell(`ulimit -n ${files}; exec "$@" ${argv} ${numbers.join(' ')} --json --concurrency 300`, {
      env: given,
    });

  test('are unavailable, for reads and changes, and nothing else fails', async () => {
    const { env: served } = await serve({ numbers: 200, faults: ['latency:100-100'] });
    const given = { ...newHome().env, ...served };
    for (const argv of ['query', 'numbers unassign --no-check -y']) {
      const { code, stderr } = await limited(32, `${argv} --retries 0`, given);
      expect(code, stderr).toBe(6);
      expect(stderr).toContain('too many open files: lower --concurrency or raise ulimit -n');
      expect(stderr).toMatch(/^warning: --concurrency above 256/m);
      expect(stderr).not.toMatch(/is a bug|\n\s+at |unexpected error/);
    }
  });

  test('are retried, because nothing was sent', async () => {
    const { env: served } = await serve({ numbers: 200 });
    const { code, stderr } = await limited(60, 'query --retries 30', { ...newHome().env, ...served });
    expect(code, stderr).toBe(0);
  });

  test('for the pipes of a program that prints a secret, and for every file before it, are unavailable too', async () => {
    const { url } = await serve();
    const home = newHome();
    const argv = [
      '--key',
      support.key,
      '--base-url',
      `all=${url}`,
      '--secret-command',
      'echo',
      support.secret,
    ];
    expect((await sinchctl(['profiles', 'set', 'prod', ...argv], { env: home.env })).code).toBe(0);
    const codes = new Set<number | null>();
    for (let files = 18; files < 34; files += 3) {
      const { code, stderr } = await shell(`ulimit -n ${files}; exec "$@" numbers list --retries 0`, home);
      codes.add(code);
      expect([0, 6], stderr).toContain(code);
      if (code === 6)
        expect(stderr).toMatch(/too many open files[\s\S]*lower --concurrency or raise ulimit -n/);
      expect(stderr).not.toMatch(/is a bug|\n\s+at |unexpected error/);
    }
    expect(codes).toEqual(new Set([6, 0]));
  });
});
