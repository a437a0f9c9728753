import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { temporaryDirectory } from '../support/home.ts';
import { start } from '../support/spawn.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface Packed {
  tarball: string;
  unpackedSize: number;
  paths: string[];
}

const directory = mkdtempSync(join(tmpdir(), 'sinchctl-test-'));
const clone = join(directory, 'clone');
let packed: Packed;
let other: Packed;

afterAll(() => rmSync(directory, { recursive: true, force: true }));

/** The project as in Git, with the packages of this one; packing builds it there. */
function makeClone(): void {
  mkdirSync(join(clone, 'node_modules'), { recursive: true });
  for (const name of readdirSync(join(ROOT, 'node_modules'))) {
    if (name.startsWith('.')) continue;
    symlinkSync(join(ROOT, 'node_modules', name), join(clone, 'node_modules', name));
  }
  const names = manifest.files.map((name) => name.replace(/\/\*.*/, ''));
  for (const name of [...names, 'package.json', '.config', 'src']) {
    if (name !== 'dist') cpSync(join(ROOT, name), join(clone, name), { recursive: true });
  }
}

const npmVariables = (home: string) => ({
  HOME: home,
  npm_config_cache: join(home, 'cache'),
  npm_config_update_notifier: 'false',
});

async function pack(name: string): Promise<Packed> {
  const there = join(directory, name);
  mkdirSync(there);
  const args = ['pack', '--json', '--foreground-scripts=false', '--pack-destination', there];
  const env = { PATH: process.env.PATH, ...npmVariables(there) };
  const child = spawn('npm', args, { cwd: clone, env, stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => {
    text += more;
  });
  expect(await once(child, 'close')).toEqual([0, null]);
  const [{ filename, unpackedSize, files }] = JSON.parse(text);
  const paths = files.map(({ path }: { path: string }) => path);
  return { tarball: join(there, filename), unpackedSize, paths };
}

beforeAll(async () => {
  makeClone();
  [packed, other] = await Promise.all([pack('one'), pack('two')]);
}, 120_000);

/** Installs the package as a user does; npm must not print a warning. */
async function install(there: string, ...args: string[]): Promise<void> {
  const line = ['install', ...args, packed.tarball, '--offline', '--no-audit', '--no-fund'];
  const { code, stderr } = await start('npm', line, { cwd: there, env: npmVariables(there) }).ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
}

const readManifest = () => readFileSync(join(clone, 'package.json'), 'utf8');
const original = readFileSync(join(ROOT, 'package.json'), 'utf8');

test('the package is small and contains only required files', () => {
  expect(packed.paths).toEqual(
    expect.arrayContaining([
      ...['package.json', 'bin/sinchctl.js', 'dist/main.js', 'dist/help.txt'],
      ...['completions/sinchctl.bash', 'README.md', 'docs/reference.md'],
      ...manifest.man,
    ]),
  );
  const unused = /^(src|test|node_modules|\.config|docs\/.*(?<!\.md)$|docs\/.*\/)/;
  expect(packed.paths.filter((path) => unused.test(path))).toEqual([]);
  expect(statSync(packed.tarball).size).toBeLessThan(400_000);
  expect(packed.unpackedSize).toBeLessThan(1_400_000);
});

test('packages that are created concurrently have no install script, and package.json keeps its script', () => {
  for (const { tarball } of [packed, other]) {
    const { scripts } = JSON.parse(
      execFileSync('tar', ['xzOf', tarball, 'package/package.json'], { encoding: 'utf8' }),
    );
    expect(scripts).toHaveProperty('build');
    expect(Object.keys(scripts).filter((name) => /install$|^(pre|post)?prepare$/.test(name))).toEqual([]);
  }
  expect(readManifest()).toBe(original);
});

test('a build restores package.json after npm pack was killed', { timeout: 60_000 }, async () => {
  const script = (name: string) => start(process.execPath, [join(clone, '.config', name)]).ended;
  expect((await script('pack.js')).code).toBe(0);
  expect(readManifest()).not.toContain('"prepare"');
  // npm pack may still be running, so its files are kept.
  expect((await script('build.js')).code).toBe(0);
  expect(readManifest()).not.toContain('"prepare"');
  const longAgo = new Date(Date.now() - 3_600_000);
  utimesSync(join(clone, 'node_modules', '.packing'), longAgo, longAgo);
  expect((await script('build.js')).code).toBe(0);
  expect(readManifest()).toBe(original);
});

/** A copy of the project, in which some packages are not installed. */
function cloneWithout(isMissing: (name: string) => boolean): string {
  const there = join(temporaryDirectory(), 'clone');
  mkdirSync(there);
  const packages = readdirSync(join(clone, 'node_modules')).filter((name) => !isMissing(name));
  if (packages.length > 0) mkdirSync(join(there, 'node_modules'));
  for (const name of packages)
    symlinkSync(join(ROOT, 'node_modules', name), join(there, 'node_modules', name));
  for (const name of ['package.json', '.config', 'src'])
    cpSync(join(ROOT, name), join(there, name), { recursive: true });
  return there;
}

test.each([
  ['esbuild', () => true],
  // Partially installed, as after an interrupted installation.
  ['commander', (name: string) => name === 'commander'],
  ['libphonenumber-js', (name: string) => name === 'libphonenumber-js'],
])('a build without %s fails with a single sentence, and so does packing', async (name, isMissing) => {
  const there = cloneWithout(isMissing);
  for (const script of ['build.js', 'pack.js']) {
    const ended = await start(process.execPath, [join(there, '.config', script)]).ended;
    expect(ended).toMatchObject({ code: 1, stdout: '' });
    expect(ended.stderr).toBe(
      `error: cannot build sinchctl: ${name} is not installed; to install what the build needs, run: npm ci --include=dev\n`,
    );
  }
  // As `npm install -g git+…` runs it.
  const env = { npm_config_global: 'true' };
  const { stderr } = await start(process.execPath, [join(there, '.config', 'build.js')], { env }).ended;
  expect(stderr).toMatch(
    /is not installed; .* clone the repository, and run: npm ci && npm install -g \.\n$/,
  );
  expect(readFileSync(join(there, 'package.json'), 'utf8')).toBe(original);
});

test('the package installs on another computer without the network and without a warning, and works there', async () => {
  const there = temporaryDirectory();
  await install(there);
  // Nothing else was installed.
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

// npm links man pages only if `man` is a list.
test('a global installation includes the man page', async () => {
  const there = temporaryDirectory();
  await install(there, '--global', '--prefix', there);
  const page = readFileSync(join(there, 'share', 'man', 'man1', 'sinchctl.1'), 'utf8');
  expect(page).toBe(readFileSync(join(ROOT, manifest.man[0] ?? ''), 'utf8'));
});

test('the package has no runtime dependencies', () => {
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(dependencies ?? {}).toEqual({});
});

// npm warns at each installation about install scripts that are neither allowed nor denied.
test('every install script of a package is allowed or denied', () => {
  const { packages } = JSON.parse(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  const scripted = Object.keys(packages).filter((path) => path && packages[path].hasInstallScript);
  const names = scripted.map((path) => path.replace(/^.*node_modules\//, ''));
  expect(Object.keys(manifest.allowScripts)).toEqual(names);
});
