import { describe, expect, test } from 'vitest';
import { ours } from '../support/account.ts';
import { type RunOptions, sandbox } from '../support/run.ts';

const table = async (options: RunOptions, ...argv: string[]) =>
  (await sandbox(['callbacks', 'get', '--all', '-o', 'table', '--no-color', ...argv], options)).stdout;
const widest = (text: string) => Math.max(...text.split('\n').map((line) => line.length));

describe('the width of a table', () => {
  test('is that of the terminal, unless COLUMNS says another', async () => {
    const stdoutIsTerminal = true;
    expect(widest(await table({ stdoutIsTerminal, width: 200 }))).toBeGreaterThan(90);
    expect(widest(await table({ stdoutIsTerminal, width: 70 }))).toBeLessThanOrEqual(70);
    expect(widest(await table({ stdoutIsTerminal, width: 200, env: { COLUMNS: '70' } }))).toBeLessThanOrEqual(
      70,
    );
  });

  test('is free in a pipe, unless COLUMNS is set', async () => {
    expect(widest(await table({ width: 70 }))).toBeGreaterThan(90);
    expect(widest(await table({ env: { COLUMNS: '70' } }))).toBeLessThanOrEqual(70);
  });

  test.each(['0', '-5', 'wide', ''])('COLUMNS=%s says nothing', async (COLUMNS) => {
    expect(widest(await table({ env: { COLUMNS } }))).toBeGreaterThan(90);
  });

  test('shapes nothing but tables', async () => {
    const json = (env: Record<string, string>) => sandbox(['callbacks', 'get', '--all', '--json'], { env });
    expect((await json({ COLUMNS: '40' })).stdout).toBe((await json({})).stdout);
  });
});

describe('borders', () => {
  const isBoxed = async (env: Record<string, string>) => {
    const text = await table({ env: { LANG: '', ...env } });
    expect(text).toMatch(/^[┌+]/);
    return text.startsWith('┌');
  };

  test.each([
    [{ LANG: 'en_US.UTF-8' }, true],
    [{ LANG: 'C.utf8' }, true],
    [{ LC_CTYPE: 'UTF-8' }, true],
    [{ LC_ALL: 'sv_SE.UTF-8', LANG: 'C' }, true],
    [{}, false],
    [{ LANG: 'C' }, false],
    [{ LANG: 'POSIX' }, false],
    [{ LANG: 'en_US.ISO-8859-1' }, false],
    [{ LC_ALL: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_CTYPE: 'C', LANG: 'en_US.UTF-8' }, false],
    [{ LC_ALL: 'en_US.UTF-8', LC_CTYPE: 'C' }, true],
  ])('by %j are drawn with box characters: %s', async (env, isDrawn) => {
    expect(await isBoxed(env as Record<string, string>)).toBe(isDrawn);
  });
});

describe('labelled lines instead of a table', () => {
  const lines = ['number: ', 'capability: voice', 'application: support'];

  test.each<[string, string[], Record<string, string>]>([
    ['--accessible', ['--accessible'], {}],
    ['SINCHCTL_ACCESSIBLE=1', [], { SINCHCTL_ACCESSIBLE: '1' }],
  ])('by %s', async (_, argv, env) => {
    const { stdout } = await sandbox(['numbers', 'list', ours, '-o', 'table', ...argv], { env });
    expect(stdout).toBe(`${lines.join('\n').replace('number: ', `number: ${ours}`)}\n`);
  });

  test.each(['0', 'false', ''])('not by SINCHCTL_ACCESSIBLE=%s', async (SINCHCTL_ACCESSIBLE) => {
    const { stdout } = await sandbox(['numbers', 'list', ours, '-o', 'table'], {
      env: { SINCHCTL_ACCESSIBLE },
    });
    expect(stdout).toContain('│');
  });

  test('change no other format', async () => {
    const json = (...argv: string[]) => sandbox(['numbers', 'list', ours, '--json', ...argv]);
    expect((await json('--accessible')).stdout).toBe((await json()).stdout);
  });
});
