import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { globalOptions } from '../../../../src/cli/argv/global-options.ts';
import { flagOf } from '../../../../src/cli/argv/option.ts';
import { COMMAND_LIST, COMMANDS, TOPICS } from '../../../../src/commands/index.ts';
import { listColumns, portalColumns } from '../../../../src/commands/numbers/columns.ts';
import { bash } from '../../../../src/completion/scripts/bash.ts';
import { fish } from '../../../../src/completion/scripts/fish.ts';
import { grammar } from '../../../../src/completion/scripts/grammar.ts';
import { meaningsOf } from '../../../../src/completion/scripts/option-groups.ts';
import { powershell } from '../../../../src/completion/scripts/powershell.ts';
import { zsh } from '../../../../src/completion/scripts/zsh.ts';
import { SHELLS } from '../../../../src/completion/shells.ts';
import { run } from '../../../support/run.ts';

const SCRIPTS = {
  bash: { make: bash, file: 'sinchctl.bash' },
  zsh: { make: zsh, file: '_sinchctl' },
  fish: { make: fish, file: 'sinchctl.fish' },
  powershell: { make: powershell, file: 'sinchctl.ps1' },
};

describe.each(Object.entries(SCRIPTS))('%s', (shell, { make, file }) => {
  const path = fileURLToPath(new URL(`../../../../completions/${file}`, import.meta.url));

  // `npm run docs` regenerates them.
  test('the script that is kept is the one that the command tree makes', async () => {
    await expect(make(grammar(COMMAND_LIST))).toMatchFileSnapshot(path);
  });

  test('sinchctl completion prints the same', async () => {
    const { code, stdout, stderr } = await run(['completion', shell]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toBe(make(grammar(COMMAND_LIST)));
  });

  test('it knows every command and every option', () => {
    const script = make(grammar(COMMAND_LIST));
    for (const { usage, options } of COMMANDS) {
      expect(script).toContain(usage.split(' ')[0]);
      for (const name of Object.keys({ ...globalOptions, ...options })) {
        const flag = shell === 'fish' ? `-l ${flagOf(name).slice(2)} ` : flagOf(name);
        expect(script).toContain(flag);
      }
    }
    for (const topic of Object.keys(TOPICS)) expect(script).toContain(topic);
  });

  test('it keeps the hidden command to itself', () => {
    expect(make(grammar(COMMAND_LIST)).split('__complete').length).toBe(2);
  });
});

test('an option that means two things at two places is told apart by its place', () => {
  const option = (completes: 'file' | 'number') => ({
    long: '--x',
    summary: '',
    isMany: false,
    value: { label: 'X', completes },
  });
  const place = (path: string, completes: 'file' | 'number') => ({
    path,
    words: [],
    options: [option(completes)],
    args: [],
    isVariadic: false,
    fields: [],
  });
  const tree = { globals: [], places: [place('a', 'file'), place('b', 'number'), place('c', 'file')] };
  expect(meaningsOf(tree).map(({ names, places, value }) => [names, places, value.completes])).toEqual([
    [['--x'], ['a', 'c'], 'file'],
    [['--x'], ['b'], 'number'],
  ]);
  expect(bash(tree)).toContain("'a'' --x' | 'c'' --x') kind=file");
});

describe('sinchctl completion', () => {
  test.each([[[]], [['tcsh']], [['--profile', 'sandbox']]])(
    '%j is exit 2, with what to type for each shell',
    async (words) => {
      const { code, stdout, stderr } = await run(['completion', ...words]);
      expect([code, stdout]).toEqual([2, '']);
      for (const shell of Object.keys(SCRIPTS)) expect(stderr).toContain(`sinchctl completion ${shell}`);
    },
  );

  test('the README tells the same lines', () => {
    const readme = readFileSync(new URL('../../../../README.md', import.meta.url), 'utf8');
    for (const line of Object.values(SHELLS)) expect(readme).toContain(line.replace(/^.*?: /, ''));
  });

  test('a slip of the fingers is told', async () => {
    expect((await run(['completion', 'zhs'])).stderr).toContain('did you mean zsh?');
  });

  test('help tells what to type for each shell', async () => {
    const { stdout } = await run(['completion', '--help']);
    for (const shell of Object.keys(SCRIPTS)) expect(stdout).toContain(`sinchctl completion ${shell}`);
  });
});

test('the hidden command is in no help, no list and no suggestion', async () => {
  for (const argv of [['--help'], ['commands'], ['__complet']]) {
    const { stdout, stderr } = await run(argv);
    expect(stdout + stderr.replace("'__complet'", '')).not.toContain('__complet');
  }
});

test('fields that an option of the line adds are told apart, and where there are none nothing is', () => {
  const { places } = grammar(COMMAND_LIST);
  const fieldsAt = (path: string) => places.find((place) => place.path === path)?.fields;
  expect(fieldsAt('numbers list')).toEqual(listColumns.fields);
  expect(places.find(({ path }) => path === 'numbers list')?.more).toEqual({
    when: ['--api', 'portal'],
    fields: portalColumns.fields.filter((name) => !listColumns.fields.includes(name)),
  });
  expect(fieldsAt('export')).toEqual([]);
  expect(places.filter(({ more }) => more)).toHaveLength(1);
});
