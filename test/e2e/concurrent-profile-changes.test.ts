import { readFileSync, statSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { sales, spare, support } from '../support/account.ts';
import { leftovers, storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { sized } from '../support/sizes.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';

describe('several profiles', () => {
  const set = (name: string) => ['profiles', 'set', name, '--key', support.key, '--secret-stdin'];

  test('processes that each add a profile concurrently keep all profiles', { timeout: 90_000 }, async () => {
    const home = newHome();
    const names = Array.from({ length: sized(50, 16) }, (_, i) => `p${i}`);
    const ended = await Promise.all(
      names.map(
        (name) =>
          start(process.execPath, [PROGRAM, ...set(name)], {
            env: home.env,
            stdin: support.secret,
            limit: 80_000,
          }).ended,
      ),
    );
    expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
    expect(Object.keys(storedConfig(home).profiles).sort()).toEqual([...names].sort());
    expect(statSync(home.configPath).mode & 0o777).toBe(0o600);
    expect(leftovers(home)).toEqual([]);
  });

  test('processes that change the same profile in different ways keep all changes', async () => {
    const home = newHome();
    expect((await sinchctl(set('prod'), { env: home.env, stdin: support.secret })).code).toBe(0);
    const lines = [
      ['profiles', 'set', 'prod', '--region', 'SE'],
      ['profiles', 'set', 'prod', '--organisation', '8888123'],
      ['profiles', 'set', 'prod', '--auth', 'basic'],
      ['profiles', 'set', 'prod', '--protected'],
      ['profiles', 'set', 'prod', '--base-url', 'portal=https://portal.example.com'],
      ['apps', 'alias', 'one', support.key, '--profile', 'prod'],
      ['apps', 'alias', 'two', support.key, '--profile', 'prod'],
    ];
    const ended = await Promise.all(lines.map((argv) => sinchctl(argv, { env: home.env })));
    expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      application: { key: support.key, secret: { value: support.secret } },
      region: 'SE',
      organisation: '8888123',
      auth: 'basic',
      isProtected: true,
      baseUrls: { portal: 'https://portal.example.com' },
      aliases: { one: support.key, two: support.key },
    });
    expect(readFileSync(home.configPath, 'utf8').endsWith('}\n')).toBe(true);
  });
});

describe('one profile', () => {
  const INSTANCE = '00000000-1111-2222-3333-444444444444';
  const set = (...argv: string[]) => ['profiles', 'set', 'prod', ...argv];

  test('processes that each set another field of the same profile keep all fields', async () => {
    const home = newHome();
    const { env } = home;
    const first = await sinchctl(set('--key', support.key, '--secret-stdin'), { env, stdin: support.secret });
    expect(first.code, first.stderr).toBe(0);
    const work: [string[], string?][] = [
      // A concurrent rotation of the secret must not be lost.
      [set('--secret-stdin'), sales.secret],
      [set('--instance-id', INSTANCE, '--instance-secret-stdin'), spare.secret],
      [set('--region', 'SE')],
      [set('--organisation', '8888123')],
      [set('--auth', 'basic')],
      [set('--protected')],
      [set('--ca-file', '/etc/ca.pem')],
      [set('--default-app', sales.key)],
      [set('--base-url', 'calling=https://calling.example.com')],
      [set('--base-url', 'portal=https://portal.example.com')],
      [set('--base-url', 'account=https://account.example.com')],
      [set('--base-url', 'user=https://user.example.com')],
    ];
    const ended = await Promise.all(
      work.map(([argv, stdin]) => sinchctl(argv, { env, ...(stdin === undefined ? {} : { stdin }) })),
    );
    expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
    expect(storedConfig(home).profiles.prod).toMatchObject({
      application: { key: support.key, secret: { store: 'file', value: sales.secret } },
      instance: { id: INSTANCE, secret: { store: 'file', value: spare.secret }, expires: null },
      region: 'SE',
      organisation: '8888123',
      auth: 'basic',
      isProtected: true,
      caFile: '/etc/ca.pem',
      defaultApplication: sales.key,
      baseUrls: {
        calling: 'https://calling.example.com',
        portal: 'https://portal.example.com',
        account: 'https://account.example.com',
        user: 'https://user.example.com',
      },
    });
    expect(leftovers(home)).toEqual([]);
  });
});
