import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { free, number, ours, spare, support } from '../support/account.ts';
import { rowsIn, serveMany, unassignedIn } from '../support/bulk.ts';
import { newHome } from '../support/home.ts';
import type { Row } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { PROGRAM, sinchctl, start } from '../support/spawn.ts';

const ASSIGN = ['numbers', 'assign', free, '--app', spare.key];

const historyOf = async (env: Record<string, string>): Promise<Row[]> =>
  JSON.parse((await sinchctl(['history', '--changes', '--json'], { env })).stdout);

test('killed between request and outcome: the history shows unknown, and undo uses the current value', async () => {
  let arrived = () => {};
  const post = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const { env, world } = await serve({
    between: async (request, answer) => {
      const reply = await answer(request);
      if (request.method !== 'POST') return reply;
      arrived();
      await new Promise((resolve) => setTimeout(resolve, 2_000));
      return reply;
    },
  });
  const home = newHome();
  const all = { ...home.env, ...env };
  const { child, ended } = start(process.execPath, [PROGRAM, ...ASSIGN], { env: all });
  await post;
  child.kill('SIGKILL');
  await ended;
  expect(world.applicationOf(free, 'voice')).toBe(spare.key);
  const [row] = await historyOf(all);
  expect(row).toMatchObject({ number: free, change: 'add', to: spare.key, result: 'unknown' });
  expect(row?.message).toContain('no outcome');
  const undone = await sinchctl(['undo', String(row?.run), '--yes', '--json'], { env: all });
  expect(undone.code, undone.stderr).toBe(0);
  expect(world.applicationOf(free, 'voice')).toBeNull();
});

test('killed between record and request: the history shows unknown, nothing was sent, and undo has nothing to do', async () => {
  // The second request waits for the response to the first, after its change has been recorded.
  const { env, world, requests } = await serve({
    between: async (request, answer) =>
      request.method === 'GET' ? answer(request) : new Promise<never>(() => undefined),
  });
  const home = newHome();
  const all = { ...home.env, ...env };
  const argv = ['numbers', 'unassign', ours, number(1), '--yes', '--concurrency', '1'];
  const { child, ended } = start(process.execPath, [PROGRAM, ...argv], { env: all });
  const journal = `${home.env.SINCHCTL_STATE_DIR}/journal.ndjson`;
  const isRecorded = () => existsSync(journal) && readFileSync(journal, 'utf8').includes(number(1));
  const isSent = () => lines(requests).some((line) => !line.startsWith('GET'));
  for (let n = 0; n < 1000 && !(isRecorded() && isSent()); n++)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect([isRecorded(), isSent()]).toEqual([true, true]);
  child.kill('SIGKILL');
  await ended;
  expect(lines(requests).filter((line) => !line.startsWith('GET'))).toHaveLength(1);
  const rows = await historyOf(all);
  expect(rows).toMatchObject([ours, number(1)].map((one) => ({ number: one, result: 'unknown' })));
  const undone = await sinchctl(['undo', String(rows[0]?.run), '--yes', '--json'], { env: all });
  expect(undone.code, undone.stderr).toBe(0);
  for (const one of [ours, number(1)]) expect(world.applicationOf(one, 'voice')).toBe(support.key);
});

test('killed, and undone by its results file: missing changes are shown with the command that undoes them', async () => {
  let posts = 0;
  let reached = () => {};
  const moment = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const { env, world, write, file, results } = await serveMany({
    numbers: 3_000,
    between: async (request, answer) => {
      const reply = await answer(request);
      if (request.method !== 'POST' || ++posts < 4) return reply;
      reached();
      await new Promise((resolve) => setTimeout(resolve, 5_000));
      return reply;
    },
  });
  const numbers = unassignedIn(world);
  write(numbers);
  const changed = () => numbers.filter((number) => world.applicationOf(number, 'voice') !== null).length;
  const argv = ['numbers', 'assign', '--app', spare.key, '--results', results, '--concurrency', '2'];
  const { child, ended } = start(process.execPath, [PROGRAM, ...argv, '--from', file], { env });
  await moment;
  await new Promise((resolve) => setTimeout(resolve, 200));
  child.kill('SIGKILL');
  await ended;
  posts = Number.NEGATIVE_INFINITY;
  expect(changed()).toBeGreaterThan(rowsIn(results).length);
  const first = await sinchctl(['undo', results, '--max-removals', '1000', '--yes', '-q'], { env });
  expect(first.code, first.stderr).toBe(0);
  expect(changed()).toBeGreaterThan(0);
  const [, count, line] =
    /does not list (\d+) changes of run .*; to undo: sinchctl (.*)/.exec(first.stderr) ?? [];
  expect(Number(count)).toBe(changed());
  const second = await sinchctl([...String(line).split(' '), '--yes'], { env });
  expect(second.code, second.stderr).toBe(0);
  expect(changed()).toBe(0);
  const third = await sinchctl(['undo', results, '--max-removals', '1000', '--yes', '-q'], { env });
  expect([third.code, third.stderr]).toEqual([0, '']);
});

test('two concurrent overwrites: one succeeds completely, the other exits with code 9', async () => {
  let arrived = () => {};
  const put = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const { env, world } = await serve({
    between: async (request, answer) => {
      if (request.method === 'POST' || request.method === 'PUT') {
        arrived();
        await gate;
      }
      return answer(request);
    },
  });
  const home = newHome();
  const all = { ...home.env, ...env };
  const overwrite = (number: string) => [
    'numbers',
    'overwrite',
    number,
    '--app',
    spare.key,
    '--yes',
    '--move-from',
    'any',
    '--yes',
  ];
  const first = start(process.execPath, [PROGRAM, ...overwrite(free)], { env: all });
  await put;
  const second = await sinchctl(overwrite('+14155550104'), { env: all });
  letGo();
  const { code, stderr } = await first.ended;
  expect([code, second.code], stderr).toEqual([0, 9]);
  expect(world.applicationOf(free, 'voice')).toBe(spare.key);
  expect(world.applicationOf('+14155550104' as never, 'voice')).toBeNull();
});

test('an apply that is killed and run again succeeds', { timeout: 60_000 }, async () => {
  let posts = 0;
  let reached = () => {};
  const { env, world } = await serve({
    numbers: 3_000,
    between: async (request, answer) => {
      const reply = await answer(request);
      if (request.method === 'POST' && ++posts === 4) reached();
      return reply;
    },
  });
  const home = newHome();
  const file = home.path('state.json');
  const numbers = world.numbers.filter((number) => world.applicationOf(number, 'voice') === null);
  writeFileSync(
    file,
    JSON.stringify({ version: 1, applications: [{ application: spare.key, numbers: { voice: numbers } }] }),
  );
  const argv = ['apply', '-f', file, '--yes', '--json', '-q'];
  const moment = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const all = { ...home.env, ...env };
  const { child, ended } = start(process.execPath, [PROGRAM, ...argv], { env: all });
  await moment;
  child.kill('SIGKILL');
  expect((await ended).signal).toBe('SIGKILL');
  const again = await sinchctl(argv, { env: all, limit: 30_000 });
  expect(again.code, again.stderr).toBe(0);
  for (const number of numbers) expect(world.applicationOf(number, 'voice')).toBe(spare.key);
  expect(JSON.parse((await sinchctl(argv, { env: all })).stdout)).toEqual([]);
});
