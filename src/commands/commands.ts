import { defineCommand } from '../cli/command.ts';
import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import type { CommandEntry } from '../docs/tree.ts';

/**
 * The commands whose paths start with these words.
 * @throws SinchctlError usage if there are none
 */
function commandsBelow(commands: readonly CommandEntry[], words: readonly string[]): CommandEntry[] {
  let found = [...commands];
  for (const [i, word] of words.entries()) {
    const next = found.filter(({ path }) => path[i] === word);
    if (next.length === 0) {
      const known = [...new Set(found.flatMap(({ path }) => path[i] ?? []))];
      const line = words.slice(0, i + 1).join(' ');
      throw usage(`unknown command '${line}'`, known.length > 0 ? suggestion(word, known) : undefined, [
        line,
      ]);
    }
    found = next;
  }
  return found;
}

export const commands = defineCommand({
  usage: 'commands [path...]',
  summary: 'Print the command tree as JSON',
  description:
    'Prints all commands with their arguments, options, fields, and examples, for scripts and agents. To print only one command or group of commands, pass its path.',
  examples: ['sinchctl commands numbers assign', "sinchctl commands | jq -r '.commands[].summary'"],
  options: {},
  arguments: [{ summary: 'command or group, such as numbers list or numbers' }],
  columns: null,
  errors: [],
  seeAlso: ['help output', 'help exit-codes'],
  writes: false,
  needsNoProfile: true,
  async run(context, words) {
    const { commandTree } = await import('../docs/tree.ts');
    const tree = commandTree(context.program);
    const below = { name: tree.name, version: tree.version, commands: commandsBelow(tree.commands, words) };
    await context.print(`${JSON.stringify(words.length === 0 ? tree : below, null, 2)}\n`);
    return { rows: [] };
  },
});
