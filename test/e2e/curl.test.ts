import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { free, ours, sales, support, theirs } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { hasProgram, sinchctl, start } from '../support/spawn.ts';

const hasTools = ['openssl', 'curl', 'bash'].every(
  (name) => spawnSync(name, ['--version']).error === undefined,
);
if (!hasTools) console.warn('openssl, curl, or bash is not installed; pasted snippets are not tested');

/** The snippets of a command, and the output of bash when they are pasted. */
async function paste(argv: string[], env: Record<string, string>) {
  const { stderr } = await sinchctl([...argv, '--curl', '--retries', '0'], { env });
  const pasted = start('bash', ['-euo', 'pipefail', '-c', stderr], { env });
  return { snippets: stderr, pasted: await pasted.ended };
}

test.runIf(hasTools)('a pasted GET lists the numbers', async () => {
  const { env } = await serve();
  const { pasted } = await paste(['numbers', 'list'], env);
  expect(JSON.parse(pasted.stdout).numbers).toHaveLength(30);
});

test.runIf(hasTools)('a pasted POST assigns a number that was unassigned in the meantime', async () => {
  const { env, world } = await serve();
  const argv = ['numbers', 'assign', free, '--no-check', '--app', sales.key];
  const { stderr } = await sinchctl([...argv, '--curl'], { env });
  world.assign(free, 'voice', null);
  const { code } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
  expect([code, world.applicationOf(free, 'voice')]).toEqual([0, sales.key]);
});

test.runIf(hasTools)('a pasted DELETE sends its body', async () => {
  const { env, world } = await serve();
  const argv = ['numbers', 'unassign', ours, '--no-check', '--yes'];
  const { stderr } = await sinchctl([...argv, '--curl'], { env });
  world.assign(ours, 'voice', support.key);
  const { code } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
  expect([code, world.applicationOf(ours, 'voice')]).toEqual([0, null]);
});

test.runIf(hasTools)('a pasted request to the portal signs with the instance', async () => {
  const { env, world } = await serve();
  const argv = ['numbers', 'unassign', ours, '--api', 'portal', '--yes'];
  const { stderr } = await sinchctl([...argv, '--curl'], { env });
  world.assign(ours, 'voice', support.key);
  const { code } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
  expect([code, world.applicationOf(ours, 'voice')]).toEqual([0, null]);
});

test.runIf(hasTools)('with Basic, curl gets the secret through stdin', async () => {
  const { env } = await serve();
  const { snippets, pasted } = await paste(['numbers', 'list'], { ...env, SINCHCTL_AUTH: 'basic' });
  expect(snippets).not.toContain(support.secret);
  expect(JSON.parse(pasted.stdout).numbers).toHaveLength(30);
});

describe.runIf(hasTools)('a snippet without its secret', () => {
  test.each([
    ['Application', [], 'SINCH_APPLICATION_SECRET'],
    ['Basic', [], 'SINCH_APPLICATION_SECRET'],
    ['Instance', ['--api', 'portal'], 'SINCH_INSTANCE_SECRET'],
  ])('reports that and sends nothing: %s', async (scheme, flags, variable) => {
    const { env, requests } = await serve();
    const given = scheme === 'Basic' ? { ...env, SINCHCTL_AUTH: 'basic' } : env;
    const argv = ['numbers', 'list', ...flags, '--curl', '--retries', '0'];
    const { stderr: snippets } = await sinchctl(argv, { env: given });
    const sent = requests.length;
    // Pasted into a shell, and run as a script.
    for (const how of [['-i'], ['-s']]) {
      const bash = start('bash', ['--norc', '--noprofile', ...how], { stdin: snippets, env: newHome().env });
      const { stderr } = await bash.ended;
      expect(stderr).toMatch(new RegExp(`${variable}: set it to the secret of [0-9a-f-]{36}`));
      expect(stderr).not.toMatch(/MAC|curl: /);
    }
    expect(requests).toHaveLength(sent);
  });
});

test('a snippet contains no secret and no signature, and stdout contains only data', async () => {
  const { env } = await serve();
  const { stdout, stderr } = await sinchctl(['numbers', 'list', '--json', '--curl'], { env });
  expect(JSON.parse(stdout)).toHaveLength(30);
  expect(stderr).toContain('$SINCH_APPLICATION_SECRET');
  expect(stderr).not.toContain(support.secret);
  expect(stderr).not.toMatch(/authorization: Application [0-9a-f-]+:[A-Za-z0-9+/]/);
});

test('everything else on stderr does nothing in a shell, except a JSON error', async () => {
  const { env } = await serve();
  const line = ['numbers', 'assign', theirs, '--app', support.key, '--curl', '--debug'];
  const { stderr } = await sinchctl(line, { env });
  const said = stderr.split('\n').filter((one) => /note:|warning:|debug:|error:|hint:/.test(one));
  expect(said.length).toBeGreaterThan(2);
  for (const one of said) expect(one).toMatch(/^: '.*'$/);
  const { stderr: json } = await sinchctl([...line, '--json'], { env });
  expect(JSON.parse(json.trimEnd().split('\n').at(-1) ?? '').error.exitCode).toBe(7);
  const { stderr: usage } = await sinchctl(['numbers', 'list', '--curl', '--nonsense'], { env });
  expect(usage).toMatch(/^: 'error: [^\n]*'\n: 'hint: [^\n]*'\n$/);
});

test('a label in color is inside the quotes', async () => {
  const env = { ...newHome().env, FORCE_COLOR: '1' };
  const { stderr } = await sinchctl(['numbers', 'list', '--curl', '--nonsense'], { env });
  expect(stderr).toMatch(
    /^: '\u001b\[31merror:\u001b\[39m [^\n]*'\n: '\u001b\[36mhint:\u001b\[39m [^\n]*'\n$/,
  );
});

test('a snippet of the built-in sandbox explains that there is no server', async () => {
  const { stderr } = await sinchctl(['--profile', 'sandbox', 'numbers', 'list', '--curl'], {
    env: newHome().env,
  });
  expect(stderr).toContain(": 'note: using the sandbox, a simulated account");
  expect(stderr).toMatch(
    /^: 'the built-in sandbox has no URL; to run these commands, start a server: sinchctl sandbox serve'$/m,
  );
});

/** stderr is pasted as a script, and line by line into an interactive shell. */
const PASTED = [
  ['sh', '-s'],
  ['dash', '-s'],
  ['busybox', 'sh'],
  ['bash', '--norc', '--noprofile', '-i'],
  ['zsh', '-f', '-s'],
  ['zsh', '-f', '-i'],
  ['ksh', '-s'],
  ['ksh93', '-i'],
  ['mksh', '-s'],
].filter(([name = '']) => hasProgram(name));

describe.runIf(hasTools).each(PASTED)('everything on stderr, pasted into %s %s', (name, ...options) => {
  const pasteInto = (stderr: string, env: Record<string, string>, cwd: string) =>
    start(name, options, { stdin: `${stderr}\n`, env: { ...env, PS1: '', TERM: 'dumb' }, cwd }).ended;

  test('runs only the request', async () => {
    const { env, requests } = await serve();
    const home = newHome();
    const bad = '$(touch pwned) `touch pwned`; it\'s !! \\\' "touch pwned" #x\n: touch pwned\t%s \u202e';
    const body = `{"a":${JSON.stringify(bad)},\t"b":"100% \u202e it's \\\\"}\n\n`;
    const argv = ['api', 'POST', `/v1/it's$(pwned)`, '--data', body, '--curl', '--debug', '--retries', '0'];
    const { code, stderr } = await sinchctl(argv, { env });
    expect([code, requests.length]).toEqual([4, 1]);
    const { stderr: said } = await pasteInto(stderr, env, home.directory);
    expect(requests.map(({ method, body: sent }) => [method, sent])).toEqual(Array(2).fill(['POST', body]));
    expect(said).not.toMatch(/not found|no such|bad |unexpected|unmatched|event|parse/i);
    expect(existsSync(home.path('pwned'))).toBe(false);
  });

  test('runs nothing if nothing was sent', async () => {
    const home = newHome();
    const argv = ['numbers', 'list', "--it's $(touch pwned) `touch pwned` !! \\' \"\n;touch pwned", '--curl'];
    const { code, stderr } = await sinchctl(argv, { env: home.env });
    const { stdout, stderr: said } = await pasteInto(stderr, home.env, home.directory);
    expect([code, stdout]).toEqual([2, '']);
    expect(said).not.toMatch(/not found|no such|bad |unexpected|unmatched|event|parse/i);
    expect(existsSync(home.path('pwned'))).toBe(false);
  });
});

describe.runIf(hasTools)('a pasted request of api', () => {
  const post = (path: string) => ['api', 'POST', path, '--data'];

  test('sends its body unchanged, including quotes and spaces', async () => {
    const { env, requests } = await serve();
    const body = `{ "it's": "a \\"b\\" $HOME \\\\ \u00e9",\n"n":12345678901234567890 }\n`;
    await paste([...post("/v1/it's?a=b&c={d,e}&f=[1-3]"), body], env);
    const [own, pasted] = requests;
    expect(requests).toHaveLength(2);
    expect(pasted).toMatchObject({ method: 'POST', path: "/v1/it's", body: own?.body });
    expect(own?.body).toBe(body);
  });

  test('sends control characters in its body', async () => {
    const { env, requests } = await serve();
    const body = '{\t"it\'s":\r\n\t"a\u202eb" }';
    await paste([...post('/v1/a'), body], env);
    expect(requests.map((request) => request.body)).toEqual([body, body]);
  });

  test('is signed so that every host accepts it', async () => {
    const { env, world } = await serve();
    const assign = JSON.stringify({ numbers: [free], applicationkey: sales.key, capability: 'voice' });
    const { code, stderr } = await sinchctl(
      [...post('/v1/configuration/numbers'), assign, '--dry-run', '--curl', '-q'],
      { env },
    );
    expect([code, world.applicationOf(free, 'voice')]).toEqual([0, null]);
    const { code: pasted } = await start('bash', ['-euo', 'pipefail', '-c', stderr], { env }).ended;
    expect([pasted, world.applicationOf(free, 'voice')]).toEqual([0, sales.key]);
    const list = await paste(['api', 'GET', '/v1/organisations', '--api', 'account'], env);
    expect(JSON.parse(list.pasted.stdout)).toHaveLength(1);
  });

  test('HEAD does not wait for a body', async () => {
    const { env, requests } = await serve();
    const { pasted } = await paste(['api', 'HEAD', '/v1/configuration/numbers'], env);
    expect([pasted.code, pasted.stdout.slice(0, 15)]).toEqual([0, 'HTTP/1.1 200 OK']);
    expect(pasted.stdout).toMatch(/^content-length: \d{4}\r$/m);
    expect(requests.map(({ method }) => method)).toEqual(['HEAD', 'HEAD']);
  });

  test('with Basic, and with the public key of a login', async () => {
    const { env, requests } = await serve();
    const basic = await paste(['api', 'GET', '/v1/configuration/numbers'], {
      ...env,
      SINCHCTL_AUTH: 'basic',
    });
    expect(JSON.parse(basic.pasted.stdout).numbers).toHaveLength(30);
    await paste(['api', 'GET', '/v1/users', '--api', 'user'], env);
    const [, , own, pasted] = requests.map(({ headers }) => headers.authorization);
    expect([own, pasted]).toEqual(Array(2).fill('Application 669762D5-2B10-44E0-8418-BC9EE4457555'));
  });
});
