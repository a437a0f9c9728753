import { type Command, splitUsage } from '../commands/define.ts';
import { globalOptions } from '../commands/globals.ts';
import { COMMANDS, GROUPS } from '../commands/index.ts';
import { flagOf, type Options } from '../commands/option.ts';
import { EXIT } from '../core/errors.ts';

const optionsOf = (options: Options) =>
  Object.entries(options).map(([name, spec]) => ({
    flag: flagOf(name),
    short: spec.short ? `-${spec.short}` : null,
    value: spec.type === 'value' ? spec.placeholder : null,
    many: spec.type === 'value' && spec.many === true,
    default: spec.type === 'value' ? (spec.byDefault ?? null) : null,
    choices: (spec.type === 'value' && spec.choices) || null,
    completes: (spec.type === 'value' && spec.completes) || null,
    summary: spec.summary,
  }));

function commandOf(command: Command) {
  const { summary, description, examples, options, columns, writes } = command;
  const [path, args] = splitUsage(command);
  return {
    path,
    arguments: args,
    summary,
    description: description ?? null,
    writes,
    options: optionsOf(options),
    fields: columns?.fields ?? null,
    examples,
  };
}

/** The whole command line as data, for tools and agents. */
export const commandTree = (version: string) => ({
  name: 'sinchctl',
  version,
  groups: GROUPS,
  globalOptions: optionsOf(globalOptions),
  commands: COMMANDS.map(commandOf),
  exitCodes: { ok: 0, ...EXIT, terminated: 143 },
});
