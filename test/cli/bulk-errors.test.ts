import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import { free, sales, serving, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';
import { stateOf } from '../support/state.ts';

/** The error on stderr, with its lines and hints. */
const errorOf = (stderr: string): string[] => {
  const lines = stderr.trimEnd().split('\n');
  return lines.slice(lines.findIndex((line) => line.startsWith('error: ')));
};

/** A large account, and how to run a command with a file of numbers on it. */
async function withAccount() {
  const { env, world } = await serve({ numbers: 1_000 });
  const home = newHome();
  const file = home.path('numbers.txt');
  const from = (content: readonly string[], ...argv: string[]) => {
    writeFileSync(file, `${content.join('\n')}\n`);
    return run([...argv, '--from', file], { env, home });
  };
  return { world, from, home, env };
}

const assignedTo = (world: World, name: typeof sales) => serving(world, name).slice(0, 150);

test('numbers of one application are one line with a sample, and JSON lists all of them', async () => {
  const { world, from } = await withAccount();
  const taken = assignedTo(world, sales);
  const text = await from([...taken, free], 'numbers', 'assign', '--app', support.key);
  expect(text.code).toBe(7);
  const sample = taken.slice(0, 3).join(', ');
  expect(errorOf(text.stderr)).toEqual([
    `error: 150 of 151 numbers are assigned to ${sales.key}: ${sample}, and 147 more. No changes made.`,
    `hint: to move them, add --move-from ${sales.key}`,
  ]);
  const json = await from([...taken, free], 'numbers', 'assign', '--app', support.key, '--json');
  expect(json.error().items).toEqual(taken);
});

test('numbers of several applications are grouped, each with a hint on its own line', async () => {
  const { world, from } = await withAccount();
  const content = [...assignedTo(world, sales), ...assignedTo(world, support)];
  const { code, stderr } = await from(
    content,
    'numbers',
    'assign',
    '--app',
    '00000000-1111-2222-3333-444444444444',
  );
  expect(code).toBe(7);
  const [first, ...more] = errorOf(stderr);
  expect(first).toBe('error: 300 numbers are assigned to other applications. No changes made.');
  expect(more).toHaveLength(4);
  expect(more[0]).toMatch(new RegExp(`^ {2}150 {2}${sales.key}: \\+\\d+, \\+\\d+, \\+\\d+, and 147 more$`));
  expect(more.slice(2)).toEqual([
    'hint: to move them all, add --move-from any',
    `      to move only the numbers from ${sales.key}, add --move-from ${sales.key} --keep-going`,
  ]);
});

test('different reasons are counted, each with its hint', async () => {
  const { world, from } = await withAccount();
  const absent = Array.from({ length: 40 }, (_, i) => `+1415666${1000 + i}`);
  const content = [...assignedTo(world, sales), ...absent];
  const { code, stderr } = await from(content, 'numbers', 'assign', '--app', support.key);
  expect(code).toBe(4);
  const lines = errorOf(stderr);
  expect(lines).toHaveLength(5);
  expect(lines[0]).toBe('error: cannot assign 190 numbers. No changes made.');
  expect(lines[2]).toBe('   40  not on this account: +14156661000, +14156661001, +14156661002, and 37 more');
  expect(lines.slice(3)).toEqual([
    'hint: to list the numbers of this account, run sinchctl numbers list',
    `      to move the numbers from ${sales.key}, add --move-from ${sales.key}`,
  ]);
});

test('with --keep-going the failed rows are grouped in the error', async () => {
  const { world, from } = await withAccount();
  const [one] = serving(world, { key: null as never });
  if (!one) throw new Error('the sandbox has unassigned numbers');
  const content = [...assignedTo(world, sales), one];
  const { code, stderr } = await from(content, 'numbers', 'assign', '--app', support.key, '--keep-going');
  expect(code).toBe(5);
  const lines = errorOf(stderr);
  expect(lines[0]).toBe(`error: 150 of 151 items failed: assigned to ${sales.key}`);
  expect(lines[1]).toMatch(/^ {2}\+\d+, \+\d+, \+\d+, and 147 more$/);
  expect(lines.length).toBeLessThan(5);
});

test('more than ten invalid lines of a file are grouped', async () => {
  const { from } = await withAccount();
  const bad = Array.from({ length: 400 }, (_, i) => `no-number-${i}`);
  const text = await from([free, ...bad], 'numbers', 'assign', '--app', support.key);
  expect(text.code).toBe(2);
  const lines = errorOf(text.stderr);
  expect(lines[0]).toBe('error: 400 entries are invalid');
  expect(lines.length).toBeLessThan(5);
  const json = await from([free, ...bad], 'numbers', 'assign', '--app', support.key, '--json');
  expect(json.error().items).toHaveLength(400);
});

test('invalid arguments are grouped', async () => {
  const bad = Array.from({ length: 30 }, (_, i) => `no-number-${i}`);
  const { code, stderr } = await sandbox(['numbers', 'list', ...bad]);
  expect(code).toBe(2);
  const lines = errorOf(stderr);
  expect(lines[0]).toBe('error: 30 arguments are invalid');
  expect(lines.length).toBeLessThan(5);
});

test('problems in a state file are grouped', async () => {
  const home = newHome();
  const file = home.path('account.yaml');
  const bad = Array.from({ length: 60 }, (_, i) => `no-number-${i}`);
  writeFileSync(file, JSON.stringify(stateOf('support', { numbers: { voice: bad } }), null, 1));
  const { code, stderr } = await sandbox(['diff', '-f', file], { home });
  expect(code).toBe(2);
  const lines = errorOf(stderr);
  expect(lines[0]).toBe(`error: ${file} has 60 problems`);
  expect(lines[1]).toMatch(/^ {2}60 {2}\D+: .*:\d+:\d+, .*, and 57 more$/);
  expect(lines).toHaveLength(3);
});

test('items of an undo that have changed since the run are grouped', async () => {
  const { world, from, home, env } = await withAccount();
  const moved = assignedTo(world, sales);
  const assigned = await from(
    moved,
    'numbers',
    'assign',
    '--app',
    support.key,
    '--move-from',
    'any',
    '--yes',
  );
  expect(assigned.code).toBe(0);
  const [, name = ''] = /undo (\S+)/.exec(assigned.stderr) ?? [];
  for (const one of moved.slice(0, 100)) world.assign(one, 'voice', null);
  const { code, stderr } = await run(['undo', name, '--yes'], { env, home });
  expect(code).toBe(5);
  expect(errorOf(stderr).length).toBeLessThan(5);
});
