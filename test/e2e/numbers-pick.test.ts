import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { free, freeVoice, number, spare } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { terminal } from '../support/terminal.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';
const BACKSPACE = '\x7f';
const [UP, DOWN] = ['\x1b[A', '\x1b[B'];

async function picking(...flags: string[]) {
  const home = newHome();
  const argv = ['--profile', 'sandbox', 'numbers', 'assign', '--app', 'spare', ...flags];
  const screen = terminal(argv, home.env);
  await screen.until('available');
  return { home, ...screen };
}

test('typing filters, space selects and removes, Enter confirms', { timeout: 60_000 }, async () => {
  const { home, type, until, ended, screen } = await picking();
  await until(`> [ ] ${free}`);
  expect(screen()).toContain('Space to select, type to filter, Enter to confirm');
  for (const [one, count] of [
    [freeVoice, `1 selected: ${freeVoice}`],
    [number(8), `2 selected: ${freeVoice}, ${number(8)}`],
    [number(9), '3 selected'],
  ] as const) {
    type(one.slice(-4));
    // Space has no effect until the list is filtered, so that only the typed number is selected.
    await until(`> [ ] ${one}`);
    type(' ');
    await until(count);
    type(BACKSPACE.repeat(4));
    await until('[x]');
  }
  // The same key deselects it.
  type(number(9).slice(-4));
  await until(`> [x] ${number(9)}`);
  type(' ');
  await until(`2 selected: ${freeVoice}, ${number(8)}\r\n`);
  type('\r');
  expect(await ended, screen()).toBe(0);
  expect(home.world().applicationOf(number(8), 'voice')).toBe(spare.key);
  expect(home.world().applicationOf(freeVoice, 'voice')).toBe(spare.key);
  expect(home.world().applicationOf(number(9), 'voice')).toBe(null);
  expect(screen()).toContain('equivalent command without prompts: sinchctl');
  // The mark of success, before anything is done.
  expect(screen()).not.toContain('✔');
});

test('arrow keys move, and a space is not part of the filter', { timeout: 60_000 }, async () => {
  const { home, type, until, ended, screen } = await picking();
  await until(`> [ ] ${free}`);
  type(`${DOWN} `);
  await until('1 selected');
  type(`${DOWN}${UP}${UP} `);
  await until('2 selected');
  type('\r');
  expect(await ended, screen()).toBe(0);
  for (const one of [free, freeVoice]) expect(home.world().applicationOf(one, 'voice')).toBe(spare.key);
});

test('Enter without a selection shows which key to press', { timeout: 60_000 }, async () => {
  const { home, type, until, ended, screen } = await picking();
  await until(free);
  type('\r');
  await until('Nothing selected; press Space to select');
  type('zzz');
  await until('No matches');
  type(' \r');
  type(CTRL_C);
  expect(await ended, screen()).toBe(130);
  expect(screen()).not.toContain('1 selected');
  expect(existsSync(home.statePath)).toBe(false);
});

test.each([
  ['Ctrl-C', CTRL_C],
  ['Ctrl-D', CTRL_D],
])('%s at the prompt is 130, and no changes are made', { timeout: 60_000 }, async (_, keys) => {
  const { home, type, until, ended, screen } = await picking();
  await until(free);
  type(' ');
  await until('1 selected');
  type(keys);
  expect(await ended, screen()).toBe(130);
  expect(existsSync(home.statePath)).toBe(false);
  expect(screen()).toContain('No changes made');
});

test('--accessible: a numbered list without redrawing, and the positions of selected items', {
  timeout: 60_000,
}, async () => {
  const home = newHome();
  const argv = ['--profile', 'sandbox', 'numbers', 'assign', '--app', 'spare', '--accessible'];
  const { until, type, ended, screen } = terminal(argv, home.env);
  await until('press Enter to list all');
  type(`${freeVoice.slice(-4)}\r`);
  await until(`1: ${freeVoice}`);
  type('1\r');
  await until('1 selected');
  type('\r');
  await until('1: Done');
  type('1\r');
  expect(await ended, screen()).toBe(0);
  expect(home.world().applicationOf(freeVoice, 'voice')).toBe(spare.key);
  // Nothing moves the cursor or clears the screen, so that screen readers read everything once.
  const heard = screen().replace(/\u001b\[(?:1|22|2|3\d)m/g, '');
  expect(heard).not.toContain('\u001b');
  expect(heard).toContain(`number: ${freeVoice}\r\n`);
});

test('resizing the terminal keeps the selection', { timeout: 60_000 }, async () => {
  const { home, type, until, resize, ended, screen } = await picking();
  await until(free);
  type(' ');
  await until('1 selected');
  resize(60, 12);
  resize(40, 8);
  type('\r');
  expect(await ended, screen()).toBe(0);
  expect(home.world().applicationOf(free, 'voice')).toBe(spare.key);
});
