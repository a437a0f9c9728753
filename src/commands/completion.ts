import { defineCommand } from '../cli/command.ts';
import { SHELLS, type Shell } from '../completion/shells.ts';
import { suggestion } from '../core/closest-match.ts';
import { SinchctlError } from '../core/errors.ts';

const shellNames = Object.keys(SHELLS) as Shell[];
const setupLines = Object.entries(SHELLS).map(([name, line]) => `${name}, ${line}`);

/** The same in shorter lines, which break only where a shell continues. */
const setupText = setupLines
  .map((line) => `  ${line.replace(/: /, ':\n    ').replace('; ', ';\n    ')}\n`)
  .join('');

/** @throws SinchctlError usage, with the command that loads each shell's script */
function parseShell(name: string | undefined): Shell {
  const shell = shellNames.find((one) => one === name);
  if (shell) return shell;
  const what = name === undefined ? 'missing shell name' : `unknown shell ${name}`;
  throw new SinchctlError('usage', what, {
    hint: name === undefined ? `pass one of ${shellNames.join(', ')}` : suggestion(name, shellNames),
    items: name === undefined ? [] : [name],
    lines: setupLines,
  });
}

export const completion = defineCommand({
  usage: `completion [${shellNames.join('|')}]`,
  summary: 'Print a shell completion script',
  description:
    'Prints the script and installs nothing. To load it:\n' +
    setupText +
    'The script asks sinchctl for everything it offers. Numbers are read from Sinch at most every two minutes. With a --secret-command, numbers are offered only after a command has read them.',
  examples: ['sinchctl completion bash', 'sinchctl completion fish'],
  options: {},
  arguments: [{ summary: 'the shell', choices: shellNames }],
  columns: null,
  errors: [],
  seeAlso: ['commands'],
  writes: false,
  needsNoProfile: true,
  async run(context, [name]) {
    const shell = parseShell(name);
    const { SCRIPTS } = await import('../completion/scripts.ts');
    await context.print(SCRIPTS[shell]);
    return { rows: [] };
  },
});
