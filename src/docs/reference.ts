import { isDeepStrictEqual } from 'node:util';
import { GLOBAL_OPTIONS_SCOPE } from '../cli/argv/global-options.ts';
import { describeFormat, FORMAT_NAMES } from '../output/formats.ts';
import { markdownCell } from '../output/markdown.ts';
import { EXIT_CODES } from './exit-codes.ts';
import { type CommandEntry, type CommandTree, descriptionParts, optionTerm } from './tree.ts';

const code = (text: string): string => `\`${text.replaceAll('|', '\\|')}\``;

const markdownTable = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');

const fence = (language: string, lines: readonly string[]): string =>
  `\`\`\`${language}\n${lines.join('\n')}\n\`\`\``;

const optionTable = (options: CommandEntry['options']): string =>
  markdownTable(
    ['option', 'meaning'],
    options.map((option) => [code(optionTerm(option)), markdownCell(option.summary)]),
  );

const markdownParagraphs = (description: string): string[] =>
  descriptionParts(description).map((part) =>
    part.startsWith(' ') ? fence('text', [part.replace(/^ +/gm, '')]) : markdownCell(part),
  );

/** The fields of the rows of a command. */
function fieldTable(fields: readonly (string | { name: string; type: string; meaning: string })[]): string {
  const rows = fields.map((field) =>
    typeof field === 'string' ? [code(field)] : [code(field.name), field.type, markdownCell(field.meaning)],
  );
  return rows.some((row) => row.length > 1)
    ? markdownTable(['field', 'type', 'meaning'], rows)
    : `Fields: ${rows.join(', ')}.`;
}

/** Commands with the same fields refer to the first of them. */
function fieldSection({ path, fields }: CommandEntry, { commands }: CommandTree): string[] {
  if (!fields?.length) return [];
  const same = commands.find((one) => isDeepStrictEqual(one.fields, fields));
  if (!same || same.path === path) return [fieldTable(fields)];
  return [`Fields: same as [${same.path.join(' ')}](#${same.path.join('-')}).`];
}

const commandSection = (command: CommandEntry, tree: CommandTree): string[] => [
  `${command.path.length > 1 ? '###' : '##'} ${command.path.join(' ')}`,
  `${markdownCell(command.summary)}.`,
  fence('text', [command.usage]),
  ...(command.description ? markdownParagraphs(command.description) : []),
  ...(command.options.length > 0 ? [optionTable(command.options)] : []),
  ...fieldSection(command, tree),
  fence('sh', command.examples),
];

/** All commands in the order of the help, with a heading for each group. */
function commandSections(tree: CommandTree): string[] {
  const { commands, groups } = tree;
  return commands.flatMap((command, index) => {
    const [noun = '', verb] = command.path;
    const isFirst = verb !== undefined && commands[index - 1]?.path[0] !== noun;
    return [...(isFirst ? [`## ${noun}`, `${groups[noun]}.`] : []), ...commandSection(command, tree)];
  });
}

const exitCodesTable = (): string =>
  markdownTable(
    ['code', 'kind', 'meaning'],
    EXIT_CODES.map(({ code: number, kind, meaning }) => [
      String(number),
      kind ? code(kind) : '',
      markdownCell(meaning),
    ]),
  );

const formatsTable = (): string =>
  markdownTable(
    ['format', 'meaning'],
    FORMAT_NAMES.map((format) => [code(`-o ${format}`), markdownCell(describeFormat(format))]),
  );

const variablesTable = ({ environment: variables }: CommandTree): string =>
  markdownTable(
    ['variable', 'meaning'],
    variables.map(({ names, meaning }) => [names.map(code).join(', '), markdownCell(meaning)]),
  );

/** The page with every command, option, exit code, and variable. */
export function referencePage(tree: CommandTree): string {
  const parts = [
    '# Reference',
    '<!-- Generated from the command tree by npm run docs. -->',
    'This page describes every command, option, exit code, and environment variable. The same information is in `sinchctl help <command>`, in `man sinchctl`, and as JSON in `sinchctl commands`.',
    ...commandSections(tree),
    '## Global options',
    GLOBAL_OPTIONS_SCOPE,
    optionTable(tree.globalOptions),
    '## Output formats',
    formatsTable(),
    '## Exit codes',
    exitCodesTable(),
    '## Environment variables',
    variablesTable(tree),
  ];
  return `${parts.join('\n\n')}\n`;
}

/** Every command with a link to its section of the reference. */
function commandsTable(tree: CommandTree): string {
  const rows = tree.commands.map(({ path, summary }) => [
    `[${code(path.join(' '))}](docs/reference.md#${path.join('-')})`,
    markdownCell(summary),
  ]);
  return markdownTable(['command', 'description'], rows);
}

const README_PARTS: Readonly<Record<string, (tree: CommandTree) => string>> = {
  commands: commandsTable,
  'exit codes': exitCodesTable,
};

/**
 * Replaces the generated parts of a README, each between `<!-- name: … -->` and `<!-- /name -->`.
 * @throws Error if one has no place
 */
export function withGeneratedParts(readme: string, tree: CommandTree): string {
  let text = readme;
  for (const [name, make] of Object.entries(README_PARTS)) {
    const place = new RegExp(`(<!-- ${name}:[^>]*-->\\n)[\\s\\S]*?(<!-- /${name} -->)`);
    if (!place.test(text)) throw new Error(`the README has no place for ${name}`);
    text = text.replace(place, (_, begin: string, end: string) => `${begin}\n${make(tree)}\n\n${end}`);
  }
  return text;
}
