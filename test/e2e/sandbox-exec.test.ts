import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { free, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { serve } from '../support/serve.ts';
import { PROGRAM, sinchctl } from '../support/spawn.ts';

const FOREIGN = {
  SINCHCTL_PROFILE: 'prod',
  SINCH_APP_KEY: '00000000-1111-2222-3333-444444444444',
  SINCH_APP_SECRET: 'Zm9yZWlnbi1zZWNyZXQtMQ==',
  SINCH_APPLICATION_SECRET_FILE: '/nonexistent/secret',
  SINCH_APP_SECRET_FILE: '/nonexistent/secret',
  SINCH_APPLICATION_KEY: '00000000-1111-2222-3333-444444444444',
  SINCH_APPLICATION_SECRET: 'Zm9yZWlnbi1zZWNyZXQtMg==',
  SINCH_INSTANCE_ID: '00000000-1111-2222-3333-444444444444',
  SINCH_INSTANCE_SECRET: 'Zm9yZWlnbi1zZWNyZXQtMw==',
  SINCH_ORGANISATION_ID: '1',
  SINCHCTL_AUTH: 'basic',
  SINCHCTL_CALLING_URL: 'https://foreign.example.com',
  SINCHCTL_PORTAL_URL: 'https://foreign.example.com',
  SINCHCTL_ACCOUNT_URL: 'https://foreign.example.com',
  SINCHCTL_USER_URL: 'https://foreign.example.com',
};
const exec = (...inner: string[]) => ['sandbox', 'exec', '--', ...inner];
const printEnv = ['-e', 'console.log(JSON.stringify(process.env))'];

test('the program gets only the credentials of the sandbox', async () => {
  const { code, stdout, stderr } = await sinchctl(exec(process.execPath, ...printEnv), {
    env: { ...FOREIGN, UNRELATED: 'stays' },
  });
  expect(code, stderr).toBe(0);
  const seen: Record<string, string> = JSON.parse(stdout);
  expect(seen.UNRELATED).toBe('stays');
  expect(seen.SINCH_APPLICATION_KEY).toBe(support.key);
  expect(seen.SINCHCTL_CALLING_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const alien = Object.entries(FOREIGN).filter(([name, value]) => seen[name] === value);
  expect(alien).toEqual([]);
  for (const name of [
    'SINCHCTL_PROFILE',
    'SINCHCTL_AUTH',
    'SINCH_APP_KEY',
    'SINCH_APP_SECRET',
    'SINCH_APPLICATION_SECRET_FILE',
    'SINCH_APP_SECRET_FILE',
  ]) {
    expect(Object.keys(seen)).not.toContain(name);
  }
});

test.each([
  ['behind --', ['--']],
  ['without it, because PowerShell removes it', []],
])('all arguments after its name are passed to the program, %s', async (_, fence) => {
  const script = 'console.log(JSON.stringify(process.argv.slice(1)))';
  const inner = ['--json', '-o', 'csv', '--', '--profile', 'prod', '-h'];
  const program = [process.execPath, '-e', script, 'x', ...inner];
  const { code, stdout, stderr } = await sinchctl([
    '-q',
    'sandbox',
    'exec',
    '--numbers',
    '5',
    ...fence,
    ...program,
  ]);
  expect(code, stderr).toBe(0);
  expect(JSON.parse(stdout)).toEqual(['x', ...inner]);
});

test.each([
  ['an exported SINCHCTL_PROFILE', { SINCHCTL_PROFILE: 'prod' }],
  ['the active profile', {}],
  ['everything at once', FOREIGN],
])('the inner sinchctl uses only the sandbox, regardless of %s', async (_, outer) => {
  const real = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', real.url);
  const before = real.requests.length;
  const env = { ...home.env, ...outer };
  const lines = [
    ['numbers', 'list', '--json'],
    ['numbers', 'list', '--api', 'portal', '--json'],
    ['numbers', 'assign', free, '--json'],
    ['numbers', 'overwrite', free, '--app', support.key, '-y', '--json'],
    ['auth', 'status', '--verify', '--json'],
  ];
  for (const line of lines) {
    const { code, stdout, stderr } = await sinchctl(exec(process.execPath, PROGRAM, ...line), { env });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).not.toEqual([]);
  }
  expect(real.requests.slice(before)).toEqual([]);
  expect(real.world.applicationOf(free, 'voice')).toBeNull();
  expect(existsSync(home.statePath)).toBe(false);
});

test('an active profile is mentioned once, regardless of the number of commands', async () => {
  const real = await serve();
  const home = newHome();
  await storeProfile(home, 'prod', real.url);
  const inner = `${process.execPath} ${PROGRAM} numbers list`;
  const { code, stderr } = await sinchctl(exec('sh', '-c', `${inner} && ${inner}`), { env: home.env });
  expect(code, stderr).toBe(0);
  expect(stderr).toBe('warning: the program uses the sandbox, not the active profile prod\n');
  // Other credentials in the environment cause the warning again.
  const other = `SINCHCTL_CALLING_URL=${real.url} ${inner}`;
  const again = await sinchctl(exec('sh', '-c', other), { env: home.env });
  expect(again.stderr).toContain('not from the active profile prod');
});
