import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import { support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { certificateFor, HAS_OPENSSL, serveHttps, serveProxy } from '../support/https.ts';
import { sinchctl } from '../support/spawn.ts';

const VARIABLE = 'NODE_TLS_REJECT_UNAUTHORIZED';
const OFF = { [VARIABLE]: '0' };
const PAIR = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };
const HOST = 'sinch.test';
const BODY = JSON.stringify({ numbers: [] });
const TEXT = `${VARIABLE} is set but ignored`;

const errorOf = (stderr: string) => JSON.parse(stderr.trimEnd().split('\n').at(-1) ?? '').error;
const serveList = (host: string) => serveHttps(host, (_, reply) => reply.end(BODY));

const COMMANDS: [string, string[]][] = [
  ['a read', ['numbers', 'list']],
  ['a write', ['numbers', 'assign', '+14155550103', '--no-check', '--app', support.key]],
  ['callbacks set', ['callbacks', 'set', '--primary', 'https://new.example.com/']],
  ['a query', ['query', '+14155550100']],
  ['a raw request', ['api', 'POST', '/v1/configuration/numbers', '--data', '{}']],
];

describe.each(HAS_OPENSSL ? ['signed', 'basic'] : [])(`with ${VARIABLE}=0 and %s credentials`, (auth) => {
  const env = { ...PAIR, ...OFF, SINCHCTL_AUTH: auth };

  async function expectRefused(argv: readonly string[], given: Record<string, string>, whose = '') {
    const { code, stdout, stderr } = await sinchctl([...argv, '--json'], {
      env: { ...newHome().env, ...env, ...given },
    });
    expect([code, stdout], stderr).toEqual([1, '']);
    expect(errorOf(stderr)).toMatchObject({
      kind: 'failure',
      message: expect.stringContaining(`the certificate of ${whose}`),
      hint: expect.stringContaining('--ca-file'),
    });
    expect(stderr).not.toMatch(/Warning|insecure/);
  }

  test.each(COMMANDS)('%s sends nothing to an untrusted server', async (_, argv) => {
    const { port, requests } = await serveList('localhost');
    await expectRefused(argv, { SINCHCTL_CALLING_URL: `https://localhost:${port}` });
    expect(requests).toEqual([]);
  });

  test('nothing is sent to an untrusted server through a proxy', async () => {
    const { port, requests } = await serveList(HOST);
    const { url } = await serveProxy({ to: port });
    await expectRefused(['numbers', 'list'], { SINCHCTL_CALLING_URL: `https://${HOST}`, HTTPS_PROXY: url });
    expect(requests).toEqual([]);
  });

  test('an untrusted https proxy is not used, and does not get its password', async () => {
    const server = await serveList(HOST);
    const { url, asked } = await serveProxy({ to: server.port, tls: certificateFor('localhost') });
    const given = {
      SINCHCTL_CALLING_URL: `https://${HOST}`,
      HTTPS_PROXY: url.replace('://', '://user:word@'),
    };
    const whose = `the proxy ${new URL(url).host} `;
    await expectRefused(['numbers', 'list', '--ca-file', server.caFile], given, whose);
    expect([asked, server.requests]).toEqual([[], []]);
  });

  test('trusted servers and proxies are used', async () => {
    const server = await serveList(HOST);
    const tls = certificateFor('localhost');
    const { url, asked } = await serveProxy({ to: server.port, tls });
    const caFile = newHome().path('both.pem');
    writeFileSync(caFile, readFileSync(server.caFile, 'utf8') + readFileSync(tls.caFile, 'utf8'));
    const { code, stderr } = await sinchctl(['numbers', 'list', '--json', '--ca-file', caFile], {
      env: { ...newHome().env, ...env, SINCHCTL_CALLING_URL: `https://${HOST}`, HTTPS_PROXY: url },
    });
    expect([code, stderr]).toEqual([0, '']);
    expect(asked).toEqual([`CONNECT ${HOST}:443`]);
  });
});

describe(`auth status with ${VARIABLE}`, () => {
  const status = (value: string, ...argv: string[]) =>
    sinchctl(['auth', 'status', ...argv], { env: { ...newHome().env, ...PAIR, [VARIABLE]: value } });

  test.each(FORMAT_NAMES)('reports it in %s', async (format) => {
    const { code, stdout } = await status('0', '-o', format);
    expect(code).toBe(0);
    expect(stdout.replaceAll('\\', '')).toContain(TEXT);
  });

  test('has a row for it', async () => {
    const { stdout } = await status('0', '--json');
    expect(JSON.parse(stdout)).toContainEqual(expect.objectContaining({ value: TEXT, status: 'warning' }));
  });

  test.each(['1', ''])('set to "%s", which disables nothing, has none', async (value) => {
    expect((await status(value)).stdout).not.toContain(VARIABLE);
  });
});

test('other programs get the original variable', async () => {
  const argv = ['sandbox', 'exec', '--', 'sh', '-c', `echo "$${VARIABLE}"`];
  const { stdout } = await sinchctl(argv, { env: OFF });
  expect(stdout).toBe('0\n');
});
