import { flagOf, type Options } from '../cli/argv/option.ts';
import {
  type CommandData,
  type CommandList,
  commandPath,
  type HelpPage,
  type HelpStyle,
  splitUsage,
  usageOf,
} from '../cli/command-list.ts';
import { EXIT_CODES, UNIVERSAL_ERRORS } from './exit-codes.ts';
import { bold, hanging, page, paragraphs, section, snippet, terms } from './page.ts';

/** `-o, --output <FORMAT>`, with aligned long options. */
function helpTerm(name: string, spec: Options[string]): string {
  const value = spec.type === 'value' ? ` <${spec.placeholder}>` : '';
  return `${spec.short ? `-${spec.short}, ` : '    '}${flagOf(name)}${value}`;
}

export const optionTerms = (options: Options): [string, string][] =>
  Object.entries(options).map(([name, spec]) => [helpTerm(name, spec), spec.summary]);

const helpUsage = (usage: string, style: HelpStyle): string => `${bold('Usage:', style)} ${usage}`;

/** Every command under its heading. */
function commandTable({ commands, groups, sections }: CommandList, style: HelpStyle): string {
  const summaryOf = (word: string) =>
    groups[word]?.summary ?? commands.find((one) => commandPath(one) === word)?.summary ?? '';
  const lines = Object.entries(sections).flatMap(([title, words]) =>
    words.flatMap((word, i) => {
      const [first = '', ...more] = hanging(' '.repeat(12) + word.padEnd(12), summaryOf(word), style);
      const label = i === 0 ? title : '';
      return [bold(label, style) + ' '.repeat(12 - label.length) + first.slice(12), ...more];
    }),
  );
  return lines.join('\n');
}

const nextCommands = (style: HelpStyle, ...more: readonly (readonly [string, string])[]): string =>
  [['Try it now', 'sinchctl --profile sandbox numbers list'], ['Set up', 'sinchctl auth login'], ...more]
    .map(([label = '', text]) => bold(label, style) + ' '.repeat(12 - label.length) + text)
    .join('\n');

/** The help of the program; the short form fits a terminal of 24 lines. */
function rootPage(list: CommandList, isRequested: boolean, style: HelpStyle): string {
  const head = [
    ...paragraphs('Administer the phone numbers and callback URLs of a Sinch account', style),
    '',
    helpUsage('sinchctl <command> [options]', style),
  ].join('\n');
  const table = commandTable(list, style);
  if (!isRequested) {
    const more = 'sinchctl help <command> | options | exit-codes | troubleshooting';
    return page(head, table, nextCommands(style, ['More', more]));
  }
  const topics = Object.entries(list.topics).map(
    ([name, summary]) => [`sinchctl help ${name}`, summary] as const,
  );
  return page(
    head,
    table,
    ...section('Examples', snippet(list.examples), style),
    ...section(
      'Help topics',
      terms([['sinchctl help <command>', 'Help for a command or group of commands'], ...topics], style),
      style,
    ),
    nextCommands(style),
  );
}

function groupPage(list: CommandList, noun: string, style: HelpStyle): string {
  const { summary, examples } = list.groups[noun] ?? { summary: '', examples: [] };
  const commands = list.commands.filter((one) => splitUsage(one)[0][0] === noun);
  const entries = commands.map((one) => [splitUsage(one)[0][1] ?? '', one.summary] as const);
  return page(
    paragraphs(summary, style).join('\n'),
    helpUsage(`sinchctl ${noun} <command> [options]`, style),
    ...section('Commands', terms(entries, style), style),
    ...section('Examples', snippet(examples), style),
    ...section(
      'See also',
      terms(
        [
          [`sinchctl help ${noun} <command>`, 'Arguments, options, and examples of a command'],
          ['sinchctl help options', list.topics.options ?? ''],
        ],
        style,
      ),
      style,
    ),
  );
}

function fieldLines({ columns }: CommandData, style: HelpStyle): string[] {
  const about = Object.entries(columns?.about ?? {});
  const longest = Math.max(0, ...about.map(([name]) => name.length));
  return terms(
    about.map(([name, { type, meaning }]) => [`${name.padEnd(longest)}  ${type}`, meaning]),
    style,
  );
}

/** The exit codes that a command can exit with. */
const exitCodesOf = ({ errors }: CommandData) =>
  EXIT_CODES.filter(({ kind }) => kind === null || UNIVERSAL_ERRORS.includes(kind) || errors.includes(kind));

const relatedTo = ({ commands, topics }: CommandList, name: string): string =>
  topics[name.replace(/^help /, '')] ?? commands.find((one) => commandPath(one) === name)?.summary ?? '';

function commandPage(list: CommandList, command: CommandData, style: HelpStyle): string {
  const [, args] = splitUsage(command);
  const argumentTerms = (command.arguments ?? []).map(({ summary }, i) => [args[i] ?? '', summary] as const);
  const exitCodes = exitCodesOf(command).map(
    ({ code, meaning }) => [String(code).padStart(3), meaning] as const,
  );
  const related = command.seeAlso.map((name) => [`sinchctl ${name}`, relatedTo(list, name)] as const);
  const options = [
    ...terms(optionTerms(command.options), style),
    ...snippet(['Global options: sinchctl help options']),
  ];
  return page(
    paragraphs(command.summary, style).join('\n'),
    ...(command.description ? [paragraphs(command.description, style).join('\n')] : []),
    helpUsage(usageOf(command), style),
    ...section('Arguments', terms(argumentTerms, style), style),
    ...section('Options', options, style),
    ...section('Fields', fieldLines(command, style), style),
    ...section('Examples', snippet(command.examples), style),
    ...section('Exit codes', terms(exitCodes, style), style),
    ...section('See also', terms(related, style), style),
  );
}

/** The text of a page of help. */
export async function helpText(
  list: CommandList,
  { words, isRequested }: HelpPage,
  style: HelpStyle,
): Promise<string> {
  const name = words.join(' ');
  if (name === '') return rootPage(list, isRequested, style);
  const command = list.commands.find((one) => commandPath(one) === name);
  if (command) return commandPage(list, command, style);
  if (Object.hasOwn(list.groups, name)) return groupPage(list, name, style);
  const { topicText } = await import('./topics.ts');
  return topicText(name, style);
}
