import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  sales,
  serving,
  spare,
  support,
  supportVoice,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { stateOf, withState } from '../support/state.ts';

const wanted = stateOf('support', {
  callbacks: { primary: 'https://new.example.com' },
  numbers: { voice: [free, theirs, ours], sms: [] },
});

test('apply makes the account match the file, and applying it again changes nothing', async () => {
  const { apply, home } = withState(wanted);
  const { code, json, stderr } = await apply('--prune');
  expect(code, stderr).toBe(0);
  expect(new Set(json().map(({ result }) => result))).toEqual(new Set(['done']));
  expect(serving(home.world(), support)).toEqual([ours, theirs, free]);
  expect(serving(home.world(), support, 'sms')).toEqual([]);
  expect(home.world().callbacksOf(support.key)).toEqual({
    ...support.callbacks,
    primary: 'https://new.example.com',
  });
  const again = await apply('--prune');
  expect([again.code, again.stdout]).toEqual([0, '[]\n']);
});

test('without --prune nothing is removed, and items that are not in the file are unchanged', async () => {
  const { apply, home } = withState(wanted);
  await apply();
  expect(serving(home.world(), support)).toEqual([...supportVoice, theirs, free].sort());
  expect(Object.keys(changes(home.world()).assignments).sort()).toEqual([theirs, free].sort());
  expect(Object.keys(changes(home.world()).callbacks)).toEqual([support.key]);
});

test('callbacks are set first, then numbers are assigned, then numbers are unassigned, then the account is read again', async () => {
  const { env, requests } = await serve();
  const home = newHome();
  const path = home.path('state.json');
  writeFileSync(
    path,
    JSON.stringify(
      stateOf(support.key, {
        callbacks: { primary: 'https://n.example' },
        numbers: { voice: [free, ...supportVoice.slice(1)] },
      }),
    ),
  );
  const { code } = await run(['apply', '-f', path, '--prune', '--yes'], { env, home });
  expect(code).toBe(0);
  const sent = lines(requests).map(
    (line) => line.split(' ')[0] + (line.includes('callbacks') ? ' callbacks' : ''),
  );
  const [set, assign, remove] = ['POST callbacks', 'POST', 'DELETE'].map((line) => sent.indexOf(line));
  expect(set).toBeGreaterThan(0);
  expect(assign).toBeGreaterThan(Number(set));
  expect(remove).toBeGreaterThan(Number(assign));
  expect(sent.lastIndexOf('GET')).toBeGreaterThan(Number(remove));
});

describe('confirmation', () => {
  test('apply shows the plan and prompts, and changes nothing if the answer is no', async () => {
    const { home, file } = withState(wanted);
    const { code, questions, stderr } = await sandbox(['apply', '-f', file], {
      home,
      terminal: true,
      answers: ['n'],
    });
    expect(code).toBe(7);
    expect(questions).toEqual(['Apply this plan? [y/N]']);
    expect(stderr).toContain('1 number to add, 1 to move; 1 callback to set');
    for (const part of [free, theirs, 'https://new.example.com', 'plan ']) expect(stderr).toContain(part);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('without a terminal, apply without --yes exits with code 7', async () => {
    const { home, file } = withState(wanted);
    const { code, stdout } = await sandbox(['apply', '-f', file], { home });
    expect([code, stdout]).toEqual([7, '']);
    expect(changes(home.world())).toEqual(UNCHANGED);
  });

  test('apply does not prompt if there is nothing to do', async () => {
    const { home, file } = withState(stateOf('support', { numbers: { voice: [ours] } }));
    expect((await sandbox(['apply', '-f', file], { home, terminal: true })).code).toBe(0);
  });

  test.each([
    [[], ''],
    [['--dry-run'], ''],
    [['-o', 'json'], '[]\n'],
    [['-o', 'table'], ''],
  ])('apply %j notes once that there is nothing to do', async (flags, shown) => {
    const { home, file } = withState(stateOf('support', { numbers: { voice: [ours] } }));
    const { stdout, stderr } = await sandbox(['apply', '-f', file, ...flags], { home });
    expect([stdout, stderr.match(/^note: nothing to do$/gm)]).toEqual([shown, ['note: nothing to do']]);
  });

  test('--dry-run shows the rows and changes nothing', async () => {
    const { apply, diff, home } = withState(wanted);
    const { code, json } = await apply('--dry-run');
    expect(code).toBe(0);
    expect(json()).toEqual((await diff()).json());
    expect(changes(home.world())).toEqual(UNCHANGED);
  });
});

describe('--plan', () => {
  const planOf = (stderr: string) => /plan ([0-9a-f]{32})/.exec(stderr)?.[1] ?? '';

  test('a plan for an unchanged account and file is applied', async () => {
    const { apply, diff } = withState(wanted);
    const id = planOf((await diff('--prune')).stderr);
    expect((await apply('--prune', '--plan', id)).code).toBe(0);
  });

  test('order and comments do not change the plan', async () => {
    const { diff, home, file } = withState(
      `version: 1\napplications:\n- application: support\n  numbers: {voice: ["${free}", "${theirs}"]}\n`,
    );
    const id = planOf((await diff()).stderr);
    writeFileSync(
      file,
      `# a comment\nversion: 1\napplications:\n- numbers:\n    voice: [${theirs}, "+1 415 555 0103"]\n  application: ${support.key}\n`,
    );
    expect(planOf((await sandbox(['diff', '-f', file], { home })).stderr)).toBe(id);
  });

  test.each([
    [
      'the file',
      async ({ file }: ReturnType<typeof withState>) =>
        writeFileSync(file, JSON.stringify(stateOf('support', { numbers: { voice: [free] } }))),
    ],
    [
      'a number on the account',
      async ({ go }: ReturnType<typeof withState>) =>
        void (await go('numbers', 'assign', theirs, '--app', 'spare', '--move-from', 'any', '--yes')),
    ],
    [
      'a callback on the account',
      async ({ go }: ReturnType<typeof withState>) =>
        void (await go('callbacks', 'set', '--app', 'support', '--primary', 'https://x.example')),
    ],
  ])('after a change to %s the command exits with code 7 and makes no changes', async (_, change) => {
    const state = withState(wanted);
    const id = planOf((await state.diff()).stderr);
    await change(state);
    const before = changes(state.home.world());
    const { code, error } = await state.apply('--plan', id);
    expect(code).toBe(7);
    expect(error().message).toContain(id);
    expect(changes(state.home.world())).toEqual(before);
  });

  test.each([
    [['--prune', '--only', 'numbers'], []],
    [['--only', 'callbacks'], ['--prune']],
    [['--prune'], ['--only', 'numbers']],
  ])(
    'the plan of diff %j differs from that of apply %j, and the error shows the options',
    async (ofDiff, ofApply) => {
      const { apply, diff } = withState(wanted);
      const id = planOf((await diff(...ofDiff)).stderr);
      const { code, error } = await apply(...ofApply, '--plan', id);
      expect(code).toBe(7);
      const words = ofApply.join(' ') || 'neither --prune nor --only';
      expect(error().message).toContain(`was made with ${ofDiff.join(' ')}, but apply was run with ${words}`);
    },
  );

  test.each(['--prune', '--only=numbers'])('%s changes the plan', async (flag) => {
    const { apply, diff, home } = withState(wanted);
    const id = planOf((await diff()).stderr);
    const { code, error } = await apply(flag, '--plan', id);
    expect(code).toBe(7);
    const given = flag.replace('=', ' ');
    expect(error().message).toBe(
      `plan ${id} was made with neither --prune nor --only, but apply was run with ${given}`,
    );
    expect(error().hint).toContain(given);
    // The printed command shows the plan that the same options apply.
    const line = /to review the new plan, run sinchctl (.*)/.exec(error().hint ?? '');
    const again = await run(String(line?.[1]).split(' '), { home });
    expect((await apply(flag, '--plan', planOf(again.stderr))).code).toBe(0);
  });
});

describe('--max-removals applies to each application and capability', () => {
  const many = { numbers: 60 };
  const prepared = async (voice: string[]) => {
    const { env, world } = await serve(many);
    const home = newHome();
    const path = home.path('state.json');
    writeFileSync(path, JSON.stringify(stateOf(support.key, { numbers: { voice } })));
    const go = (...argv: string[]) =>
      run(['apply', '-f', path, '--prune', '--yes', '--json', ...argv], { env, home });
    return { go, world };
  };

  test('with 24 voice numbers in one application, 11 removals exceed the default limit, even with --yes', async () => {
    const { go, world } = await prepared(serving((await serve(many)).world, support).slice(11));
    const before = JSON.stringify(world.snapshot());
    const { code, stdout, error } = await go();
    expect([code, stdout]).toEqual([7, '']);
    expect(error().items).toHaveLength(11);
    expect(error().hint).toContain('--max-removals 11');
    expect(JSON.stringify(world.snapshot())).toBe(before);
    expect((await go('--max-removals', '11')).code).toBe(0);
    expect(serving(world, support)).toHaveLength(13);
  });

  test('10 removals are allowed', async () => {
    const { go } = await prepared(serving((await serve(many)).world, support).slice(10));
    expect((await go()).code).toBe(0);
  });

  test('a move counts as a removal from the previous application', async () => {
    const { world } = await serve(many);
    const { go } = await prepared([...serving(world, support), ...serving(world, sales).slice(0, 11)]);
    const { code, error } = await go();
    expect(code).toBe(7);
    expect(error().message).toContain(sales.key);
  });
});

test('--print-schema prints a JSON Schema without a file or credentials', async () => {
  const { code, stdout } = await run(['apply', '--print-schema']);
  expect(code).toBe(0);
  const schema = JSON.parse(stdout);
  expect(schema.required).toEqual(['version', 'applications']);
  const application = schema.properties.applications.items;
  expect(Object.keys(application.properties)).toEqual(['application', 'alias', 'callbacks', 'numbers']);
  expect(application.additionalProperties).toBe(false);
});

test('numbers that are not on the account stop the command before it makes changes', async () => {
  const { apply, home } = withState(
    stateOf('support', { callbacks: { fallback: null }, numbers: { voice: [unknown, free] } }),
  );
  const { code, stdout, error } = await apply();
  expect([code, stdout]).toEqual([4, '']);
  expect(error().items).toEqual([unknown]);
  expect(changes(home.world())).toEqual(UNCHANGED);
});

test('after a failed request, running the same command again processes the rest', async () => {
  let fails = true;
  const { env, world } = await serve({
    numbers: 60,
    between: async (request, answer) => {
      if (fails && request.method === 'DELETE')
        return { how: 'whole', response: { status: 500, headers: {}, body: 'no' } };
      return answer(request);
    },
  });
  const home = newHome();
  const path = home.path('state.json');
  const mine = serving(world, support);
  writeFileSync(
    path,
    JSON.stringify(stateOf(support.key, { numbers: { voice: [...mine.slice(2), number(3), freeVoice] } })),
  );
  const argv = ['apply', '-f', path, '--prune', '--yes', '--json'];
  const first = await run(argv, { env, home });
  expect(first.code).toBe(6);
  expect(first.json().map(({ result }) => result)).toEqual(['done', 'done', 'failed', 'failed']);
  fails = false;
  expect((await run(argv, { env, home })).code).toBe(0);
  expect(serving(world, support)).toEqual([...mine.slice(2), number(3), freeVoice].sort());
});

test('verification reports a concurrent change by another user: exit 5', async () => {
  const { env, world } = await serve({
    between: async (request, answer) => {
      const reply = await answer(request);
      if (request.method === 'POST') world.assign(ours, 'voice', spare.key);
      return reply;
    },
  });
  const home = newHome();
  const path = home.path('state.json');
  writeFileSync(path, JSON.stringify(stateOf(support.key, { numbers: { voice: [ours, free] } })));
  const { code, error } = await run(['apply', '-f', path, '--yes', '--json'], { env, home });
  expect(code).toBe(5);
  expect(error().items).toEqual([ours]);
});
