import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { editConfig, storedConfig } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { startServing } from '../support/serving.ts';
import { sinchctl } from '../support/spawn.ts';

const LOGIN = [
  'auth',
  'login',
  '--portal',
  '--email',
  'ops@example.com',
  '--password-stdin',
  '--profile',
  'prod',
];
const LIST = ['numbers', 'list', '--api', 'portal', '--json'];

test('login, expiry, login again, and logout with sandbox serve', async () => {
  const { env: variables } = await startServing();
  const home = newHome();
  const bases = ['PORTAL', 'ACCOUNT', 'USER'].flatMap((host) => [
    '--base-url',
    `${host.toLowerCase()}=${variables[`SINCHCTL_${host}_URL`]}`,
  ]);
  const run = (argv: string[], stdin = '') => sinchctl(argv, { env: home.env, stdin });

  const wrong = await run([...LOGIN, ...bases], 'another-password');
  expect(wrong.code, wrong.stderr).toBe(3);
  const right = await run([...LOGIN, ...bases], 'sandbox-password');
  expect(right.code, right.stderr).toBe(0);
  expect(storedConfig(home).profiles.prod).toMatchObject({
    instance: { id: expect.any(String), expires: expect.any(String) },
    organisation: '8888123',
  });
  expect(readFileSync(home.configPath, 'utf8')).not.toContain('sandbox-password');
  expect(JSON.parse((await run(LIST)).stdout)).toHaveLength(30);

  editConfig(home, ({ profiles }) => {
    if (profiles.prod?.instance) profiles.prod.instance.expires = '2020-01-01T00:00:00.000Z';
  });
  const expired = await run(LIST);
  expect([expired.code, expired.stdout]).toEqual([3, '']);
  expect(expired.stderr).toContain('sinchctl auth login --portal --email <EMAIL> --profile prod');

  expect((await run(LOGIN, 'sandbox-password')).code).toBe(0);
  expect((await run(LIST)).code).toBe(0);
  expect((await run(['auth', 'logout'])).code).toBe(0);
  expect(storedConfig(home).profiles.prod).toMatchObject({ instance: null, application: null });
  expect((await run(LIST)).code).toBe(3);
});
