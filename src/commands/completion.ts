import { defineCommand } from '../cli/command.ts';
import { SHELLS, type Shell } from '../completion/shells.ts';
import { suggestion } from '../core/closest-match.ts';
import { SinchctlError } from '../core/errors.ts';

const shellNames = Object.keys(SHELLS) as Shell[];
const setupLines = Object.entries(SHELLS).map(([name, line]) => `${name}: ${line}`);

/** @throws SinchctlError usage, with what to type for each shell */
function parseShell(name: string | undefined): Shell {
  const shell = shellNames.find((one) => one === name);
  if (shell) return shell;
  const what = name === undefined ? 'no shell is named' : `no completions for ${name}`;
  throw new SinchctlError('usage', what, {
    hint: name === undefined ? `name one of ${shellNames.join(', ')}` : suggestion(name, shellNames),
    items: name === undefined ? [] : [name],
    lines: setupLines,
  });
}

export const completion = defineCommand({
  usage: `completion [${shellNames.join('|')}]`,
  summary: 'Print the completion script of a shell',
  description:
    'Prints, and installs nothing. To load it:\n' +
    `${setupLines.map((line) => `  ${line}`).join('\n')}\n` +
    'What is offered comes from the sinchctl that is typed, which asks Sinch for numbers at most every two minutes\n' +
    'and runs no --secret-command: such a profile completes numbers once a command has read them.',
  examples: ['sinchctl completion bash', 'sinchctl completion fish'],
  options: {},
  complete: [{ choices: shellNames }],
  columns: null,
  writes: false,
  needsNoProfile: true,
  async run(context, [name]) {
    const shell = parseShell(name);
    const { SCRIPTS } = await import('../completion/scripts.ts');
    await context.print(SCRIPTS[shell]);
    return { rows: [] };
  },
});
