import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignKey, sales, support } from '../support/account.ts';
import { storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';

const login = (argv: string[], options: RunOptions = {}) => run(['auth', 'login', ...argv], options);

describe('auth login on a terminal', () => {
  test('asks key and secret, tries them, stores them and makes the profile active', async () => {
    const { url, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'older', 'http://127.0.0.1:9');
    const { code, stdout, stderr, questions } = await login(
      ['--profile', 'prod', '--base-url', `calling=${url}`],
      { home, terminal: true, answers: [` ${sales.key.toUpperCase()} `, sales.secret] },
    );
    expect([code, stdout], stderr).toEqual([0, '']);
    expect(questions).toEqual([expect.stringContaining('key'), expect.stringContaining('secret')]);
    expect(lines(requests)).toEqual(['GET /v1/configuration/numbers']);
    expect(storedConfig(home)).toMatchObject({
      active: 'prod',
      profiles: { prod: { application: { key: sales.key } }, older: { application: { key: support.key } } },
    });
    expect(stderr).not.toContain(sales.secret);
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
  });

  test('enter keeps the key that is known', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    const { code, stderr } = await login([], { home, terminal: true, answers: ['', support.secret] });
    expect(code, stderr).toBe(0);
    expect(storedConfig(home).profiles.prod?.application).toMatchObject({ key: support.key });
  });

  test('refused credentials are exit 3, and nothing is stored', async () => {
    const { url } = await serve();
    const argv = ['--base-url', `calling=${url}`];
    const { code, home, stderr } = await login(argv, {
      terminal: true,
      answers: [support.key, sales.secret],
    });
    expect(code).toBe(3);
    expect(stderr).toContain('nothing was stored');
    expect(stderr).not.toContain(sales.secret);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('a server that cannot be reached is exit 6, and nothing is stored', async () => {
    const argv = ['--base-url', 'calling=http://127.0.0.1:1'];
    const { code, home } = await login(argv, { terminal: true, answers: [support.key, support.secret] });
    expect(code).toBe(6);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test.each([
    [['no key', support.secret], 'no key'],
    [[support.key, 'no base64'], 'Base64'],
    [[support.key, ''], 'empty'],
  ])('a malformed answer is a usage error: %#', async (answers, named) => {
    const { code, home, stderr } = await login([], { terminal: true, answers });
    expect(code).toBe(2);
    expect(stderr).toContain(named);
    expect(existsSync(home.configPath)).toBe(false);
  });
});

describe('auth login in a script', () => {
  test('takes key and secret by flags and asks nothing', async () => {
    const { url } = await serve();
    const argv = ['--key', support.key, '--secret-stdin', '--base-url', `calling=${url}`];
    const { code, questions, home } = await login(argv, { stdin: support.secret });
    expect([code, questions]).toEqual([0, []]);
    expect(storedConfig(home).active).toBe('default');
  });

  test('keeps the settings and aliases of the profile', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--protected', '--region', 'SE');
    await run(['apps', 'alias', 'hotline', sales.key], { home });
    const { code } = await login(['--key', support.key, '--secret-stdin'], { home, stdin: support.secret });
    expect(code).toBe(0);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      isProtected: true,
      region: 'SE',
      aliases: { hotline: sales.key },
    });
  });

  test.each([
    [['--email', 'ops@example.com'], '--portal'],
    [['--password-stdin'], '--portal'],
    [['--portal', '--key', foreignKey], '--portal'],
    [['--portal', '--email', 'nobody', '--password-stdin'], 'nobody'],
    [['--profile', 'sandbox', '--key', foreignKey, '--secret-stdin'], 'built in'],
    [['--key', 'x', '--secret-stdin'], '--key'],
  ])('%j is a usage error', async (argv, named) => {
    const { code, stdout, stderr, home } = await login(argv, { stdin: support.secret });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(named);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('--no-input never asks, even on a terminal', async () => {
    const { code, stderr } = await login(['--no-input'], { terminal: true });
    expect(code).toBe(2);
    expect(stderr).toContain('--key');
  });
});

describe('auth logout', () => {
  async function both() {
    const { url, world, requests } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--region', 'SE');
    await run(['apps', 'alias', 'hotline', sales.key], { home });
    const { id, secret } = world.instance;
    const argv = ['profiles', 'set', 'prod', '--instance-id', id, '--instance-secret-stdin'];
    await run(argv, { home, stdin: secret });
    return { home, secret, requests };
  }

  test('forgets every secret of the profile and keeps its settings', async () => {
    const { home, secret } = await both();
    const { code, stdout } = await run(['auth', 'logout'], { home });
    expect([code, stdout]).toEqual([0, '']);
    const text = readFileSync(home.configPath, 'utf8');
    expect(text).not.toContain(support.secret);
    expect(text).not.toContain(secret);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      application: null,
      instance: null,
      region: 'SE',
      aliases: { hotline: sales.key },
    });
    const { code: after, stderr } = await run(['numbers', 'list'], { home });
    expect(after).toBe(3);
    expect(stderr).toContain('sinchctl profiles set prod');
  });

  test('--portal forgets the instance alone', async () => {
    const { home, secret } = await both();
    expect((await run(['auth', 'logout', '--portal'], { home })).code).toBe(0);
    expect(readFileSync(home.configPath, 'utf8')).not.toContain(secret);
    expect((await run(['numbers', 'list'], { home })).code).toBe(0);
    const { code, stderr } = await run(['numbers', 'list', '--api', 'portal'], { home });
    expect(code).toBe(3);
    expect(stderr).toContain('sinchctl auth login --portal');
  });

  test('touches the named profile only', async () => {
    const { home } = await both();
    await storeProfile(home, 'other', 'http://127.0.0.1:9');
    await run(['auth', 'logout', '--profile', 'other'], { home });
    expect(storedConfig(home).profiles).toMatchObject({
      prod: { application: { key: support.key } },
      other: { application: null },
    });
  });

  test('of an unknown profile is exit 3, and of none exit 2', async () => {
    const { home } = await both();
    const before = readFileSync(home.configPath);
    expect((await run(['auth', 'logout', '--profile', 'pord'], { home })).code).toBe(3);
    expect(readFileSync(home.configPath).equals(before)).toBe(true);
    expect((await run(['auth', 'logout'])).code).toBe(2);
  });
});
