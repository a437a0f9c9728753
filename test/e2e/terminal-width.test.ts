import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { newHome } from '../support/home.ts';
import { shell } from '../support/spawn.ts';
import { terminal } from '../support/terminal.ts';

const ARGV = ['-q', '--no-color', '--profile', 'sandbox', 'callbacks', 'get', '--all'];

async function widest(columns: number, env: Record<string, string> = {}, ...argv: string[]) {
  const { ended, screen } = terminal(
    [...ARGV, ...argv],
    { ...newHome().env, LANG: 'C.UTF-8', ...env },
    { columns },
  );
  expect(await ended, screen()).toBe(0);
  return {
    text: screen(),
    width: Math.max(
      ...screen()
        .split(/\r?\n/)
        .map((line) => stringWidth(line)),
    ),
  };
}

test.each([60, 80, 140])('a table fits a terminal of %i columns', { timeout: 60_000 }, async (columns) => {
  const { text, width } = await widest(columns);
  expect(text).toContain('┌');
  expect(width).toBeLessThanOrEqual(columns);
});

test('COLUMNS takes precedence over the terminal', { timeout: 60_000 }, async () => {
  expect((await widest(140, { COLUMNS: '60' })).width).toBeLessThanOrEqual(60);
});

test('on a very narrow terminal a row is a card', { timeout: 60_000 }, async () => {
  const { text } = await widest(30);
  expect(text).toContain('application: support\r\n');
  expect(text).not.toContain('┌');
});

test('in a pipe the width is unlimited', async () => {
  const env = { ...newHome().env, LANG: 'C.UTF-8' };
  const { stdout } = await shell(`"$@" ${ARGV.join(' ')} -o table | cat`, { env });
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeGreaterThan(90);
});
