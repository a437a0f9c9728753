import { EXIT_CODES } from './exit-codes.ts';
import { FILES } from './files.ts';
import { JOBS } from './jobs.ts';
import { bold, entry, paragraph, plain, RAGGED, section, subsection, verbatim } from './roff.ts';
import {
  type CommandEntry,
  type CommandTree,
  chapters,
  commandTerm,
  type OptionEntry,
  optionTerm,
} from './tree.ts';

function option(one: OptionEntry): string {
  const term = one.value === null ? optionTerm(one) : optionTerm({ ...one, value: null });
  const value = one.value === null ? '' : ` \\fI${plain(one.value)}\\fR`;
  return entry(`${bold(term)}${value}`, one.summary);
}

const command = (one: CommandEntry): string =>
  subsection(
    commandTerm(one),
    plain(`${one.summary}.`),
    ...(one.description === null ? [] : [paragraph(one.description)]),
    ...one.options.map(option),
    paragraph('Examples:'),
    verbatim(one.examples),
  );

const synopsis = ({ name }: CommandTree): string =>
  [
    `.B ${name}\n.RI [ "global options" ] " command " [ "arguments and options" ]`,
    `.B ${name} help\n.RI [ command " | " topic ]`,
  ].join('\n.br\n');

const description = ({ topics }: CommandTree): string =>
  [
    'It looks before it writes, asks before it takes anything away, and ends with an exit code that says what happened.',
    'stdout carries data only; notes, warnings, questions and errors go to stderr. Applications are keys or aliases,',
    'numbers come in any common writing. Topics of help:',
    `${topics.join(', ')}.`,
  ].join('\n');

/** The man page, section 1. Whatever of it is long lives in the command tree. */
export function manPage(tree: CommandTree): string {
  const parts = [
    `.TH SINCHCTL 1 "" "${plain(`${tree.name} ${tree.version}`)}" "User Commands"`,
    RAGGED,
    section('Name', `${tree.name} \\- administer the phone numbers and callback URLs of a Sinch account`),
    section('Synopsis', synopsis(tree)),
    section('Description', plain(description(tree))),
    section('Commands', ...chapters(tree).flatMap(({ commands }) => commands.map(command))),
    section('Global options', 'Every command takes them, before or behind its name.'),
    ...tree.globalOptions.map(option),
    section(
      'Exit status',
      ...EXIT_CODES.map(({ code, kind, meaning }) =>
        entry(bold(String(code)), kind ? `${kind}: ${meaning}` : meaning),
      ),
    ),
    section(
      'Environment',
      ...tree.environment.map(({ names, meaning }) => entry(names.map(bold).join(', '), meaning)),
    ),
    section('Files', ...FILES.map(({ path, meaning }) => entry(`\\fI${plain(path)}\\fR`, meaning))),
    section('Examples', ...JOBS.flatMap(({ title, lines }) => [paragraph(title), verbatim(lines)])),
  ];
  return `.\\" Generated from the command tree by npm run docs.\n${parts.join('\n')}\n`;
}
