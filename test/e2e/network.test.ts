import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { temporaryDirectory } from '../support/home.ts';
import { HAS_OPENSSL, serveHttps, serveProxy } from '../support/https.ts';
import { listenUntilEnd, serveBare } from '../support/serve.ts';
import { sinchctl } from '../support/spawn.ts';

const LIST = ['numbers', 'list', '--json'];
const BODY = JSON.stringify({
  numbers: [{ number: '+14155550100', capability: 'voice', applicationkey: support.key }],
});
const ROWS = [{ number: '+14155550100', application: support.key, alias: null, capability: 'voice' }];
const PAIR = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };

/** Expects exactly one error, regardless of the cause. */
const errorOf = (stderr: string) => {
  expect(stderr).not.toMatch(/\n\s+at /);
  expect(stderr).not.toContain(support.secret);
  return JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error;
};

describe('a redirect', () => {
  test.each([301, 302, 303, 307, 308])(
    '%i is a failure, and no request is sent to the other server',
    async (status) => {
      const other = await serveBare((_, reply) => reply.end(BODY));
      const { env, requests } = await serveBare((request, reply) =>
        reply.writeHead(status, { location: `${other.url}${request.url}` }).end(),
      );
      const { code, stdout, stderr } = await sinchctl(LIST, { env });
      expect([code, stdout]).toEqual([1, '']);
      expect(errorOf(stderr)).toMatchObject({ kind: 'failure', httpStatus: status });
      expect([requests.length, other.requests.length]).toEqual([1, 0]);
    },
  );
});

describe('a response', () => {
  test.each([
    ['gzip', gzipSync],
    ['br', brotliCompressSync],
  ])('in %s is read', async (encoding, compress) => {
    const { env } = await serveBare((_, reply) =>
      reply.writeHead(200, { 'content-encoding': encoding }).end(compress(BODY)),
    );
    const { code, stdout } = await sinchctl(LIST, { env });
    expect([code, JSON.parse(stdout)]).toEqual([0, ROWS]);
  });

  test('in several pieces is read', async () => {
    const { env } = await serveBare((_, reply) => {
      for (const character of BODY) reply.write(character);
      reply.end();
    });
    const { stdout } = await sinchctl(LIST, { env });
    expect(JSON.parse(stdout)).toEqual(ROWS);
  });

  test.each([
    ['shorter than its Content-Length', { 'content-length': String(BODY.length + 10) }, BODY],
    ['without its last chunk', {}, BODY],
    ['with truncated gzip data', { 'content-encoding': 'gzip' }, gzipSync(BODY).subarray(0, 40)],
    ['labeled gzip, but not compressed', { 'content-encoding': 'gzip' }, BODY],
    ['labeled br, but not compressed', { 'content-encoding': 'br' }, BODY],
    ['that is empty', {}, ''],
  ])('%s is unavailable', async (_, headers, body) => {
    const { env, requests } = await serveBare((__, reply) => {
      reply.writeHead(200, headers as Record<string, string>);
      reply.write(body || '\n', () => reply.socket?.destroy());
    });
    const { code, stdout, stderr } = await sinchctl([...LIST, '--retries', '1'], { env });
    expect([code, stdout]).toEqual([6, '']);
    expect(errorOf(stderr)).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(requests).toHaveLength(2);
  });

  test('that decompresses to gigabytes is rejected before memory is exhausted', async () => {
    // 640 members of 16 MiB each are 10 GiB, which would exhaust the memory.
    const member = gzipSync(Buffer.alloc(16 * 1024 * 1024));
    const members = 640;
    let sent = 0;
    const { env, requests } = await serveBare((_, reply) => {
      reply.writeHead(200, { 'content-encoding': 'gzip', 'content-type': 'application/json' });
      const next = () => {
        if (sent === members || reply.destroyed) return reply.end();
        sent++;
        reply.write(member, () => setImmediate(next));
      };
      next();
    });
    const { code, stdout, stderr } = await sinchctl(LIST, { env });
    expect([code, stdout]).toEqual([1, '']);
    expect(errorOf(stderr)).toMatchObject({ kind: 'failure', message: expect.stringContaining('64 MiB') });
    expect(requests).toHaveLength(1);
  });

  test('that never ends is abandoned after --timeout', async () => {
    const { env } = await serveBare((_, reply) => {
      reply.writeHead(200);
      reply.write('{');
    });
    const { code, stderr } = await sinchctl([...LIST, '--timeout', '0.5', '--retries', '0'], { env });
    expect(code).toBe(6);
    expect(errorOf(stderr).message).toContain('did not respond in time');
  });
});

describe('a connection', () => {
  test('that is refused is unavailable immediately, without retries', async () => {
    const probe = createServer();
    const port = await listenUntilEnd(probe);
    await new Promise((resolve) => probe.close(resolve));
    const env = { ...PAIR, SINCHCTL_CALLING_URL: `http://127.0.0.1:${port}` };
    const { code, stdout, stderr } = await sinchctl([...LIST, '--debug'], { env });
    expect([code, stdout]).toEqual([6, '']);
    expect(errorOf(stderr)).toMatchObject({ kind: 'unavailable', retryable: true });
    expect(stderr).not.toContain('retrying in');
  });

  test('that is closed before a response is retried', async () => {
    let cut = 0;
    const port = await listenUntilEnd(
      createServer((socket) => {
        cut++;
        socket.on('error', () => undefined);
        socket.on('data', () => socket.destroy());
      }),
    );
    const env = { ...PAIR, SINCHCTL_CALLING_URL: `http://127.0.0.1:${port}` };
    const { code } = await sinchctl([...LIST, '--retries', '2'], { env });
    expect([code, cut]).toEqual([6, 3]);
  });
});

test('no cookies or referrer: only documented headers are sent', async () => {
  const { env, requests } = await serveBare((_, reply) =>
    reply.writeHead(200, { 'set-cookie': 'a=b' }).end(BODY),
  );
  await sinchctl(LIST, { env });
  expect(Object.keys(requests[0]?.headers ?? {}).sort()).toEqual([
    'accept',
    'accept-encoding',
    'authorization',
    'connection',
    'content-type',
    'host',
    'user-agent',
    'x-timestamp',
  ]);
});

describe.runIf(HAS_OPENSSL)('over TLS', () => {
  const serveList = (host: string) => serveHttps(host, (_, reply) => reply.end(BODY));
  const envFor = (url: string) => ({ ...PAIR, SINCHCTL_CALLING_URL: url });

  test('an unknown certificate is a failure immediately, and nothing is sent', async () => {
    const { port, requests } = await serveList('localhost');
    const { code, stdout, stderr } = await sinchctl(LIST, { env: envFor(`https://localhost:${port}`) });
    expect([code, stdout]).toEqual([1, '']);
    expect(errorOf(stderr)).toMatchObject({ kind: 'failure', hint: expect.stringContaining('--ca-file') });
    expect(requests).toEqual([]);
  });

  test.each(['--ca-file', 'SINCHCTL_CA_FILE', 'NODE_EXTRA_CA_CERTS'])('%s makes it trusted', async (by) => {
    const { port, caFile } = await serveList('localhost');
    const env = { ...envFor(`https://localhost:${port}`), ...(by === '--ca-file' ? {} : { [by]: caFile }) };
    const { code, stdout, stderr } = await sinchctl([...LIST, ...(by === '--ca-file' ? [by, caFile] : [])], {
      env,
    });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(ROWS);
  });

  test('a certificate for another host name is rejected', async () => {
    const { port, caFile } = await serveList('other.example.com');
    const { code } = await sinchctl([...LIST, '--ca-file', caFile], {
      env: envFor(`https://localhost:${port}`),
    });
    expect(code).toBe(1);
  });

  test.each(['/nonexistent/ca.pem', '/dev/null'])(
    'a CA file %s without a certificate is reported by its name',
    async (path) => {
      const { port } = await serveList('localhost');
      const { code, stdout, stderr } = await sinchctl([...LIST, '--ca-file', path], {
        env: envFor(`https://localhost:${port}`),
      });
      expect(stdout).toBe('');
      expect([1, 2]).toContain(code);
      expect(errorOf(stderr).message).toContain(path);
    },
  );

  test('a CA file that is a pipe is rejected immediately', async () => {
    const path = join(temporaryDirectory(), 'ca.pem');
    execFileSync('mkfifo', [path]);
    const { code, stderr } = await sinchctl([...LIST, '--ca-file', path], {
      env: envFor('https://localhost:1'),
      limit: 10_000,
    });
    expect(code).toBe(2);
    expect(errorOf(stderr).message).toBe(
      `the CA file ${path} is not a regular file or contains no PEM certificate`,
    );
  });

  describe('a proxy', () => {
    const HOST = 'callingapi.example.test';

    test.each(['HTTPS_PROXY', 'https_proxy'])('set in %s is used for other hosts', async (name) => {
      const { port, caFile, requests } = await serveList(HOST);
      const { url, asked } = await serveProxy({ to: port });
      const env = { ...envFor(`https://${HOST}`), [name]: url };
      const { code, stdout, stderr } = await sinchctl([...LIST, '--ca-file', caFile], { env });
      expect(code, stderr).toBe(0);
      expect(JSON.parse(stdout)).toEqual(ROWS);
      expect(asked).toEqual([`CONNECT ${HOST}:443`]);
      expect(requests).toEqual(['GET /v1/configuration/numbers']);
    });

    test('does not disable certificate verification', async () => {
      const { port, requests } = await serveList(HOST);
      const { url } = await serveProxy({ to: port });
      const { code, stderr } = await sinchctl(LIST, {
        env: { ...envFor(`https://${HOST}`), HTTPS_PROXY: url },
      });
      expect(code).toBe(1);
      expect(errorOf(stderr).message).toContain('certificate');
      expect(requests).toEqual([]);
    });

    test('is never used for loopback', async () => {
      const { port, caFile } = await serveList('localhost');
      const { url, asked } = await serveProxy({ to: port });
      const plain = await serveBare((_, reply) => reply.end(BODY));
      const proxies = { HTTPS_PROXY: url, HTTP_PROXY: url, http_proxy: url };
      const secure = await sinchctl([...LIST, '--ca-file', caFile], {
        env: { ...envFor(`https://localhost:${port}`), ...proxies },
      });
      expect(secure.code, secure.stderr).toBe(0);
      expect((await sinchctl(LIST, { env: { ...plain.env, ...proxies } })).code).toBe(0);
      expect(asked).toEqual([]);
    });

    test('with an invalid URL is a usage error that shows the variable', async () => {
      const env = { ...envFor(`https://${HOST}`), HTTPS_PROXY: 'http://[' };
      const { code, stdout, stderr } = await sinchctl(LIST, { env });
      expect([code, stdout]).toEqual([2, '']);
      expect(errorOf(stderr).message).toContain('HTTPS_PROXY');
    });

    test.each([407, 403, 502])('that responds with %i is a reported failure', async (refuse) => {
      const { url, asked } = await serveProxy({ refuse });
      const { code, stdout, stderr } = await sinchctl(LIST, {
        env: { ...envFor(`https://${HOST}`), HTTPS_PROXY: url },
      });
      expect([code, stdout]).toEqual([1, '']);
      expect(errorOf(stderr).message).toMatch(new RegExp(`proxy.*${refuse}`));
      expect(asked).toHaveLength(1);
    });
  });
});
