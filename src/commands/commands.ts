import { defineCommand } from '../cli/command.ts';

export const commands = defineCommand({
  usage: 'commands',
  summary: 'Print the whole command tree as JSON',
  description: 'Every command with its arguments, options, fields and examples, for tools and agents.',
  examples: ['sinchctl commands', "sinchctl commands | jq -r '.commands[].summary'"],
  options: {},
  columns: null,
  writes: false,
  needsNoProfile: true,
  async run(context) {
    const { commandTree } = await import('../docs/tree.ts');
    await context.print(`${JSON.stringify(commandTree(context.program), null, 2)}\n`);
    return { rows: [] };
  },
});
