import { resolveApplication } from '../../account/application.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { changeAliases, changeableCredentials } from './alias.ts';

const LIST = 'to list the aliases, run sinchctl apps list';

export const unalias = defineCommand({
  usage: 'apps unalias <name>',
  summary: 'Remove an alias',
  examples: ['sinchctl apps unalias hotline', 'sinchctl apps unalias sales'],
  options: {},
  arguments: [{ summary: 'alias to remove', completes: 'alias' }],
  columns: null,
  errors: ['notFound', 'refused', 'busy'],
  seeAlso: ['apps list', 'apps alias'],
  writes: false,
  destructive: true,
  async run(context, [name = '']) {
    const { aliases } = await changeableCredentials(context);
    resolveApplication(name, aliases, LIST);
    if (!aliases.has(name)) throw usage(`${name} is a key, not an alias`, LIST, [name]);
    let isKnown = true;
    await changeAliases(context, (own) => {
      isKnown = own.has(name);
      return new Map([...own].filter(([other]) => other !== name));
    });
    if (!isKnown)
      throw usage(
        `cannot remove ${name}: it is a built-in alias of the sandbox`,
        `to change it, run sinchctl apps alias ${name} <key>`,
      );
    context.messages.note(`removed alias ${name}`);
    return { rows: [] };
  },
});
