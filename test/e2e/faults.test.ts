import { describe, expect, test } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import { free, freeVoice, ours, sales, serving, support, supportVoice, theirs } from '../support/account.ts';
import { type Row, run } from '../support/run.ts';
import { serve } from '../support/serve.ts';
import { sized } from '../support/sizes.ts';
import { sinchctl } from '../support/spawn.ts';

const URL = 'https://voice.example.com/sinch';
const isOn = (number: typeof free, key: string | null) => (world: World) =>
  world.applicationOf(number, 'voice') === key;

/** The main commands, and the expected state of the account when one reports success. */
const COMMANDS: [string[], (world: World) => boolean][] = [
  [['numbers', 'list'], () => true],
  [['numbers', 'list', '--api', 'portal'], () => true],
  [
    ['numbers', 'assign', free, freeVoice],
    (world) => isOn(free, support.key)(world) && isOn(freeVoice, support.key)(world),
  ],
  [['numbers', 'assign', theirs, '--move-from', 'any', '--yes'], isOn(theirs, support.key)],
  [['numbers', 'unassign', ours, '-y'], isOn(ours, null)],
  [['numbers', 'unassign', ours, '-y', '--api', 'portal'], isOn(ours, null)],
  [
    ['numbers', 'overwrite', ours, free, '--app', support.key, '-y'],
    (world) => serving(world, support).join() === [ours, free].join(),
  ],
  [
    ['numbers', 'overwrite', ...supportVoice.slice(2), free, '--app', support.key, '-y', '--api', 'calling'],
    (world) => serving(world, support).join() === [free, ...supportVoice.slice(2)].sort().join(),
  ],
  [['callbacks', 'get', '--app', sales.key], () => true],
  [
    ['callbacks', 'set', '--primary', URL],
    (world) => {
      const { primary, fallback } = world.callbacksOf(support.key);
      return primary === URL && fallback === support.callbacks.fallback;
    },
  ],
  [['query', '+46730170101', '+14155550100'], () => true],
];

// A redirect fails immediately; if only some of several requests were redirected, the command is partially done.
const FAULTS: [string, number[]][] = [
  ['429:0.2', [0, 6]],
  ['503:0.2', [0, 6]],
  ['reset:0.2', [0, 6]],
  ['latency:1-20', [0]],
  ['truncate:0.2', [0, 6]],
  ['html:0.2', [0, 6]],
  ['redirect:0.2', [0, 1, 5]],
];

const ROUNDS = sized(6, 2);

/** A different sequence for each round, the same in every run. */
function sequence(seed: number): () => number {
  let state = seed * 2654435761;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** A row with `done` must match the account, regardless of other results. */
function expectTrue(rows: Row[], world: World): void {
  for (const { result, kind, number, to } of rows) {
    if (result === 'done' && kind === 'number')
      expect(world.applicationOf(number as typeof free, 'voice')).toBe(to);
  }
}

describe.each(FAULTS)('with %s', (fault, promised) => {
  const named = COMMANDS.map(([argv, isDone]) => ({ line: argv.slice(0, 4).join(' '), argv, isDone }));
  test.each(named)(
    '$line succeeds or exits with its documented code in every round',
    async ({ argv, isDone }) => {
      for (let round = 0; round < ROUNDS; round++) {
        const { env, world } = await serve({ faults: [fault], random: sequence(round + 1) });
        const { code, stdout, stderr } = await run([...argv, '--json'], { env });
        expect(promised, `round ${round}: ${stderr}`).toContain(code);
        expect(stderr).not.toMatch(/\n\s+at /);
        expect(stderr).not.toContain('unexpected');
        if (code === 0) expect(isDone(world), `round ${round} says that all is done`).toBe(true);
        if (stdout !== '') expectTrue(JSON.parse(stdout), world);
      }
    },
  );

  test('every command of the built program succeeds or exits with its documented code', async () => {
    // One retry keeps delays short; the rounds above use five retries.
    for (const [argv, isDone] of COMMANDS.filter((_, i) => i % 2 === 0)) {
      const { env, world } = await serve({ faults: [fault], random: sequence(argv.length) });
      const { code, stdout, stderr } = await sinchctl([...argv, '--json', '--retries', '1'], { env });
      expect(promised, stderr).toContain(code);
      expect(stderr).not.toMatch(/\n\s+at /);
      if (code === 0) expect(isDone(world)).toBe(true);
      if (stdout !== '') expectTrue(JSON.parse(stdout), world);
    }
  });
});
