import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { foreignKey, support } from '../support/account.ts';
import { configText } from '../support/config.ts';
import { newHome } from '../support/home.ts';
import { sinchctl } from '../support/spawn.ts';

const INSTANCE = ['--instance-id', foreignKey];

// The limit is one second; the rest is for starting a process on a busy computer.
const LIMIT = 1_000 + 3_000;

describe('if stdin is /dev/null, a missing value causes exit code 2 immediately, with the option to pass', () => {
  test.each([
    [['profiles', 'set', 'p'], '--key'],
    [['profiles', 'set', 'p', '--key', support.key], '--secret-stdin'],
    [['profiles', 'set', 'p', '--key', support.key, '--secret-stdin'], '--secret-stdin'],
    [['profiles', 'set', 'p', ...INSTANCE], '--instance-secret-stdin'],
    [['profiles', 'set', 'p', ...INSTANCE, '--instance-secret-stdin'], '--instance-secret-stdin'],
    [['auth', 'login'], '--key'],
    [['auth', 'login', '--key', support.key], '--secret-stdin'],
    [['auth', 'login', '--portal'], '--email'],
    [['auth', 'login', '--portal', '--email', 'ops@example.com'], '--password-stdin'],
    [['auth', 'login', '--portal', '--email', 'ops@example.com', '--password-stdin'], '--password-stdin'],
  ])('%j', async (argv, named) => {
    const home = newHome();
    const { code, signal, stdout, stderr } = await sinchctl(argv, { env: home.env, limit: LIMIT });
    expect([signal, code, stdout]).toEqual([null, 2, '']);
    expect(stderr).toContain(named);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test('even if the profile exists', async () => {
    const home = newHome();
    writeFileSync(home.configPath, configText(), { mode: 0o600 });
    for (const [argv, named] of [
      [['profiles', 'set', 'prod'], '--secret-stdin'],
      [['profiles', 'set', 'prod', '--key', foreignKey], '--secret-stdin'],
      [['profiles', 'set', '--where-key', support.key], '--secret-stdin'],
      [['auth', 'login'], '--secret-stdin'],
    ] as const) {
      const { code, stderr } = await sinchctl(argv, { env: home.env, limit: LIMIT });
      expect(code, argv.join(' ')).toBe(2);
      expect(stderr).toContain(named);
    }
  });
});
