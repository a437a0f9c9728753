import { once } from 'node:events';
import { request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { free, ours, sales, support, theirs } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { startServing } from '../support/serving.ts';
import { shell, sinchctl, start } from '../support/spawn.ts';
import { onTerminal } from '../support/terminal.ts';

test('--version and --help work without a home directory and without any variables', async () => {
  expect(await sinchctl(['--version'])).toMatchObject({
    code: 0,
    stdout: `${manifest.version}\n`,
    stderr: '',
  });
  expect(await sinchctl(['--help'])).toMatchObject({ code: 0, stderr: '' });
});

test('all main commands work over HTTP with only the printed variables', async () => {
  const { env } = await startServing();
  const home = newHome();
  const rows = async (...argv: string[]) => {
    const { code, stdout, stderr } = await sinchctl([...argv, '--json'], { env: { ...env, ...home.env } });
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout);
  };
  expect(await rows('numbers', 'list')).toHaveLength(30);
  expect(await rows('numbers', 'list', ours, '--api', 'portal')).toMatchObject([{ city: 'SAN FRANCISCO' }]);
  expect(await rows('numbers', 'assign', free)).toMatchObject([{ change: 'add', result: 'done' }]);
  expect(await rows('numbers', 'assign', theirs, '--move-from', sales.key)).toMatchObject([
    { change: 'move' },
  ]);
  expect(await rows('numbers', 'unassign', ours, '--yes')).toMatchObject([
    { change: 'remove', result: 'done' },
  ]);
  expect(await rows('numbers', 'list', ours, theirs, free, '--capability', 'voice')).toMatchObject([
    { number: ours, application: null },
    { number: theirs, application: support.key },
    { number: free, application: support.key },
  ]);
  await rows('numbers', 'overwrite', ours, '--app', support.key, '-y');
  await rows('numbers', 'overwrite', ours, free, '--app', support.key, '-y', '--api', 'calling');
  expect(await rows('numbers', 'list', '--app', support.key, '--capability', 'voice')).toMatchObject([
    { number: ours },
    { number: free },
  ]);
  expect(await rows('numbers', 'unassign', free, '--api', 'portal', '-y')).toMatchObject([
    { result: 'done' },
  ]);
  await rows('callbacks', 'set', '--primary', 'https://voice.example.com/sinch');
  expect(await rows('callbacks', 'get')).toMatchObject([
    { primary: 'https://voice.example.com/sinch', fallback: support.callbacks.fallback },
  ]);
  expect(await rows('query', '+46730170101')).toMatchObject([{ country: 'SE', rate: 0.0368 }]);
  expect(await rows('apps', 'list')).toHaveLength(2);
});

test('a stored profile works over HTTP, including a second application', async () => {
  const { env } = await startServing();
  const home = newHome();
  const url = env.SINCHCTL_CALLING_URL ?? '';
  const set = [
    'profiles',
    'set',
    'sales',
    '--key',
    sales.key,
    '--secret-stdin',
    '--base-url',
    `calling=${url}`,
  ];
  expect(await sinchctl(set, { env: home.env, stdin: sales.secret })).toMatchObject({ code: 0, stdout: '' });
  const { code, stdout } = await sinchctl(['callbacks', 'get'], { env: home.env });
  expect([code, stdout]).toEqual([
    0,
    `${[sales.key, '', sales.callbacks.primary, sales.callbacks.fallback].join('\t')}\n`,
  ]);
});

describe('sandbox serve', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)('stops on %s with exit 0', async (signal) => {
    const { child, ended } = await startServing();
    child.kill(signal);
    expect(await ended).toMatchObject({ code: 0, signal: null });
  });

  test('stops during a request', async () => {
    const { child, ended, env } = await startServing('--fault', 'latency:60000-60000');
    const client = request(`${env.SINCHCTL_CALLING_URL}/v1/organisations`, {
      headers: { expect: '100-continue' },
    });
    const cut = once(client, 'error');
    client.flushHeaders();
    // The server signals when it has the request, so the test does not depend on timing.
    await once(client, 'continue');
    child.kill('SIGTERM');
    expect(await ended).toMatchObject({ code: 0, signal: null });
    await cut;
  });

  test('saves its state with --state', async () => {
    const path = newHome().path('sandbox.json');
    const first = await startServing('--state', path);
    await sinchctl(['numbers', 'assign', free], { env: first.env });
    first.child.kill('SIGTERM');
    await first.ended;
    const second = await startServing('--state', path);
    const { stdout } = await sinchctl(['numbers', 'list', free, '--capability', 'voice'], {
      env: second.env,
    });
    expect(stdout).toBe(`${free}\t${support.key}\t\tvoice\n`);
  });

  test('a port that is in use is a one-line failure', async () => {
    const { env } = await startServing();
    const port = new URL(env.SINCHCTL_CALLING_URL ?? '').port;
    const { code, stdout, stderr } = await sinchctl(['sandbox', 'serve', '--port', port]);
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain(port);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});

describe('sandbox exec', () => {
  test.each([0, 1, 7, 42])('passes exit code %i through', async (exit) => {
    expect((await sinchctl(['sandbox', 'exec', '--', 'sh', '-c', `exit ${exit}`])).code).toBe(exit);
  });

  test('passes a new sandbox to the program in its environment', async () => {
    const line = '"$@" sandbox exec -- "$@" numbers list --json';
    const { code, stdout } = await shell(line);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toHaveLength(30);
  });

  test('reports a program that was ended by a signal like a shell', async () => {
    expect((await sinchctl(['sandbox', 'exec', '--', 'sh', '-c', 'kill -KILL $$'])).code).toBe(137);
  });

  test('a program that does not exist is a usage error', async () => {
    const { code, stderr } = await sinchctl(['sandbox', 'exec', '--', '/nonexistent/program']);
    expect(code).toBe(2);
    expect(stderr).toContain('/nonexistent/program');
  });
});

describe('npm run demo', () => {
  const DEMO = fileURLToPath(new URL('../../.config/demo.js', import.meta.url));
  const END = /^All 12 demo commands behaved as expected$/m;
  const TITLES = /^# .*\n(?:# .*\n)*\$ sinchctl /gm;

  test('on a terminal it has color and borders, and no line is cut', { timeout: 120_000 }, async () => {
    const columns = 72;
    const { ended, screen } = onTerminal([process.execPath, DEMO], { LANG: 'C.UTF-8' }, { columns });
    expect(await ended).toBe(0);
    // The last state of a line that progress redraws.
    const shown = screen().replaceAll('\r\n', '\n').replace(/^.*\r/gm, '');
    expect(shown).toMatch(/\u001b\[32m/);
    expect(screen()).toMatch(/2,000.*\r/);
    const text = stripVTControlCharacters(shown);
    expect(text).toMatch(END);
    expect(text.match(TITLES)).toHaveLength(12);
    expect(text).toContain('┌──────────────┬');
    for (const line of text.split('\n')) expect(line.length, line).toBeLessThanOrEqual(columns);
  });

  test('in a pipe it shows the same without color, and ignores other credentials', {
    timeout: 120_000,
  }, async () => {
    const env = { LANG: 'C.UTF-8', SINCH_APPLICATION_KEY: 'mine', SINCHCTL_PROFILE: 'mine' };
    const { code, stdout } = await start(process.execPath, [DEMO], { env, limit: 100_000 }).ended;
    expect(code).toBe(0);
    expect(stdout).toMatch(END);
    expect(stdout).toContain('│ +14155550102 │ move   │ sales │ support │ done   │');
    expect(stdout).not.toContain('\u001b');
  });
});
