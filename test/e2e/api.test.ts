import { createHash, createHmac } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { free, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { serveBare } from '../support/serve.ts';
import { hasProgram, shell, sinchctl } from '../support/spawn.ts';
import { terminal } from '../support/terminal.ts';

interface Heard {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

/** A server that records all it receives, byte for byte, before it responds. */
async function record(answer: (reply: ServerResponse, request: Heard) => void = (reply) => reply.end('{}')) {
  const heard: Heard[] = [];
  const served = await serveBare((request, reply) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      heard.push(one);
      answer(reply, one);
    });
  });
  return { ...served, heard };
}

/** The expected signature of a received request, computed only from Sinch's documentation. */
function expected({ method, url, headers, body }: Heard, secret: string): string {
  const md5 = body === '' ? '' : createHash('md5').update(body).digest('base64');
  const path = url.split('?')[0];
  const lines = [method, md5, 'application/json', `x-timestamp:${headers['x-timestamp']}`, path];
  return createHmac('sha256', Buffer.from(secret, 'base64')).update(lines.join('\n')).digest('base64');
}

/** Text that must never be printed. */
const secretsOf = (env: Record<string, string | undefined>, heard: readonly Heard[]) => [
  env.SINCH_APPLICATION_SECRET ?? '',
  env.SINCH_INSTANCE_SECRET ?? '',
  ...heard.map(({ headers }) => headers.authorization?.split(/[ :]/).at(-1) ?? ''),
];

describe('the server receives exactly what was signed', () => {
  const LONG = `{\n  "text": "${'é"'.replace('"', '\\"').repeat(20_000)}"\n}\n`;

  test.each([
    ['GET', '/v1/x', undefined],
    ['HEAD', '/v1/x', undefined],
    ['GET', '/v1/calling/query/number/+46730170101?a=b+c&d=%2B&e', undefined],
    ['GET', "/v1/a%20b/(c)'d/!$&*,;=:@-._~", undefined],
    ['POST', '/v1/x', '{"a": 1 , "n":12345678901234567890}'],
    ['POST', '/v1/x', undefined],
    ['PUT', '/v1/x?y=z', LONG],
    ['PATCH', '/v1/x', '[]'],
    ['DELETE', '/v1/x', '{"number":"+14155550100"}'],
    ['DELETE', '/v1/x', undefined],
  ])('%s %s', async (method, path, body) => {
    for (const api of ['calling', 'portal', 'account']) {
      const { env, heard } = await record();
      const argv = ['api', method, path, '--api', api, ...(body === undefined ? [] : ['--data', '-'])];
      const { code, stderr } = await sinchctl(argv, { env, stdin: body ?? '' });
      expect(code, stderr).toBe(0);
      const [request] = heard as [Heard];
      expect(request).toMatchObject({ method, url: path, body: body ?? '' });
      const [scheme, id, secret] =
        api === 'calling'
          ? ['Application', support.key, support.secret]
          : ['Instance', env.SINCH_INSTANCE_ID, env.SINCH_INSTANCE_SECRET ?? ''];
      expect(request.headers.authorization).toBe(`${scheme} ${id}:${expected(request, secret)}`);
    }
  });
});

describe('attempts', () => {
  const away = (reply: ServerResponse) => reply.writeHead(503, { 'retry-after': '0' }).end();

  test.each([
    ['GET', [], 6],
    ['HEAD', [], 6],
    ['POST', [], 1],
    ['DELETE', [], 1],
    ['POST', ['--retries', '2'], 3],
  ])('%s %j: as counted by the server', async (method, retries, attempts) => {
    const { env, heard } = await record(away);
    const { code, stdout } = await sinchctl(['api', method, '/x', ...retries], { env });
    expect([code, stdout, heard.length]).toEqual([6, '', attempts]);
    expect(new Set(heard.map(({ headers }) => headers.authorization)).size).toBe(attempts);
  });

  test('a POST whose connection breaks is not retried, and the hint explains why', async () => {
    const { env, heard } = await record((reply) => reply.socket?.destroy());
    const { code, stderr } = await sinchctl(['api', 'POST', '/x'], { env });
    expect([code, heard.length]).toEqual([6, 1]);
    expect(stderr).toContain('may have been executed');
  });
});

describe('no request to other hosts', () => {
  test.each([301, 302, 303, 307, 308])('a %i redirect is not followed', async (status) => {
    const other = await record();
    const { env, heard } = await record((reply, { url }) =>
      reply.writeHead(status, { location: `${other.url}${url}` }).end('moved'),
    );
    const { code, stdout } = await sinchctl(['api', 'GET', '/x', '-i'], { env });
    expect([code, heard.length, other.heard.length]).toEqual([1, 1, 0]);
    expect(stdout).toMatch(new RegExp(`^HTTP/1.1 ${status} .*\\n(.*\\n)*location: ${other.url}/x\\n`));
    // With the line ending that separates it from the error.
    expect(stdout.endsWith('\n\nmoved\n')).toBe(true);
  });

  test('a URL of another server sends nothing, to either server', async () => {
    const [own, other] = [await record(), await record()];
    for (const url of [`${other.url}/x`, `http://127.0.0.1:${own.port}@${other.url.slice(7)}/x`]) {
      for (const method of ['GET', 'POST']) {
        const { code, stdout } = await sinchctl(['api', method, url], { env: own.env });
        expect([code, stdout]).toEqual([2, '']);
      }
    }
    expect([own.heard, other.heard]).toEqual([[], []]);
    expect((await sinchctl(['api', 'GET', `${own.url}/x`], { env: own.env })).code).toBe(0);
    expect(own.heard).toHaveLength(1);
  });

  test('--dry-run opens no connection', async () => {
    const { env, requests } = await record();
    const argv = ['api', 'POST', '/x', '--data', '{"a":1}', '--dry-run', '--curl', '--debug'];
    const { code, stdout, stderr } = await sinchctl(argv, { env });
    expect([code, requests]).toEqual([0, []]);
    expect(JSON.parse(stdout)).toMatchObject({ method: 'POST', body: { a: 1 } });
    expect(stderr).toContain(`not sent: POST ${env.SINCHCTL_CALLING_URL}/x (7 bytes)`);
    for (const secret of secretsOf(env, []).filter((one) => one !== '')) expect(stderr).not.toContain(secret);
  });
});

describe('a response', () => {
  test.each([
    ['with a length', { 'content-length': '1234' }],
    ['without one', {}],
    ['in gzip', { 'content-encoding': 'gzip', 'content-length': '99' }],
    ['in chunks', { 'transfer-encoding': 'chunked' }],
  ])('to HEAD %s, or without a body, is complete', async (_, headers) => {
    const { env, heard } = await record((reply) => reply.writeHead(200, headers).end());
    const { code, stdout } = await sinchctl(['api', 'HEAD', '/x', '-i'], { env });
    expect([code, heard.length]).toEqual([0, 1]);
    expect(stdout.startsWith('HTTP/1.1 200 OK\n')).toBe(true);
    expect(stdout.endsWith('\n\n')).toBe(true);
  });

  test('of one megabyte, of any type, is printed unchanged', async () => {
    const text = `${'é\u001b[1m\r\n\t\u0000 x'.repeat(80_000)}`;
    const { env } = await record((reply) => reply.writeHead(200, { 'content-type': 'text/plain' }).end(text));
    const { code, stdout } = await sinchctl(['api', 'GET', '/x'], { env });
    expect([code, stdout === text]).toEqual([0, true]);
  });

  test('whose reader closes early ends without an error', async () => {
    const { env } = await record((reply) => reply.end('x'.repeat(1_000_000)));
    const { stderr } = await shell(`( "$@" api GET /x; echo "exit $?" >&2 ) | head -c 1`, { env });
    expect(stderr).toBe('exit 0\n');
  });

  test.runIf(existsSync('/dev/full'))('that cannot be written is a failure', async () => {
    const { env } = await record();
    const { stderr } = await shell(`"$@" api POST /x > /dev/full; echo "exit $?" >&2`, { env });
    expect(stderr).toMatch(/^error: cannot write to stdout.*\n(.*\n)*exit 1\n$/);
  });

  test('is indented on a real terminal and cannot move the cursor', async () => {
    const { env } = await record((reply) =>
      reply.writeHead(200, { 'x-evil': 'a\u009b2J' }).end('{"a":"\u009b2J","b":[1]}'),
    );
    const { ended, screen } = terminal(['api', 'GET', '/x', '-i'], { ...env, ...newHome().env });
    expect(await ended).toBe(0);
    expect(screen()).toContain('{\r\n  "a": "\\u009b2J",\r\n  "b": [\r\n    1\r\n  ]\r\n}\r\n');
    expect(screen()).not.toContain('\u009b');
  });
});

test.each(['signed', 'basic'])(
  '%s: no secret or signature is in any output, regardless of options',
  async (auth) => {
    for (const status of [200, 400, 401, 503]) {
      const { env, heard } = await record((reply, { headers }) =>
        // The server repeats the header in a field that is shown in errors.
        reply
          .writeHead(status, { 'retry-after': '0', 'x-echo': headers.authorization ?? '' })
          .end(status === 200 ? '{}' : JSON.stringify({ errorCode: 40003, message: headers.authorization })),
      );
      for (const api of ['calling', 'portal', 'user']) {
        const line = ['api', 'POST', '/x', '--api', api, '--data', '{"a":1}', '--debug', '--curl'];
        const { stderr } = await sinchctl(line, { env: { ...env, SINCHCTL_AUTH: auth } });
        const shown = await sinchctl([...line, '-i'], { env: { ...env, SINCHCTL_AUTH: auth } });
        const [head] = shown.stdout.split('\n\n');
        expect(head).toContain(`HTTP/1.1 ${status}`);
        // The login key is public.
        const secrets = secretsOf(env, heard).filter((one) => !one.startsWith('669762D5'));
        for (const secret of secrets) expect(stderr + shown.stderr + head).not.toContain(secret);
      }
    }
  },
);

test.runIf(hasProgram('jq'))('the commands of the guide work in order', async () => {
  const home = newHome();
  writeFileSync(home.path('body.json'), '{"numbers":["+14155550103"],"capability":"voice"}');
  const readme = readFileSync(fileURLToPath(new URL('../../docs/api.md', import.meta.url)), 'utf8');
  const own = readme.split('\n').filter((line) => line.startsWith('sinchctl api '));
  expect(own.length).toBeGreaterThan(3);
  const start = `node="$1" program="$2"; sinchctl() { "$node" "$program" --profile sandbox -q "$@"; }`;
  const line = `${start}; cd ${home.directory}; set -e\n${own.join('\n')}\n`;
  const { code, stdout, stderr } = await shell(line, { env: home.env });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('HTTP/1.1 204');
  expect(home.world().applicationOf(free, 'voice')).toBeNull();
});
