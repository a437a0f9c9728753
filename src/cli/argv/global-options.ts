import { INTERNATIONAL } from '../../account/phone-number.ts';
import { DEFAULT_RETRIES } from '../../api/request.ts';
import { usage } from '../../core/errors.ts';
import { FORMAT_NAMES, parseFormat } from '../../output/formats.ts';
import type { SortKey } from '../../output/rows.ts';
import {
  flag,
  type Options,
  type OptionValues,
  value,
  withCompletion,
  withDefault,
  withDefaultHint,
} from './option.ts';

function number(minimum: number, isWhole: boolean) {
  return (text: string, where: string): number => {
    const parsed = /^\d+(\.\d+)?$/.test(text) ? Number(text) : Number.NaN;
    if (Number.isNaN(parsed) || parsed < minimum || (isWhole && !Number.isInteger(parsed)) || parsed > 1e6) {
      const kind = isWhole ? 'an integer' : 'a number of seconds';
      throw usage(`invalid value for ${where}: ${text}`, `pass ${kind} from ${minimum} to 1,000,000`, [text]);
    }
    return parsed;
  };
}

function region(text: string, where: string): string {
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase();
  if (text.toLowerCase() === INTERNATIONAL) return INTERNATIONAL;
  throw usage(`invalid country code for ${where}: ${text}`, 'pass two letters, such as SE, or intl', [text]);
}

/** `a,b` as its names. @throws SinchctlError usage when one is empty or repeated */
function parseNames(text: string, where: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw usage(`${where} contains an empty field name: ${text}`, 'use a list such as number,alias', [text]);
  const repeated = names.find((name, i) => names.indexOf(name) < i);
  if (repeated !== undefined)
    throw usage(`${where} contains ${repeated} twice`, 'list each field once', [repeated]);
  return names;
}

/** @throws SinchctlError usage */
function parseSort(text: string, where: string): readonly SortKey[] {
  const keys = text.split(',').map((word) => word.trim());
  const fields = parseNames(keys.map((key) => key.replace(/^-/, '')).join(','), where);
  return fields.map((field, i) => ({ field, isDescending: keys[i]?.startsWith('-') ?? false }));
}

const seconds = (summary: string, minimum: number) => value('SECONDS', summary, number(minimum, false));
const path = (summary: string) => withCompletion(value('FILE', summary), { completes: 'file' });

/** Which commands support the global options. */
export const GLOBAL_OPTIONS_SCOPE =
  'You can specify these options before or after the name of a command. Options for rows, such as --columns and --results, require a command that prints rows. api does not support --reason.';

/** The options that can precede or follow the name of a command. */
export const globalOptions = {
  profile: withCompletion(value('NAME', 'use this profile'), { completes: 'profile' }),
  output: {
    ...value(
      'FORMAT',
      `output format: ${FORMAT_NAMES.join(', ')} (default table on a terminal, tsv in a pipe)`,
      parseFormat,
    ),
    choices: FORMAT_NAMES,
    short: 'o',
  },
  json: flag('same as -o json'),
  columns: withCompletion(
    value('FIELDS', 'print only these fields, in this order (for example, number,alias)', parseNames),
    {
      completes: 'fields',
    },
  ),
  sort: withCompletion(
    value(
      'FIELDS',
      'sort by these fields; prefix a field with - for descending order (for example, application,-number)',
      parseSort,
    ),
    { completes: 'order' },
  ),
  header: flag('print a header, even with tsv or if there are no rows'),
  noHeader: flag('omit the header'),
  yes: flag('answer yes to all prompts', 'y'),
  confirm: value(
    'NAME',
    'confirm by passing the name of the profile, or of the application that numbers are removed from',
  ),
  noInput: flag('never prompt'),
  quiet: flag('suppress progress and notes', 'q'),
  curl: flag(
    'print each request on stderr as a shell snippet without secrets (for sh, bash, zsh, or ksh; requires openssl)',
  ),
  debug: flag('print requests, responses, retries, and timings on stderr, with secrets redacted'),
  timeout: withDefault(seconds('maximum time per attempt', 0.001), 30),
  deadline: seconds('maximum time for the command (default none)', 0.001),
  concurrency: withDefault(value('COUNT', 'maximum concurrent requests', number(1, true)), 8),
  retries: withDefaultHint(value('COUNT', 'maximum retries per request', number(0, true)), DEFAULT_RETRIES),
  lockTimeout: withDefault(seconds('maximum time to wait for a lock held by another process', 0), 0),
  results: path('append each row to this file as NDJSON as soon as it finishes'),
  reason: value('TEXT', 'reason for the change, recorded in the history'),
  region: withCompletion(
    value(
      'COUNTRY',
      'country code for numbers in national format, or intl for international numbers without +',
      region,
    ),
    { completes: 'country' },
  ),
  caFile: path('PEM file of additional certificate authorities to trust'),
  accessible: flag('optimize output and prompts for screen readers'),
  noColor: flag('disable color'),
} satisfies Options;

export type Globals = OptionValues<typeof globalOptions>;
