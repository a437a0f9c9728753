import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { shellWord } from '../../src/core/shell-line.ts';
import type { Home } from './home.ts';
import { hasProgram, PROGRAM } from './spawn.ts';
import { onTerminal } from './terminal.ts';

export const SHELL_NAMES = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELL_NAMES)[number];

/** The shells of this computer; a notice tells which of them are missing and not tested. */
export const SHELLS_HERE = SHELL_NAMES.filter((name) => {
  if (hasProgram(name)) return true;
  console.warn(`${name} is not here: its completions are not tested`);
  return false;
});

/** What a wrapped program prints when its line has run; no shell shows it by itself. */
const RAN = 'ran-the-line';

/**
 * A `sinchctl` on the PATH that answers what completions ask, and writes down any other line instead of running it.
 * @param answer sh that stands in for the program's answers
 */
function wrap(home: Home, answer = `exec ${shellWord(process.execPath)} ${shellWord(PROGRAM)} "$@"`) {
  const bin = home.path('bin');
  const record = home.path('record');
  const ready = home.path('ready');
  mkdirSync(bin, { recursive: true });
  const wrapper = join(bin, 'sinchctl');
  writeFileSync(
    wrapper,
    `#!/bin/sh
[ -e ${shellWord(ready)} ] || exec ${shellWord(process.execPath)} ${shellWord(PROGRAM)} "$@"
case $1 in
  __complete)
    ${answer} ;;
  *) for word in "$@"; do printf '%s\\0' "$word"; done > ${shellWord(record)}; printf 'ran-%s-line\\n' the ;;
esac
`,
  );
  chmodSync(wrapper, 0o755);
  return { bin, record, ready };
}

const zshrc = (before: string, after: string) => `cd
autoload -Uz compinit && compinit -u
PS1='%% '
${before}
eval "$(sinchctl completion zsh)"
${after}
`;

/** Writes the start file of a shell, with the line that the README tells. @returns how to start it */
function prepare(
  name: ShellName,
  home: Home,
  { before = '', after = '' }: ShellOptions,
): { argv: string[]; env: Record<string, string> } {
  const file = (path: string, text: string) => {
    mkdirSync(dirname(home.path(path)), { recursive: true });
    writeFileSync(home.path(path), text);
    return home.path(path);
  };
  if (name === 'bash') {
    const rc = file('.bashrc', `cd; PS1='% '\n${before}\neval "$(sinchctl completion bash)"\n${after}\n`);
    return { argv: ['bash', '--noprofile', '--rcfile', rc, '-i'], env: { INPUTRC: '/dev/null' } };
  }
  if (name === 'zsh') {
    file('.zshrc', zshrc(before, after));
    return { argv: ['zsh', '-i'], env: { ZDOTDIR: home.directory } };
  }
  file(
    '.config/fish/config.fish',
    `cd
set -g fish_greeting
function fish_prompt; echo -n '% '; end
${before}
sinchctl completion fish > $HOME/.config/fish/completions/sinchctl.fish
${after}
`,
  );
  mkdirSync(home.path('.config/fish/completions'), { recursive: true });
  return { argv: ['fish', '-i'], env: {} };
}

export interface ShellOptions {
  env?: Record<string, string>;
  /** Lines of the start file before completions load, and behind. */
  before?: string;
  after?: string;
  /** sh that answers in place of the program. */
  answer?: string;
}

/** A real shell on a pseudo-terminal with completions loaded, at its prompt. */
export async function openShell(name: ShellName, home: Home, options: ShellOptions = {}) {
  const { bin, record, ready } = wrap(home, options.answer);
  const { argv, env } = prepare(name, home, options);
  const screen = onTerminal(
    argv,
    {
      HOME: home.directory,
      LANG: 'C.UTF-8',
      PATH: [bin, dirname(process.execPath), process.env.PATH].join(delimiter),
      ...home.env,
      ...env,
      ...options.env,
    },
    { columns: 150 },
  );
  await screen.until('% ');
  // Until now it was the program itself that answered, when the shell's start file asked for the script.
  writeFileSync(ready, '');
  let lines = 0;
  const shown = () => screen.screen().split(RAN).length - 1;

  return {
    ...screen,
    /** Types keys and Enter. @returns the words that the program was run with */
    async line(keys: string): Promise<string[]> {
      screen.type(`${keys}\r`);
      lines += 1;
      while (shown() < lines) await screen.more();
      return readFileSync(record, 'utf8').split('\0').slice(0, -1);
    },
    /** Types keys, and resolves when the screen shows a text that was not there before. */
    async shows(keys: string, text: string): Promise<string> {
      const before = screen.screen().length;
      screen.type(keys);
      while (!screen.screen().slice(before).includes(text)) await screen.more();
      return screen.screen().slice(before);
    },
  };
}
