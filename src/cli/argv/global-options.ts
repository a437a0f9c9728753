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
      const kind = isWhole ? 'a whole number' : 'a number of seconds';
      throw usage(`${where} takes ${kind}, from ${minimum} to 1000000: ${text}`, undefined, [text]);
    }
    return parsed;
  };
}

function region(text: string, where: string): string {
  if (/^[A-Za-z]{2}$/.test(text)) return text.toUpperCase();
  if (text.toLowerCase() === INTERNATIONAL) return INTERNATIONAL;
  throw usage(`${where} is no country: ${text}`, 'give two letters, e.g. SE, or intl', [text]);
}

/** `a,b` as its names. @throws SinchctlError usage when one is empty or stands there twice */
function parseNames(text: string, where: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  if (names.includes(''))
    throw usage(`${where} names an empty column: ${text}`, `e.g. ${where} number,alias`, [text]);
  const twice = names.find((name, i) => names.indexOf(name) < i);
  if (twice !== undefined) throw usage(`${where} names ${twice} twice`, 'name it once', [twice]);
  return names;
}

/** @throws SinchctlError usage */
function parseSort(text: string, where: string): readonly SortKey[] {
  const keys = text.split(',').map((word) => word.trim());
  const fields = parseNames(keys.map((key) => key.replace(/^-/, '')).join(','), where);
  return fields.map((field, i) => ({ field, isDescending: keys[i]?.startsWith('-') ?? false }));
}

/** The fields to print, in this order, in every format. */
const columns = withCompletion(value('A,B', 'only these fields, in this order', parseNames), {
  completes: 'fields',
});

/** The order of the rows. */
const sort = withCompletion(value('A', 'sort by this field; -A for the other way round', parseSort), {
  completes: 'order',
});

/** The options that every command takes, before or behind its name. */
export const globalOptions = {
  profile: withCompletion(value('NAME', 'act with this profile, whole'), { completes: 'profile' }),
  output: {
    ...value(
      'FORMAT',
      `${FORMAT_NAMES.join(', ')}; default: table on a terminal, tsv in a pipe`,
      parseFormat,
    ),
    choices: FORMAT_NAMES,
    short: 'o',
  },
  json: flag('same as -o json'),
  columns,
  sort,
  header: flag('print a header line, in tsv too and without rows'),
  noHeader: flag('print no header line'),
  yes: flag('consent to what would be asked', 'y'),
  noInput: flag('never ask'),
  quiet: flag('no progress and no notes on stderr', 'q'),
  curl: flag(
    'print each request on stderr as a shell snippet that signs with openssl and holds no secret; notes are comments',
  ),
  debug: flag('requests, replies, retries and timings on stderr, redacted'),
  timeout: withDefault(value('S', 'seconds an attempt may take', number(0.001, false)), 30),
  deadline: value('S', 'seconds the whole command may take (no limit)', number(0.001, false)),
  concurrency: withDefault(value('N', 'requests at the same time', number(1, true)), 8),
  retries: withDefaultHint(
    value('N', 'how often a request is tried again', number(0, true)),
    DEFAULT_RETRIES,
  ),
  lockTimeout: withDefault(
    value('S', 'seconds to wait while another process on this machine writes to the same', number(0, false)),
    0,
  ),
  results: withCompletion(value('FILE', 'append every row to this file as it finishes, as NDJSON, synced'), {
    completes: 'file',
  }),
  reason: value('TEXT', 'why, for the history of changes'),
  region: withCompletion(
    value(
      'CC|intl',
      'country for numbers in national format; intl reads digits without + as international',
      region,
    ),
    { completes: 'country' },
  ),
  caFile: withCompletion(value('FILE', 'trust the certificate authorities in this PEM file too'), {
    completes: 'file',
  }),
  accessible: flag(
    'for screen readers: labelled lines, numbered choices, nothing drawn again; also SINCHCTL_ACCESSIBLE=1',
  ),
  noColor: flag('no colour'),
} satisfies Options;

export type Globals = OptionValues<typeof globalOptions>;
