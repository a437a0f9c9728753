import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { importsOf, violations } from '../support/imports.ts';

const ROOT = fileURLToPath(new URL('../../src/', import.meta.url));

const sources = new Map(
  readdirSync(ROOT, { recursive: true, encoding: 'utf8' })
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .map((path) => [path, readFileSync(ROOT + path, 'utf8')]),
);

test('every import in src points the way the architecture says', () => {
  expect(sources.size).toBeGreaterThan(80);
  expect(violations(sources)).toEqual([]);
});

test('the command list reaches every command file, so the check of light loading sees them all', () => {
  const listed = importsOf(sources.get('commands/index.ts') ?? '').map(({ target }) => target);
  expect(listed).toContain('./numbers/assign.ts');
  expect(listed.length).toBeGreaterThan(15);
});

describe('the checker can fail', () => {
  const check = (file: string, source: string, others: [string, string][] = []) =>
    violations(new Map([[file, source], ...others]));

  test.each([
    ['core/x.ts', "import { createClient } from '../api/client.ts';"],
    ['core/x.ts', "import type { Client } from '../api/client.ts';"],
    ['core/x.ts', "export { createClient } from '../api/client.ts';"],
    ['core/x.ts', "export * from '../output/table.ts';"],
    ['core/x.ts', "import '../output/table.ts';"],
    ['core/x.ts', "const load = () => import('../system/got-send.ts');"],
    ['core/x.ts', "import {\n  a,\n  b,\n} from '../api/client.ts';"],
    ['api/x.ts', "import { x } from '../bulk/pool.ts';"],
    ['sandbox/x.ts', "import { x } from '../system/lock.ts';"],
    ['output/x.ts', "import { x } from '../api/client.ts';"],
    ['commands/x.ts', "import { x } from '../sandbox/state.ts';"],
    ['commands/x.ts', "import { renderTable } from '../output/table.ts';"],
    ['commands/x.ts', "import { withLock } from '../system/lock.ts';"],
    ['commands/x.ts', "const load = () => import('../system/lock.ts');"],
    ['commands/x.ts', "import { x } from '../main.ts';"],
    ['system/x.ts', "import { COMMANDS } from '../commands/index.ts';"],
    ['system/x.ts', "import { type Command } from '../commands/define.ts';"],
    ['context.ts', "import { createClient } from './api/client.ts';"],
    ['program.ts', "import { thisMachine } from './system/machine.ts';"],
    ['core/x.ts', 'export const width = process.stdout.columns;'],
    ['commands/x.ts', 'console.log(1);'],
    ['api/x.ts', 'export const now = () => new Date();'],
    ['bulk/x.ts', 'export const now = () => Date.now();'],
    ['commands/x.ts', "import { Command } from 'commander';"],
    ['commands/x.ts', "import * as v from 'valibot';"],
    ['core/x.ts', "const load = () => import('libphonenumber-js/min');"],
    ['api/x.ts', "import got from 'got';"],
    ['main.ts', "import chalk from 'chalk';"],
    ['core/x.ts', "import _ from 'lodash';"],
    ['core/x.ts', "import _ from '@scope/thing/part';"],
  ])('%s must not say %j', (file, source) => {
    expect(check(file, source)).toHaveLength(1);
  });

  test('a heavy package three static steps behind the commands is found', () => {
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
    ['core/x.ts', "import { usage } from './errors.ts';\nimport { createHash } from 'node:crypto';"],
    ['core/x.ts', '/** Like `process.env`, or new Date(). */\nexport const x = 1; // console.log'],
    ['api/x.ts', 'export const at = (text: string) => new Date(text);'],
    ['commands/x.ts', "const load = () => import('../sandbox/state.ts');"],
    ['commands/x.ts', "import type { Context } from '../context.ts';"],
    ['system/x.ts', "import type { Command } from '../commands/define.ts';\nconst env = process.env;"],
    ['main.ts', "const load = () => import('./system/machine.ts');"],
    ['version.ts', "import manifest from '../package.json' with { type: 'json' };"],
  ])('%s may say %j', (file, source) => {
    expect(check(file, source)).toEqual([]);
  });
});
