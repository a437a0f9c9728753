import { writeFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { withLock } from '../../src/platform/lock.ts';
import { createWorld } from '../../src/sandbox/state.ts';
import { changes, number, spare, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { sized } from '../support/sizes.ts';
import { sinchctl } from '../support/spawn.ts';

const writers = Array.from({ length: 20 }, (_, i) => number(i));
const assign = (one: string) => [
  ...[
    'numbers',
    'assign',
    one,
    '--app',
    'spare',
    '--move-from',
    'any',
    '--yes',
    '--no-input',
    '-q',
    '--lock-timeout',
    '20',
  ],
];

test('reset --numbers 50 during concurrent changes in one process leaves 50 numbers', async () => {
  for (let round = 0; round < sized(5, 2); round++) {
    const home = newHome();
    const before = writers.map((one) => sandbox(assign(one), { home }));
    const reset = run(['sandbox', 'reset', '--numbers', '50'], { home });
    const after = writers.map((one) => sandbox(assign(one), { home }));
    const ended = await Promise.all([...before, reset, ...after]);
    expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
    expect(home.world().size).toBe(50);
  }
});

test('reset --numbers 50 during changes by other processes leaves 50 numbers', {
  timeout: 60_000,
}, async () => {
  const home = newHome();
  const { env } = home;
  const some = writers.slice(0, sized(20, 10));
  const start = (one: string) => sinchctl(['--profile', 'sandbox', ...assign(one)], { env });
  const before = some.slice(0, some.length / 2).map(start);
  // The first process has finished; others are still running.
  await Promise.race(before);
  const reset = sinchctl(['sandbox', 'reset', '--numbers', '50'], { env });
  const after = some.slice(some.length / 2).map(start);
  const ended = await Promise.all([...before, reset, ...after]);
  expect(ended.filter(({ code }) => code !== 0)).toEqual([]);
  expect(home.world().size).toBe(50);
  // Changes made from now on are kept.
  await start(number(49));
  expect(home.world().size).toBe(50);
  expect(home.world().applicationOf(number(49), 'voice')).toBe(spare.key);
});

test('reset waits for a change in progress, which would otherwise undo it', async () => {
  const home = newHome();
  const reset = await withLock(`${home.statePath}.lock`, 0, async () => {
    const before = JSON.stringify(createWorld().snapshot());
    const running = sinchctl(['sandbox', 'reset', '--numbers', '50'], { env: home.env });
    // Without waiting, it would have finished by then.
    await Promise.race([running, setTimeout(1500)]);
    writeFileSync(home.statePath, before);
    return { running };
  });
  expect(await reset.running).toMatchObject({ code: 0, stdout: '' });
  expect(home.world().size).toBe(50);
});

test.each([
  ['', 1],
  ['{', 1],
  ['[]', 1],
  ['null', 1],
  ['{"version":2}', 3],
  ['{"version":1,"numbers":-1}', 1],
  ['\u0000\u0001', 1],
])('reset replaces a state file that contains %j, which is otherwise exit %d', async (text, exitCode) => {
  const home = newHome();
  writeFileSync(home.statePath, text);
  expect((await sinchctl(['--profile', 'sandbox', 'numbers', 'list'], { env: home.env })).code).toBe(
    exitCode,
  );
  const { code, stdout, stderr } = await sinchctl(['sandbox', 'reset'], { env: home.env });
  expect([code, stdout], stderr).toEqual([0, '']);
  expect(changes(home.world())).toEqual(UNCHANGED);
  expect((await sinchctl(['--profile', 'sandbox', 'numbers', 'list'], { env: home.env })).code).toBe(0);
});
