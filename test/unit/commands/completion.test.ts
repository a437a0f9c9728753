import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SHELLS } from '../../../src/commands/completion.ts';
import { run } from '../../support/run.ts';

test.each(Object.entries(SHELLS))(
  'sinchctl completion %s prints the script in completions/',
  async (shell, { file }) => {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(readFileSync(new URL(`../../../completions/${file}`, import.meta.url), 'utf8'));
  },
);

describe('sinchctl completion', () => {
  test.each([[[]], [['tcsh']], [['--profile', 'sandbox']]])(
    '%j exits with code 2, with the command for each shell',
    async (words) => {
      const { code, stdout, stderr } = await run(['completion', ...words]);
      expect([code, stdout]).toEqual([2, '']);
      for (const shell of Object.keys(SHELLS)) expect(stderr).toContain(`sinchctl completion ${shell}`);
    },
  );

  test('the guide shows the same commands', () => {
    const guide = readFileSync(new URL('../../../docs/completions.md', import.meta.url), 'utf8');
    for (const { setup } of Object.values(SHELLS)) expect(guide).toContain(setup.replace(/^.*?: /, ''));
  });

  test('for a misspelled shell, the closest one is suggested', async () => {
    expect((await run(['completion', 'zhs'])).stderr).toContain('did you mean zsh?');
  });

  test('help shows the command for each shell', async () => {
    const { stdout } = await run(['completion', '--help']);
    for (const shell of Object.keys(SHELLS)) expect(stdout).toContain(`sinchctl completion ${shell}`);
  });
});

test('the hidden command is not in help, lists, or suggestions', async () => {
  for (const argv of [['--help'], ['commands'], ['__complet']]) {
    const { stdout, stderr } = await run(argv);
    expect(stdout + stderr.replace("'__complet'", '')).not.toContain('__complet');
  }
});
