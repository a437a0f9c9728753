import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { free, ours, support } from '../support/account.ts';
import { configText, editConfig, storedConfig } from '../support/config.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { printing, secretCommand } from '../support/secret-command.ts';
import { serve } from '../support/serve.ts';

const LIST = ['numbers', 'list', '--json'];

/** Stores a profile with a secret command, whose arguments are last. */
async function keep(home: Home, url: string, argv: readonly string[], ...flags: string[]) {
  const set = ['profiles', 'set', 'prod', '--key', support.key, '--base-url', `calling=${url}`, ...flags];
  return run([...set, '--secret-command', ...argv], { home });
}

test('the file has mode 0600 in a directory with mode 0700, both created by the first write', async () => {
  const home = newHome();
  const directory = join(home.directory, 'not', 'there', 'yet');
  const env = { SINCHCTL_CONFIG_DIR: directory };
  const argv = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
  expect((await run(argv, { home, env, stdin: support.secret })).code).toBe(0);
  expect(statSync(directory).mode & 0o777).toBe(0o700);
  expect(statSync(join(directory, 'config.json')).mode & 0o777).toBe(0o600);
});

describe('a secret from a secret command', () => {
  test.each([support.secret, `${support.secret}\n`, `${support.secret}\r\n`])(
    'is its stdout without trailing white space: %j',
    async (printed) => {
      const { url } = await serve();
      const home = newHome();
      await keep(home, url, secretCommand(home, printing(printed)).argv);
      const { code, stderr, json } = await run(LIST, { home });
      expect(code, stderr).toBe(0);
      expect(json()).toHaveLength(30);
    },
  );

  test('is not in the file, and storing the command does not run it', async () => {
    const home = newHome();
    const { argv, calls } = secretCommand(home, printing(support.secret));
    expect((await keep(home, 'http://127.0.0.1:9', argv)).code).toBe(0);
    expect(calls()).toEqual([]);
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(support.secret);
    expect(storedConfig(home).profiles.prod?.application).toEqual({
      key: support.key,
      secret: { store: 'command', argv },
    });
    const { json } = await run(['profiles', 'show', '--json'], { home });
    expect(json()).toMatchObject([{ secretStore: 'command' }]);
  });

  test('is fetched once per command, regardless of the number of requests', async () => {
    const { url, requests } = await serve();
    const home = newHome();
    const { argv, calls } = secretCommand(home, printing(support.secret));
    await keep(home, url, argv);
    expect((await run(['apps', 'list', '--json'], { home })).code).toBe(0);
    expect(requests.length).toBeGreaterThan(1);
    expect(calls()).toHaveLength(1);
  });

  test('is not fetched by commands that sign nothing', async () => {
    const home = newHome();
    const { argv, calls } = secretCommand(home, printing(support.secret));
    await keep(home, 'http://127.0.0.1:9', argv);
    for (const line of [
      ['profiles', 'list'],
      ['profiles', 'show'],
      ['auth', 'status'],
      ['apps', 'alias', 'a', support.key],
    ]) {
      expect((await run(line, { home })).code).toBe(0);
    }
    expect(calls()).toEqual([]);
  });

  test.each([
    ['application', ['assign', free, '--app', 'support', '--no-check']],
    ['instance', ['overwrite', ours, '--app', 'support', '--max-removals', '99', '--yes']],
  ] as const)('of the %s never reaches the journal, even if it was not used before', async (name, words) => {
    const { url, world } = await serve();
    const home = newHome();
    const { secret } = name === 'application' ? support : world.instance;
    const stored = { store: 'command', argv: secretCommand(home, printing(secret)).argv };
    writeFileSync(home.configPath, configText(url), { mode: 0o600 });
    editConfig(home, ({ profiles: { prod } }) => {
      const application = name === 'application' ? { key: support.key, secret: stored } : prod?.application;
      const instance = name === 'instance' ? { id: world.instance.id, secret: stored } : null;
      Object.assign(prod ?? {}, { application, instance, aliases: { support: support.key } });
      Object.assign(prod?.baseUrls ?? {}, { portal: url });
    });
    const unpadded = secret.replace(/=+$/, '');
    const { code, stderr } = await run(['numbers', ...words, '--reason', `key ${unpadded}`], {
      home,
    });
    expect(code, stderr).toBe(0);
    const journal = readFileSync(join(home.directory, 'state', 'journal.ndjson'), 'utf8');
    expect(journal).toContain('"reason":"key [redacted]"');
    expect(journal).not.toContain(unpadded);
  });

  test('is verified before it is stored, with --verify', async () => {
    const { url } = await serve();
    const home = newHome();
    const good = secretCommand(home, printing(support.secret));
    expect((await keep(home, url, good.argv, '--verify')).code).toBe(0);
    const before = readFileSync(home.configPath);
    const bad = secretCommand(home, printing('d3Jvbmc='));
    expect((await keep(home, url, bad.argv, '--verify')).code).toBe(3);
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
  });
});

describe('its arguments', () => {
  const WORDS = [
    '$(touch pwned)',
    '; touch pwned',
    '`id`',
    '*',
    'a b',
    "it's",
    '"',
    '',
    '\\',
    '$HOME',
    '|',
    '>x',
  ];

  test('are passed unchanged, without a shell', async () => {
    const { url } = await serve();
    const home = newHome();
    const { argv, calls } = secretCommand(home, printing(support.secret));
    await keep(home, url, [...argv, ...WORDS]);
    expect((await run(LIST, { home })).code).toBe(0);
    expect(calls()[0]?.argv).toEqual(WORDS);
    for (const place of [process.cwd(), home.directory]) expect(existsSync(join(place, 'pwned'))).toBe(false);
  });

  test.each([
    [['--json', '--profile', 'x', '--help', '-o', 'json', '--key', 'k', '--secret-stdin', '--version']],
    [['--', 'item', '--reveal']],
    [['--secret-command', 'again']],
    [['numbers', 'list']],
  ])('are not parsed as options of sinchctl: %j', async (words) => {
    const { url } = await serve();
    const home = newHome();
    const { argv, calls } = secretCommand(home, printing(support.secret));
    const stored = await keep(home, url, [...argv, ...words]);
    expect([stored.code, stored.stdout], stored.stderr).toEqual([0, '']);
    expect((await run(LIST, { home })).code).toBe(0);
    expect(calls()[0]?.argv).toEqual(words);
  });

  test('do not affect the format of errors', async () => {
    const home = newHome();
    const { stderr } = await run(
      ['profiles', 'set', 'sandbox', '--key', support.key, '--secret-command', 'pass', '--json'],
      { home },
    );
    expect(stderr).toMatch(/^error: /);
  });

  test('may follow --', async () => {
    const home = newHome();
    const { argv } = secretCommand(home, '');
    await keep(home, 'http://127.0.0.1:9', ['--', ...argv]);
    expect(storedConfig(home).profiles.prod?.application).toMatchObject({ secret: { argv } });
  });

  test('are required', async () => {
    const home = newHome();
    const { code, stderr } = await keep(home, 'http://127.0.0.1:9', []);
    expect(code).toBe(2);
    expect(stderr).toContain('--secret-command');
    expect(existsSync(home.configPath)).toBe(false);
  });
});

describe('a secret command that', () => {
  const GARBAGE = 'this-is-no-base64!';
  test.each([
    ['prints garbage', printing(GARBAGE), 'Base64'],
    ['prints an invalid secret', printing(`${GARBAGE}\n${support.secret}\n`), 'Base64'],
    ['prints nothing', '', 'empty'],
    ['prints only white space', printing(' \n'), 'empty'],
    ['fails', 'process.exit(4);', 'exited with code 4'],
    [
      'fails after it has printed a secret',
      `${printing(support.secret)} process.exitCode = 1;`,
      'exited with code 1',
    ],
    ['is killed', "process.kill(process.pid, 'SIGKILL');", 'was killed'],
    [
      'prints endless output',
      `for (let i = 0; i < 200; i++) fs.writeSync(1, ${JSON.stringify(GARBAGE.repeat(100))});`,
      'more than 64 KiB',
    ],
  ])('%s causes exit code 3, and its output is not shown', async (_, body, why) => {
    const { url, requests } = await serve();
    const home = newHome();
    const { argv } = secretCommand(home, body);
    await keep(home, url, argv);
    const { code, stdout, stderr } = await run([...LIST, '--debug'], { home });
    expect([code, stdout, requests]).toEqual([3, '', []]);
    expect(stderr).toContain(why);
    expect(stderr).toContain(process.execPath);
    expect(stderr).not.toContain(GARBAGE);
    expect(stderr).not.toContain(support.secret);
  });

  test('prints nothing has a hint about the command', async () => {
    const { url } = await serve();
    const home = newHome();
    await keep(home, url, secretCommand(home, '').argv);
    const { error } = await run([...LIST], { home });
    expect(error().hint).toBe('the secret must be the first line of its output; run the command to check it');
  });

  test('does not exist causes exit code 3 and is shown', async () => {
    const { url } = await serve();
    const home = newHome();
    await keep(home, url, ['/nonexistent/keeper', 'token-in-an-argument']);
    const { code, stderr } = await run(LIST, { home });
    expect(code).toBe(3);
    expect(stderr).toContain('/nonexistent/keeper');
    expect(stderr).not.toContain('token-in-an-argument');
  });

  test('fails and prints to stderr has its last line as the hint', async () => {
    const { url } = await serve();
    const home = newHome();
    const { argv } = secretCommand(home, "console.error('one\\nthe vault is sealed'); process.exit(2);");
    await keep(home, url, argv);
    const { error } = await run(LIST, { home });
    expect(error().hint).toBe('the vault is sealed');
  });
});

test('credentials in the environment run no secret command and create no file', async () => {
  const { env, url } = await serve();
  const home = newHome();
  const { argv, calls } = secretCommand(home, printing(support.secret));
  await keep(home, url, argv);
  expect((await run(LIST, { home, env })).code).toBe(0);
  expect(calls()).toEqual([]);
  const nowhere = join(home.directory, 'nowhere');
  const directories = { SINCHCTL_CONFIG_DIR: nowhere, SINCHCTL_STATE_DIR: nowhere };
  expect((await run(LIST, { home, env: { ...env, ...directories } })).code).toBe(0);
  expect(existsSync(nowhere)).toBe(false);
});

test('a secret command that leaves a child process running still provides its secret', async () => {
  const { url } = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', url);
  const words = ['sh', '-c', `echo ${support.secret}; sleep 30 & exit 0`];
  expect((await run(['profiles', 'set', 'prod', '--secret-command', ...words], { home })).code).toBe(0);
  expect((await run(['numbers', 'list'], { home })).code).toBe(0);
});
