import { once } from 'node:events';
import { expect, test } from 'vitest';
import { spare } from '../support/account.ts';
import { rowsIn, serveMany, unassignedIn } from '../support/bulk.ts';
import { sized } from '../support/sizes.ts';
import { PROGRAM, start } from '../support/spawn.ts';

const KILLS = sized(10, 4);

const argvOf = (file: string, results: string) => [
  'numbers',
  'assign',
  '--app',
  spare.key,
  '--from',
  file,
  '--results',
  results,
  '--json',
  '--quiet',
];

test('kill -9 at several moments of a run of 10,000, with the same command each time: nothing is lost', {
  timeout: 120_000,
}, async () => {
  let posts = 0;
  let reached = () => {};
  let killAt = Number.POSITIVE_INFINITY;
  const { world, write, file, results, env } = await serveMany({
    numbers: 25_000,
    between: async (request, answer) => {
      const reply = await answer(request);
      if (request.method === 'POST') posts += 1;
      // The response to this request may not have arrived, so the program cannot know the outcome.
      if (posts >= killAt) reached();
      return reply;
    },
  });
  const numbers = unassignedIn(world);
  write(numbers);
  const right = () => numbers.filter((number) => world.applicationOf(number, 'voice') === spare.key).length;
  let before = 0;
  for (let n = 0; n < KILLS; n++) {
    const moment = new Promise<void>((resolve) => {
      reached = resolve;
    });
    killAt = posts + 1 + ((n * 7) % 9);
    const { child, ended } = start(process.execPath, [PROGRAM, ...argvOf(file, results)], {
      env,
      limit: 60_000,
    });
    await Promise.race([moment, ended]);
    child.kill('SIGKILL');
    const { signal } = await ended;
    expect(signal).toBe('SIGKILL');
    expect(right()).toBeGreaterThanOrEqual(before);
    before = right();
  }
  expect(before).toBeLessThan(numbers.length);
  killAt = Number.POSITIVE_INFINITY;
  const last = await start(process.execPath, [PROGRAM, ...argvOf(file, results)], { env, limit: 60_000 })
    .ended;
  expect(last.code, last.stderr).toBe(0);
  expect(right()).toBe(numbers.length);
  expect(JSON.parse(last.stdout)).toHaveLength(numbers.length);
  // Every row that was written is complete, and every number has a final result in one of them.
  const ends = rowsIn(results).filter(({ result }) => result === 'done' || result === 'unchanged');
  expect(new Set(ends.map(({ number }) => number)).size).toBe(numbers.length);
});

test('the lock of a killed run is taken over immediately', { timeout: 60_000 }, async () => {
  let arrived = () => {};
  const post = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let isHeld = true;
  const { world, write, file, results, env } = await serveMany({
    numbers: 25,
    between: async (request, answer) => {
      if (request.method === 'POST' && isHeld) {
        arrived();
        return { how: 'reset' };
      }
      return answer(request);
    },
  });
  write(unassignedIn(world));
  const { child, ended } = start(process.execPath, [PROGRAM, ...argvOf(file, results)], { env });
  await post;
  child.kill('SIGKILL');
  await ended;
  isHeld = false;
  const again = start(process.execPath, [PROGRAM, ...argvOf(file, results)], { env });
  const [code] = await once(again.child, 'close');
  expect(code, again.texts.stderr).toBe(0);
});
