import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { splitUsage } from '../../src/cli/command-list.ts';
import { COMMANDS, TOPICS } from '../../src/commands/index.ts';
import { EXIT } from '../../src/core/errors.ts';
import { changes, free, ours, theirs, UNCHANGED } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';

describe('--version and --help', () => {
  test.each(['--version', '-V'])('%s prints the version and nothing else', async (flag) => {
    const { code, stdout, stderr } = await run([flag]);
    expect([code, stdout, stderr]).toEqual([0, `${manifest.version}\n`, '']);
  });

  test('--version takes precedence over other words', async () => {
    expect((await run(['--json', '--version'])).stdout).toBe(`${manifest.version}\n`);
  });

  test.each(['--help', '-h'])('%s lists every noun and is printed to stdout', async (flag) => {
    const { code, stdout, stderr } = await run([flag]);
    expect([code, stderr]).toEqual([0, '']);
    for (const noun of ['numbers', 'callbacks', 'query', 'apps', 'profiles', 'sandbox'])
      expect(stdout).toContain(noun);
    expect(stdout).toContain('--profile');
  });

  test.each(COMMANDS.map(({ usage }) => usage.split(/ [[<]/)[0] ?? ''))(
    '%s --help shows its options and examples',
    async (path) => {
      const command = COMMANDS.find(({ usage }) => `${usage} `.startsWith(`${path} `));
      const { code, stdout } = await run([...path.split(' '), '--help']);
      expect(code).toBe(0);
      expect(stdout).toContain(command?.summary.split(' ').slice(0, 3).join(' '));
      for (const example of command?.examples ?? []) expect(stdout).toContain(example);
    },
  );

  test('without a command, help is printed to stderr with a usage error', async () => {
    for (const argv of [[], ['numbers']]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage:');
    }
  });
});

describe('usage errors', () => {
  test.each([
    [['numbres', 'list'], 'numbers'],
    [['numbers', 'lsit'], 'list'],
    [['numbers', 'asign', ours], 'assign'],
    [['queri', ours], 'query'],
    [['numbers', 'list', '--unasigned'], '--unassigned'],
    [['numbers', 'assign', ours, '--dry-rnu'], '--dry-run'],
    [['numbers', 'list', '--jsn'], '--json'],
    [['--proflie', 'sandbox', 'numbers', 'list'], '--profile'],
  ])('%j exits with code 2 and suggests %s', async (argv, closestMatch) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^hint: .*${closestMatch}`, 'm'));
  });

  test('an unknown word without a close match is one clear line and a hint', async () => {
    const { code, stderr } = await run(['xyzzyplugh']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*xyzzyplugh/);
    expect(stderr).toMatch(/^hint: .*--help/m);
  });

  test.each([
    [['apps', 'alias'], 'usage: sinchctl apps alias <name> <key>'],
    [['numbers', 'list', '--bogus'], 'for help, run sinchctl numbers list --help'],
    [['callbacks', 'get', 'support'], 'did you mean --app support?'],
    [['callbacks', 'xyzzy'], 'for help, run sinchctl callbacks --help'],
    [['undo'], 'to list the runs, run sinchctl history'],
    [['--bogus'], 'for help, run sinchctl --help'],
  ])('%j shows help for the recognized part', async (argv, hint) => {
    const { code, stderr } = await run(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`hint: ${hint}\n`)]);
  });

  test.each(['--app', '--capability', '--prefix', '--api'])(
    '%s requires a value, and an empty one is rejected',
    async (flag) => {
      for (const argv of [[flag], [flag, ''], [flag, ' '], [`${flag}=`]]) {
        const { code, stdout, stderr } = await sandbox(['numbers', 'list', ...argv]);
        expect([code, stdout]).toEqual([2, '']);
        expect(stderr).toContain(flag);
      }
    },
  );

  test.each([
    '--profile',
    '--output',
    '--timeout',
    '--deadline',
    '--concurrency',
    '--retries',
    '--region',
    '--ca-file',
  ])('the global %s rejects an empty value', async (flag) => {
    const { code, stdout, stderr } = await run([flag, '', 'numbers', 'list']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`${flag} is empty`);
  });

  test.each([
    ['--timeout', '0'],
    ['--timeout', '-1'],
    ['--timeout', 'soon'],
    ['--timeout', '1e3'],
    ['--deadline', '0'],
    ['--concurrency', '0'],
    ['--concurrency', '1.5'],
    ['--retries', '-1'],
    ['--retries', '1.5'],
    ['--retries', 'Infinity'],
  ])('%s %s is a usage error', async (flag, value) => {
    const { code, stderr } = await sandbox([flag, value, 'numbers', 'list']);
    expect(code).toBe(2);
    expect(stderr).toContain(flag);
  });

  test.each([
    ['--profile', 'sandbox'],
    ['--timeout', '5'],
    ['--region', 'US'],
  ])('%s given twice is a usage error', async (flag, value) => {
    const { code, stderr } = await run([flag, value, 'numbers', 'list', flag, value]);
    expect(code).toBe(2);
    expect(stderr).toContain('is specified more than once');
  });

  test('an empty argument is neither a number nor a filter', async () => {
    const { code, stdout } = await sandbox(['numbers', 'list', '']);
    expect([code, stdout]).toEqual([2, '']);
  });
});

test.each([
  [['numbers', 'list', '--timeout', '0'], 'pass a number of seconds from 0.001 to 1,000,000'],
  [['numbers', 'list', '--concurrency', '0'], 'pass an integer from 1 to 1,000,000'],
  [['undo', 'last', '--max-removals', '0.5'], 'pass an integer'],
  [['sandbox', 'serve', '--port', '65536'], 'pass an integer from 0 to 65535'],
  [
    ['profiles', 'set', 'prod', '--base-url', 'calling'],
    'pass HOST=URL, such as all=https://sinch.example.com',
  ],
])('the error for an invalid value shows it, and the hint shows what is valid: %s', async (argv, hint) => {
  const { code, stderr } = await run(argv);
  expect(code).toBe(EXIT.usage);
  expect(stderr).toBe(`error: invalid value for ${argv.at(-2)}: ${argv.at(-1)}\nhint: ${hint}\n`);
});

describe('short options in one word', () => {
  test.each([['-nqo', 'json'], ['-qno', 'json'], ['-nqojson'], ['-ynojson'], ['-nyo', 'json']])(
    '%s %s: in any order',
    async (...words) => {
      const line = ['numbers', 'assign', free, ...words.filter((word) => word !== undefined)];
      const { code, json, world } = await sandbox(line);
      expect([code, json()[0]?.result, changes(world())]).toEqual([0, 'planned', UNCHANGED]);
    },
  );

  test('an unknown one is an error', async () => {
    const { code, stderr } = await sandbox(['numbers', 'assign', free, '-nxq']);
    expect([code, stderr]).toEqual([2, expect.stringContaining("unknown option '-x")]);
  });
});

describe('errors are JSON for every way to request JSON', () => {
  const LOOKS = [
    ['-qo', 'json'],
    ['-qojson'],
    ['-yqo', 'json'],
    ['-o', 'json'],
    ['-ojson'],
    ['--output=json'],
  ];
  const BAD: [string, string[], number][] = [
    ['a verb that is none', ['numbers', 'lst'], 2],
    ['an option that is none', ['numbers', 'list', '--prefx'], 2],
    ['an application that is none', ['numbers', 'list', '--app', 'supprt', '--profile', 'sandbox'], 4],
    ['no credentials', ['numbers', 'list'], 3],
    ['a value that is missing', ['numbers', 'list', '--app'], 2],
  ];

  describe.each(BAD)('%s', (_, argv, exit) => {
    test.each(LOOKS)('%s %s', async (...look) => {
      for (const line of [
        [...argv, ...look],
        [...look, ...argv],
      ]) {
        const { code, stdout, stderr, error } = await run(line.filter((word) => word !== undefined));
        expect([code, stdout], stderr).toEqual([exit, '']);
        expect(error()).toMatchObject({ exitCode: exit });
      }
    });
  });

  test.each([[['-qo', 'tsv']], [['-qo', 'table']], [['-q']], [['--', '-qo', 'json']]])(
    '%j does not request JSON',
    async (look) => {
      const { stderr } = await run(['numbers', 'lst', ...look]);
      expect(stderr).toMatch(/^error: /);
    },
  );
});

describe('help', () => {
  test.each([
    ['exit-codes', ['drift', '143', '129']],
    ['environment', ['SINCH_APPLICATION_KEY', 'HTTPS_PROXY', 'SINCHCTL_STATE_DIR']],
    ['state-file', ['version: 1', '--prune', '--print-schema']],
    ['output', ['markdown', '--columns', '--results']],
  ])('%s is printed to stdout; in a pipe, no line is longer than 120 columns', async (topic, parts) => {
    const { code, stdout, stderr } = await run(['help', topic]);
    expect([code, stderr]).toEqual([0, '']);
    for (const part of parts) expect(stdout).toContain(part);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('exit-codes contains every kind with its code', async () => {
    const { stdout } = await run(['help', 'exit-codes']);
    for (const [kind, code] of Object.entries(EXIT))
      expect(stdout).toMatch(new RegExp(`^ +${code} ${kind} `, 'm'));
  });

  test.each([
    [
      ['numbers', 'list'],
      ['numbers', 'list', '--help'],
    ],
    [['numbers'], ['numbers', '--help']],
    [[], ['--help']],
    [['query'], ['query', '--help']],
    [['help'], ['--help']],
    [['--profile', 'query'], ['--help']],
    [
      ['--profile', 'sandbox', 'query'],
      ['query', '--help'],
    ],
    [
      ['numbers', '-o', 'json', '--app', 'a', 'list'],
      ['numbers', 'list', '--help'],
    ],
  ])('help %j shows its help', async (words, line) => {
    const { code, stdout } = await run(['help', ...words]);
    expect([code, stdout]).toEqual([0, (await run(line)).stdout]);
  });

  test.each(COMMANDS.map((command) => splitUsage(command)[0]))(
    'help %s %s shows its help',
    async (...path) => {
      const words = path.filter((word) => word !== undefined);
      const { code, stdout } = await run(['help', ...words]);
      expect([code, stdout]).toEqual([0, (await run([...words, '--help'])).stdout]);
      expect(stdout).toContain(`Usage: sinchctl ${words.join(' ')}`);
    },
  );

  test.each([
    [
      ['numbers', 'help', 'list'],
      ['numbers', 'list', '--help'],
    ],
    [
      ['numbers', 'help'],
      ['numbers', '--help'],
    ],
    [
      ['--quiet', 'help', 'exit-codes'],
      ['help', 'exit-codes'],
    ],
    [
      ['-o', 'json', 'help', 'numbers', 'list'],
      ['numbers', 'list', '--help'],
    ],
  ])('%j is the same as %j', async (words, line) => {
    const { code, stdout } = await run(words);
    expect([code, stdout]).toEqual([0, (await run(line)).stdout]);
  });

  test.each([['-q'], ['--profile', 'sandbox', '--no-color'], ['-o', 'json'], ['--profile', 'help']])(
    'global options may precede it: %s',
    async (...before) => {
      for (const words of [['output'], ['numbers', 'list'], []]) {
        const shown = await run([...before, 'help', ...words]);
        expect([shown.code, shown.stdout]).toEqual([0, (await run(['help', ...words])).stdout]);
      }
      expect((await run([...before, 'help', 'nothing'])).code).toBe(2);
    },
  );

  test('an unknown option before it is reported', async () => {
    expect(await run(['--bogus', 'help', 'output'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('for an unknown word causes exit code 2 with the closest match', async () => {
    const { code, stdout, stderr } = await run(['help', 'exit-code']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('did you mean exit-codes?');
  });

  test.each([
    ['api x', ['help', 'api', 'x'], 'sinchctl help api'],
    ['numbers list x y', ['help', 'numbers', 'list', 'x', 'y'], 'sinchctl help numbers list'],
    ['numbers list x', ['numbers', 'help', 'list', 'x'], 'sinchctl help numbers list'],
    ['numbers list x', ['-q', 'help', 'numbers', 'list', 'x'], 'sinchctl help numbers list'],
    ['output x', ['help', 'output', 'x'], 'sinchctl help output'],
  ])('with too many words causes exit code 2: %s', async (shown, argv, hint) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`unknown command or help topic '${shown}'`);
    expect(stderr).toContain(`hint: run ${hint}\n`);
  });

  test.each([
    [['help', '']],
    [['help', '', 'list']],
    [['-q', 'help', '']],
    [['numbers', 'help', '']],
    [['help', 'numbers', '']],
    [['help', 'help', '']],
  ])('%j contains an empty word, and exits with code 2', async (argv) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: .*\nhint: ./);
  });

  test.each([[['help', '--profile', 'sandbox', 'output']], [['help', '-o', 'json', 'output']]])(
    '%j does not treat an option value as a topic',
    async (argv) => {
      expect(await run(argv)).toMatchObject({ code: 0, stdout: (await run(['help', 'output'])).stdout });
    },
  );

  test('lists its topics', async () => {
    const { stdout } = await run(['--help']);
    for (const [topic, summary] of Object.entries(TOPICS))
      expect(stdout).toMatch(new RegExp(`^ +sinchctl help ${topic} +${summary}$`, 'm'));
  });
});

test('commands with a path prints that part of the tree', async () => {
  const pathsOf = async (...words: string[]) => {
    const { code, stdout, stderr } = await run(['commands', ...words]);
    expect(code, stderr).toBe(0);
    return JSON.parse(stdout).commands.map(({ path }: { path: string[] }) => path.join(' '));
  };
  expect(await pathsOf('numbers', 'list')).toEqual(['numbers list']);
  expect(await pathsOf('callbacks')).toEqual(['callbacks get', 'callbacks set']);
  expect(await pathsOf('query')).toEqual(['query']);
  const { code, stdout, stderr } = await run(['commands', 'numbers', 'lst']);
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toMatch(/^error: unknown command 'numbers lst'\nhint: did you mean list\?/);
  expect(await run(['commands', 'query', 'more'])).toMatchObject({ code: 2, stdout: '' });
});

test('commands prints the tree as JSON, without credentials', async () => {
  const { code, stdout } = await run(['commands']);
  expect(code).toBe(0);
  const tree = JSON.parse(stdout);
  const assign = tree.commands.find(({ path }: { path: string[] }) => path.join(' ') === 'numbers assign');
  expect(assign).toMatchObject({ arguments: ['[number...]'], writes: true });
  expect(assign.fields).toContainEqual({ name: 'checked', type: 'boolean', meaning: expect.any(String) });
  expect(assign.options).toContainEqual(
    expect.objectContaining({ flag: '--move-from', value: 'APP', short: null, many: false }),
  );
  expect(tree.globalOptions).toContainEqual(expect.objectContaining({ flag: '--output', short: '-o' }));
  expect(assign.options).toContainEqual(
    expect.objectContaining({ flag: '--capability', choices: ['voice', 'sms'] }),
  );
  expect(tree.topics).toContain('exit-codes');
  expect(tree.environment).toContainEqual(expect.objectContaining({ names: ['SINCHCTL_PROFILE'] }));
  expect(tree.exitCodes).toMatchObject({ ok: 0, drift: 8, busy: 9, terminated: 143, hungUp: 129 });
});

test.each([
  [['numbers', 'overwrite', ours, '--app', 'support', '--max-removals', '1'], 'use --max-removals 7'],
  [['numbers', 'assign', theirs, '--app', 'support', '--move-from=spare'], 'use --move-from sales'],
  [['numbers', 'assign', '14155550103', '--app', 'support', '--region', 'SE'], 'use --region intl'],
])('%j: a hint does not say to add an option that the command already has', async (argv, hint) => {
  const { code, stderr } = await sandbox(argv);
  expect(code).not.toBe(0);
  expect(stderr).toContain(hint);
  expect(stderr).not.toContain('add --');
});

test('a hint says to add a repeatable option again', async () => {
  const argv = [
    'numbers',
    'assign',
    '--from',
    '-',
    '--ignore-column',
    'application',
    '--capability',
    'voice',
  ];
  const { stderr } = await sandbox(argv, { stdin: `number,capability\n${free},sms\n` });
  expect(stderr).toContain('add --ignore-column capability');
});
