import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { circles, importsOf, loadsByName, violations } from '../support/imports.ts';

const ROOT = fileURLToPath(new URL('../../src/', import.meta.url));

const sources = new Map(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(ROOT + path, 'utf8')]),
);

test('every import in src follows the layers', () => {
  expect(sources.size).toBeGreaterThan(80);
  expect(violations(sources)).toEqual([]);
});

test('there are no circular imports', () => {
  expect(circles(sources)).toEqual([]);
});

test('no folder contains more than 20 files', () => {
  const counts = new Map<string, number>();
  for (const path of sources.keys()) {
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    counts.set(folder, (counts.get(folder) ?? 0) + 1);
  }
  expect([...counts].filter(([, count]) => count > 20)).toEqual([]);
});

test('a unit test has the path of the file that it tests', () => {
  const tests = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    // Tests of the sources as a whole are at the root.
    .filter((path) => path.includes('/') && path.endsWith('.test.ts'));
  expect(tests.length).toBeGreaterThan(40);
  expect(tests.filter((path) => !sources.has(path.replace('.test.ts', '.ts')))).toEqual([]);
});

test('the command list imports every command file, so the check for lazy loading covers all of them', () => {
  const listed = importsOf(sources.get('commands/index.ts') ?? '').map(({ target }) => target);
  expect(listed).toContain('./numbers/assign.ts');
  expect(listed.length).toBeGreaterThan(15);
});

test('CommonJS and Node modules are loaded lazily through their default export, because a bundle has no named exports for them', async () => {
  const { metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: ['main.ts'],
    outdir: 'out',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    metafile: true,
    write: false,
  });
  const lazy = Object.entries(metafile.inputs).flatMap(([file, { imports }]) =>
    imports
      .filter(({ kind, path, external }) => {
        return kind === 'dynamic-import' && (external || metafile.inputs[path]?.format === 'cjs');
      })
      .map(({ path, original = path }) => ({ file, target: original })),
  );
  const own = lazy.filter(({ file }) => sources.has(file));
  expect(own.map(({ target }) => target)).toEqual(expect.arrayContaining(['cross-spawn', 'node:readline']));
  expect(own.filter(({ file, target }) => loadsByName(sources.get(file) ?? '', target))).toEqual([]);
});

describe('the checker detects violations', () => {
  const check = (file: string, source: string, others: [string, string][] = []) =>
    violations(new Map([[file, source], ...others]));

  test.each([
    ['core/x.ts', "import { createClient } from '../api/client.ts';"],
    ['core/x.ts', "import type { Client } from '../api/client.ts';"],
    ['core/x.ts', "export { createClient } from '../api/client.ts';"],
    ['core/x.ts', "export * from '../output/table.ts';"],
    ['core/x.ts', "import '../output/table.ts';"],
    ['core/x.ts', "const load = () => import('../api/transport/got-send.ts');"],
    ['core/x.ts', "import {\n  a,\n  b,\n} from '../api/client.ts';"],
    ['platform/x.ts', "import type { Row } from '../account/result-row.ts';"],
    ['account/x.ts', "import { x } from '../output/rows.ts';"],
    ['output/x.ts', "import { x } from '../api/client.ts';"],
    ['input/x.ts', "import type { Credentials } from '../credentials/credentials.ts';"],
    ['api/x.ts', "import { x } from '../engine/executor.ts';"],
    ['history/x.ts', "import type { Context } from '../cli/context.ts';"],
    ['sandbox/x.ts', "import { x } from '../cli/settings.ts';"],
    ['cli/x.ts', "import { COMMANDS } from '../commands/index.ts';"],
    ['cli/argv/x.ts', "import type { Command } from '../../commands/index.ts';"],
    ['cli/x.ts', "const load = () => import('../docs/topics.ts');"],
    ['engine/x.ts', "import { x } from '../commands/write/execute-plan.ts';"],
    ['docs/x.ts', "import { x } from '../completion/complete.ts';"],
    ['completion/x.ts', "import type { Shell } from '../commands/completion.ts';"],
    ['commands/x.ts', "import { x } from '../main.ts';"],
    ['commands/x.ts', "import { VERSION } from '../version.ts';"],
    ['helper.ts', 'export const x = 1;'],
    ['system/x.ts', 'export const x = 1;'],
    ['core/x.ts', 'export const width = process.stdout.columns;'],
    ['commands/x.ts', 'console.log(1);'],
    ['api/x.ts', 'export const now = () => new Date();'],
    ['engine/x.ts', 'export const now = () => Date.now();'],
    ['engine/x.ts', "import { readFileSync } from 'node:fs';"],
    ['api/x.ts', "import { readFile } from 'node:fs/promises';"],
    ['commands/x.ts', "import { Command } from 'commander';"],
    ['commands/x.ts', "import * as v from 'valibot';"],
    ['core/x.ts', "const load = () => import('libphonenumber-js/min');"],
    ['api/x.ts', "import got from 'got';"],
    ['main.ts', "import chalk from 'chalk';"],
    ['core/x.ts', "import _ from 'lodash';"],
    ['core/x.ts', "import _ from '@scope/thing/part';"],
  ])('%s must not contain %j', (file, source) => {
    expect(check(file, source)).toHaveLength(1);
  });

  test('a large package three static imports after the commands is detected', () => {
    const others: [string, string][] = [
      ['commands/a.ts', "import { b } from '../api/b.ts';"],
      ['api/b.ts', "import { c } from './c.ts';"],
      ['api/c.ts', "import * as v from 'valibot';"],
    ];
    expect(check('commands/index.ts', "import { a } from './a.ts';", others)).toEqual([
      'api/c.ts: valibot loads with every command line',
    ]);
    const lazily: [string, string] = ['commands/a.ts', "const b = () => import('../api/b.ts');"];
    expect(check('commands/index.ts', "import { a } from './a.ts';", [lazily, ...others.slice(1)])).toEqual(
      [],
    );
    const typed: [string, string] = ['commands/a.ts', "import type { b } from '../api/b.ts';"];
    expect(check('commands/index.ts', "import { a } from './a.ts';", [typed, ...others.slice(1)])).toEqual(
      [],
    );
  });

  test.each([
    ["const { dump } = await import('a');", true],
    ["const a = (await import('a')).dump(1);", true],
    ["const load = () => import('a').then(({ dump }) => dump(1));", true],
    ["const { default: a } = await import('a');\nconst { dump } = await import('a');", true],
    ["const a = (await import('a')).default;", false],
    ["const { default: a } = await import('a');", false],
    ["type A = typeof import('a');", false],
  ])('%s loads named exports: %s', (source, isByName) => {
    expect(loadsByName(source, 'a')).toBe(isByName);
  });

  test('a circular import is detected, including types, unless it is lazy', () => {
    const files = (back: string) =>
      new Map([
        ['core/a.ts', "import { b } from './b.ts';"],
        ['core/b.ts', "import type { C } from './c.ts';"],
        ['core/c.ts', back],
      ]);
    expect(circles(files("import { a } from './a.ts';"))).toEqual([
      'core/a.ts -> core/b.ts -> core/c.ts -> core/a.ts',
    ]);
    expect(circles(files("const a = () => import('./a.ts');"))).toEqual([]);
  });

  test.each([
    ['core/x.ts', "import { usage } from './errors.ts';\nimport { createHash } from 'node:crypto';"],
    ['core/x.ts', '/** Like `process.env`, or new Date(). */\nexport const x = 1; // console.log'],
    ['api/x.ts', 'export const at = (text: string) => new Date(text);'],
    ['commands/x.ts', "const load = () => import('../sandbox/state.ts');"],
    ['commands/x.ts', "import type { Context } from '../cli/context.ts';"],
    ['platform/x.ts', "import { usage } from '../core/errors.ts';\nconst env = process.env;"],
    ['history/x.ts', "import { readFileSync } from 'node:fs';"],
    ['main.ts', "const load = () => import('./cli/run.ts');"],
    ['version.ts', "import manifest from '../package.json' with { type: 'json' };"],
  ])('%s may contain %j', (file, source) => {
    expect(check(file, source)).toEqual([]);
  });
});
