import { asApplicationKey, isAlias, parseAlias, parseApplicationKey } from '../../account/application.ts';
import { defineCommand } from '../../cli/command.ts';
import { usage } from '../../core/errors.ts';
import { confirm } from '../write/confirm.ts';
import { changeAliases } from './aliases.ts';

export const alias = defineCommand({
  usage: 'apps alias <name> <key>',
  summary: 'Set an alias for an application key',
  description:
    'An alias belongs to the profile in use, and can replace the key in every command and state file.',
  examples: [
    'sinchctl apps alias billing 94983f76-1161-6655-9515-4785c7b67dd8',
    'sinchctl apps alias hotline 94983f76-1161-6655-9515-4785c7b67dd9 --yes',
  ],
  options: {},
  arguments: [
    { summary: 'the alias: lowercase letters, digits, and . _ -' },
    { summary: 'application key, a UUID', completes: 'key' },
  ],
  columns: null,
  errors: ['refused', 'busy'],
  seeAlso: ['apps list', 'apps unalias'],
  writes: false,
  async run(context, [name = '', key = '']) {
    if (asApplicationKey(name) && isAlias(key)) {
      throw usage('the name comes first', `sinchctl apps alias ${key} ${name}`, [name, key]);
    }
    const alias = parseAlias(name);
    const target = parseApplicationKey(key);
    const now = (await context.credentials()).aliases.get(alias);
    if (now === target) {
      context.messages.note(`${alias} is ${target} already`);
      return { rows: [] };
    }
    if (now) await confirm(context, `${alias} means ${now}; make it mean ${target}?`);
    await changeAliases(context, (aliases) => new Map([...aliases, [alias, target]]));
    context.messages.note(`${alias} means ${target}`);
    return { rows: [] };
  },
});
