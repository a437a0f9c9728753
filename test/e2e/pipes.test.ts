import { existsSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FORMAT_NAMES } from '../../src/output/formats.ts';
import { changes, free, ours, sales, serving, support, theirs, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { run } from '../support/run.ts';
import { hasProgram, PROGRAM, shell, sinchctl } from '../support/spawn.ts';
import { onTerminal } from '../support/terminal.ts';

async function large(numbers: number) {
  const home = newHome();
  await run(['sandbox', 'reset', '--numbers', String(numbers)], { home });
  return home;
}

/** Only sinchctl's own messages; -q hides the note about the sandbox. */
const lines = (text: string) => text.split('\n').filter((line) => line !== '');

describe('stdin from /dev/null where a prompt would be shown', () => {
  test.each([
    ['numbers unassign', ['--profile', 'sandbox', 'numbers', 'unassign', ours], 7],
    ['numbers overwrite', ['--profile', 'sandbox', 'numbers', 'overwrite', ours, '--app', 'support'], 7],
    ['profiles set without a key', ['profiles', 'set', 'p'], 2],
    ['profiles set without a secret', ['profiles', 'set', 'p', '--key', support.key], 2],
    [
      'profiles set with an empty secret',
      ['profiles', 'set', 'p', '--key', support.key, '--secret-stdin'],
      2,
    ],
  ])('%s ends with one clear error and a hint', async (_, argv, exit) => {
    const home = newHome();
    const { code, stdout, stderr } = await sinchctl([...argv, '-q'], { env: home.env });
    expect([code, stdout]).toEqual([exit, '']);
    expect(lines(stderr)).toEqual([expect.stringMatching(/^error: /), expect.stringMatching(/^hint: /)]);
    expect(changes(home.world())).toEqual(UNCHANGED);
    expect(existsSync(home.configPath)).toBe(false);
  });
});

describe('a reader that closes early', () => {
  test.each(FORMAT_NAMES)('ends a read with exit 0 and no error: %s', async (format) => {
    const { env } = await large(5000);
    const line = `( "$@" -q --profile sandbox numbers list -o ${format}; echo "exit $?" >&2 ) | head -1`;
    const { stdout, stderr } = await shell(line, { env });
    expect(lines(stdout)).toHaveLength(1);
    expect(stderr).toBe('exit 0\n');
  });

  test.each([
    'export',
    'export -o json',
    'diff -f FILE --prune',
    'diff -f FILE --prune -o markdown',
    'apply -f FILE --prune --max-removals 5000 --dry-run',
    'history',
    'history -o table',
    'commands',
    '--help',
  ])('also ends %s without an error', async (words) => {
    const { env, path } = await large(5000);
    const file = path('account.yaml');
    writeFileSync(file, 'version: 1\napplications: [{ application: support, numbers: { voice: [] } }]\n');
    const own = `"$@" -q --profile sandbox`;
    await shell(
      `${own} numbers list --unassigned --capability voice | ${own} numbers assign --from - --app spare`,
      { env },
    );
    const line = `( ${own} ${words.replace('FILE', file)}; echo "exit $?" >&2 ) | head -1`;
    const { stdout, stderr } = await shell(line, { env });
    expect(lines(stdout)).toHaveLength(1);
    expect(stderr).toBe('exit 0\n');
  });

  test('lets changes finish and keeps the exit code', async () => {
    const home = newHome();
    const line = `( "$@" -q --profile sandbox numbers assign ${free} --app sales; echo "exit $?" >&2 ) | true`;
    const { stderr } = await shell(line, { env: home.env });
    expect(stderr).toBe('exit 0\n');
    expect(home.world().applicationOf(free, 'voice')).toBe(sales.key);
  });

  test('does not hide a failure', async () => {
    const line = `( "$@" -q --profile sandbox numbers list +14155559999; echo "exit $?" >&2 ) | true`;
    expect((await shell(line, { env: newHome().env })).stderr).toMatch(/exit 4\n$/);
  });
});

test.each(FORMAT_NAMES)('a slow reader gets all 5,000 numbers as %s', async (format) => {
  const { env } = await large(5000);
  const line = `"$@" -q --profile sandbox numbers list -o ${format} | ( sleep 0.5; cat )`;
  const { code, stdout, stderr } = await shell(line, { env });
  expect([code, stderr]).toEqual([0, '']);
  expect(lines(stdout).filter((one) => one.includes('+1415'))).toHaveLength(7500);
  if (format === 'json') expect(JSON.parse(stdout)).toHaveLength(7500);
});

describe.runIf(existsSync('/dev/full'))('a full disk', () => {
  test.each(['', '--json', '-o table', '-o ndjson', '-o csv', '-o markdown'])(
    'for stdout causes exit code 1 with a one-line error: %s',
    async (extra) => {
      const { code, stderr } = await shell(`"$@" -q --profile sandbox numbers list ${extra} >/dev/full`, {
        env: newHome().env,
      });
      expect(code).toBe(1);
      expect(stderr).toContain('no space left on device');
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(lines(stderr)).toHaveLength(1);
      if (extra === '-o ndjson') expect(JSON.parse(stderr).error.exitCode).toBe(1);
    },
  );

  test.each([
    'export',
    'callbacks get --all',
    'history',
    'commands',
    '--help',
    'numbers list --help',
    '--version',
  ])('for stdout of %s causes exit code 1 with one line', async (line) => {
    const env = newHome().env;
    await shell(`"$@" -q --profile sandbox numbers assign ${free} --app sales`, { env });
    const { code, stderr } = await shell(`"$@" -q --profile sandbox ${line} >/dev/full`, { env });
    expect([code, lines(stderr)]).toEqual([1, [expect.stringMatching(/^error: .*no space left on device/)]]);
  });

  test('for stdout does not undo a change, and is still reported', async () => {
    const home = newHome();
    const line = `"$@" -q --profile sandbox numbers overwrite ${ours} --app support --yes >/dev/full`;
    expect((await shell(line, { env: home.env })).code).toBe(1);
    expect(serving(home.world(), support)).toEqual([ours]);
  });

  test('for stderr does not prevent the command from finishing', async () => {
    const home = newHome();
    const line = `"$@" --profile sandbox numbers assign ${free} --app sales 2>/dev/full`;
    expect((await shell(line, { env: home.env })).code).toBe(0);
    expect(home.world().applicationOf(free, 'voice')).toBe(sales.key);
  });
});

test('closed streams do not cause a stack trace', async () => {
  const env = newHome().env;
  for (const line of [
    '"$@" --version >&-',
    '"$@" --profile sandbox numbers list <&-',
    '"$@" --profile sandbox numbers list 2>&-',
  ]) {
    expect((await shell(line, { env })).stderr).not.toMatch(/\n\s+at /);
  }
});

test.each(FORMAT_NAMES)('no colors in a pipe: %s', async (format) => {
  const env = { ...newHome().env, TERM: 'xterm-256color', COLORTERM: 'truecolor' };
  const argv = [
    '--profile',
    'sandbox',
    'numbers',
    'assign',
    free,
    theirs,
    '--app',
    'support',
    '--keep-going',
  ];
  const { code, stdout, stderr } = await sinchctl([...argv, '-o', format], { env });
  expect(code).toBe(5);
  expect(stdout).toContain('failed');
  expect(stdout + stderr).not.toContain('\u001b');
});

describe.runIf(hasProgram('watch'))('watch', () => {
  async function watched(
    columns: number,
    argv: readonly string[],
    flags: string[],
    env: Record<string, string> = {},
  ) {
    const line = [process.execPath, PROGRAM, '-q', '--profile', 'sandbox', ...argv];
    const { screen, until, type, ended } = onTerminal(
      ['watch', ...flags, '-n', '60', ...line],
      { ...newHome().env, LANG: 'C.UTF-8', ...env },
      { columns },
    );
    return {
      screen,
      until,
      quit: () => {
        type('\x03');
        return ended;
      },
    };
  }

  test('shows a table that fits its screen', async () => {
    const { screen, until, quit } = await watched(100, ['numbers', 'list', '-o', 'table'], ['-t']);
    await until('└');
    await quit();
    expect(screen()).toContain(ours);
    expect(screen()).not.toContain('error');
  });

  test('shows cards if its screen is too narrow', async () => {
    const { screen, until, quit } = await watched(40, ['callbacks', 'get', '-o', 'table'], ['-t']);
    await until('fallback:');
    await quit();
    expect(screen()).not.toContain('┌');
  });

  test('-c shows color if it is enabled', async () => {
    const argv = ['numbers', 'assign', ours, theirs, '--keep-going', '--dry-run', '-o', 'table'];
    const GREEN_OR_RED = /\u001b\[(?:\d+;)*3[1-3]m/;
    const plain = await watched(100, argv, ['-t', '-c']);
    await plain.until('└');
    await plain.quit();
    expect(plain.screen()).not.toMatch(GREEN_OR_RED);
    const coloured = await watched(100, argv, ['-t', '-c'], { FORCE_COLOR: '1' });
    await coloured.until('└');
    await coloured.quit();
    expect(coloured.screen()).toMatch(/\u001b\[(?:\d+;)*(?:1|2|3\d)m/);
  });
});
