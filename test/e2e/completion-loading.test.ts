import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';
import { newHome } from '../support/home.ts';
import { openShell, SHELLS_HERE, type ShellOptions } from '../support/shell.ts';

const LIMIT = { timeout: 60_000 };
const COMPLETIONS = fileURLToPath(new URL('../../completions/', import.meta.url));
const PACKAGE = '/usr/share/bash-completion/bash_completion';
const hasPackage = existsSync(PACKAGE);
if (!hasPackage) console.warn('the package bash-completion is not installed; bash is tested only without it');

/** What must work regardless of how the script was loaded. */
const LINES: [string, string][] = [
  ['sinchctl numbers as\t', 'numbers assign'],
  ['sinchctl --profile=sandbox numbers list --app=sup\t', '--profile=sandbox numbers list --app=support'],
  ['sinchctl --profile=san\tnumbers li\t', '--profile=sandbox numbers list'],
  ['sinchctl --profile sandbox numbers list +1415555011\t2', '--profile sandbox numbers list +14155550112'],
  ['sinchctl sandbox serve --fault 429:0.1 --numb\t5', 'sandbox serve --fault 429:0.1 --numbers 5'],
  [
    'sinchctl profiles set --base-url calling=https://x --auth ba\t',
    'profiles set --base-url calling=https://x --auth basic',
  ],
  [
    'sinchctl --profile sandbox history --number=+1415555011\t2',
    '--profile sandbox history --number=+14155550112',
  ],
];

async function leads(
  name: 'bash' | 'zsh' | 'fish',
  options: ShellOptions,
  prepare?: (path: (name: string) => string) => void,
) {
  const home = newHome();
  prepare?.(home.path);
  const shell = await openShell(name, home, options);
  for (const [typed, words] of LINES) {
    // zsh writes --name=value where it completes the name.
    const asTyped = (await shell.line(typed)).join(' ').replace('--numbers=5', '--numbers 5');
    expect(asTyped, shell.screen()).toBe(words);
  }
  // No shell printed anything during startup or afterwards.
  expect(shell.screen()).not.toMatch(/not found|unbound|bad |error|unexpected/i);
}

const install = (from: string, to: string) => (path: (name: string) => string) => {
  mkdirSync(path(to.slice(0, to.lastIndexOf('/'))), { recursive: true });
  copyFileSync(COMPLETIONS + from, path(to));
};

describe.skipIf(!SHELLS_HERE.includes('bash'))('bash', () => {
  test.each<[string, ShellOptions]>([
    ['without the bash-completion package', {}],
    ['with options that break many scripts', { before: 'set -u; shopt -s failglob nullglob; IFS=:' }],
    ['with a shell that exits after any failure', { before: 'set -e -E -u -o pipefail' }],
    ['with other word splitting', { before: 'set -f; IFS=xs; shopt -s nocasematch' }],
    ['in POSIX mode', { before: 'set -o posix' }],
    ['without compopt, as before version 4', { before: 'enable -n compopt' }],
    [
      'if = and : do not break words, as before version 4',
      { before: "COMP_WORDBREAKS=$' \\t\\n\"\\'><;|&('" },
    ],
    ['loaded twice', { after: 'eval "$(sinchctl completion bash)"' }],
  ])('%s', LIMIT, (_, options) => leads('bash', options));

  describe.skipIf(!hasPackage)('with the bash-completion package', () => {
    test('loaded manually', LIMIT, () => leads('bash', { before: `source ${PACKAGE}` }));

    test('that finds the script in its standard directory', LIMIT, () =>
      leads(
        'bash',
        { load: `source ${PACKAGE}` },
        install('sinchctl.bash', '.local/share/bash-completion/completions/sinchctl'),
      ),
    );

    test('which completes the arguments of other programs, including sinchctl', LIMIT, async () => {
      const shell = await openShell('bash', newHome(), { before: `source ${PACKAGE}` });
      const words = ['sandbox', 'exec', '--', 'sinchctl', 'numbers', 'list'];
      expect(await shell.line('sinchctl sandbox exec -- sinchctl num\tli\t')).toEqual(words);
    });
  });
});

describe.skipIf(!SHELLS_HERE.includes('zsh'))('zsh', () => {
  test.each<[string, ShellOptions]>([
    [
      'with options that break many scripts',
      { before: 'setopt sh_word_split ksh_arrays no_unset null_glob' },
    ],
    ['with the options of ksh', { before: 'setopt ksh_arrays nounset glob_subst sh_word_split' }],
    ['with sh_glob', { before: 'setopt sh_glob' }],
    [
      'with the options of sh and ksh',
      { before: 'setopt ksh_arrays nounset glob_subst sh_word_split sh_glob' },
    ],
    ['with a shell that exits after any failure', { before: 'setopt err_return no_nomatch; IFS=xs' }],
    [
      'with correcting completers and a menu',
      {
        before:
          "zstyle ':completion:*' completer _expand _complete _correct _approximate; zstyle ':completion:*' menu select",
      },
    ],
    [
      'with group descriptions',
      { before: "zstyle ':completion:*' group-name ''; zstyle ':completion:*' format '%d'" },
    ],
    ['loaded twice', { after: 'eval "$(sinchctl completion zsh)"' }],
  ])('%s', LIMIT, (_, options) => leads('zsh', options));

  test.each(['', 'setopt ksh_arrays nounset glob_subst sh_word_split sh_glob', 'emulate ksh', 'emulate sh'])(
    'that finds the script in its standard directory: %s',
    LIMIT,
    (options) =>
      leads(
        'zsh',
        { load: 'fpath=($HOME/functions $fpath); compinit -u', after: options },
        install('_sinchctl', 'functions/_sinchctl'),
      ),
  );

  test('without the completion system loaded, the script has no effect', () => {
    const { status, stderr } = spawnSync('zsh', ['-f', '-c', `source ${COMPLETIONS}_sinchctl`], {
      encoding: 'utf8',
    });
    expect([status, stderr]).toEqual([0, '']);
  });
});

/** Failures of the program on TAB: it exits with an error, is killed, hangs, or offers nothing. */
const ANSWERS = [
  ...['exit 3', 'kill -9 $$', ':', 'exec sleep 300', String.raw`printf 'x\ty\n'`],
  ...[': ', ': files 0', ': program 1'].map((last) => `echo '${last}'`),
];
const FOR_BASH = ["printf '@\\nnone\\n: names\\n'", "printf 'no-such-command\\n: command\\n'"];

describe.each(
  (
    [
      ['bash', 'set -eEu -o pipefail', [...ANSWERS, ...FOR_BASH]],
      ['bash', "set -eE; trap 'exit 9' ERR", [...ANSWERS, ...FOR_BASH]],
      ['zsh', 'setopt err_exit nounset pipe_fail', ANSWERS],
    ] as const
  ).filter(([name]) => SHELLS_HERE.includes(name)),
)('%s with %s', (name, after, answers) => {
  test('is not terminated by Tab', LIMIT, async () => {
    const home = newHome();
    const shell = await openShell(name, home, { after, answer: '. "$HOME/answer"' });
    for (const answer of answers) {
      writeFileSync(home.path('answer'), `${answer}\n`);
      expect((await shell.line('sinchctl a zq\t \t')).slice(0, 2), answer).toEqual(['a', 'zq']);
      expect(await shell.line('sinchctl b'), answer).toEqual(['b']);
    }
  });
});

test.skipIf(!SHELLS_HERE.includes('fish'))('fish, loaded twice', LIMIT, () =>
  leads('fish', { after: 'source $HOME/.config/fish/completions/sinchctl.fish' }),
);
