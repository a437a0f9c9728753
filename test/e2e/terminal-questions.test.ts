import { existsSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { changes, ours, serving, support, supportVoice, UNCHANGED } from '../support/account.ts';
import { newHome } from '../support/home.ts';
import { terminal } from '../support/terminal.ts';

const CTRL_C = '\x03';
const CTRL_D = '\x04';

describe('a confirmation on a terminal', () => {
  async function asked() {
    const home = newHome();
    const screen = terminal(['--profile', 'sandbox', 'numbers', 'unassign', ours], home.env);
    await screen.until('Unassign');
    return { home, ...screen };
  }

  test.each(['y\r', 'Y\r', 'yes\r'])('%j is consent', { timeout: 60_000 }, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(0);
    expect(serving(home.world(), support)).toEqual(supportVoice.slice(1));
  });

  test.each(['n\r', 'no\r', '\r'])('%j is none', { timeout: 60_000 }, async (keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(7);
    expect(changes(home.world())).toEqual(UNCHANGED);
    expect(screen()).toContain('nothing was changed');
  });

  test.each([
    ['Ctrl-D', CTRL_D],
    ['Ctrl-D behind a y', `y${CTRL_D}`],
    ['Ctrl-C', CTRL_C],
    ['Ctrl-C behind a y', `y${CTRL_C}`],
  ])('%s is 130, and nothing is written', { timeout: 60_000 }, async (_, keys) => {
    const { home, type, ended, screen } = await asked();
    type(keys);
    expect(await ended, screen()).toBe(130);
    expect(changes(home.world())).toEqual(UNCHANGED);
    expect(existsSync(home.statePath)).toBe(false);
    expect(screen()).toContain('nothing was changed');
    expect(screen()).not.toMatch(/\n\s+at /);
  });
});

describe('the questions of profiles set on a terminal', () => {
  test('Ctrl-D at the key is 130, and nothing is written', { timeout: 60_000 }, async () => {
    const home = newHome();
    const { until, type, ended, screen } = terminal(['profiles', 'set', 'prod'], home.env);
    await until('Application key');
    type(CTRL_D);
    expect(await ended, screen()).toBe(130);
    expect(existsSync(home.configPath)).toBe(false);
  });

  test.each([
    ['at once', ''],
    ['behind a part of it', support.secret.slice(0, 8)],
  ])('Ctrl-D at the secret %s is 130, and nothing is written', { timeout: 60_000 }, async (_, typed) => {
    const home = newHome();
    const argv = ['profiles', 'set', 'prod', '--key', support.key];
    const { until, type, ended, screen } = terminal(argv, home.env);
    await until('Application secret');
    if (typed !== '') {
      type(typed);
      await until('*');
    }
    type(CTRL_D);
    expect(await ended, screen()).toBe(130);
    expect(existsSync(home.configPath)).toBe(false);
    expect(screen()).not.toContain(support.secret.slice(0, 8));
    expect(screen()).not.toMatch(/\n\s+at /);
  });
});
