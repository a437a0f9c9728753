import { globalOptions } from '../cli/argv/global-options.ts';
import { flagOf, type Options } from '../cli/argv/option.ts';
import {
  type CommandData,
  type CommandList,
  type Program,
  splitUsage,
  usageOf,
} from '../cli/command-list.ts';
import { EXIT, SIGNAL_EXIT } from '../core/errors.ts';
import { VARIABLES } from './variables.ts';

const optionEntries = (options: Options) =>
  Object.entries(options).map(([name, spec]) => ({
    flag: flagOf(name),
    short: spec.short ? `-${spec.short}` : null,
    value: spec.type === 'value' ? spec.placeholder : null,
    choices: spec.type === 'value' ? (spec.choices ?? null) : null,
    many: spec.type === 'value' && spec.many === true,
    default: spec.type === 'value' ? (spec.default ?? spec.defaultHint ?? null) : null,
    completes: (spec.type === 'value' && spec.completes) || null,
    summary: spec.summary,
  }));

/** The paragraphs of a description, one per line, and its groups of indented lines, which are preformatted. */
export const descriptionParts = (description: string): string[] =>
  description.split(/\n(?! )|(?<=^[^ ].*)\n/m);

/** The fields of the rows, with their types and meanings. */
const fieldEntries = ({ columns }: CommandData) =>
  columns && Object.entries(columns.about ?? {}).map(([name, info]) => ({ name, ...info }));

function commandEntry(command: CommandData) {
  const { summary, description, examples, options, writes } = command;
  const [path, args] = splitUsage(command);
  return {
    path,
    usage: usageOf(command),
    arguments: args,
    summary,
    description: description ?? null,
    writes,
    options: optionEntries(options),
    fields: fieldEntries(command),
    examples,
  };
}

/** All commands and options as data, for tools, agents, and the documentation. */
export const commandTree = ({
  version,
  commands,
  groups,
  topics,
}: CommandList & Pick<Program, 'version'>) => ({
  name: 'sinchctl',
  version,
  groups: Object.fromEntries(Object.entries(groups).map(([noun, { summary }]) => [noun, summary])),
  globalOptions: optionEntries(globalOptions),
  commands: commands.map(commandEntry),
  topics: Object.keys(topics),
  environment: VARIABLES,
  exitCodes: { ok: 0, ...EXIT, terminated: SIGNAL_EXIT.SIGTERM, hungUp: SIGNAL_EXIT.SIGHUP },
});

export type CommandTree = ReturnType<typeof commandTree>;
export type CommandEntry = CommandTree['commands'][number];
export type OptionEntry = CommandTree['globalOptions'][number];

/** `-o, --output FORMAT`. */
export const optionTerm = ({ flag, short, value }: OptionEntry): string =>
  [short, flag].filter((one) => one !== null).join(', ') + (value === null ? '' : ` ${value}`);

/** `numbers assign [number...]`. */
export const commandTerm = ({ path, arguments: args }: CommandEntry): string => [...path, ...args].join(' ');
