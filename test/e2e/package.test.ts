import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { temporaryDirectory } from '../support/home.ts';
import { start } from '../support/spawn.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

async function npm(args: string[], cwd: string): Promise<string> {
  const home = temporaryDirectory();
  const env = { HOME: home, npm_config_cache: join(home, 'cache'), npm_config_update_notifier: 'false' };
  const { code, stdout, stderr } = await start('npm', args, { cwd, env }).ended;
  expect(code, stderr).toBe(0);
  return stdout;
}

test('the packed program installs elsewhere without the network and works there', async () => {
  const packed = temporaryDirectory();
  // Without scripts: `prepare` would build dist/ anew under the feet of the other tests.
  const [{ filename, files }] = JSON.parse(
    await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', packed], ROOT),
  );
  const paths: string[] = files.map(({ path }: { path: string }) => path);
  expect(statSync(join(packed, filename)).size).toBeLessThan(3 * 1024 * 1024);
  expect(paths).toEqual(
    expect.arrayContaining([
      ...['package.json', 'bin/sinchctl.js', 'dist/main.js', 'dist/help.txt'],
      ...['completions/sinchctl.bash', 'README.md'],
      ...manifest.man,
    ]),
  );
  expect(paths.filter((path) => /^(src|test|node_modules|\.config)\//.test(path))).toEqual([]);

  const there = temporaryDirectory();
  await npm(
    ['install', join(packed, filename), '--ignore-scripts', '--offline', '--no-audit', '--no-fund'],
    there,
  );
  // Nothing else came along.
  expect(readdirSync(join(there, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual([
    'sinchctl',
  ]);
  const program = join(there, 'node_modules', '.bin', 'sinchctl');
  const env = { SINCHCTL_CONFIG_DIR: join(there, 'config'), SINCHCTL_STATE_DIR: join(there, 'state') };
  const run = (...argv: string[]) => start(program, argv, { cwd: there, env }).ended;
  expect(await run('--version')).toMatchObject({ code: 0, stdout: `${manifest.version}\n` });
  const assigned = await run(
    '--profile',
    'sandbox',
    'numbers',
    'assign',
    '+1 415-555-0103',
    '--app',
    'sales',
    '--json',
  );
  expect(assigned.code, assigned.stderr).toBe(0);
  expect(JSON.parse(assigned.stdout)).toMatchObject([
    { number: '+14155550103', alias: 'sales', result: 'done' },
  ]);
});

// npm links a man page only where `man` is a list.
test('an installation for the whole machine brings the man page', async () => {
  const there = temporaryDirectory();
  const [{ filename }] = JSON.parse(
    await npm(['pack', '--ignore-scripts', '--json', '--pack-destination', there], ROOT),
  );
  const quick = ['--ignore-scripts', '--offline', '--no-audit', '--no-fund'];
  await npm(['install', '--global', '--prefix', there, join(there, filename), ...quick], there);
  const page = readFileSync(join(there, 'share', 'man', 'man1', 'sinchctl.1'), 'utf8');
  expect(page).toBe(readFileSync(join(ROOT, manifest.man[0] ?? ''), 'utf8'));
});

test('the package depends on nothing at run time', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(dependencies ?? {}).toEqual({});
});
