import { expect, test } from 'vitest';
import { sales, spare, support } from '../support/account.ts';
import { leftovers, storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { sinchctl } from '../support/spawn.ts';

const INSTANCE = '00000000-1111-2222-3333-444444444444';
const set = (...argv: string[]) => ['profiles', 'set', 'prod', ...argv];

test('profiles set of the same profile by many processes, each another field, keeps all fields', async () => {
  const home = newHome();
  const { env } = home;
  const first = await sinchctl(set('--key', support.key, '--secret-stdin'), { env, stdin: support.secret });
  expect(first.code, first.stderr).toBe(0);
  const work: [string[], string?][] = [
    // A rotation at the same time is the change that must not be lost.
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
