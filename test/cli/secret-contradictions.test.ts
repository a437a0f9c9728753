import { execFileSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { editConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

const NOWHERE = 'http://127.0.0.1:9';

test.each([
  ['an empty program', ['prod', '--secret-command', '']],
  ['a program and the keyring', ['prod', '--keyring', '--secret-command', 'pass', 'show', 'sinch']],
  ['a key of many and one instance', ['--where-key', support.key, '--instance-secret-stdin']],
])('%s is a usage error, and the secret stays', async (_, argv) => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  const before = readFileSync(home.configPath, 'utf8');
  const { code } = await run(['profiles', 'set', ...argv], { home, stdin: support.secret });
  expect([code, readFileSync(home.configPath, 'utf8')]).toEqual([2, before]);
});

test('a country without telephones is refused when it is set', async () => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  expect((await run(['profiles', 'set', 'prod', '--region', 'XX'], { home })).code).toBe(2);
});

test('a pipe in place of config.json is exit 3 at once', async () => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  rmSync(home.configPath);
  execFileSync('mkfifo', [home.configPath]);
  const { code, stderr } = await run(['profiles', 'list'], { home });
  expect(code).toBe(3);
  expect(stderr).toContain('is not a regular file');
});

test.each([
  ['expires', 'never'],
  ['organisation', '../x'],
])('a stored %s that makes no sense is exit 3, naming the file', async (field, value) => {
  const home = newHome();
  await storeProfile(home, 'prod', NOWHERE);
  editConfig(home, ({ profiles }) => {
    const secret = { store: 'file', value: support.secret };
    const instance = { id: '1257a0ce-0f50-4eb1-8d43-5c9f60718d04', secret, expires: '2035-01-01T00:00:00Z' };
    Object.assign(profiles.prod ?? {}, { instance, [field]: field === 'expires' ? null : value });
    if (field === 'expires') Object.assign(instance, { expires: value });
  });
  const { code, stderr } = await run(['profiles', 'list'], { home });
  expect(code).toBe(3);
  expect(stderr).toContain(home.configPath);
});

test('a program that leaves another one behind gives its secret all the same', async () => {
  const { url } = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', url);
  const words = ['sh', '-c', `echo ${support.secret}; sleep 30 & exit 0`];
  expect((await run(['profiles', 'set', 'prod', '--secret-command', ...words], { home })).code).toBe(0);
  expect((await run(['numbers', 'list'], { home })).code).toBe(0);
});
