import { describe, expect, test } from 'vitest';
import { splitUsage } from '../../src/cli/command-list.ts';
import { COMMANDS, TOPICS } from '../../src/commands/index.ts';
import { EXIT } from '../../src/core/errors.ts';
import { run } from '../support/run.ts';

describe('help', () => {
  test.each([
    ['exit-codes', ['drift', '143', '129']],
    ['environment', ['SINCH_APPLICATION_KEY', 'HTTPS_PROXY', 'SINCHCTL_STATE_DIR']],
    ['state-file', ['version: 1', '--prune', '--print-schema']],
    ['output', ['markdown', '--columns', '--results']],
  ])('%s goes to stdout, without a terminal line longer than 120', async (topic, parts) => {
    const { code, stdout, stderr } = await run(['help', topic]);
    expect([code, stderr]).toEqual([0, '']);
    for (const part of parts) expect(stdout).toContain(part);
    for (const line of stdout.split('\n')) expect(line.length).toBeLessThanOrEqual(120);
  });

  test('exit-codes names every kind with its code', async () => {
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
  ])('help %j is the help of it', async (words, line) => {
    const { code, stdout } = await run(['help', ...words]);
    expect([code, stdout]).toEqual([0, (await run(line)).stdout]);
  });

  test.each(COMMANDS.map((command) => splitUsage(command)[0]))('help %s %s is its help', async (...path) => {
    const words = path.filter((word) => word !== undefined);
    const { code, stdout } = await run(['help', ...words]);
    expect([code, stdout]).toEqual([0, (await run([...words, '--help'])).stdout]);
    expect(stdout).toContain(`Usage: sinchctl ${words.join(' ')}`);
  });

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
  ])('%j is %j', async (words, line) => {
    const { code, stdout } = await run(words);
    expect([code, stdout]).toEqual([0, (await run(line)).stdout]);
  });

  test.each([['-q'], ['--profile', 'sandbox', '--no-color'], ['-o', 'json'], ['--profile', 'help']])(
    'options of the program may stand before it: %s',
    async (...before) => {
      for (const words of [['output'], ['numbers', 'list'], []]) {
        const shown = await run([...before, 'help', ...words]);
        expect([shown.code, shown.stdout]).toEqual([0, (await run(['help', ...words])).stdout]);
      }
      expect((await run([...before, 'help', 'nothing'])).code).toBe(2);
    },
  );

  test('an unknown option before it is told', async () => {
    expect(await run(['--bogus', 'help', 'output'])).toMatchObject({ code: 2, stdout: '' });
  });

  test('of something unknown is exit 2 with the nearest', async () => {
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
  ])('with words too many is exit 2: %s', async (shown, argv, hint) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`no help on ${shown}`);
    expect(stderr).toContain(`hint: ${hint}\n`);
  });

  test.each([
    [['help', '']],
    [['help', '', 'list']],
    [['-q', 'help', '']],
    [['numbers', 'help', '']],
    [['help', 'numbers', '']],
    [['help', 'help', '']],
  ])('%j has an empty word, and is exit 2', async (argv) => {
    const { code, stdout, stderr } = await run(argv);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^error: .*\nhint: ./);
  });

  test.each([[['help', '--profile', 'sandbox', 'output']], [['help', '-o', 'json', 'output']]])(
    '%j takes no value of an option for a topic',
    async (argv) => {
      expect(await run(argv)).toMatchObject({ code: 0, stdout: (await run(['help', 'output'])).stdout });
    },
  );

  test('names its topics', async () => {
    expect((await run(['--help'])).stdout).toContain(`help ${Object.keys(TOPICS).join('|')}`);
  });
});

test('commands prints the tree as JSON, without credentials', async () => {
  const { code, stdout } = await run(['commands']);
  expect(code).toBe(0);
  const tree = JSON.parse(stdout);
  const assign = tree.commands.find(({ path }: { path: string[] }) => path.join(' ') === 'numbers assign');
  expect(assign).toMatchObject({ arguments: ['[number...]'], writes: true });
  expect(assign.fields).toContain('result');
  expect(assign.options).toContainEqual(
    expect.objectContaining({ flag: '--move-from', value: 'A', short: null, many: false }),
  );
  expect(tree.globalOptions).toContainEqual(expect.objectContaining({ flag: '--output', short: '-o' }));
  expect(assign.options).toContainEqual(
    expect.objectContaining({ flag: '--capability', choices: ['voice', 'sms'] }),
  );
  expect(tree.topics).toContain('exit-codes');
  expect(tree.environment).toContainEqual(expect.objectContaining({ names: ['SINCHCTL_PROFILE'] }));
  expect(tree.exitCodes).toMatchObject({ ok: 0, drift: 8, busy: 9, terminated: 143, hungUp: 129 });
});
