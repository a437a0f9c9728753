import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { SHELLS } from '../../src/commands/completion.ts';
import { shellWord } from '../../src/core/shell-line.ts';
import type { Home } from './home.ts';
import { hasProgram, PROGRAM } from './spawn.ts';
import { onTerminal } from './terminal.ts';

export const SHELL_NAMES = ['bash', 'zsh', 'fish'] as const;
export type ShellName = (typeof SHELL_NAMES)[number];

/** The installed shells; a notice lists those that are missing and not tested. */
export const SHELLS_HERE = SHELL_NAMES.filter((name) => {
  if (hasProgram(name)) return true;
  console.warn(`${name} is not installed; its completions are not tested`);
  return false;
});

export interface ShellOptions {
  env?: Record<string, string>;
  /** Lines of the start file before and after completions load. */
  before?: string;
  after?: string;
  /** The command that loads them, if it differs from the README's. */
  load?: string;
  /** sh that responds to completions in place of the program. */
  answer?: string;
}

const LOAD: Record<ShellName, string> = {
  bash: 'eval "$(sinchctl completion bash)"',
  zsh: 'eval "$(sinchctl completion zsh)"',
  fish: SHELLS.fish.setup.replace(/^once: /, ''),
};

const word = (text: string): string => shellWord(text, 'posix');

/** The text that a wrapped program prints when its command has run. */
const RAN = 'ran-the-line';

/** A `sinchctl` on the PATH that responds to completions, and once it is `ready` records other commands instead of running them. */
function wrap(home: Home, answer: string | undefined) {
  const [bin, record, ready] = [home.path('bin'), home.path('record'), home.path('ready')];
  const program = `exec ${word(process.execPath)} ${word(PROGRAM)} "$@"`;
  const script = `#!/bin/sh
[ -e ${word(ready)} ] || ${program}
case $1 in
  __complete)
    ${answer ?? program} ;;
  *)
    for word in "$@"; do printf '%s\\0' "$word"; done > ${word(record)}
    printf 'ran-%s-line\\n' the ;;
esac
`;
  mkdirSync(bin, { recursive: true });
  writeFileSync(join(bin, 'sinchctl'), script);
  chmodSync(join(bin, 'sinchctl'), 0o755);
  return { bin, record, ready };
}

/** Writes the start file of a shell. @returns how to start it */
function prepare(name: ShellName, home: Home, options: ShellOptions) {
  const { before = '', load = LOAD[name], after = '' } = options;
  const lines = [before, load, after];
  const write = (path: string, ...parts: string[]) => {
    mkdirSync(dirname(home.path(path)), { recursive: true });
    writeFileSync(home.path(path), parts.join('\n'));
    return home.path(path);
  };
  if (name === 'bash') {
    const file = write('.bashrc', 'cd', "PS1='% '", ...lines, '');
    return { argv: ['bash', '--noprofile', '--rcfile', file, '-i'], env: { INPUTRC: '/dev/null' } };
  }
  if (name === 'zsh') {
    write('.zshrc', 'cd', 'autoload -Uz compinit && compinit -u', "PS1='%% '", ...lines, '');
    return { argv: ['zsh', '-i'], env: { ZDOTDIR: home.directory } };
  }
  const prompt = "function fish_prompt; echo -n '% '; end";
  write('.config/fish/config.fish', 'cd', 'set -g fish_greeting', prompt, ...lines, '');
  // Without this fish reads every manual page, and continues after the test has ended.
  mkdirSync(home.path('.local/share/fish/generated_completions'), { recursive: true });
  return { argv: ['fish', '-i'], env: {} };
}

/** A real shell on a pseudo-terminal with completions loaded, at its prompt. */
export async function openShell(name: ShellName, home: Home, options: ShellOptions = {}) {
  const { bin, record, ready } = wrap(home, options.answer);
  const { argv, env } = prepare(name, home, options);
  const path = [bin, dirname(process.execPath), process.env.PATH].join(delimiter);
  const own = { HOME: home.directory, LANG: 'C.UTF-8', PATH: path, ...home.env, ...env, ...options.env };
  const screen = onTerminal(argv, own, { columns: 150 });
  await screen.until('% ');
  // Before this point, the program itself responds, because the start file calls it for the script.
  writeFileSync(ready, '');
  let lines = 0;
  const count = () => screen.screen().split(RAN).length - 1;

  return {
    ...screen,
    /** Types keys and Enter. @returns the words that the program was run with */
    async line(keys: string): Promise<string[]> {
      screen.type(`${keys}\r`);
      lines += 1;
      while (count() < lines) await screen.more();
      return readFileSync(record, 'utf8').split('\0').slice(0, -1);
    },
    /**
     * Types keys.
     * @returns the screen output since then, once it contains a string
     */
    async shows(keys: string, text: string): Promise<string> {
      const before = screen.screen().length;
      screen.type(keys);
      while (!screen.screen().slice(before).includes(text)) await screen.more();
      return screen.screen().slice(before);
    },
  };
}
