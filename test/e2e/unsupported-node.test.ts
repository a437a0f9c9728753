import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { temporaryDirectory } from '../support/home.ts';
import { copyProgram } from '../support/program-copy.ts';
import { PROGRAM, start } from '../support/spawn.ts';

/** Runs the program on a Node.js that reports another version. */
function onNode(version: string) {
  const preload = join(temporaryDirectory(), 'version.mjs');
  const versions = `{ ...process.versions, node: ${JSON.stringify(version)} }`;
  writeFileSync(preload, `Object.defineProperty(process, 'versions', { value: ${versions} });`);
  return start(process.execPath, ['--import', preload, PROGRAM, '--version']).ended;
}

describe('an unsupported Node', () => {
  test.each(['12.22.12', '14.21.3', '16.20.2', '18.20.8', '20.18.3', '21.7.3', '22.2.0'])(
    '%s causes exit code 1 with one sentence: the required and the current version',
    async (version) => {
      const { code, stdout, stderr } = await onNode(version);
      expect([code, stdout]).toEqual([1, '']);
      expect(stderr).toBe(
        `error: sinchctl requires Node.js 20.19 or a later 20.x version, or 22.3 or later; this is Node.js ${version}\n`,
      );
    },
  );

  test.each(['20.19.0', '22.3.0', '23.0.0', '24.1.0', '26.0.0'])('%s is supported', async (version) => {
    expect(await onNode(version)).toMatchObject({ code: 0, stderr: '' });
  });

  test('matches package.json', () => {
    const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(engines.node).toBe('^20.19 || >=22.3');
  });

  test('can parse the executable, down to Node 12', () => {
    const source = readFileSync(PROGRAM, 'utf8');
    const forTarget = (target: string) => transformSync(source, { target, format: 'cjs' });
    const old = forTarget('node12.22');
    expect(old.warnings).toEqual([]);
    expect(old.code).toBe(forTarget('esnext').code);
    // Everything outside of functions is loaded before any check.
    expect(source).not.toMatch(/^(import|const .*require)\b/m);
  });
});

describe('a clone that has not been built', () => {
  test('shows the command npm run build', async () => {
    const { program, directory } = copyProgram();
    rmSync(join(directory, 'dist'), { recursive: true });
    const { code, stdout, stderr } = await start(process.execPath, [program, 'numbers', 'list']).ended;
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toBe('error: sinchctl is not built; run npm ci, then npm run build\n');
  });

  test.each([
    ['a missing module', "require('./gone.js');", 'gone.js'],
    ['an error', "throw new Error('a bug');", 'a bug'],
  ])('is not confused with %s in dist/', async (_, source, shown) => {
    const { program, directory } = copyProgram();
    writeFileSync(join(directory, 'dist', 'main.js'), source);
    const { code, stderr } = await start(process.execPath, [program, 'numbers', 'list']).ended;
    expect(code).toBe(1);
    expect(stderr).toContain(shown);
    expect(stderr).not.toContain('npm run build');
  });
});

test.each(['EMFILE', 'ENFILE'])('%s while the program loads is one sentence', async (name) => {
  const { program, directory } = copyProgram();
  const source = `throw Object.assign(new Error(), { code: '${name}' });`;
  writeFileSync(join(directory, 'dist', 'main.js'), source);
  expect(await start(process.execPath, [program, 'numbers', 'list']).ended).toMatchObject({
    code: 6,
    stdout: '',
    stderr: 'error: too many open files: lower --concurrency or raise ulimit -n\n',
  });
});
