import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { support } from '../support/account.ts';
import { configText } from '../support/config.ts';
import { give, IS_ROOT, ORDINARY, ordinaryUser } from '../support/other-user.ts';
import { serve } from '../support/serve.ts';

const mode = (path: string) => statSync(path).mode & 0o777;

/** A home of an ordinary user with a file of profiles in it. */
function withFile(fileMode: number, url?: string, owner = ORDINARY) {
  const user = ordinaryUser();
  const directory = user.own('config');
  const file = user.path('config/config.json');
  writeFileSync(file, configText(url));
  give(file, owner);
  chmodSync(file, fileMode);
  const run = (argv: string[], stdin = '', more = {}) =>
    user.run(argv, { env: { SINCHCTL_CONFIG_DIR: directory, ...more }, stdin });
  return { file, directory, run };
}

test('an ordinary user gets a file of 0600 in a directory of 0700', async () => {
  const user = ordinaryUser();
  user.own('home');
  const env = { HOME: user.path('home') };
  const argv = ['profiles', 'set', 'prod', '--key', support.key, '--secret-stdin'];
  const { code, stderr } = await user.run(argv, { env, stdin: support.secret });
  expect(code, stderr).toBe(0);
  expect(mode(user.path('home/.config/sinchctl'))).toBe(0o700);
  expect(mode(user.path('home/.config/sinchctl/config.json'))).toBe(0o600);
});

describe('a file that others can read', () => {
  test.each([0o644, 0o640, 0o604])('(%o) is tightened to 0600 with a note, and used', async (loose) => {
    const { url } = await serve();
    const { file, run } = withFile(loose, url);
    const { code, stderr } = await run(['numbers', 'list']);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(new RegExp(`^note: ${file}`, 'm'));
    expect(mode(file)).toBe(0o600);
    expect((await run(['numbers', 'list'])).stderr).not.toContain(file);
  });
});

describe('a file that others can write', () => {
  test.each([0o660, 0o620, 0o606, 0o602, 0o666, 0o777])(
    '(%o) is refused with exit 3 and what to type, and stays as it is',
    async (loose) => {
      const { file, run } = withFile(loose);
      const before = readFileSync(file);
      for (const argv of [
        ['numbers', 'list'],
        ['profiles', 'set', 'prod', '--region', 'SE'],
      ]) {
        const { code, stdout, stderr } = await run(argv);
        expect([code, stdout]).toEqual([3, '']);
        expect(stderr).toContain(file);
        expect(stderr).toContain('chmod 600');
        expect(stderr).not.toContain(support.secret);
      }
      expect(readFileSync(file).equals(before)).toBe(true);
      expect(mode(file)).toBe(loose);
    },
  );
});

describe.runIf(IS_ROOT)('a file of another user', () => {
  test.each([0o644, 0o600])('(%o) is refused with exit 3, named, and stays as it is', async (theirs) => {
    const { file, run } = withFile(theirs, undefined, 0);
    const before = readFileSync(file);
    for (const argv of [
      ['numbers', 'list'],
      ['profiles', 'set', 'prod', '--region', 'SE'],
    ]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([3, '']);
      expect(stderr).toContain(file);
    }
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(statSync(file).uid).toBe(0);
  });

  test('is no reason not to work with the environment', async () => {
    const { env } = await serve();
    const { run } = withFile(0o644, undefined, 0);
    const { code, stderr } = await run(['numbers', 'list'], '', env);
    expect(code, stderr).toBe(0);
    expect(stderr).toMatch(/^warning: /m);
  });
});

test('a file that its own user may not read is exit 3, named', async () => {
  const { file, run } = withFile(0o000);
  const { code, stdout, stderr } = await run(['numbers', 'list']);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain(file);
  expect(mode(file)).toBe(0);
});

test('a directory that this user may not enter is exit 3, named', async () => {
  const { directory, run } = withFile(0o600);
  chmodSync(directory, 0o000);
  const { code, stdout, stderr } = await run(['numbers', 'list']);
  chmodSync(directory, 0o700);
  expect([code, stdout]).toEqual([3, '']);
  expect(stderr).toContain(directory);
});

test('a directory that this user may not write is an error, and the old file stays', async () => {
  const { file, directory, run } = withFile(0o600);
  const before = readFileSync(file);
  chmodSync(directory, 0o500);
  const { code, stderr } = await run(['profiles', 'set', 'prod', '--region', 'SE']);
  chmodSync(directory, 0o700);
  expect(code).toBe(1);
  expect(stderr).toContain(directory);
  expect(readFileSync(file).equals(before)).toBe(true);
});
