import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { api } from '../../src/commands/api.ts';
import { changes, foreignKey, free, ours, sales, support, UNCHANGED } from '../support/account.ts';
import { serveEcho } from '../support/echo.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve, serveBare } from '../support/serve.ts';

const NUMBERS = '/v1/configuration/numbers';
const CALLBACKS = `/v1/configuration/callbacks/applications/${support.key}`;
const ASSIGN = JSON.stringify({ numbers: [free], applicationkey: support.key, capability: 'voice' });

/** The same response to every request. */
const answering = (status: number, body: string, headers: Record<string, string> = {}) =>
  serve({ between: async () => ({ how: 'whole', response: { status, headers, body } }) });

describe('on the sandbox', () => {
  test('GET prints the response body unchanged, and nothing else', async () => {
    const { code, stdout, stderr } = await sandbox(['api', 'GET', NUMBERS, '--quiet']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(JSON.stringify(JSON.parse(stdout)));
    expect(JSON.parse(stdout).numbers).toHaveLength(30);
  });

  test('requests to each host are signed as required', async () => {
    const of = (...argv: string[]) => sandbox(['api', ...argv, '--quiet']);
    const url = { primary: support.callbacks.primary, fallback: support.callbacks.fallback };
    expect(JSON.parse((await of('GET', CALLBACKS)).stdout)).toEqual({ url });
    expect(JSON.parse((await of('GET', '/v1/organisations', '--api', 'account')).stdout)).toHaveLength(1);
    const portal = await of('GET', `/v1/applications/key/${support.key}/numbers`, '--api', 'portal');
    expect(JSON.parse(portal.stdout)[0]).toMatchObject({ applicationKey: support.key });
    const wrong = await of('GET', `/v1/applications/key/${support.key}/numbers`);
    expect([wrong.code, wrong.stdout]).toEqual([3, '']);
  });

  test('POST, DELETE, and PUT change the account, with JSON from an argument, stdin, and a file', async () => {
    const home = newHome();
    const file = home.path('body.json');
    writeFileSync(file, `\ufeff{"numbers": [${free.slice(1)}]}\n`);
    const assign = await sandbox(['api', 'post', NUMBERS, '--data', ASSIGN], { home });
    expect([assign.code, assign.stdout]).toEqual([0, '']);
    expect(assign.world().applicationOf(free, 'voice')).toBe(support.key);
    const stdin = JSON.stringify({ number: ours });
    const unassign = await sandbox(['api', 'DELETE', NUMBERS, '--data', '-'], { home, stdin });
    expect([unassign.code, unassign.world().applicationOf(ours, 'voice')]).toEqual([0, null]);
    const path = `/v1/applications/key/${sales.key}/numbers/voice`;
    const put = await sandbox(['api', 'PUT', path, '--api', 'portal', '--data', `@${file}`], { home });
    expect([put.code, put.world().applicationOf(free, 'voice')]).toEqual([0, sales.key]);
    expect(JSON.parse(put.stdout)).toHaveLength(1);
  });

  test('@- reads stdin', async () => {
    const { code, world } = await sandbox(['api', 'POST', NUMBERS, '--data', '@-'], { stdin: ASSIGN });
    expect([code, world().applicationOf(free, 'voice')]).toEqual([0, support.key]);
  });

  test('HEAD returns the response to GET without its body', async () => {
    const plain = await sandbox(['api', 'HEAD', NUMBERS]);
    expect([plain.code, plain.stdout]).toEqual([0, '']);
    const { stdout } = await sandbox(['api', 'GET', NUMBERS]);
    const head = await sandbox(['api', 'head', NUMBERS, '-i']);
    expect(head.stdout).toBe(
      `HTTP/1.1 200 OK\ncontent-type: application/json\ncontent-length: ${stdout.length}\n\n`,
    );
  });

  test.each(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'])(
    '%s with an unknown path causes exit code 4',
    async (method) => {
      const { code, stdout, error } = await sandbox(['api', method, '/v2/whatever?x=1', '--json']);
      expect([code, stdout]).toEqual([4, '']);
      const errorCode = method === 'HEAD' ? null : 40400;
      expect(error()).toMatchObject({ kind: 'notFound', httpStatus: 404, errorCode });
      expect(error().message).toContain(`${method} /v2/whatever`);
    },
  );

  test('the number in a path may be written with %2B', async () => {
    const plain = await sandbox(['api', 'GET', '/v1/calling/query/number/+46730170101']);
    const encoded = await sandbox(['api', 'GET', '/v1/calling/query/number/%2B46730170101']);
    expect([plain.code, encoded.stdout]).toEqual([0, plain.stdout]);
  });

  test('both examples of its help run', async () => {
    const home = newHome();
    const file = home.path('body.json');
    writeFileSync(file, JSON.stringify({ numbers: [free], capability: 'voice' }));
    for (const example of api.examples) {
      const words = example.replace('body.json', file).split(' ').slice(1);
      const { code, stderr } = await sandbox(words, { home });
      expect(code, stderr).toBe(0);
    }
    expect(home.world().applicationOf(free, 'voice')).toBe(support.key);
  });

  test('a login sends the public key, and no credentials', async () => {
    const { env, requests } = await serve();
    const path = '/v1/users/email/owner@example.com/authentication';
    const argv = ['api', 'POST', path, '--api', 'user', '--data', '{"password":"a long one"}'];
    const { stderr } = await run([...argv, '--curl', '--debug'], { env });
    expect(requests.map(({ headers }) => headers.authorization)).toEqual([
      'Application 669762D5-2B10-44E0-8418-BC9EE4457555',
    ]);
    expect(stderr).not.toContain('a long one');
  });
});

describe('output', () => {
  test('JSON is indented on a terminal, as in gh, and escaped', async () => {
    const { env } = await answering(200, '{"n":12345678901234567890,"t":"\u009b2J\u202e\u007f"}');
    const { stdout } = await run(['api', 'GET', '/x'], { env, terminal: true });
    expect(stdout).toBe('{\n  "n": 12345678901234567890,\n  "t": "\\u009b2J\\u202e\\u007f"\n}\n');
  });

  test('text that is not JSON is printed unchanged, including tabs and line breaks', async () => {
    const text = '<p>\u001b[31m\thi</p>\r\n';
    const { env, requests } = await answering(200, text, { 'content-type': 'text/plain' });
    const piped = await run(['api', 'GET', '/x'], { env });
    expect([piped.code, piped.stdout]).toEqual([0, text]);
    const shown = await run(['api', 'GET', '/x'], { env, terminal: true });
    expect([shown.code, shown.stdout]).toEqual([0, '<p>\\u001b[31m\thi</p>\n']);
    expect(requests).toHaveLength(2);
  });

  test.each([
    ['<p>welcome to our network</p>', { 'content-type': 'text/html; charset=utf-8' }],
    ['\n<!DOCTYPE html><title>welcome</title>', {}],
  ])('a web page is not a success, regardless of its status: %s', async (page, headers) => {
    const { env, requests } = await answering(200, page, headers as Record<string, string>);
    const get = await run(['api', 'GET', '/x', '--retries', '1', '--json'], { env });
    expect([get.code, get.stdout, requests.length]).toEqual([6, '', 2]);
    expect(get.error()).toMatchObject({ kind: 'unavailable', httpStatus: 200, retryable: true });
    expect(get.error().message).toContain('is a web page');
    const post = await run(['api', 'POST', '/x', '-i'], { env });
    expect([post.code, requests.length]).toEqual([6, 3]);
    expect(post.stdout).toContain(page);
    expect(post.stderr).toContain('may have been executed');
  });

  test('JSON is printed regardless of its content type', async () => {
    const { env, requests } = await answering(200, '{"ok":true}', { 'content-type': 'text/html' });
    const { code, stdout } = await run(['api', 'POST', '/x'], { env });
    expect([code, stdout, requests.length]).toEqual([0, '{"ok":true}', 1]);
  });

  test.each([200, 201, 202, 204])('a response to %i with an empty body prints nothing', async (status) => {
    const { env } = await answering(status, '');
    for (const terminal of [true, false]) {
      const { code, stdout } = await run(['api', 'POST', '/x'], { env, terminal });
      expect([code, stdout]).toEqual([0, '']);
    }
  });

  test('-i prints status and headers before the body, and no request headers', async () => {
    const { env, requests } = await answering(201, '{"a":1}', {
      'x-evil': '\u009b31m',
      authorization: `Application ${support.key}:qDXMwzfaxCRS849c/2R0hg0nphgdHciTo7OdM6MsdnM=`,
    });
    const { stdout } = await run(['api', 'POST', '/x', '-i'], { env, terminal: true });
    const [status, ...rest] = stdout.split('\n');
    expect(status).toBe('HTTP/1.1 201 Created');
    expect(stdout.endsWith('\n\n{\n  "a": 1\n}\n')).toBe(true);
    expect(rest.join('\n')).toMatch(/x-evil: .?\\u009b31m/);
    expect(stdout).not.toMatch(/\u009b|qDXMw/);
    expect(stdout).not.toContain(requests[0]?.headers.authorization?.split(':')[1]);
  });

  test('--json prints errors as JSON and leaves the body unchanged', async () => {
    const { env } = await answering(200, '{"b":1,"a":2}');
    for (const look of [['--json'], ['-o', 'json'], ['--json', '-i']]) {
      const { code, stdout } = await run(['api', 'GET', '/x', ...look], { env });
      expect([code, stdout.endsWith('{"b":1,"a":2}')]).toEqual([0, true]);
    }
  });

  test.each([
    ['-o', 'csv'],
    ['-o', 'table'],
    ['-o', 'ndjson'],
    ['--columns', 'number'],
    ['--sort', 'number'],
    ['--header'],
    ['--no-header'],
    ['--results', 'rows.ndjson'],
    ['--reason', 'because'],
    ['--json', '-o', 'tsv'],
  ])('%s %s conflicts with printing the response unchanged', async (...look) => {
    const { env, requests } = await serve();
    const { code, stdout, stderr } = await run(['api', 'GET', NUMBERS, ...look], { env });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/hint"?:/);
    expect(requests).toEqual([]);
  });
});

describe('an error status', () => {
  const body = '{"errorCode":40003,"message":"not \\u001b[2Jso","reference":"r-1","more":[1]}';

  test.each([
    [400, body, 1, 'failure'],
    [401, '', 3, 'auth'],
    [403, '<html>', 3, 'auth'],
    [404, '{"errorCode":40400,"message":"no"}', 4, 'notFound'],
    [404, '<html>', 1, 'failure'],
    [409, '', 1, 'failure'],
    [302, '', 1, 'failure'],
    [408, '', 6, 'unavailable'],
    [429, '', 6, 'unavailable'],
    [500, 'x', 6, 'unavailable'],
    [503, '', 6, 'unavailable'],
  ])('%i %s is exit %i; stdout is empty unless -i is passed', async (status, text, exit, kind) => {
    const { env } = await answering(status, text);
    for (const method of ['GET', 'POST']) {
      const plain = await run(['api', method, '/x', '--json'], { env });
      expect([plain.code, plain.stdout]).toEqual([exit, '']);
      expect(plain.error()).toMatchObject({ kind, httpStatus: status, exitCode: exit });
      expect(plain.error().hint).toContain('-i');
      const full = await run(['api', method, '/x', '--json', '-i'], { env });
      // The error starts on a new line.
      expect([full.code, full.stdout.split('\n\n').at(-1)]).toEqual([exit, text && `${text}\n`]);
      expect(full.stdout).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
      expect(full.error()).toMatchObject({ kind, httpStatus: status });
    }
  });

  test("includes Sinch's code, message, and reference", async () => {
    const { env } = await answering(400, body);
    const { error, stderr } = await run(['api', 'GET', '/x', '--json'], { env });
    expect(error()).toMatchObject({ errorCode: 40003, reference: 'r-1' });
    expect(stderr).not.toContain('\u001b');
  });

  test('after a change whose response was lost shows that the request may have been executed', async () => {
    for (const method of ['POST', 'PATCH']) {
      const { env, requests } = await serve({ between: async () => ({ how: 'reset' }) });
      const { code, stdout, error } = await run(['api', method, '/x', '-i', '--json'], { env });
      expect([code, stdout, requests.length]).toEqual([6, '', 1]);
      expect(error().hint).toContain('may have been executed');
    }
  });
});

describe('attempts', () => {
  const COUNTS: [string, string[], number][] = [
    ['GET', [], 6],
    ['HEAD', [], 6],
    ['GET', ['--retries', '2'], 3],
    ['GET', ['--retries', '0'], 1],
    ['POST', [], 1],
    ['PUT', [], 1],
    ['PATCH', [], 1],
    ['DELETE', [], 1],
    ['POST', ['--retries', '2'], 3],
    ['DELETE', ['--retries', '5'], 6],
    ['POST', ['--retries', '0'], 1],
  ];

  test.each(COUNTS)('%s %j', async (method, retries, attempts) => {
    for (const status of [429, 500, 503]) {
      const { env, requests } = await answering(status, '');
      const { code } = await run(['api', method, '/x', ...retries], { env });
      expect([code, requests.length]).toEqual([6, attempts]);
    }
    const reset = await serve({ between: async () => ({ how: 'reset' }) });
    await run(['api', method, '/x', ...retries], { env: reset.env });
    expect(reset.requests).toHaveLength(attempts);
  });

  test('each attempt is signed again', async () => {
    const { env, requests } = await answering(503, '');
    // Two attempts of one millisecond have the same signature.
    const sleep = () => new Promise<void>((resolve) => void setTimeout(resolve, 3));
    await run(['api', 'POST', '/x', '--data', '{}', '--retries', '2'], { env, sleep });
    expect(new Set(requests.map(({ headers }) => headers.authorization)).size).toBe(3);
    expect(requests.map((request) => request.body)).toEqual(['{}', '{}', '{}']);
  });

  test.each(['GET', 'HEAD', 'POST'])(
    'a %s caused by clock skew is signed again with the corrected time',
    async (method) => {
      const hour = () => new Date(Date.now() + 3_600_000);
      const { env, requests, world } = await serve({ now: hour });
      const argv = method === 'POST' ? ['--data', ASSIGN] : [];
      const { code, stderr } = await run(['api', method, NUMBERS, ...argv], { env });
      expect([code, requests.length], stderr).toEqual([0, 2]);
      expect(stderr).toContain('clock');
      if (method === 'POST') expect(world.applicationOf(free, 'voice')).toBe(support.key);
    },
  );

  test('--deadline and --timeout apply', async () => {
    const busy = await answering(429, '', { 'retry-after': '30' });
    expect((await run(['api', 'GET', '/x', '--deadline', '5'], { env: busy.env })).code).toBe(6);
    expect(busy.requests).toHaveLength(1);
    const silent = await serve({ between: () => new Promise(() => undefined) });
    const argv = ['api', 'POST', '/x', '--timeout', '0.05'];
    const { code, stderr } = await run(argv, { env: silent.env });
    expect([code, silent.requests.length]).toEqual([6, 1]);
    expect(stderr).toContain('may have been executed');
  });
});

describe('--dry-run', () => {
  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'with %s sends nothing and prints the request, even with --quiet',
    async (method) => {
      const { env, url, requests } = await serve();
      const argv = [
        'api',
        method,
        `${NUMBERS}?a=b`,
        '--data',
        '{"é":12345678901234567890}',
        '--dry-run',
        '-i',
      ];
      const { code, stdout, stderr } = await run(argv, { env });
      expect([code, requests]).toEqual([0, []]);
      const planned = `{"method":"${method}","url":"${url}${NUMBERS}?a=b","body":{"é":12345678901234567890}}\n`;
      expect(stdout).toBe(planned);
      expect(stderr).toBe(`note: not sent: ${method} ${url}${NUMBERS}?a=b (27 bytes)\n`);
      expect(await run([...argv, '-q'], { env })).toMatchObject({ code: 0, stdout: planned, stderr: '' });
      const shown = await run(argv, { env, terminal: true });
      expect(shown.stdout).toContain('\n  "body": {\n    "é": 12345678901234567890\n  }\n}\n');
    },
  );

  test('with --curl also prints the snippet, without secrets', async () => {
    const { env, requests } = await serve();
    const { stderr } = await run(['api', 'POST', '/x', '--data', '{"a":1}', '--dry-run', '--curl'], { env });
    expect(stderr).toContain('body=\'{"a":1}\'');
    expect(stderr).toContain('$SINCH_APPLICATION_SECRET');
    expect(stderr).not.toContain(support.secret);
    expect(requests).toEqual([]);
  });

  test.each(['GET', 'HEAD'])('with %s sends the request', async (method) => {
    const { env, requests } = await serve();
    expect((await run(['api', method, NUMBERS, '--dry-run'], { env })).code).toBe(0);
    expect(lines(requests)).toEqual([`${method} ${NUMBERS}`]);
  });

  test('reports missing credentials, even without a body', async () => {
    const env = { SINCH_APPLICATION_KEY: support.key, SINCH_APPLICATION_SECRET: support.secret };
    const argv = ['api', 'DELETE', '/x', '--dry-run'];
    expect((await run([...argv, '--api', 'portal'], { env })).code).toBe(3);
    const { code, stdout, stderr } = await run(argv, { env });
    expect(JSON.parse(stdout)).toMatchObject({ method: 'DELETE', body: null });
    expect([code, stderr]).toEqual([0, 'note: not sent: DELETE https://callingapi.sinch.com/x (no body)\n']);
  });
});

describe('a protected profile', () => {
  test('blocks all methods except GET and HEAD unless --profile specifies it', async () => {
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--protected');
    for (const method of ['GET', 'head']) {
      expect((await run(['api', method, NUMBERS], { home })).code).toBe(0);
    }
    for (const method of ['POST', 'put', 'PATCH', 'DELETE']) {
      const before = requests.length;
      const { code, stdout, error } = await run(['api', method, NUMBERS, '--json'], { home });
      expect([code, stdout, requests.length]).toEqual([7, '', before]);
      expect(error().hint).toContain('--profile prod');
      expect((await run(['api', method, '/x', '--dry-run'], { home })).code).toBe(0);
      expect((await run(['api', method, '/x'], { home, env: { SINCHCTL_PROFILE: 'prod' } })).code).toBe(7);
    }
    const named = await run(['api', 'POST', NUMBERS, '--data', ASSIGN, '--profile', 'prod'], { home });
    expect(named.code).toBe(0);
  });
});

describe('rejected before credentials are read or a request is sent', () => {
  const BAD: [string, string[]][] = [
    ['a method that is none', ['TRACE', '/x']],
    ['CONNECT', ['CONNECT', '/x']],
    ['a method with a line break', ['GET\r\nx: y', '/x']],
    ['no path', ['GET']],
    ['two paths', ['GET', '/x', '/y']],
    ['a path without its slash', ['GET', 'v1/x']],
    ['two slashes', ['GET', '//evil.example/x']],
    ['dots', ['GET', '/v1/../../x']],
    ['a line break', ['GET', '/x\r\nx-evil: 1']],
    ['a fragment', ['GET', '/x#y']],
    ['a body for GET', ['GET', '/x', '--data', '{}']],
    ['a body for HEAD', ['HEAD', '/x', '--data', '{}']],
    ['no JSON', ['POST', '/x', '--data', '{a:1}']],
    ['half a JSON', ['POST', '/x', '--data', '{"a":']],
    ['two JSONs', ['POST', '/x', '--data', '{} {}']],
    ['an empty body', ['POST', '/x', '--data', '']],
    ['an empty stdin', ['POST', '/x', '--data', '-']],
    ['a file that is not there', ['POST', '/x', '--data', '@/nonexistent/body.json']],
    ['a file without a name', ['POST', '/x', '--data', '@']],
    ['a host that is none', ['GET', '/x', '--api', 'sms']],
    ['two bodies', ['POST', '/x', '--data', '1', '--data', '2']],
  ];

  test.each(BAD)('%s', async (_, argv) => {
    // Without the check, missing credentials would be exit 3.
    const { code, stdout, error } = await run(['api', ...argv, '--json']);
    expect([code, stdout]).toEqual([2, '']);
    expect(error()).toMatchObject({ kind: 'usage' });
  });

  test('the error for invalid JSON shows the position, but not the content', async () => {
    const home = newHome();
    const file = home.path('body.json');
    writeFileSync(file, '{\n  "password": "a-long-one",\n  oops\n}');
    const { code, stderr } = await sandbox(['api', 'POST', '/x', '--data', `@${file}`], { home });
    expect(code).toBe(2);
    expect(stderr).toContain(`${file} is not valid JSON (line 3, column 3)`);
    expect(stderr).not.toContain('a-long-one');
  });

  test('--data - on a terminal fails immediately', async () => {
    const { code } = await sandbox(['api', 'POST', '/x', '--data', '-'], { stdinIsTerminal: true });
    expect(code).toBe(2);
  });

  test.each([
    'http://evil.example/v1',
    'https://callingapi.sinch.com/v1',
    'https://callingapi.sinch.com@evil.example/',
  ])('%s is not a configured base URL', async (url) => {
    const { env, requests } = await serve();
    const { code, stdout } = await run(['api', 'GET', url], { env });
    expect([code, stdout, requests]).toEqual([2, '', []]);
  });

  test('a configured base URL is accepted, and determines the host', async () => {
    const calling = await serve();
    const portal = await serve();
    const env = { ...calling.env, SINCHCTL_PORTAL_URL: portal.url };
    const path = `/v1/applications/key/${support.key}/numbers`;
    expect((await run(['api', 'GET', `${portal.url}${path}`], { env })).code).toBe(0);
    expect(portal.requests[0]?.headers.authorization).toMatch(/^Instance /);
    const argv = ['api', 'GET', `${portal.url}${path}`, '--api', 'calling'];
    expect((await run(argv, { env })).code).toBe(2);
    expect([calling.requests.length, portal.requests.length]).toEqual([0, 1]);
  });
});

test('no host receives credentials for another host', async () => {
  const servers = await Promise.all(
    ['CALLING', 'PORTAL', 'ACCOUNT', 'USER'].map(async (host) => {
      const server = await serveBare((_, reply) => reply.end('{}'));
      return { ...server, host };
    }),
  );
  const env = {
    ...servers[0]?.env,
    ...Object.fromEntries(servers.map(({ host, url }) => [`SINCHCTL_${host}_URL`, url])),
    SINCHCTL_AUTH: 'basic',
  };
  for (const host of ['calling', 'portal', 'account', 'user']) {
    expect((await run(['api', 'GET', '/x', '--api', host], { env })).code).toBe(0);
  }
  const heard = servers.map(({ requests }) => requests.map(({ headers }) => headers.authorization));
  expect(heard).toEqual([
    [`Basic ${Buffer.from(`${support.key}:${support.secret}`).toString('base64')}`],
    [expect.stringMatching(/^Instance /)],
    [expect.stringMatching(/^Instance /)],
    ['Application 669762D5-2B10-44E0-8418-BC9EE4457555'],
  ]);
});

test.each(['signed', 'basic'])('%s: secrets that a server repeats never appear on stderr', async (auth) => {
  const { env, proofs } = await serveEcho();
  for (const line of [
    ['api', 'POST', '/x', '--data', '{"password":"a long one"}'],
    ['api', 'GET', '/x', '--api', 'portal'],
  ]) {
    const argv = [...line, '--debug', '--curl', '--json'];
    const { code, stdout, stderr } = await run(argv, { env: { ...env, SINCHCTL_AUTH: auth } });
    expect([code, stdout]).toEqual([1, '']);
    for (const secret of [...proofs(), support.secret, 'a long one']) expect(stderr).not.toContain(secret);
  }
});

test('an unknown application causes exit code 4, and is not recorded in the history', async () => {
  const home = newHome();
  const path = `/v1/configuration/callbacks/applications/${foreignKey}`;
  const data = ['--data', '{"url":{}}'];
  expect((await sandbox(['api', 'POST', path, ...data], { home })).code).toBe(4);
  expect((await sandbox(['api', 'POST', NUMBERS, '--data', ASSIGN], { home })).code).toBe(0);
  expect((await run(['history', '--changes', '--json'], { home })).json()).toEqual([]);
});

test('api does not prompt', async () => {
  const { code, questions, world } = await sandbox(['api', 'DELETE', '/x'], { terminal: true });
  expect([code, questions]).toEqual([4, []]);
  expect(changes(world())).toEqual(UNCHANGED);
});
