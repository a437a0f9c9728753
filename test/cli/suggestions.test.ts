import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { COMMAND_SYNONYMS } from '../../src/cli/argv/synonyms.ts';
import { commandPath } from '../../src/cli/command-list.ts';
import { COMMANDS, GROUPS } from '../../src/commands/index.ts';
import { ours, support } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { storeProfile } from '../support/profile.ts';
import { type RunOptions, run } from '../support/run.ts';
import { serve } from '../support/serve.ts';

/** The message, hint, and exit code of a command that fails. */
async function told(argv: readonly string[], options: RunOptions = {}) {
  const { code, stdout, error, stderr } = await run(['--json', ...argv], options);
  expect(stdout, stderr).toBe('');
  const { message, hint } = error();
  return { code, message, hint };
}

const SANDBOX = ['--profile', 'sandbox'];

describe('commands', () => {
  test.each([
    [['number', 'list'], 'numbers'],
    [['numbers', 'lst'], 'list'],
    [['app', 'list'], 'apps'],
    [['profil', 'list'], 'profiles'],
    // The verbs of other tools.
    [['numbers', 'add', '+14155550103'], 'numbers assign'],
    [['numbers', 'remove', '+14155550103'], 'numbers unassign'],
    [['numbers', 'delete', '+14155550103'], 'numbers unassign'],
    [['numbers', 'get', '+14155550103'], 'numbers list'],
    [['callbacks', 'ls'], 'callbacks get --all'],
    [['profiles', 'create', 'prod'], 'profiles set'],
    [['sandbox', 'start'], 'sandbox serve'],
    [['version'], '--version'],
    [['whoami'], 'auth status'],
    // A verb without its noun, spelled correctly or not.
    [['login'], 'auth login'],
    [['assign', '+14155550103'], 'numbers assign'],
    [['asign', '+14155550103'], 'numbers assign'],
    [['list'], 'numbers list, apps list, or profiles list'],
    [['-q', 'numbers', 'lst'], 'list'],
    [['-o', 'csv', 'numbers', 'add'], 'numbers assign'],
    [['ls'], 'numbers list, apps list, or profiles list'],
    [['numbers', 'ls'], 'numbers list'],
    [['profiles', 'ls'], 'profiles list'],
    // The verb before its noun, as in kubectl.
    [['get', 'numbers'], 'numbers list'],
    [['list', 'numbers', '--app', 'support'], 'numbers list'],
    [['--json', 'ls', 'profile'], 'profiles list'],
    [['delete', 'number', '+14155550103'], 'numbers unassign'],
    [['set', 'callbacks'], 'callbacks set'],
    [['alias', 'list'], 'apps list'],
    [['alias', 'remove', 'support'], 'apps unalias'],
    [['applications', 'ls'], 'apps list'],
    [['webhooks', 'get'], 'callbacks get'],
    [['alias', 'support'], 'apps alias'],
    [
      ['numbers', 'set', '+14155550103'],
      'numbers assign (or numbers overwrite, which also unassigns all other numbers of the application)',
    ],
    [['callbacks', 'unset'], 'callbacks set --clear-fallback'],
    [['info'], 'auth status'],
    [['account'], 'auth status (or export, which prints the account as a file)'],
    [['shell'], 'completion'],
    // A destructive command is suggested only if a single typo separates the words.
    [['numbers', 'unasign', '+14155550103'], 'unassign'],
    [['udno'], 'undo'],
    [['aply', '-f', 'account.yaml'], 'apply'],
    [['profiles', 'remvoe', 'prod'], 'remove'],
  ])('%j: did you mean %s?', async (argv, meant) => {
    expect(await told(argv)).toMatchObject({ code: 2, hint: `did you mean ${meant}?` });
  });

  test.each([
    ['sandbox stop', /Ctrl-C/],
    ['auth token', /sinchctl auth status/],
    ['token', /sinchctl auth status/],
    ['profiles rename', /profiles set .* profiles remove/],
    ['destroy', /numbers unassign/],
  ])('%s is not needed, and the hint explains why', async (line, hint) => {
    expect(await told(line.split(' '))).toMatchObject({ code: 2, hint: expect.stringMatching(hint) });
  });

  test('for a word without a close match, the hint shows the help of its noun', async () => {
    const { hint } = await told(['numbers', 'xyzzyplugh']);
    expect(hint).toBe('for help, run sinchctl numbers --help');
  });

  test.each([
    'info',
    'destroy',
    'rename',
    'removal',
    'rset',
    'undone',
    'profiles rename',
    'profiles resolve',
    'profiles move',
    'numbers align',
    'numbers reassign',
    'numbers overview',
    'sandbox rest-api',
    'auth layout',
    'up',
  ])('%s does not suggest a destructive command', async (line) => {
    const { hint } = await told(line.split(' '));
    expect(hint).not.toMatch(/did you mean .*(undo|remove|unassign|overwrite|apply|reset|logout)/);
  });

  test('every suggested command exists', () => {
    const paths = [...COMMANDS.map(commandPath), '--version'];
    for (const [noun, words] of Object.entries(COMMAND_SYNONYMS)) {
      expect(['', ...Object.keys(GROUPS)]).toContain(noun);
      for (const [word, fallback] of Object.entries(words).flatMap(([ours, theirs]) =>
        theirs.split(' ').map((one) => [one, ours] as const),
      )) {
        expect(
          paths.filter((path) => `${fallback} `.startsWith(`${path} `)),
          fallback,
        ).not.toEqual([]);
        expect(paths).not.toContain(`${noun} ${word}`.trim());
      }
    }
  });

  test('names of inherited properties have no special meaning', async () => {
    for (const word of ['constructor', 'toString', '__proto__'])
      for (const argv of [[word], ['numbers', word], ['help', word], ['numbers', `--${word}`]])
        expect((await told(argv)).code).toBe(2);
  });
});

describe('options', () => {
  test.each([
    [['numbers', 'assign', '+14155550103', '--dryrun'], 'did you mean --dry-run?'],
    [['numbers', 'list', '--no-colour'], 'did you mean --no-color?'],
    [['numbers', 'assign', '+14155550103', '--dry'], 'did you mean --dry-run?'],
    [['numbers', 'list', '--colums', 'number'], 'did you mean --columns?'],
    [['numbers', 'list', '-x'], 'for help, run sinchctl numbers list --help'],
    [['numbers', 'list', '--app'], 'for help, run sinchctl numbers list --help'],
    [['apps', 'alias', 'foo'], 'usage: sinchctl apps alias <name> <key>'],
    [['numbers', 'list', '--us'], 'for help, run sinchctl numbers list --help'],
    [['--h'], 'did you mean --help?'],
    [['numbers', 'list', '--h'], 'did you mean --help?'],
    [
      ['--app', 'support', 'numbers', 'list'],
      '--app must come after the command: sinchctl numbers list --app <APP>',
    ],
    [['--dry-run', 'apply', '-f', 'x'], '--dry-run must come after the command: sinchctl apply --dry-run'],
  ])('%j: %s', async (argv, hint) => {
    expect(await told(argv)).toMatchObject({ code: 2, hint });
  });

  test.each([
    // The closest option, or all that start as typed.
    [['numbers', 'list', '--ap', 'support'], 'did you mean --app or --api?'],
    [['numbers', 'list', '--ap=support'], 'did you mean --app or --api?'],
    [['callbacks', 'get', '--ap', 'support'], 'did you mean --app?'],
    [['numbers', 'assign', '--move', 'sales'], 'did you mean --move-from?'],
    [['numbers', 'list', '--no'], 'did you mean --no-header, --no-input, or --no-color?'],
    [['numbers', 'assign', '+14155550103', '--no'], 'for help, run sinchctl numbers assign --help'],
    [['numbers', 'list', '--a'], 'for help, run sinchctl numbers list --help'],
  ])('%j is the start of an option: %s', async (argv, hint) => {
    expect(await told(argv)).toMatchObject({ code: 2, hint });
  });

  test.each([
    ['numbers list --json number,alias', 'number,alias'],
    ['numbers list --json=number,alias', 'number,alias'],
    ['numbers list --json number', 'number'],
    ['--json number,alias numbers list', 'number,alias'],
    ['profiles list --json name', 'name'],
    ['profiles show --json name,active', 'name,active'],
    ['history --json run,at', 'run,at'],
  ])('%s has field names as in gh, and the hint shows --columns', async (line, fields) => {
    const { code, stdout, stderr } = await run(line.split(' '));
    expect([code, stdout]).toEqual([2, '']);
    expect(JSON.parse(stderr).error).toMatchObject({
      message: '--json does not take field names',
      hint: `to choose fields, add --columns ${fields}`,
    });
  });

  test.each([['profiles show --json name'], ['numbers list --json'], ['--json profiles list']])(
    '%s has none: the word after --json is an argument, or missing',
    async (line) => {
      const { stderr } = await run(line.split(' '));
      expect(stderr).not.toContain('--json does not take field names');
    },
  );

  test('-n is --dry-run in every command that has it', async () => {
    for (const { options, usage: line } of COMMANDS)
      if (options.dryRun) expect(options.dryRun.short, line).toBe('n');
    const { code, stdout } = await run([...SANDBOX, 'numbers', 'assign', '+14155550103', '-n']);
    expect([code, stdout]).toEqual([0, expect.stringContaining('\tplanned\t')]);
  });

  const JQ = "filter with jq: -o json | jq '.[].number'";
  test.each([
    [['numbers', 'list', '--query', 'x'], JQ],
    [['numbers', 'list', '--query=x'], JQ],
    [['--query', 'x', 'numbers', 'list'], JQ],
    [['numbers', '--jq', '.'], JQ],
    [['--jq=.', 'numbers', 'list'], JQ],
    [['numbers', 'list', '--jq', '.[]', '--app', 'support'], JQ],
    [['numbers', 'list', '--format', 'json'], 'to choose a format, add -o <FORMAT>: table, json'],
    [['--format=json', 'numbers', 'list'], 'to choose a format, add -o <FORMAT>: table, json'],
    [
      ['numbers', 'list', '-f', 'json'],
      'use --from <FILE> to read numbers, or -o <FORMAT> to choose a format',
    ],
    [['numbers', '-f', 'json'], 'to choose a format, add -o <FORMAT>: table, json'],
    [['numbers', 'list', '--verbose'], '--debug'],
    [['numbers', 'list', '--aplication', 'support'], 'use --app'],
    [['numbers', 'list', '--limt', '5'], '| head -n <COUNT>'],
    // Hints contain only options that the command has.
    [['numbers', 'list', '-n', '5'], '| head -n <COUNT>'],
    [['apps', 'list', '--application', 'support'], 'sinchctl apps list --help'],
    [['numbers', 'assign', '--to', 'support'], 'use --app'],
    [['numbers', 'unassign', '--from-app', 'support'], 'use --app'],
    [['apply', '--assume-yes'], 'to confirm without a prompt, add --yes'],
    [['apply', '--auto-approve'], 'to confirm without a prompt, add --yes'],
    [['diff', '--detailed-exitcode'], 'use --exit-code'],
    [['api', 'POST', '/v1', '-f', 'a=b'], 'use --data <JSON> or --data @<FILE>'],
    [['api', 'POST', '/v1', '-F', 'a=b'], 'use --data <JSON> or --data @<FILE>'],
    [['export', '-f', 'x'], 'export prints to stdout: sinchctl export > account.yaml'],
    [['export', '--file=x'], 'export prints to stdout: sinchctl export > account.yaml'],
    [['export', '--out', 'x'], 'export prints to stdout: sinchctl export > account.yaml'],
    [['callbacks', 'set', '--url', 'https://a.example.com/'], 'use --primary'],
    [['completion', '--shell', 'bash'], 'pass only the name of the shell: sinchctl completion bash'],
    [['completion', '-s', 'bash'], 'pass only the name of the shell: sinchctl completion bash'],
  ])('%j of another tool: %s', async (argv, hint) => {
    const { code, hint: said } = await told(argv);
    expect(code).toBe(2);
    expect(said).toContain(hint);
  });

  test.each([
    ['numbers list --json=true', '--json'],
    ['numbers list --yes=true', '--yes'],
    ['numbers list --quiet=1', '--quiet'],
    ['numbers list --no-header=1', '--no-header'],
    ['apply --dry-run=server', '--dry-run'],
    ['--json=1 nope', '--json'],
    ['numbers list --help=all', '--help'],
  ])(
    '%s: the error for an option without a value says so, and does not show the passed value',
    async (line, flag) => {
      const { code, stdout, stderr } = await run(line.split(' '));
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain(`${flag} does not take a value`);
      expect(stderr).not.toContain('did you mean');
      expect(stderr).not.toMatch(/=(true|1|server|all)/);
    },
  );

  test('a missing value', async () => {
    for (const [line, option] of [
      ['numbers list --app', '--app <APP>'],
      ['numbers list -o', '--output <FORMAT>'],
    ] as const) {
      const { code, stderr } = await run(line.split(' '));
      expect([code, stderr.split('\n')[0]]).toEqual([2, `error: missing value for ${option}`]);
    }
  });

  test('short options also take no value', async () => {
    const { code, message } = await told(['numbers', 'list', '-y=true']);
    expect([code, message]).toEqual([2, 'missing option name before =']);
  });

  test('--json with a value still prints errors as JSON', async () => {
    const { stderr } = await run(['--json=1', 'nope']);
    expect(JSON.parse(stderr).error).toMatchObject({ kind: 'usage', hint: 'omit the value' });
  });

  test('the value of an unknown option is not shown: it may be a secret', async () => {
    const { stderr } = await run(['profiles', 'set', 'prod', '--secret=c2VjcmV0']);
    expect(stderr).toContain("unknown option '--secret'");
    expect(stderr).toContain('no option accepts a secret');
    expect(stderr).not.toContain('c2VjcmV0');
    for (const glued of ['-ukey:hunter2', '-phunter2', '-uhunter2=x']) {
      const short = await run(['--json', 'api', 'GET', '/v1/x', glued]);
      expect(short.stderr).toContain(`unknown option '${glued.slice(0, 2)}'`);
      expect(short.stderr).not.toContain('hunter2');
    }
  });
});

describe('extra arguments', () => {
  test.each([
    ['diff account.yaml', 'did you mean -f account.yaml?'],
    ['apply account.yaml --dry-run', 'did you mean -f account.yaml?'],
    ['apply -- account.yaml', 'did you mean -f <FILE>?'],
    ['callbacks get support', 'did you mean --app support?'],
    ['callbacks set support', 'did you mean --app support?'],
    ['callbacks set https://a.example.com/', 'did you mean --primary <URL>?'],
    ['export support', 'did you mean --app support?'],
    ['export account.yaml', 'export prints to stdout: sinchctl export > account.yaml'],
    ['export ./state', 'export prints to stdout: sinchctl export > ./state'],
    ['history list', 'did you mean sinchctl history?'],
    ['history +14155550100', 'did you mean --number +14155550100?'],
    ['history support', 'did you mean --app support?'],
    ['profiles list prod', 'did you mean sinchctl profiles show <name>?'],
    ['auth status prod', 'to use another profile, add --profile <NAME>'],
    ['apps list support', 'usage: sinchctl apps list'],
  ])('%s: %s', async (line, hint) => {
    expect(await told(line.split(' '))).toMatchObject({ code: 2, hint });
  });

  test.each(['diff', 'apply'])(
    'for %s without a file, the hint shows how to pass one and how to create it',
    async (command) => {
      const { code, message, hint } = await told([...SANDBOX, command]);
      expect([code, message]).toEqual([2, 'no state file given']);
      expect(hint).toBe(
        'add -f account.yaml; to create it, run sinchctl --profile sandbox export > account.yaml',
      );
    },
  );
});

describe('values', () => {
  test.each([
    [['numbers', 'list', '-o', 'tabel'], 'table'],
    [[...SANDBOX, 'numbers', 'list', '--columns', 'nubmer'], 'number'],
    [[...SANDBOX, 'numbers', 'list', '--columns', 'NUMBER'], 'number'],
    [[...SANDBOX, 'numbers', 'list', '--sort', '-aplication'], 'application'],
    [['numbers', 'list', '--capability', 'voise'], 'voice'],
    [['numbers', 'list', '--api', 'portl'], 'portal'],
    [['export', '--only', 'numbrs'], 'numbers'],
    [['api', 'PSOT', '/v1/configuration/numbers'], 'POST'],
    [['api', 'GET', '/v1/configuration/numbers', '--api', 'acount'], 'account'],
    [['profiles', 'set', 'prod', '--auth', 'sgined'], 'signed'],
    [['profiles', 'set', 'prod', '--base-url', 'callig=https://gateway.example.com'], 'calling'],
    [['profiles', 'set', 'prod', '--base-url', 'alll=https://gateway.example.com'], 'all'],
    [['sandbox', 'serve', '--fault', 'rest:0.1'], 'reset:…'],
    [['sandbox', 'exec', '--fault', '429', '--', 'true'], '429:…'],
    [[...SANDBOX, 'numbers', 'assign', '--from', '-', '--ignore-column', 'aplication'], 'application'],
  ])('%j: did you mean %s?', async (argv, meant) => {
    const { code, hint } = await told(argv, { stdin: '+14155550103\n' });
    expect(code).toBe(2);
    expect(hint).toContain(`did you mean ${meant}?`);
  });

  test.each(['yaml', 'YML'])('-o %s: the hint shows where YAML is supported', async (format) => {
    for (const command of [['export'], ['numbers', 'list']]) {
      const { code, hint } = await told([...command, '-o', format]);
      expect(code).toBe(2);
      expect(hint).toMatch(/^export prints YAML, or JSON with -o json; for rows, choose from: table/);
    }
  });

  test('the hint does not suggest a path that starts with two slashes', async () => {
    const { code, hint } = await told([...SANDBOX, 'api', 'GET', '/\\evil.example.com/x']);
    expect([code, hint]).toEqual([2, 'use a path such as /v1/configuration/numbers']);
  });

  test.each([
    [['--number-column', 'Nmber'], 'Number,App\n+14155550103,support\n', 'did you mean Number?'],
    [[], 'Nunber,App\n+14155550103,support\n', '--number-column Nunber'],
  ])('a column of a file: %j', async (more, stdin, hint) => {
    const { code, hint: said } = await told([...SANDBOX, 'numbers', 'list', '--from', '-', ...more], {
      stdin,
    });
    expect(code).toBe(2);
    expect(said).toContain(hint);
  });
});

describe('aliases', () => {
  test.each([
    [['numbers', 'list', '--app', 'suport'], 4],
    [['numbers', 'assign', '+14155550103', '--app', 'suppotr'], 4],
    [['numbers', 'assign', '+14155550103', '--move-from', 'suport'], 4],
    [['numbers', 'overwrite', '+14155550103', '--app', 'supprt'], 4],
    [['callbacks', 'get', '--app', 'suport'], 4],
    [['callbacks', 'set', '--app', 'suport', '--clear-fallback'], 4],
    [['export', '--app', 'suport'], 4],
    [['history', '--app', 'suport'], 4],
    [['apps', 'unalias', 'suport'], 4],
    // Aliases have no uppercase letters, so this is not an alias.
    [['numbers', 'list', '--app', 'Support'], 2],
  ])('%j: did you mean support?', async (argv, exit) => {
    const { code, hint } = await told([...SANDBOX, ...argv]);
    expect(code).toBe(exit);
    expect(hint).toContain('did you mean support?');
  });

  test('including in a file', async () => {
    const stdin = 'number,application\n+14155550103,suport\n';
    const { stderr } = await run([...SANDBOX, 'numbers', 'assign', '--from', '-'], { stdin });
    expect(stderr).toContain('did you mean support?');
    const state = 'version: 1\napplications:\n  - application: suport\n';
    const { stderr: problem } = await run([...SANDBOX, 'diff', '-f', '-'], { stdin: state });
    expect(problem).toContain('did you mean support?');
  });
});

describe('profiles', () => {
  const LINES = [
    ['profiles', 'use', 'NAME'],
    ['profiles', 'show', 'NAME'],
    ['profiles', 'remove', 'NAME', '--yes'],
    ['--profile', 'NAME', 'numbers', 'list'],
    ['--profile', 'NAME', 'auth', 'status'],
    ['--profile', 'NAME', 'auth', 'logout'],
    ['--profile', 'NAME', 'profiles', 'show'],
  ];
  const fill = (name: string) => (words: string[]) => words.map((word) => (word === 'NAME' ? name : word));

  test.each(LINES)('%s %s %s: did you mean production?', async (...words) => {
    const home = newHome();
    await storeProfile(home, 'production', 'http://127.0.0.1:9');
    for (const name of ['prodution', 'Production']) {
      const { code, hint } = await told(fill(name)(words.filter((word) => word !== undefined)), { home });
      expect([code, hint]).toEqual([3, 'did you mean production? See sinchctl help troubleshooting']);
    }
  });

  test.each([
    'sandbox show',
    'sandbox reset',
    'sandbox serve',
    'sandbox exec -- true',
    'profiles list',
    'profiles use sandbox',
    'completion bash',
    'commands',
    'history',
    'diff -f FILE --against FILE',
  ])('%s, which does not use a profile, also suggests names', async (line) => {
    const home = newHome();
    writeFileSync(home.path('state.yaml'), 'version: 1\napplications: []\n');
    const words = line.replaceAll('FILE', home.path('state.yaml')).split(' ');
    const { code, hint } = await told(['--profile', 'sandbx', ...words], { home });
    expect([code, hint]).toEqual([3, 'did you mean sandbox? See sinchctl help troubleshooting']);
  });

  test('a hint to change a profile is about the profile of the command', async () => {
    const line = ['auth', 'login', '--portal', '--key', support.key];
    expect((await told(['--profile', 'prod', ...line])).hint).toBe(
      'to set them, run sinchctl --profile prod profiles set',
    );
    expect((await told(line)).hint).toBe('to set them, run sinchctl profiles set');
  });

  test('history accepts a profile that no longer exists', async () => {
    const home = newHome();
    const { env } = await serve();
    await storeProfile(home, 'old', env.SINCHCTL_CALLING_URL ?? '');
    const line = ['callbacks', 'set', '--app', support.key, '--primary', 'https://a.example.com/'];
    expect((await run(['--profile', 'old', ...line], { home })).code).toBe(0);
    expect((await run(['profiles', 'remove', 'old', '--yes'], { home })).code).toBe(0);
    const { code, stdout } = await run(['--profile', 'old', 'history'], { home });
    expect([code, stdout.split('\n')]).toEqual([0, [expect.stringContaining(support.key), '']]);
  });

  test('SINCHCTL_PROFILE', async () => {
    const { code, hint } = await told(['numbers', 'list'], { env: { SINCHCTL_PROFILE: 'sandbx' } });
    expect([code, hint]).toEqual([3, 'did you mean sandbox? See sinchctl help troubleshooting']);
  });
});

describe('runs to undo', () => {
  async function homeWithRun() {
    const home = newHome();
    const now = () => new Date('2026-11-24T09:30:00Z');
    const line = [
      ...SANDBOX,
      'callbacks',
      'set',
      '--app',
      support.key,
      '--primary',
      'https://a.example.com/',
    ];
    await run(line, { home, now, random: () => 0x3f9a / 0x10000 });
    return home;
  }

  test.each([
    ['20261124-093000-3f9b', 4],
    ['20261124-093000-3f9', 4],
  ])('%s: the only similar run is suggested', async (name, exit) => {
    const home = await homeWithRun();
    const { code, hint } = await told([...SANDBOX, 'undo', name], { home });
    expect([code, hint]).toEqual([exit, 'did you mean 20261124-093000-3f9a?']);
  });

  test('another run of the same minute is not suggested', async () => {
    const home = await homeWithRun();
    const { hint } = await told([...SANDBOX, 'undo', '20261124-093012-77aa'], { home });
    expect(hint).toBe(
      'to list the runs, run sinchctl --profile sandbox history; the latest is 20261124-093000-3f9a',
    );
  });

  test.each([
    [
      '20261124.json',
      'to list the runs, run sinchctl --profile sandbox history; the latest is 20261124-093000-3f9a',
    ],
    [
      'reslts.ndjson',
      'to list the runs, run sinchctl --profile sandbox history; the latest is 20261124-093000-3f9a',
    ],
  ])('undo %s: no such run or file', async (name, meant) => {
    const home = await homeWithRun();
    const { code, message, hint } = await told([...SANDBOX, 'undo', name], { home });
    expect([code, hint]).toEqual([2, meant]);
    expect(message).toBe(`no run or file named ${name}`);
  });

  test('undo of a word that cannot be a file: there is no such run', async () => {
    const home = await homeWithRun();
    const { code, message } = await told([...SANDBOX, 'undo', 'nosuchrun'], { home });
    expect([code, message]).toEqual([4, 'no run or file named nosuchrun']);
  });

  test('a file that cannot be read for another reason is an error with that reason', async () => {
    const { code, message, hint } = await told([...SANDBOX, 'undo', '/']);
    expect([code, message]).toEqual([2, 'cannot read /: is a directory']);
    expect(hint).toContain('--results');
  });

  test.each([
    ['20261124-093000-3f9b', 'did you mean 20261124-093000-3f9a?'],
    ['20261124', 'did you mean 20261124-093000-3f9a?'],
    ['nonsense', 'to list the runs, run sinchctl history; the latest is 20261124-093000-3f9a'],
  ])('history --run %s is also exit 4', async (name, meant) => {
    const home = await homeWithRun();
    const { code, message, hint } = await told(['history', '--run', name], { home });
    expect([code, hint]).toEqual([4, meant]);
    expect(message).toBe(`run ${name} is not in the history`);
  });

  test('the latest run is one of the selected profile', async () => {
    const home = await homeWithRun();
    const { url } = await serve();
    await storeProfile(home, 'prod', url);
    for (const line of [
      ['history', '--run', 'nonsense'],
      ['undo', 'nosuchrun'],
    ])
      expect((await told(line, { home })).hint).toBe('to list the runs, run sinchctl history');
  });

  test('a run that is excluded by other options still exists', async () => {
    const home = await homeWithRun();
    const line = ['history', '--run', '20261124-093000-3f9a', '--number', ours];
    expect(await run(line, { home })).toMatchObject({ code: 0, stdout: '' });
  });
});

describe('help', () => {
  test.each([
    [['help', 'exit-code'], 'exit-codes'],
    [['help', 'enviroment'], 'environment'],
    [['help', 'nubmers'], 'numbers'],
    [['help', 'numbers', 'lst'], 'list'],
    [['numbers', 'help', 'lst'], 'list'],
    [['--quiet', 'help', 'numbers', 'asign'], 'assign'],
  ])('%j: did you mean %s?', async (argv, meant) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`did you mean ${meant}?`);
  });

  test('an unknown topic lists the topics', async () => {
    const { code, stderr } = await run(['help', 'nonsense']);
    expect(code).toBe(2);
    for (const name of ['state-file', 'numbers', 'undo']) expect(stderr).toContain(name);
  });
});

test.each(['constructor', '__proto__', 'toString'])(
  '%s is not a format, and no other word is suggested',
  async (word) => {
    const { code, hint } = await told(['numbers', 'list', '-o', word]);
    expect(code).toBe(2);
    expect(hint).not.toContain('function');
    expect(hint).not.toContain('object');
  },
);
