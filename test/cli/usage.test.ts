import { describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { COMMANDS } from '../../src/commands/index.ts';
import { ours } from '../support/account.ts';
import { run, sandbox } from '../support/run.ts';

describe('--version and --help', () => {
  test.each(['--version', '-V'])('%s prints the version and nothing else', async (flag) => {
    const { code, stdout, stderr } = await run([flag]);
    expect([code, stdout, stderr]).toEqual([0, `${manifest.version}\n`, '']);
  });

  test('--version wins beside other words', async () => {
    expect((await run(['--json', '--version'])).stdout).toBe(`${manifest.version}\n`);
  });

  test.each(['--help', '-h'])('%s names every noun and goes to stdout', async (flag) => {
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

  test('no command at all is a usage error whose help goes to stderr', async () => {
    for (const argv of [[], ['numbers']]) {
      const { code, stdout, stderr } = await run(argv);
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr).toContain('Usage:');
    }
  });
});

describe('mistakes', () => {
  test.each([
    [['numbres', 'list'], 'numbers'],
    [['numbers', 'lsit'], 'list'],
    [['numbers', 'asign', ours], 'assign'],
    [['queri', ours], 'query'],
    [['numbers', 'list', '--unasigned'], '--unassigned'],
    [['numbers', 'assign', ours, '--dry-rnu'], '--dry-run'],
    [['numbers', 'list', '--jsn'], '--json'],
    [['--proflie', 'sandbox', 'numbers', 'list'], '--profile'],
  ])('%j is exit 2 and suggests %s', async (argv, closestMatch) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(new RegExp(`^hint: .*${closestMatch}`, 'm'));
  });

  test('a word far from any command is still one clear line and a next step', async () => {
    const { code, stderr } = await run(['xyzzyplugh']);
    expect(code).toBe(2);
    expect(stderr).toMatch(/^error: .*xyzzyplugh/);
    expect(stderr).toMatch(/^hint: .*--help/m);
  });

  test.each([
    [['apps', 'alias'], 'the line is sinchctl apps alias <name> <key>'],
    [['numbers', 'list', '--bogus'], 'sinchctl numbers list --help shows what there is'],
    [['callbacks', 'get', 'support'], 'name the application with --app support'],
    [['callbacks', 'xyzzy'], 'sinchctl callbacks --help shows what there is'],
    [['undo'], 'the line is sinchctl undo <run|FILE>'],
    [['--bogus'], 'sinchctl --help shows what there is'],
  ])('%j points to what the line names', async (argv, hint) => {
    const { code, stderr } = await run(argv);
    expect([code, stderr]).toEqual([2, expect.stringContaining(`hint: ${hint}\n`)]);
  });

  test.each(['--app', '--capability', '--prefix', '--api'])(
    '%s needs a value, and an empty one is refused',
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
  ])('the global %s refuses an empty value', async (flag) => {
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
    expect(stderr).toContain('twice');
  });

  test('an empty argument is no number and no filter', async () => {
    const { code, stdout } = await sandbox(['numbers', 'list', '']);
    expect([code, stdout]).toEqual([2, '']);
  });
});
