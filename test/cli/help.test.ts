import { describe, expect, test } from 'vitest';
import { flagOf } from '../../src/cli/argv/option.ts';
import { commandPath, splitUsage } from '../../src/cli/command-list.ts';
import { COMMANDS, EXAMPLES, GROUPS, SECTIONS, TOPICS } from '../../src/commands/index.ts';
import { EXIT } from '../../src/core/errors.ts';
import { EXIT_CODES } from '../../src/docs/exit-codes.ts';
import { type RunOptions, run } from '../support/run.ts';

const ESCAPE = '\u001b';
const PATHS = COMMANDS.map(commandPath);

/** Every help page. */
const PAGES = [['--help'], ...[...PATHS, ...Object.keys(GROUPS), ...Object.keys(TOPICS)].map(helpOf)];

function helpOf(name: string): string[] {
  return ['help', ...name.split(' ')];
}

/** A page as printed on a terminal, or without a width, in a pipe. */
async function help(argv: readonly string[], options: RunOptions = {}): Promise<string> {
  const { stdout, stderr } = await run(argv, { terminal: options.width !== undefined, ...options });
  return stdout || stderr;
}

const SHOWN: Record<string, string[]> = {
  root: [],
  'root-help': ['--help'],
  group: ['numbers', '--help'],
  command: ['numbers', 'assign', '--help'],
};

describe('pages', () => {
  test.each(Object.entries(SHOWN))('%s has a golden file', async (name, argv) => {
    const parts = [];
    for (const width of [60, 80, 120]) {
      const text = await help([...argv, '--no-color'], { width });
      expect(await help([...argv, '--no-color'], { width, env: { LC_ALL: 'C' } })).toBe(text);
      parts.push(`=== ${width} columns ===\n${text}`);
    }
    const color = await help(argv, { width: 80 });
    parts.push(`=== 80 columns, color ===\n${color.replaceAll(ESCAPE, '␛')}`);
    await expect(parts.join('\n')).toMatchFileSnapshot(`help/${name}.txt`);
  });

  test.each(PAGES)('%s %s %s fits 80 columns, in ASCII', async (...words) => {
    const argv = words.filter((word) => word !== undefined);
    const text = await help(argv, { width: 80, env: { NO_COLOR: '1' } });
    expect(text).toMatch(/^[\n -~]+\n$/);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
    expect(await help(argv)).toBe(text);
  });

  test.each(PAGES)('%s %s %s wraps to 60 columns, except commands to copy', async (...words) => {
    const argv = words.filter((word) => word !== undefined);
    const text = await help(argv, { width: 60, env: { NO_COLOR: '1' } });
    const long = text.split('\n').filter((line) => line.length > 60);
    for (const line of long) expect(line).toMatch(/sinchctl |\w+:.* {2}#|^ +primary: |https?:\/\//);
  });

  test('sinchctl without arguments fits a terminal of 80x24, with all commands', async () => {
    const { code, stdout, stderr } = await run([], { terminal: true, width: 80, env: { NO_COLOR: '1' } });
    expect([code, stdout]).toEqual([2, '']);
    const lines = stderr.trimEnd().split('\n');
    expect(lines).toHaveLength(23);
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(80);
    for (const path of PATHS) expect(stderr).toMatch(new RegExp(`^.{12}${path.split(' ')[0]} `, 'm'));
  });
});

describe('color', () => {
  const BOLD = `${ESCAPE}[1mUsage:${ESCAPE}[22m`;

  test.each([
    [{ terminal: true }, true],
    [{ terminal: true, env: { NO_COLOR: '1' } }, false],
    [{ terminal: true, env: { TERM: 'dumb' } }, false],
    [{ env: { FORCE_COLOR: '1' } }, true],
    [{}, false],
  ])('headings with %j: bold is %s', async (options: RunOptions, isBold) => {
    for (const argv of [[], ['--help'], ['numbers'], ['query', '--help']]) {
      const text = await help(argv, options);
      expect(text.includes(BOLD)).toBe(isBold);
      expect(text.includes(ESCAPE)).toBe(isBold);
    }
  });

  test.each([[['--no-color', '--help']], [['numbers', 'list', '--no-color', '-h']], [['--no-color']]])(
    '%j has none',
    async (argv) => {
      expect(await help(argv, { terminal: true })).not.toContain(ESCAPE);
    },
  );
});

test('--help may precede the words of the command', async () => {
  for (const path of [['numbers', 'list'], ['numbers'], ['query']]) {
    const text = await help([...path, '--help']);
    for (const [first, rest] of [
      [[], path],
      [path.slice(0, 1), path.slice(1)],
    ] as const)
      for (const flag of ['-h', '--help']) expect(await help([...first, flag, ...rest])).toBe(text);
  }
  expect(await help(['--help', '--profile', 'prod', 'apps', 'list'])).toBe(
    await help(['apps', 'list', '-h']),
  );
});

describe('help and the command tree', () => {
  test('each command is under one heading of the root help', () => {
    const words = Object.values(SECTIONS).flat();
    expect([...words].sort()).toEqual([...new Set(PATHS.map((path) => path.split(' ')[0]))].sort());
  });

  test('the root help has four examples', async () => {
    const text = await help(['--help']);
    expect(EXAMPLES).toHaveLength(4);
    for (const example of EXAMPLES) expect(text).toContain(`  ${example}\n`);
  });

  test('a group has its commands and examples', async () => {
    for (const [noun, { summary, examples }] of Object.entries(GROUPS)) {
      const text = await help([noun, '--help']);
      expect(text.startsWith(`${summary}\n`)).toBe(true);
      for (const example of examples) expect(text).toContain(`  ${example}\n`);
      for (const command of COMMANDS) {
        const [[first, verb]] = splitUsage(command);
        if (first === noun)
          expect(text).toMatch(new RegExp(`^  ${verb} +${command.summary.slice(0, 20)}`, 'm'));
      }
    }
  });

  test.each(COMMANDS.map((command) => [commandPath(command), command] as const))(
    '%s has all of its sections, in order',
    async (path, command) => {
      const text = await help([...path.split(' '), '--help']);
      const [, args] = splitUsage(command);
      const parts = ['Usage', args.length > 0 && 'Arguments', 'Options', command.columns && 'Fields'];
      const expected = [...parts, 'Examples', 'Exit codes', 'See also'].filter(Boolean);
      const headings = text.match(
        /^(Usage(?=:)|Arguments$|Options$|Fields$|Examples$|Exit codes$|See also$)/gm,
      );
      expect(headings).toEqual(expected);
      for (const name of Object.keys(command.options)) expect(text).toContain(` ${flagOf(name)}`);
      expect(text).toContain('Global options: sinchctl help options');
      expect(text).not.toMatch(/^ +--(concurrency|deadline)/m);
      for (const name of command.columns?.fields ?? [])
        expect(text).toMatch(new RegExp(`^  ${name} +(string|number|boolean) +\\S`, 'm'));
      const codes = [...text.matchAll(/^ {2,4}(\d+) {2}\S/gm)].map(([, code]) => Number(code));
      const kinds = ['failure', 'usage', 'auth', 'interrupted', ...command.errors] as const;
      expect(codes).toEqual([0, ...new Set(kinds.map((kind) => EXIT[kind]).sort((a, b) => a - b))]);
    },
  );

  test('every field has a meaning', () => {
    for (const { columns, usage } of COMMANDS)
      if (columns) expect(Object.keys(columns.about ?? {}), usage).toEqual(columns.fields);
  });

  test('related commands and topics exist', () => {
    const known = [...PATHS, ...Object.keys(TOPICS).map((topic) => `help ${topic}`)];
    for (const command of COMMANDS) {
      expect(command.seeAlso.length, command.usage).toBeGreaterThan(0);
      for (const name of command.seeAlso) expect(known, command.usage).toContain(name);
      expect(command.seeAlso).not.toContain(commandPath(command));
    }
  });

  test('no topic has the name of a command', () => {
    expect(Object.keys(TOPICS).filter((topic) => PATHS.includes(topic) || topic in GROUPS)).toEqual([]);
  });

  test('summaries and options have the same style', () => {
    for (const { summary, options, arguments: args = [] } of COMMANDS) {
      expect(summary).toMatch(/^[A-Z].*[^.]$/);
      for (const { summary: text } of [...Object.values(options), ...args])
        expect(text).toMatch(/^[^A-Z].*[^.]$|^(GET|PEM)/);
    }
  });
});

test('troubleshooting contains common search terms', async () => {
  const text = await help(['help', 'troubleshooting']);
  for (const word of ['401', 'Clock', 'Proxy', 'Certificate', '429', 'Wrong profile', 'code 6', 'code 9'])
    expect(text).toContain(word);
  for (const word of ['Update', 'uninstall', 'auth login', '--ca-file', '--lock-timeout'])
    expect(text).toContain(word);
});

test('exit-codes has every code in order', async () => {
  const text = await help(['help', 'exit-codes']);
  const codes = [...text.matchAll(/^ +(\d+) /gm)].map(([, code]) => Number(code));
  expect(codes).toEqual(EXIT_CODES.map(({ code }) => code));
});
