import { readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { commandPath } from '../../src/cli/command-list.ts';
import { COMMANDS } from '../../src/commands/index.ts';
import {
  changes,
  free,
  ours,
  sales,
  serving,
  support,
  supportVoice,
  theirs,
  UNCHANGED,
} from '../support/account.ts';
import { type Home, newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { run, sandbox } from '../support/run.ts';
import { lines, serve } from '../support/serve.ts';
import { stateOf } from '../support/state.ts';

const UNASSIGN = ['numbers', 'unassign', ours];
const OVERWRITE = ['numbers', 'overwrite', ...supportVoice.slice(1), '--app', 'support'];

describe.each([
  ['unassign', UNASSIGN, 'y', 'n'],
  // An overwrite that removes numbers is confirmed with the application's name.
  ['overwrite', OVERWRITE, 'support', 'yes'],
])('numbers %s', (_, argv, yes, no) => {
  test('prompts on a terminal, shows what is removed from which application, and continues after confirmation', async () => {
    const { code, questions, stderr, world } = await sandbox([...argv, '--no-color'], {
      terminal: true,
      answers: [yes],
    });
    expect(code).toBe(0);
    expect(questions).toHaveLength(1);
    for (const part of ['support', 'sandbox']) expect(questions[0]).toContain(part);
    expect(stderr).toContain(`-   1  becomes unassigned  ${ours}\n`);
    expect(changes(world()).assignments).toEqual({ [ours]: { voice: null } });
  });

  test('the answer no causes exit code 7 and changes nothing', async () => {
    const { code, stdout, world } = await sandbox(argv, { terminal: true, answers: [no] });
    expect([code, stdout]).toEqual([7, '']);
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each([
    ['no stream is a terminal', {}, []],
    ['only stdin is', { stdinIsTerminal: true }, []],
    ['only stderr is', { stderrIsTerminal: true }, []],
    ['--no-input forbids it', { terminal: true }, ['--no-input']],
  ])('exits with code 7 if no prompt is possible: %s', async (__, options, extra) => {
    const { code, stdout, stderr, questions, world } = await sandbox([...argv, ...extra], options);
    expect([code, stdout, questions]).toEqual([7, '', []]);
    expect(stderr).toContain('--yes');
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test('prompts even if stdout is a pipe', async () => {
    const { code, questions } = await sandbox(argv, {
      stdinIsTerminal: true,
      stderrIsTerminal: true,
      answers: [yes],
    });
    expect([code, questions.length]).toEqual([0, 1]);
  });

  test('JSON output is not a confirmation', async () => {
    const { code, stdout, error, world } = await sandbox([...argv, '--json']);
    expect([code, stdout]).toEqual([7, '']);
    expect(error()).toMatchObject({ kind: 'refused', exitCode: 7, retryable: false });
    expect(changes(world())).toEqual(UNCHANGED);
  });

  test.each(['-y', '--yes'])('%s confirms without a prompt', async (yes) => {
    const { code, world } = await sandbox([...argv, yes], { terminal: true });
    expect(code).toBe(0);
    expect(changes(world()).assignments).toEqual({ [ours]: { voice: null } });
  });

  test('--dry-run does not prompt', async () => {
    const { code, world } = await sandbox([...argv, '--dry-run'], { terminal: true });
    expect(code).toBe(0);
    expect(changes(world())).toEqual(UNCHANGED);
  });
});

test('the last four characters of the application key also confirm an overwrite', async () => {
  const { code, questions } = await sandbox(OVERWRITE, { terminal: true, answers: [support.key.slice(-4)] });
  expect([code, questions.length]).toEqual([0, 1]);
});

test.each(['Support', 'sales', 'y', '', support.key])('%j does not confirm an overwrite', async (answer) => {
  const { code, world } = await sandbox(OVERWRITE, { terminal: true, answers: [answer] });
  expect(code).toBe(7);
  expect(changes(world())).toEqual(UNCHANGED);
});

test('an overwrite without removals requires a simple confirmation', async () => {
  const argv = ['numbers', 'overwrite', ...supportVoice, free, '--app', 'support'];
  expect((await sandbox(argv, { terminal: true, answers: ['y'] })).code).toBe(0);
});

test.each([
  ['numbers unassign', ['numbers', 'unassign', free]],
  ['numbers overwrite', ['numbers', 'overwrite', ...supportVoice, '--app', 'support']],
])('%s does not prompt if nothing would change', async (_, argv) => {
  expect((await sandbox(argv, { terminal: true })).code).toBe(0);
});

test('assign, callbacks set for one application, and reads never prompt', async () => {
  const argvs = [
    ['numbers', 'assign', theirs, '--move-from', 'sales'],
    ['callbacks', 'set', '--app', support.key, '--clear-fallback'],
    ['numbers', 'list'],
  ];
  for (const argv of argvs) expect((await sandbox(argv, { terminal: true })).code).toBe(0);
});

describe('assign --move-from any', () => {
  const argv = ['numbers', 'assign', free, theirs, '--app', 'support', '--move-from', 'any'];

  test('prompts with the source of each move, and is blocked without a terminal', async () => {
    const refused = await sandbox([...argv, '--json']);
    expect([refused.code, refused.stdout]).toEqual([7, '']);
    expect(refused.error().hint).toContain('--yes');
    expect(changes(refused.world())).toEqual(UNCHANGED);
    const { code, questions } = await sandbox(argv, { terminal: true, answers: ['y'] });
    expect(code).toBe(0);
    for (const part of [free, theirs, 'support', 'sales']) expect(questions[0]).toContain(part);
    expect((await sandbox([...argv, '--yes'])).code).toBe(0);
  });

  test('exits with code 7 if a number is moved during the prompt', async () => {
    const { env, world } = await serve();
    const { code, stderr } = await run(
      ['numbers', 'assign', theirs, '--app', support.key, '--move-from', 'any'],
      {
        env,
        terminal: true,
        answers: ['y'],
        whileAsked: () => world.assign(theirs, 'voice', null),
      },
    );
    expect([code, world.applicationOf(theirs, 'voice')]).toEqual([7, null]);
    expect(stderr).toContain('is now unassigned');
  });
});

describe('callbacks set --from', () => {
  const primary = 'https://new.example.com/sinch?token=s3cret';

  function setting(...rows: object[]) {
    const home = newHome();
    const path = home.path('callbacks.json');
    writeFileSync(path, JSON.stringify(rows));
    return { home, argv: ['callbacks', 'set', '--from', path, '--no-color'] };
  }
  const both = () => setting({ application: 'support', primary }, { application: 'sales', primary });

  test('prompts if several applications change, with the URLs', async () => {
    const { home, argv } = both();
    const asked = await sandbox(argv, { home, terminal: true, answers: ['n'] });
    expect([asked.code, changes(asked.world())]).toEqual([7, UNCHANGED]);
    expect(asked.questions).toEqual(['Set the callbacks of 2 applications (profile sandbox)? [y/N]']);
    const old = support.callbacks.primary;
    expect(asked.stderr).toContain(`  support callbacks\n    ~ primary   ${old}\n`);
    expect(asked.stderr).toContain('→  https://new.example.com/sinch?token=…\n');
    expect(asked.stderr).not.toContain('s3cret');
    for (const confirmed of [['--yes'], ['--confirm', 'sandbox']]) {
      const again = both();
      expect((await sandbox([...again.argv, ...confirmed], { home: again.home })).code).toBe(0);
    }
    expect((await sandbox([...argv, '--confirm', 'support'], { home })).code).toBe(7);
    expect((await sandbox([...argv, '--dry-run'], { home })).code).toBe(0);
  });

  test('does not prompt if only one application changes', async () => {
    const { home, argv } = setting(
      { application: 'support', primary },
      { application: 'spare', primary: null },
    );
    expect((await sandbox(argv, { home, terminal: true })).code).toBe(0);
  });

  test('exits with code 7 if a URL changes during the prompt', async () => {
    const { env, world } = await serve();
    const { home, argv } = setting(
      { application: support.key, primary },
      { application: sales.key, primary },
    );
    const other = 'https://other.example.com/';
    const { code, stderr } = await run(argv, {
      home,
      env,
      terminal: true,
      answers: ['y'],
      whileAsked: () => world.setCallbacks(sales.key, { ...sales.callbacks, primary: other }),
    });
    expect(code).toBe(7);
    expect(stderr).toContain(
      `the account has changed since the plan was shown: primary of ${sales.key} is now ${other}`,
    );
    expect(world.callbacksOf(support.key)).toEqual(support.callbacks);
  });
});

describe('--confirm', () => {
  const UNASSIGN_ONE = ['numbers', 'unassign', ours];
  const MOVE = ['numbers', 'assign', theirs, '--app', 'support', '--move-from', 'any'];
  const BOTH = [
    'numbers',
    'overwrite',
    ...supportVoice.slice(1),
    theirs,
    '--app',
    'support',
    '--move-from',
    'any',
  ];
  const ADD = ['numbers', 'assign', free, '--app', 'support', '--move-from', 'any'];

  test.each([
    [UNASSIGN_ONE, 'support'],
    [UNASSIGN_ONE, support.key],
    [UNASSIGN_ONE, support.key.slice(-4)],
    [UNASSIGN_ONE, 'sandbox'],
    [OVERWRITE, 'support'],
    [MOVE, 'sales'],
    [BOTH, 'sandbox'],
    [ADD, 'support'],
  ])('%j is confirmed by %s, without a prompt', async (argv, name) => {
    const { code, stderr, world } = await sandbox([...argv, '--confirm', name], { terminal: true });
    expect(code, stderr).toBe(0);
    expect(changes(world())).not.toEqual(UNCHANGED);
  });

  test.each([
    [UNASSIGN_ONE, 'sales', 'support loses 1 number'],
    [UNASSIGN_ONE, 'Support', 'support loses 1 number'],
    // The name of the target, although another application loses the number.
    [MOVE, 'support', 'sales loses 1 number'],
    [BOTH, 'support', 'sales loses 1 number'],
    [BOTH, 'sales', 'support loses 1 number'],
    [ADD, 'sales', 'this changes support'],
  ])('%j is not confirmed by %s: exit 7, even with --yes', async (argv, name, why) => {
    for (const more of [[], ['--yes']]) {
      const { code, stdout, error, world } = await sandbox([...argv, ...more, '--confirm', name, '--json']);
      expect([code, stdout]).toEqual([7, '']);
      expect(error().message).toContain(why);
      expect(error().hint).toContain('--confirm ');
      expect(changes(world())).toEqual(UNCHANGED);
    }
  });
});

test('removing more than ten numbers from an application requires its name as confirmation', async () => {
  const home = newHome();
  await run(['sandbox', 'reset', '--numbers', '60'], { home });
  const own = serving(home.world(), support).slice(0, 11);
  const argv = ['numbers', 'unassign', ...own, '--app', 'support'];
  const no = await sandbox(argv, { home, terminal: true, answers: ['sales'] });
  expect([no.code, no.questions[0]]).toEqual([7, expect.stringContaining('Type support to confirm')]);
  expect((await sandbox(argv, { home, terminal: true, answers: ['support'] })).code).toBe(0);
});

test('invalid numbers are reported before any prompt', async () => {
  const { code } = await sandbox(['numbers', 'unassign', ours, theirs], { terminal: true });
  expect(code).toBe(7);
});

test('a refusal lists every item that would change', async () => {
  const [one = '', two = '', three = ''] = supportVoice;
  const line = ['numbers', 'unassign', one, two, three, free, '--json'];
  const urls = { primary: 'https://a.example/', fallback: support.callbacks.fallback };
  const stdin = JSON.stringify([support.key, sales.key].map((application) => ({ application, ...urls })));
  const set = ['callbacks', 'set', '--from', '-', '--json'];
  for (const extra of [[], ['--confirm', 'spare']]) {
    expect((await sandbox([...line, ...extra])).error().items).toEqual([one, two, three]);
    expect((await sandbox([...set, ...extra], { stdin })).error().items).toEqual([
      `primary of ${support.key}`,
      `primary of ${sales.key}`,
      `fallback of ${sales.key}`,
    ]);
  }
  const no = await sandbox(line, { terminal: true, answers: ['n'] });
  expect(no.error().items).toEqual([one, two, three]);
});

describe('protected profiles', () => {
  function save(home: Home, name: string, content: object): string {
    const path = home.path(name);
    writeFileSync(path, JSON.stringify(content));
    return path;
  }

  const ROW = {
    kind: 'number',
    number: ours,
    callback: null,
    capability: 'voice',
    application: support.key,
    change: 'add',
    from: null,
    to: support.key,
    result: 'done',
    checked: true,
  };
  const BODY = JSON.stringify({ numbers: [free], capability: 'voice' });

  /** For every command that can change the account, arguments with which it would. */
  const WRITES: Record<string, (home: Home) => string[]> = {
    'numbers assign': () => [free],
    'numbers unassign': () => [ours, '--yes'],
    'numbers overwrite': () => [free, '--app', support.key, '--api', 'calling', '--yes'],
    'callbacks set': () => ['--clear-fallback'],
    apply: (home) => [
      '-f',
      save(home, 'state.json', stateOf(support.key, { numbers: { voice: [free] } })),
      '--yes',
    ],
    undo: (home) => [save(home, 'rows.json', [ROW]), '--yes'],
    api: () => ['POST', '/v1/configuration/numbers', '--data', BODY],
  };

  async function guarded() {
    const served = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', served.url, '--protected');
    return { ...served, home };
  }

  test('every command that makes changes is tested', () => {
    const writing = COMMANDS.filter(({ writes, writesFor }) => writes || writesFor).map(commandPath);
    expect(Object.keys(WRITES).toSorted()).toEqual(writing.toSorted());
  });

  test.each(Object.entries(WRITES))(
    '%s is blocked unless --profile specifies the protected profile',
    async (name, wordsFor) => {
      const { home, requests, world } = await guarded();
      const argv = [...name.split(' '), ...wordsFor(home)];
      for (const env of [{}, { SINCHCTL_PROFILE: 'prod' }]) {
        const { code, stdout, stderr } = await run(argv, { home, env });
        expect([code, stdout]).toEqual([7, '']);
        expect(stderr).toContain('hint: to make changes with it, add --profile prod');
      }
      expect([requests, changes(world)]).toEqual([[], UNCHANGED]);
      const named = await run([...argv, '--profile', 'prod'], { home });
      expect(named.code, named.stderr).toBe(0);
      expect(changes(world)).not.toEqual(UNCHANGED);
    },
  );

  test('a command that makes no changes is not blocked', async () => {
    const { home, requests } = await guarded();
    const reads = [
      ['numbers', 'list'],
      ['callbacks', 'get'],
      ['export'],
      ['query', ours],
      ['diff', '-f', save(home, 'state.json', stateOf(support.key, { numbers: { voice: [ours] } }))],
      ['api', 'GET', '/v1/configuration/numbers'],
      ['apps', 'list'],
    ];
    for (const argv of reads) expect((await run(argv, { home })).code, argv.join(' ')).toBe(0);
    expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
  });

  test('a dry run does not require --profile', async () => {
    const { home, world } = await guarded();
    for (const [name, wordsFor] of Object.entries(WRITES)) {
      const argv = [...name.split(' '), ...wordsFor(home), '--dry-run'];
      expect((await run(argv, { home })).code, name).toBe(0);
    }
    expect(changes(world)).toEqual(UNCHANGED);
  });
});

describe('data of a protected profile', () => {
  const KEY = '94983f76-1161-6655-9515-4785c7b67dd8';

  test.each([
    [['apps', 'alias', 'billing', KEY]],
    [['apps', 'unalias', 'hotline']],
    [['auth', 'logout', '--yes']],
    [['auth', 'logout', '--portal', '--yes']],
    [['profiles', 'set', '--default-app', KEY]],
    [['profiles', 'set', '--no-protected']],
  ])('%j exits with code 7 unless --profile specifies the profile', async (argv) => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url);
    await run(['apps', 'alias', 'hotline', KEY], { home });
    await storeProfile(home, 'prod', url, '--protected');
    const before = readFileSync(home.configPath, 'utf8');
    for (const env of [{}, { SINCHCTL_PROFILE: 'prod' }]) {
      const { code, stderr } = await run(argv, { home, env });
      expect(code).toBe(7);
      expect(stderr).toContain('add --profile prod');
    }
    expect(readFileSync(home.configPath, 'utf8')).toBe(before);
    const named = await run([...argv, '--profile', 'prod'], { home });
    expect(named.code, named.stderr).toBe(0);
  });

  test('logout prompts', async () => {
    const { url } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--protected');
    const argv = ['auth', 'logout', '--profile', 'prod'];
    expect((await run(argv, { home })).code).toBe(7);
    expect((await run([...argv, '--confirm', 'test'], { home })).code).toBe(7);
    const { code, questions } = await run(argv, { home, terminal: true, answers: [false] });
    expect([code, questions[0]]).toEqual([7, expect.stringContaining('prod')]);
    expect((await run([...argv, '--confirm', 'prod'], { home })).code).toBe(0);
  });
});

describe('--dry-run on a protected profile', () => {
  const READS = [
    ['numbers', 'assign', free],
    ['numbers', 'unassign', ours],
    ['numbers', 'overwrite', ours, '--app', support.key],
    ['callbacks', 'set', '--primary', 'https://new.example.com/'],
  ];

  test.each(READS)('works without --profile, and changes nothing: %s %s', async (...argv) => {
    const { url, requests, world } = await serve();
    const home = newHome();
    await storeProfile(home, 'prod', url, '--protected');
    for (const env of [{}, { SINCHCTL_PROFILE: 'prod' }]) {
      const { code, json, stderr } = await run([...argv, '--dry-run', '--json'], { home, env });
      expect(code, stderr).toBe(0);
      expect(json().map((row) => row.result)).toContain('planned');
    }
    expect(lines(requests).filter((line) => !line.startsWith('GET'))).toEqual([]);
    const refused = await run([...argv, '-y'], { home });
    expect(refused.code).toBe(7);
    expect(changes(world)).toEqual(UNCHANGED);
  });
});

test('d is offered only where something is hidden, and is always an answer', async () => {
  const assign = ['numbers', 'assign', '--app', 'sales', '--move-from', 'any'];
  const few = await sandbox([...assign, ours], { terminal: true, answers: ['d', 'n'] });
  expect(few.questions.map((question) => question.slice(-6))).toEqual(
    ['[y/N]', '[y/N]'].map((end) => ` ${end}`),
  );
  const many = await sandbox([...assign, ...supportVoice], { terminal: true, answers: ['d', 'n'] });
  expect(many.questions.map((question) => /\[.*/.exec(question)?.[0])).toEqual([
    '[y/N, d for details]',
    '[y/N]',
  ]);
  expect([few.code, many.code]).toEqual([7, 7]);
});
