import { describe, expect, test } from 'vitest';
import { ours, sales, spare, support } from '../support/account.ts';
import { serveMany, unassignedIn } from '../support/bulk.ts';
import { PROGRAM, start } from '../support/spawn.ts';

/** A command that holds its lock until it is released, and what others can do meanwhile. */
async function writing() {
  let arrived = () => {};
  const post = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  let letGo = () => {};
  const gate = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  let isFirst = true;
  const served = await serveMany({
    numbers: 50,
    between: async (request, answer) => {
      if (request.method === 'POST' && isFirst) {
        isFirst = false;
        arrived();
        await gate;
      }
      return answer(request);
    },
  });
  const [mine = '', ...others] = unassignedIn(served.world);
  const argv = ['numbers', 'assign', mine, '--app', spare.key];
  const first = start(process.execPath, [PROGRAM, ...argv], { env: served.env });
  await post;
  const run = (...line: string[]) => start(process.execPath, [PROGRAM, ...line], { env: served.env });
  return { ...served, first, others, run, letGo };
}

describe('while another process changes the same application and capability', () => {
  test('a second process exits with code 9 and shows the holder; it sends nothing', async () => {
    const { first, others, run, requests, letGo } = await writing();
    const before = requests.length;
    const { code, stdout, stderr } = await run(
      'numbers',
      'assign',
      `${others[0]}`,
      '--app',
      spare.key,
      '--json',
    ).ended;
    expect([code, stdout]).toEqual([9, '']);
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({ kind: 'busy', retryable: true });
    expect(error.message).toContain(
      `application ${spare.key} (voice numbers, profile environment) is locked`,
    );
    const holder = `process ${first.child.pid} on \\S+ \\(sinchctl numbers assign .*, since \\d{4}-`;
    expect(error.message).toMatch(new RegExp(holder));
    expect(error.hint).toContain('--lock-timeout');
    expect(requests.length).toBe(before);
    letGo();
    expect((await first.ended).code).toBe(0);
  });

  test('--lock-timeout waits for it', async () => {
    const { first, others, run, letGo, world } = await writing();
    const line = ['numbers', 'assign', `${others[0]}`, '--app', spare.key, '--lock-timeout', '15'];
    const second = run(...line);
    // It must be waiting, not failing, before the first one is released.
    const early = await Promise.race([
      second.ended,
      new Promise((resolve) => setTimeout(resolve, 700, 'waits')),
    ]);
    expect(early).toBe('waits');
    letGo();
    expect((await second.ended).code).toBe(0);
    expect((await first.ended).code).toBe(0);
    expect(world.applicationOf(others[0] as never, 'voice')).toBe(spare.key);
  });

  test.each([
    ['another application', ['numbers', 'assign', '--app', sales.key, '@']],
    [
      'another capability',
      ['numbers', 'unassign', '--app', support.key, '--capability', 'sms', '--yes', '+14155550101'],
    ],
    ['callbacks', ['callbacks', 'set', '--app', spare.key, '--primary', 'https://n.example']],
    ['a dry run', ['numbers', 'assign', '--app', spare.key, '--dry-run', '@']],
    ['a read', ['numbers', 'list', '--app', spare.key]],
  ])('%s is not blocked', async (_, line) => {
    const { first, others, run, letGo } = await writing();
    const { code, stderr } = await run(...line.map((word) => (word === '@' ? `${others[0]}` : word))).ended;
    expect(code, stderr).toBe(0);
    letGo();
    expect((await first.ended).code).toBe(0);
  });

  test('a move out of the application is also blocked, by name or any', async () => {
    const { first, run, letGo } = await writing();
    const overwrite = [
      'numbers',
      'overwrite',
      ours,
      '--app',
      sales.key,
      '--move-from',
      spare.key,
      '--yes',
      '--api',
      'calling',
    ];
    expect((await run(...overwrite).ended).code).toBe(9);
    letGo();
    expect((await first.ended).code).toBe(0);
  });
});
