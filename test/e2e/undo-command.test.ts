import { expect, test } from 'vitest';
import { free, freeVoice } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { sinchctl } from '../support/spawn.ts';
import { terminal } from '../support/terminal.ts';

const WRITE = ['--profile', 'sandbox', 'numbers', 'assign', free, freeVoice, '--app', 'support'];

test('on a terminal, the undo command is printed below the rows, where it is visible', async () => {
  const { screen, ended } = terminal(WRITE, { ...newHome().env, LANG: 'C.UTF-8', NO_COLOR: '1' });
  expect(await ended).toBe(0);
  const lines = screen().trimEnd().split(/\r+\n/);
  expect(lines.at(-2)).toMatch(/^└/);
  expect(lines.at(-1)).toMatch(
    /^note: 2 numbers assigned to support\. Undo: sinchctl --profile sandbox undo \d{8}-/,
  );
});

test('in a pipe it is printed on stderr, and stdout contains only data', async () => {
  const { stdout, stderr } = await sinchctl(WRITE, { env: newHome().env });
  expect(stdout.trimEnd().split('\n')).toHaveLength(2);
  expect(stderr).toMatch(
    /\nnote: 2 numbers assigned to support\. Undo: sinchctl --profile sandbox undo \S+\n$/,
  );
});
