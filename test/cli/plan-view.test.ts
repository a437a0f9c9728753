import { describe, expect, test } from 'vitest';
import {
  changes,
  free,
  freeVoice,
  number,
  ours,
  oursWithSms,
  sales,
  serving,
  support,
  theirs,
  UNCHANGED,
  unknown,
} from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { type RunOptions, run, sandbox } from '../support/run.ts';
import { serve } from '../support/serve.ts';
import { stateOf, withState } from '../support/state.ts';

const MOVE = ['--app', 'support', '--move-from', 'any'];

/** Numbers to add, to move, and to remove, of two capabilities, and callbacks to set and to clear. */
const STATE = {
  version: 1,
  applications: [
    {
      application: 'support',
      callbacks: { primary: 'https://voice.example.com/sinch?token=s3cret', fallback: null },
      numbers: { voice: [free, freeVoice, theirs, number(7)], sms: [oursWithSms] },
    },
    { application: 'spare', callbacks: { primary: 'https://spare.example.com/' }, numbers: {} },
  ],
};

const plain: RunOptions = { terminal: true, width: 80, env: { NO_COLOR: '1' } };

/** A plan at every width, in UTF-8 and in ASCII, in color, in labeled lines, and before a prompt with its details. */
describe('golden', () => {
  const on = (home: Home, ...argv: string[]) => ({
    argv,
    show: (options: RunOptions, ...more: string[]) =>
      sandbox([...argv, ...more], { ...plain, home, ...options }),
  });
  type View = ReturnType<typeof on>;

  const VIEWS: Record<string, () => Promise<View>> = {
    mixed: async () => {
      const { home, file } = withState(STATE);
      return on(home, 'apply', '-f', file, '--prune');
    },
    unchecked: async () =>
      on(newHome(), 'numbers', 'unassign', free, freeVoice, '--app', 'support', '--no-check'),
    many: async () => {
      const home = newHome();
      await run(['sandbox', 'reset', '--numbers', '3000'], { home });
      const numbers = serving(home.world(), sales).slice(0, 500);
      return on(home, 'numbers', 'assign', free, ...numbers, ...MOVE);
    },
    // Applications without an alias, whose keys are long.
    keys: async () => {
      const { env } = await serve();
      const argv = ['numbers', 'assign', free, theirs, number(7), '--app', support.key, '--move-from', 'any'];
      const show: View['show'] = (options, ...more) =>
        run([...argv, ...more], { ...plain, ...options, env: { ...plain.env, ...env, ...options.env } });
      return { argv, show };
    },
  };

  test.each(Object.entries(VIEWS))('%s', async (name, make) => {
    const { show } = await make();
    const parts: string[] = [];
    const add = async (title: string, options: RunOptions, ...more: string[]) => {
      const { stdout } = await show(options, '--dry-run', ...more);
      parts.push(`=== ${title} ===\n${stdout}`);
    };
    for (const width of [60, 80, 120]) {
      await add(`${width} columns`, { width });
      await add(`${width} columns, ASCII`, { width, env: { NO_COLOR: '1', LC_ALL: 'C' } });
    }
    await add('color', { env: { FORCE_COLOR: '1', NO_COLOR: '' } });
    await add('accessible', {}, '--accessible');
    const asked = await show({ answers: name === 'many' ? [''] : ['d', ''] });
    const { stderr, questions } = asked;
    parts.push(`=== the question, and d ===\n${stderr.replace(/plan [0-9a-f]{32}/, 'plan ID')}`);
    const text = [...parts, ...questions].join('\n').replaceAll('\u001b', '␛');
    await expect(`${text}\n`).toMatchFileSnapshot(`plan-view/${name}.txt`);
  });
});

describe('every move shows the current application of the number', () => {
  /** A command that moves `theirs` from sales to support, in its own home directory. */
  const MOVES: Record<string, () => Promise<{ home: Home; argv: string[] }>> = {
    assign: async () => ({ home: newHome(), argv: ['numbers', 'assign', theirs, ...MOVE] }),
    overwrite: async () => ({
      home: newHome(),
      argv: ['numbers', 'overwrite', theirs, ...serving(newHome().world(), support), ...MOVE],
    }),
    apply: async () => {
      const { home, file } = withState(stateOf('support', { numbers: { voice: [theirs] } }));
      return { home, argv: ['apply', '-f', file] };
    },
    undo: async () => {
      const home = newHome();
      await sandbox(['numbers', 'assign', theirs, '--app', 'spare', ...MOVE.slice(2), '--yes'], { home });
      await sandbox(['apps', 'alias', 'left', sales.key], { home });
      return { home, argv: ['undo', 'last'] };
    },
  };

  test.each(Object.entries(MOVES))(
    '%s: in a dry run, in the prompt, and in the result',
    async (name, make) => {
      const [from, to] = name === 'undo' ? ['spare', 'left'] : ['sales', 'support'];
      const { home, argv } = await make();
      const dry = await sandbox([...argv, '--dry-run'], { ...plain, home });
      expect(dry.stdout).toContain(`~   1  from ${from}  ${theirs}\n`);
      expect(dry.stdout).toMatch(new RegExp(`^  ${from} .* loses 1 \\(`, 'm'));
      expect(dry.stdout).toContain(`~   1  to ${to}\n`);
      expect(dry.stderr).toContain(`1 number would be moved to ${to}. No changes made.`);
      const asked = await sandbox(argv, { ...plain, home, answers: ['n'] });
      expect([asked.code, asked.questions.length]).toEqual([7, 1]);
      expect(asked.stderr).toContain(`~   1  from ${from}  ${theirs}\n`);
      const row = { number: theirs, change: 'move', from: expect.any(String), to: expect.any(String) };
      const planned = await sandbox([...argv, '--dry-run', '--json'], { home });
      const done = await sandbox([...argv, '--yes', '--json'], { home });
      const moved = (rows: object[]) => rows.filter((one) => 'change' in one && one.change === 'move');
      expect(moved(planned.json())).toMatchObject([row]);
      expect(moved(done.json())).toMatchObject([
        { ...row, from: planned.json().find(({ change }) => change === 'move')?.from },
      ]);
      expect(done.stderr).toMatch(new RegExp(`note: 1 number moved to ${to}\\. (Undo|Redo): sinchctl `));
    },
  );
});

describe('the prompt', () => {
  const unassign = ['numbers', 'unassign', ours, oursWithSms];

  test('d lists every number and prompts again', async () => {
    const home = newHome();
    await run(['sandbox', 'reset', '--numbers', '60'], { home });
    const own = serving(home.world(), support).slice(0, 9);
    const { questions, stderr, code } = await sandbox(['numbers', 'unassign', ...own], {
      ...plain,
      home,
      answers: ['d', 'y'],
    });
    expect([code, questions.length]).toEqual([0, 2]);
    const [first = '', second = ''] = stderr.split('9 numbers to remove');
    expect(first).toContain(`${own[0]}, ${own[1]}, and 7 more`);
    expect(first).not.toContain(own[5]);
    for (const one of own) expect(second).toContain(one);
  });

  test.each(['', 'n', 'no', 'support', 'yess', 'd d'])('%j means no: exit 7', async (answer) => {
    const { code, world, stderr } = await sandbox(unassign, { ...plain, answers: [answer] });
    expect([code, changes(world())]).toEqual([7, UNCHANGED]);
    expect(stderr).toContain('not confirmed. No changes made.');
  });

  test('an application called d is confirmed by its name, so the details require the full word', async () => {
    const home = newHome();
    // Of several aliases the first is shown.
    await sandbox(['apps', 'alias', 'd', support.key], { home });
    const own = serving(home.world(), support);
    const argv = ['numbers', 'overwrite', free, '--app', 'd'];
    const { code, questions } = await sandbox(argv, { ...plain, home, answers: ['details', 'd'] });
    expect([code, questions.length]).toEqual([0, 2]);
    expect(questions[0]).toContain('Type d to confirm, details for details');
    expect(serving(home.world(), support)).not.toEqual(own);
  });

  test('without an alias, the end of the key is requested and explained', async () => {
    const { env } = await serve();
    const end = support.key.slice(-4);
    const argv = ['numbers', 'overwrite', ours, '--app', support.key];
    const { code, questions } = await run(argv, { terminal: true, env, answers: [end] });
    expect(code).toBe(0);
    expect(questions[0]).toContain(`Type ${end} to confirm (the end of the application key), d for details`);
  });

  test('URLs that differ only where they are masked are distinguished', async () => {
    const { home, file } = withState(
      stateOf('support', { callbacks: { primary: 'https://a.example/?token=one' } }),
    );
    await sandbox(['callbacks', 'set', '--primary', 'https://a.example/?token=two'], { home });
    const { stderr } = await sandbox(['apply', '-f', file], { ...plain, home, answers: ['d', 'n'] });
    expect(stderr).toContain('https://a.example/?token=… (differs only in masked parts)\n');
    expect(stderr).not.toMatch(/token=(one|two)/);
  });

  test('with --yes no plan is printed', async () => {
    for (const options of [plain, {}]) {
      const { stderr, stdout } = await sandbox([...unassign, '--yes'], options);
      expect(stderr).not.toContain('Plan');
      expect(stdout).not.toContain('Plan');
    }
  });

  test('--quiet does not hide the plan before a prompt', async () => {
    const { stderr } = await sandbox([...unassign, '--quiet'], { ...plain, answers: ['n'] });
    expect(stderr).toContain('Plan for profile sandbox (voice)');
  });
});

describe('closing messages', () => {
  const timedEnding = async (argv: string[], options: RunOptions = {}) => {
    const { stderr } = await sandbox(argv, options);
    return stderr.split('\n').find((line) => / (?:Undo|Redo): |No changes made/.test(line));
  };

  /** Without the duration, which is shown from a second on. */
  const ending = async (argv: string[], options: RunOptions = {}) =>
    (await timedEnding(argv, options))?.replace(/ \(\d+\.\ds\)/, '');

  test.each([
    [['numbers', 'assign', free, theirs, ...MOVE, '--yes'], '1 number moved to support, 1 added'],
    [['numbers', 'unassign', ours, oursWithSms, '--yes'], '2 numbers unassigned from support'],
    [
      ['numbers', 'overwrite', ours, free, '--app', 'support', '--yes'],
      '1 number assigned to support, 7 removed',
    ],
    [
      ['callbacks', 'set', '--primary', 'https://a.example/', '--clear-fallback'],
      '1 callback set for support, 1 cleared',
    ],
  ])('%j', async (argv, text) => {
    expect(await ending(argv)).toMatch(
      new RegExp(`^note: ${text}\\. Undo: sinchctl --profile sandbox undo \\S+$`),
    );
    expect(await ending([...argv, '--quiet'])).toBeUndefined();
  });

  test('for apply, for its undo, and for the undo of that undo', async () => {
    const { home, file } = withState(STATE);
    const done = '2 numbers moved to support, 2 added, 2 callbacks set, 1 cleared. Undo: ';
    expect(await ending(['apply', '-f', file, '--yes'], { home })).toContain(done);
    const undone = '2 numbers moved to sales, 2 removed, 2 callbacks set, 1 cleared. Redo: ';
    expect(await ending(['undo', 'last', '--yes'], { home })).toContain(undone);
  });

  test('for a run that takes longer than a second, with its time', async () => {
    let at = Date.parse('2026-11-26T12:00:00Z');
    const now = () => {
      at += 200;
      return new Date(at);
    };
    expect(await timedEnding(['numbers', 'assign', free, '--app', 'support'], { now })).toMatch(
      / \(\d+(?:\.\d)?s\)\. Undo: /,
    );
  });

  test('not if there is nothing to do', async () => {
    expect(await ending(['numbers', 'assign', ours, '--app', 'support', '--dry-run'])).toBeUndefined();
    expect(await ending(['numbers', 'assign', ours, '--app', 'support'])).toBeUndefined();
  });
});

test('a dry run without changes shows the plan, not a row for each number', async () => {
  const { code, stdout } = await sandbox(
    ['numbers', 'assign', ours, oursWithSms, '--app', 'support', '-n'],
    plain,
  );
  expect(code).toBe(0);
  expect(stdout).toBe('Plan for profile sandbox\n\n2 numbers unchanged\n');
});

describe('a run that has nothing to change', () => {
  const served = () => serve({ numbers: 2000 });

  test('is one sentence on a terminal, and rows if an option requests them', async () => {
    const { env, world, requests } = await served();
    const numbers = serving(world, support).slice(0, 500);
    const argv = ['numbers', 'assign', ...numbers, '--app', support.key];
    const person = await run(argv, { env, terminal: true });
    expect([person.code, person.stdout]).toEqual([0, '500 numbers unchanged\n']);
    const labeled = await run([...argv, '--accessible'], { env, terminal: true });
    expect(labeled.stdout).toBe('Total: 500 numbers unchanged\n');
    for (const more of [
      ['-o', 'table'],
      ['--columns', 'number'],
      ['-o', 'csv'],
    ]) {
      const { stdout } = await run([...argv, ...more], { env, terminal: true });
      expect(stdout.match(/\+1415\d{7}/g)).toHaveLength(500);
    }
    expect((await run(argv, { env })).cells()).toHaveLength(500);
    expect(requests.every(({ method }) => method === 'GET')).toBe(true);
  });

  test('shows the rows of a few numbers, and of those that failed', async () => {
    const { env, world } = await served();
    const numbers = serving(world, support).slice(0, 30);
    const argv = ['numbers', 'assign', '--app', support.key];
    const few = await run([...argv, ...numbers.slice(0, 10)], { env, terminal: true });
    expect(few.stdout.match(/unchanged/g)).toHaveLength(10);
    const failed = await run([...argv, ...numbers, unknown, '--keep-going'], { env, terminal: true });
    expect([failed.code, failed.stdout.match(/unchanged/g)]).toMatchObject([5, { length: 30 }]);
    expect(failed.stdout).toContain(unknown);
  });
});
