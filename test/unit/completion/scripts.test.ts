import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { SCRIPTS } from '../../../src/completion/scripts.ts';
import { SHELLS } from '../../../src/completion/shells.ts';
import { run } from '../../support/run.ts';

const FILES = {
  bash: 'sinchctl.bash',
  zsh: '_sinchctl',
  fish: 'sinchctl.fish',
  powershell: 'sinchctl.ps1',
} as const;

describe.each(Object.entries(FILES))('%s', (shell, file) => {
  const script = SCRIPTS[shell as keyof typeof FILES];

  // `vitest -u` writes them.
  test('the committed script is up to date', async () => {
    const path = fileURLToPath(new URL(`../../../completions/${file}`, import.meta.url));
    await expect(script).toMatchFileSnapshot(path);
  });

  test('sinchctl completion prints the same', async () => {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(script);
  });
});

describe('sinchctl completion', () => {
  test.each([[[]], [['tcsh']], [['--profile', 'sandbox']]])(
    '%j is exit 2, with what to type for each shell',
    async (words) => {
      const { code, stdout, stderr } = await run(['completion', ...words]);
      expect([code, stdout]).toEqual([2, '']);
      for (const shell of Object.keys(FILES)) expect(stderr).toContain(`sinchctl completion ${shell}`);
    },
  );

  test('the guide shows the same commands', () => {
    const readme = readFileSync(new URL('../../../docs/completions.md', import.meta.url), 'utf8');
    for (const line of Object.values(SHELLS)) expect(readme).toContain(line.replace(/^.*?: /, ''));
  });

  test('a slip of the fingers is told', async () => {
    expect((await run(['completion', 'zhs'])).stderr).toContain('did you mean zsh?');
  });

  test('help tells what to type for each shell', async () => {
    const { stdout } = await run(['completion', '--help']);
    for (const shell of Object.keys(FILES)) expect(stdout).toContain(`sinchctl completion ${shell}`);
  });
});

test('the hidden command is in no help, no list and no suggestion', async () => {
  for (const argv of [['--help'], ['commands'], ['__complet']]) {
    const { stdout, stderr } = await run(argv);
    expect(stdout + stderr.replace("'__complet'", '')).not.toContain('__complet');
  }
});
