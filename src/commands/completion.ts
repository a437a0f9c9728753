import { join } from 'node:path';
import { defineCommand } from '../cli/command.ts';
import { suggestion } from '../core/closest-match.ts';
import { SinchctlError } from '../core/errors.ts';

/** The shells that have a completion script, its file, and the command that loads it. */
export const SHELLS = {
  bash: { file: 'sinchctl.bash', setup: 'in ~/.bashrc: eval "$(sinchctl completion bash)"' },
  zsh: { file: '_sinchctl', setup: 'in ~/.zshrc, after compinit: eval "$(sinchctl completion zsh)"' },
  fish: {
    file: 'sinchctl.fish',
    setup:
      'once: mkdir -p ~/.config/fish/completions; sinchctl completion fish > ~/.config/fish/completions/sinchctl.fish',
  },
  powershell: {
    file: 'sinchctl.ps1',
    setup: 'in $PROFILE: sinchctl completion powershell | Out-String | Invoke-Expression',
  },
} as const;
type Shell = keyof typeof SHELLS;

const shellNames = Object.keys(SHELLS) as Shell[];
const setupLines = Object.entries(SHELLS).map(([name, { setup }]) => `${name}, ${setup}`);

/** The same in shorter lines, which break only where the shell accepts a line break. */
const setupText = setupLines
  .map((line) => `  ${line.replace(/: /, ':\n    ').replace('; ', ';\n    ')}\n`)
  .join('');

/** @throws SinchctlError usage, with the command that loads each shell's script */
function parseShell(name: string | undefined): Shell {
  const shell = shellNames.find((one) => one === name);
  if (shell) return shell;
  const what = name === undefined ? 'missing shell name' : `unknown shell: ${name}`;
  throw new SinchctlError('usage', what, {
    hint: name === undefined ? `choose from: ${shellNames.join(', ')}` : suggestion(name, shellNames),
    items: name === undefined ? [] : [name],
    lines: setupLines,
  });
}

export const completion = defineCommand({
  usage: `completion [${shellNames.join('|')}]`,
  summary: 'Print a shell completion script',
  description:
    'Prints the completion script on stdout. To load it:\n' +
    setupText +
    'The script gets all completions from sinchctl, which reads numbers from Sinch and reuses them for two minutes. With --secret-command or --keyring, numbers are completed only after another command has read them.',
  examples: ['sinchctl completion bash', 'sinchctl completion fish'],
  options: {},
  arguments: [{ summary: 'name of the shell', choices: shellNames }],
  columns: null,
  errors: [],
  seeAlso: ['commands'],
  writes: false,
  needsNoProfile: true,
  async run(context, [name]) {
    const path = join(context.program.scripts, SHELLS[parseShell(name)].file);
    await context.print(context.input.readText(path));
    return { rows: [] };
  },
});
