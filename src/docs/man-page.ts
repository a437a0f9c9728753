import { GLOBAL_OPTIONS_SCOPE } from '../cli/argv/global-options.ts';
import { EXIT_CODES } from './exit-codes.ts';
import {
  type CommandEntry,
  type CommandTree,
  commandTerm,
  descriptionParts,
  type OptionEntry,
  optionTerm,
} from './tree.ts';

/** The files of sinchctl, at their default paths. */
export const FILES: readonly { path: string; meaning: string }[] = [
  {
    path: '~/.config/sinchctl/config.json',
    meaning: 'profiles, aliases, and secrets (readable only by the user)',
  },
  {
    path: '~/.local/state/sinchctl/journal.ndjson',
    meaning: 'the history of changes (the same directory contains up to nine older files)',
  },
  { path: '~/.local/state/sinchctl/locks/', meaning: 'locks that prevent concurrent changes' },
  {
    path: '~/.local/state/sinchctl/sandbox.json',
    meaning: 'the simulated account of the built-in sandbox profile',
  },
  {
    path: '%APPDATA%\\sinchctl, %LOCALAPPDATA%\\sinchctl-state',
    meaning: 'the corresponding directories on Windows',
  },
];

/** Typical tasks of several commands. A test runs them in this order. */
export const JOBS: readonly { title: string; lines: readonly string[] }[] = [
  {
    title: 'Use a simulated account:',
    lines: [
      'sinchctl profiles use sandbox',
      'sinchctl numbers list',
      'sinchctl numbers assign +14155550103 --app support',
      'sinchctl sandbox reset',
    ],
  },
  {
    title: 'Move the numbers of one application to another:',
    lines: [
      'sinchctl numbers list --app support --capability voice -o csv > numbers.csv',
      'sinchctl numbers assign --from numbers.csv --ignore-column application --app sales --move-from support',
    ],
  },
  {
    title: 'Edit the account as a file, apply it, and undo the changes:',
    lines: [
      'sinchctl export > account.yaml',
      'sinchctl diff -f account.yaml',
      'sinchctl apply -f account.yaml --yes --results results.ndjson',
      'sinchctl history --since 24h',
      'sinchctl undo results.ndjson --yes',
    ],
  },
];

/** Characters that roff would read as markup, or print as another character. */
const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\(rs',
  '-': '\\-',
  "'": '\\(aq',
  '`': '\\(ga',
  '^': '\\(ha',
  '~': '\\(ti',
  '"': '\\(dq',
};

const beyondAscii = (character: string): string =>
  `\\[u${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;

/** Escapes text for a line of its own or for an argument of a macro. */
export const roffText = (text: string): string =>
  text
    .replace(/[\\'`^~"-]/g, (character) => SPECIAL[character] ?? character)
    .replace(/[^\u0000-\u007f]/gu, beyondAscii)
    .replace(/^\./, '\\&.');

const roffBold = (text: string): string => `\\fB${roffText(text)}\\fR`;

/** Left-aligned text, because justification leaves wide gaps on a narrow page. */
const RAGGED = '.ad l';

const macro = (name: string, text: string): string => `.${name} "${text}"`;

const roffSection = (title: string, ...lines: string[]): string =>
  [macro('SH', roffText(title.toUpperCase())), ...lines].join('\n');

const subsection = (title: string, ...lines: string[]): string =>
  [macro('SS', roffText(title)), ...lines].join('\n');

const paragraph = (text: string): string => `.PP\n${roffText(text.replaceAll('\n', ' '))}`;

/** A term with its meaning indented below. */
const definition = (term: string, meaning: string): string => `.TP\n${term}\n${roffText(meaning)}`;

/** Preformatted lines, such as commands. */
export const verbatim = (lines: readonly string[]): string =>
  ['.PP', '.RS 4', '.EX', ...lines.map(roffText), '.EE', '.RE'].join('\n');

const roffPart = (part: string): string =>
  part.startsWith(' ') ? verbatim(part.replace(/^ {2}/gm, '').split('\n')) : paragraph(part);

function optionItem(one: OptionEntry): string {
  const term = one.value === null ? optionTerm(one) : optionTerm({ ...one, value: null });
  const value = one.value === null ? '' : ` \\fI${roffText(one.value)}\\fR`;
  return definition(`${roffBold(term)}${value}`, one.summary);
}

const commandItem = (one: CommandEntry): string =>
  subsection(
    commandTerm(one),
    roffText(`${one.summary}.`),
    ...(one.description === null ? [] : descriptionParts(one.description).map(roffPart)),
    ...one.options.map(optionItem),
    paragraph('Examples:'),
    verbatim(one.examples),
  );

const synopsis = ({ name }: CommandTree): string =>
  [
    `.B ${name}\n.RI [ "global options" ] " command " [ "arguments and options" ]`,
    `.B ${name} help\n.RI [ command " | " topic ]`,
  ].join('\n.br\n');

const DESCRIPTION = [
  'sinchctl lists, assigns, unassigns, and overwrites the phone numbers of a Sinch account, manages callback URLs,',
  'and manages the account as a file. It checks the account before it makes changes, prompts for confirmation before',
  'it unassigns numbers, records every change so that it can be undone, and reports the result in its exit code.',
  'Output goes to stdout; notes, warnings, prompts, and errors go to stderr.',
].join('\n');

const commandList = (tree: CommandTree): string[] =>
  tree.commands.map((one) => definition(roffBold(commandTerm(one)), one.summary));

const seeAlso = ({ name, topics }: CommandTree): string[] => [
  definition(roffBold(`${name} help`), `help for a command or for one of these topics: ${topics.join(', ')}`),
  definition('README.md, docs/', 'recipes, reference, files, CI, completions, and troubleshooting'),
  definition('https://developers.sinch.com', 'documentation of the Sinch APIs'),
];

/** The man page of section 1, generated from the command tree. */
export function manPage(tree: CommandTree): string {
  const parts = [
    `.TH SINCHCTL 1 "" "${roffText(`${tree.name} ${tree.version}`)}" "User Commands"`,
    RAGGED,
    roffSection('Name', `${tree.name} \\- administer the phone numbers and callback URLs of a Sinch account`),
    roffSection('Synopsis', synopsis(tree)),
    roffSection('Description', roffText(DESCRIPTION)),
    roffSection('Commands', 'See COMMAND REFERENCE below for details.', ...commandList(tree)),
    roffSection('Options', roffText(GLOBAL_OPTIONS_SCOPE)),
    ...tree.globalOptions.map(optionItem),
    roffSection(
      'Exit status',
      ...EXIT_CODES.map(({ code, kind, meaning }) =>
        definition(roffBold(String(code)), kind ? `${kind}: ${meaning}` : meaning),
      ),
    ),
    roffSection(
      'Environment',
      ...tree.environment.map(({ names, meaning }) => definition(names.map(roffBold).join(', '), meaning)),
    ),
    roffSection(
      'Files',
      ...FILES.map(({ path, meaning }) => definition(`\\fI${roffText(path)}\\fR`, meaning)),
    ),
    roffSection('Examples', ...JOBS.flatMap(({ title, lines }) => [paragraph(title), verbatim(lines)])),
    roffSection('Command reference', ...tree.commands.map(commandItem)),
    roffSection('See also', ...seeAlso(tree)),
  ];
  return `.\\" Generated from the command tree by npm run docs.\n${parts.join('\n')}\n`;
}
