import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { serve } from '../support/serve.ts';
import { terminal } from '../support/terminal.ts';

const CTRL_C = '\x03';

describe.each([
  ['auth login', ['auth', 'login']],
  ['profiles set', ['profiles', 'set', 'prod']],
])('%s on a terminal', (_, argv) => {
  async function asked() {
    const { url } = await serve();
    const home = newHome();
    const screen = terminal([...argv, '--base-url', `calling=${url}`], home.env);
    await screen.until('Application key');
    return { home, url, ...screen };
  }

  test('prompts for key and secret, and the secret is not on the screen', { timeout: 60_000 }, async () => {
    const { home, until, type, ended, screen } = await asked();
    type(`${support.key}\r`);
    await until('Application secret');
    type(`${support.secret}\r`);
    if (argv[0] === 'auth') {
      await until('Set aliases now?');
      type('\r');
    }
    expect(await ended, screen()).toBe(0);
    expect(screen()).toContain(support.key);
    for (let i = 0; i + 4 <= support.secret.length; i++) {
      expect(screen()).not.toContain(support.secret.slice(i, i + 4));
    }
    expect(readFileSync(home.configPath, 'utf8')).toContain(support.secret);
    expect(Object.values(storedConfig(home).profiles)[0]).toMatchObject({
      application: { key: support.key },
    });
  });

  test('Ctrl-C at the first prompt is 130, and no changes are made', { timeout: 60_000 }, async () => {
    const { home, type, ended, screen } = await asked();
    type(CTRL_C);
    expect(await ended, screen()).toBe(130);
    expect(existsSync(home.configPath)).toBe(false);
    expect(screen()).not.toMatch(/\n\s+at /);
  });

  test('Ctrl-C at the secret is 130, and no changes are made', { timeout: 60_000 }, async () => {
    const { home, until, type, ended, screen } = await asked();
    type(`${support.key}\r`);
    await until('Application secret');
    type(support.secret.slice(0, 8));
    await until('*');
    type(CTRL_C);
    expect(await ended, screen()).toBe(130);
    expect(existsSync(home.configPath)).toBe(false);
    expect(screen()).not.toContain(support.secret.slice(0, 8));
  });
});

test('auth login --portal hides the password', { timeout: 60_000 }, async () => {
  const { url } = await serve();
  const home = newHome();
  const bases = ['portal', 'account', 'user'].flatMap((host) => ['--base-url', `${host}=${url}`]);
  const { until, type, ended, screen } = terminal(['auth', 'login', '--portal', ...bases], home.env);
  await until('Email');
  type('ops@example.com\r');
  await until('Password');
  type('sandbox-password\r');
  expect(await ended, screen()).toBe(0);
  expect(screen()).not.toContain('sandbox-password');
  expect(readFileSync(home.configPath, 'utf8')).not.toContain('sandbox-password');
});

test('Ctrl-C at a prompt for an alias leaves the alias unchanged', { timeout: 60_000 }, async () => {
  const home = newHome();
  const line = (key: string) => terminal(['--profile', 'sandbox', 'apps', 'alias', 'support', key], home.env);
  const { until, type, ended } = line('00000000-1111-2222-3333-444444444444');
  await until(support.key);
  type(CTRL_C);
  expect(await ended).toBe(130);
  expect(existsSync(home.configPath)).toBe(false);
});
