import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { World } from '../../src/sandbox/world.ts';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  serving,
  spare,
  support,
  supportVoice,
  theirs,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { type RunOptions, run } from '../support/run.ts';
import { lines, type ServeOptions, serve } from '../support/serve.ts';
import { stateOf } from '../support/state.ts';

type Change = (world: World) => void;

/** A served account, and commands during whose prompt another user changes it. */
async function deciding(colleague: Change, options: ServeOptions = {}) {
  const { env, world, requests } = await serve(options);
  const home = newHome();
  const whileAsked = (argv: string[], answer = 'y', given: RunOptions = {}) =>
    run(argv, {
      home,
      env,
      terminal: true,
      width: 2000,
      answers: [answer],
      whileAsked: () => colleague(world),
      ...given,
    });
  const file = home.path('account.json');
  const apply = (content: object, ...argv: string[]) => {
    writeFileSync(file, JSON.stringify(content));
    return ['apply', '-f', file, ...argv];
  };
  const sent = () => lines(requests).filter((line) => !line.startsWith('GET'));
  return { env, home, world, requests, whileAsked, apply, sent, file };
}

const assign =
  (what: string, to: { key: string } | null, capability: 'voice' | 'sms' = 'voice'): Change =>
  (world) =>
    world.assign(what as never, capability, (to?.key ?? null) as never);

const setCallbacks =
  (urls: { primary?: string; fallback?: string }): Change =>
  (world) =>
    world.setCallbacks(support.key, { ...support.callbacks, ...urls } as never);

const tail = support.key.slice(-4);
const overwrite = (...argv: string[]) => ['numbers', 'overwrite', ...argv, '--app', support.key];
const unassign = (...argv: string[]) => ['numbers', 'unassign', ...argv, '--app', support.key];

describe('a change during the prompt: exit 7, no changes are made, and it is listed', () => {
  test.each<[string, string[], string, Change, string, string]>([
    [
      'unassign: the number was moved',
      unassign(ours, oursWithSms),
      'y',
      assign(ours, sales),
      ours,
      `${ours} is now assigned to ${sales.key}`,
    ],
    [
      'unassign: the number was unassigned',
      unassign(ours, oursWithSms),
      'y',
      assign(ours, null),
      ours,
      `${ours} is now unassigned`,
    ],
    [
      'unassign: a number that was unassigned is assigned',
      unassign(ours, free),
      'y',
      assign(free, support),
      free,
      `${free} is now assigned to ${support.key}`,
    ],
    [
      'unassign with the portal API: another capability was assigned',
      unassign(ours, free, '--api', 'portal', '--all-capabilities'),
      'y',
      assign(free, support, 'sms'),
      free,
      `${free} is now assigned to ${support.key} for sms`,
    ],
    [
      'overwrite with the portal API: a number was added to the set',
      overwrite(...supportVoice.slice(1), '--api', 'portal'),
      tail,
      assign(freeVoice, support),
      freeVoice,
      `${freeVoice} is now assigned to ${support.key}`,
    ],
    [
      'overwrite with the portal API, without removals: a number was added to the set',
      overwrite(...supportVoice, free, '--api', 'portal'),
      'y',
      assign(freeVoice, support),
      freeVoice,
      `${freeVoice} is now assigned to ${support.key}`,
    ],
    [
      'overwrite: an unchanged number was moved away',
      overwrite(...supportVoice.slice(1), '--api', 'portal'),
      tail,
      assign(supportVoice[3] ?? '', spare),
      supportVoice[3] ?? '',
      `is now assigned to ${spare.key}`,
    ],
    [
      'overwrite: the number to add was assigned elsewhere',
      overwrite(...supportVoice, free, '--api', 'calling', '--move-from', 'any'),
      'y',
      assign(free, sales),
      free,
      `${free} is now assigned to ${sales.key}`,
    ],
    [
      'overwrite: the number to remove was moved',
      overwrite(...supportVoice.slice(1), '--api', 'calling'),
      tail,
      assign(ours, sales),
      ours,
      `${ours} is now assigned to ${sales.key}`,
    ],
  ])('%s', async (_, argv, answer, colleague, item, reason) => {
    const { whileAsked, world, sent } = await deciding(colleague);
    const { code, stdout, stderr, questions } = await whileAsked(argv, answer);
    const after = changes(world);
    expect([code, stdout, questions.length], stderr).toEqual([7, '', 1]);
    expect(stderr).toContain('the account has changed since the plan was shown');
    expect(stderr).toContain(item);
    expect(stderr).toContain(reason);
    expect(stderr).toContain('No changes made.');
    expect(stderr).toContain('run the same command again');
    expect(sent()).toEqual([]);
    expect(changes(world)).toEqual(after);
  });

  test('unassign with the portal API, if another capability would also be removed', async () => {
    const { whileAsked, world, sent } = await deciding(assign(oursWithSms, support, 'sms'));
    world.assign(oursWithSms, 'sms', null);
    const { code, stderr } = await whileAsked(unassign(oursWithSms, '--api', 'portal'));
    expect(code).toBe(7);
    expect(stderr).toContain(`${oursWithSms} is now assigned to ${support.key} for sms`);
    expect(sent()).toEqual([]);
  });

  test.each<[string, object, string[], Change, string]>([
    [
      'an unassigned number was assigned elsewhere',
      stateOf(support.key, { numbers: { voice: [free, ours] } }),
      [],
      assign(free, sales),
      `${free} is now assigned to ${sales.key}`,
    ],
    [
      'a number to move was moved elsewhere',
      stateOf(support.key, { numbers: { voice: [theirs] } }),
      [],
      assign(theirs, spare),
      `${theirs} is now assigned to ${spare.key}`,
    ],
    [
      'a number that was up to date was moved away',
      stateOf(support.key, { numbers: { voice: [free, ours] } }),
      [],
      assign(ours, sales),
      `${ours} is now assigned to ${sales.key}`,
    ],
    [
      'the change was already made',
      stateOf(support.key, { numbers: { voice: [free, freeVoice] } }),
      [],
      assign(free, support),
      `${free} is now assigned to ${support.key}`,
    ],
    [
      'a number was added to a pruned list',
      stateOf(support.key, { numbers: { voice: supportVoice.slice(1) } }),
      ['--prune'],
      assign(free, support),
      `${free} is now assigned to ${support.key}`,
    ],
    [
      'the callback was changed',
      stateOf(support.key, { callbacks: { primary: 'https://new.example.com' } }),
      [],
      setCallbacks({ primary: 'https://colleague.example.com' }),
      `primary of ${support.key} is now https://colleague.example.com`,
    ],
    [
      'the other callback, which the same request writes, was changed',
      stateOf(support.key, { callbacks: { primary: 'https://new.example.com' } }),
      [],
      setCallbacks({ fallback: 'https://colleague.example.com' }),
      `fallback of ${support.key} is now https://colleague.example.com`,
    ],
    [
      'the other callback was cleared',
      stateOf(support.key, { callbacks: { primary: 'https://new.example.com' } }),
      [],
      (world) => world.setCallbacks(support.key, { primary: support.callbacks.primary } as never),
      `fallback of ${support.key} is no longer set`,
    ],
    [
      'a callback that was up to date was changed',
      stateOf(support.key, { callbacks: { primary: support.callbacks.primary }, numbers: { voice: [free] } }),
      [],
      setCallbacks({ primary: 'https://colleague.example.com' }),
      `primary of ${support.key} is now https://colleague.example.com`,
    ],
  ])('apply: %s', async (_, content, extra, colleague, reason) => {
    const { whileAsked, apply, world, sent } = await deciding(colleague);
    const { code, stdout, stderr } = await whileAsked(apply(content, ...extra));
    const after = changes(world);
    expect([code, stdout], stderr).toEqual([7, '']);
    expect(stderr).toContain('the account has changed since the plan was shown');
    expect(stderr).toContain(reason);
    expect(sent()).toEqual([]);
    expect(changes(world)).toEqual(after);
  });

  test('apply, if a number is no longer on the account', async () => {
    let isGone = false;
    const { whileAsked, apply, sent } = await deciding(
      () => {
        isGone = true;
      },
      {
        between: async (request, answer) => {
          const delivery = await answer(request);
          if (!isGone || delivery.how !== 'whole') return delivery;
          const body = delivery.response.body.replaceAll(free, unknown);
          return { ...delivery, response: { ...delivery.response, body } };
        },
      },
    );
    const { code, stderr } = await whileAsked(apply(stateOf(support.key, { numbers: { voice: [free] } })));
    expect(code).toBe(7);
    expect(stderr).toContain(`${free} is no longer on this account`);
    expect(sent()).toEqual([]);
  });

  test.each<[string, string[], Change, string]>([
    [
      'a number',
      ['numbers', 'assign', free, freeVoice, '--app', support.key],
      assign(free, sales),
      `${free} is now assigned to ${sales.key}`,
    ],
    [
      'a callback',
      ['callbacks', 'set', '--app', support.key, '--primary', 'https://new.example.com'],
      setCallbacks({ primary: 'https://colleague.example.com' }),
      `primary of ${support.key} is now https://colleague.example.com`,
    ],
  ])('undo of %s, by its run and by its file', async (_, argv, colleague, reason) => {
    const { whileAsked, world, home, env, sent } = await deciding(colleague);
    const results = home.path('results.ndjson');
    const { stderr: told, code: first } = await run([...argv, '--results', results], { home, env });
    expect(first).toBe(0);
    const before = sent().length;
    const name = /undo (\S+)/.exec(told)?.[1] ?? '';
    const initial = changes(world);
    for (const what of [name, results]) {
      world.setCallbacks(support.key, { ...support.callbacks, primary: 'https://new.example.com' } as never);
      for (const one of [free, freeVoice]) world.assign(one, 'voice', support.key);
      if (argv[0] === 'numbers') world.setCallbacks(support.key, support.callbacks);
      else for (const one of [free, freeVoice]) world.assign(one, 'voice', null);
      expect(changes(world)).toEqual(initial);
      const { code, stdout, stderr } = await whileAsked(['undo', what]);
      expect([code, stdout], stderr).toEqual([7, '']);
      expect(stderr).toContain(reason);
      expect(sent()).toHaveLength(before);
    }
  });
});

test('every difference is an item of the error, and many numbers with one reason are counted', async () => {
  const gone = [5, 6, 8, 10, 11].map(number).filter((one) => supportVoice.includes(one));
  expect(gone.length).toBeGreaterThan(2);
  const { whileAsked } = await deciding((world) => {
    for (const one of gone) world.assign(one, 'voice', sales.key);
    world.assign(ours, 'voice', null);
  });
  const { code, error } = await whileAsked([...unassign(ours, ...gone), '--json']);
  expect(code).toBe(7);
  expect(error()).toMatchObject({ kind: 'refused', exitCode: 7, retryable: false });
  expect(error().items.toSorted()).toEqual([ours, ...gone].toSorted());
  expect(error().message).toContain(`${gone.length} now assigned to ${sales.key}: ${gone.join(', ')}`);
  expect(error().message).toContain(`1 now unassigned: ${ours}`);
});

describe('unrelated changes do not affect the plan', () => {
  test.each<[string, string[], string, Change]>([
    ['unassign', unassign(ours), 'y', assign(theirs, spare)],
    ['unassign of a number whose sms changes', unassign(oursWithSms), 'y', assign(oursWithSms, sales, 'sms')],
    ['overwrite', overwrite(...supportVoice.slice(1)), tail, assign(free, sales)],
  ])('%s', async (_, argv, answer, colleague) => {
    const { whileAsked } = await deciding(colleague);
    const { code, stderr } = await whileAsked(argv, answer);
    expect(code, stderr).toBe(0);
  });

  test('apply without --prune', async () => {
    const { whileAsked, apply, world } = await deciding((one) => {
      one.assign(freeVoice, 'voice', support.key);
      one.setCallbacks(sales.key, { primary: 'https://colleague.example.com' });
    });
    const { code, stderr } = await whileAsked(
      apply(stateOf(support.key, { numbers: { voice: [free] }, callbacks: { fallback: null } })),
    );
    expect(code, stderr).toBe(0);
    expect(serving(world, support)).toContain(free);
    expect(serving(world, support)).toContain(freeVoice);
  });

  test('but apply --plan detects a different plan', async () => {
    const { whileAsked, apply, home, env, file, sent } = await deciding(assign(freeVoice, sales));
    const argv = apply(stateOf(support.key, { numbers: { voice: [free] } }));
    const { stderr } = await run(['diff', '-f', file], { home, env });
    const id = /plan ([0-9a-f]+)/.exec(stderr)?.[1] ?? '';
    const { code, stderr: told } = await whileAsked([...argv, '--plan', id]);
    expect(code).toBe(7);
    expect(told).toContain(id);
    expect(sent()).toEqual([]);
  });
});

describe('the account is read again', () => {
  const reads = (all: readonly string[]) => {
    const write = all.findIndex((line) => !line.startsWith('GET'));
    return all.slice(0, write < 0 ? undefined : write).length;
  };

  test('after a prompt, but not with --yes', async () => {
    const asked = await deciding(() => undefined);
    expect((await asked.whileAsked(unassign(ours))).code).toBe(0);
    expect(reads(lines(asked.requests))).toBe(2);
    const sure = await deciding(() => undefined);
    expect((await sure.whileAsked([...unassign(ours), '--yes'])).code).toBe(0);
    expect(reads(lines(sure.requests))).toBe(1);
  });

  test('not with --no-check', async () => {
    const { whileAsked, requests } = await deciding(() => undefined);
    expect((await whileAsked([...unassign(ours), '--no-check'])).code).toBe(0);
    expect(reads(lines(requests))).toBe(0);
  });

  test('not after the answer no', async () => {
    const { whileAsked, requests } = await deciding(assign(ours, sales));
    const { code, stderr } = await whileAsked(unassign(ours), 'n');
    expect(code).toBe(7);
    expect(stderr).toContain('not confirmed');
    expect(lines(requests)).toHaveLength(1);
  });

  test('and if it cannot be read, no changes are made', async () => {
    let isAway = false;
    const { whileAsked, sent } = await deciding(
      () => {
        isAway = true;
      },
      {
        between: async (request, answer) =>
          isAway ? { how: 'whole', response: { status: 500, headers: {}, body: 'no' } } : answer(request),
      },
    );
    const { code, stdout } = await whileAsked(unassign(ours));
    expect([code, stdout, sent()]).toEqual([6, '', []]);
  });
});

test('a number that was selected as unassigned is not moved from its new application', async () => {
  const { env, world, requests } = await serve();
  const { code, stderr } = await run(['numbers', 'assign', '--app', support.key, '--move-from', 'any'], {
    env,
    terminal: true,
    answers: [free.slice(-4), ''],
    whileAsked: () => world.assign(free, 'voice', sales.key),
  });
  expect(code).toBe(7);
  expect(stderr).toContain(free);
  expect(world.applicationOf(free, 'voice')).toBe(sales.key);
  expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
});
