import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';
import { csvLines, tsvLines } from './delimited.ts';
import { jsonArray, ndjsonLines } from './json.ts';
import { markdownLines } from './markdown.ts';
import type { Columns, PlainWriter, RowLines, Write } from './rows.ts';
import type { StyleOptions } from './style-options.ts';

/** Everything that differs from one format to another. */
interface FormatTraits {
  /** Names of other tools; the hint for one is this format. */
  aliases?: readonly string[];
  /** The file extension, with the dot. */
  extension: string;
  /** Whether errors are a line of JSON too. */
  isJson?: true;
  /** Whether rows can be written one by one, because each is complete without those after it. */
  isStreamed?: true;
  /** Whether there is a header by default. */
  hasHeader?: true;
  /** Each row as separate lines. */
  lines?: (fields: readonly string[]) => RowLines;
  /** All rows as one text, in place of `lines`. */
  open?: (columns: Columns, style: StyleOptions, write: Write) => PlainWriter;
}

/** Loads the code of tables only when one is printed. */
const table: FormatTraits['open'] = (columns, style, write) => ({
  async write(rows) {
    const { drawTable } = await import('./table.ts');
    for (const text of drawTable(rows, columns, style)) await write(text);
  },
  end: async () => undefined,
});

const TRAITS = {
  table: { extension: '.txt', hasHeader: true, open: table },
  json: { extension: '.json', isJson: true, open: (columns, _, write) => jsonArray(columns, write) },
  ndjson: {
    aliases: ['jsonl', 'jsonlines'],
    extension: '.ndjson',
    isJson: true,
    isStreamed: true,
    lines: ndjsonLines,
  },
  csv: { extension: '.csv', isStreamed: true, hasHeader: true, lines: csvLines },
  tsv: { extension: '.tsv', isStreamed: true, lines: tsvLines },
  markdown: { aliases: ['md'], extension: '.md', hasHeader: true, lines: markdownLines },
} satisfies Record<string, FormatTraits>;

export type Format = keyof typeof TRAITS;

/** Every format of `--output`. A new one is an entry here. */
export const FORMATS: Readonly<Record<Format, FormatTraits>> = TRAITS;
export const FORMAT_NAMES = Object.keys(TRAITS) as Format[];

const isFormat = (text: string): text is Format => Object.hasOwn(FORMATS, text);

const YAML = 'export prints YAML without -o, and JSON with -o json; for rows';

/** What the user meant by a word that is not a format. */
function hintFor(text: string): string {
  const lower = text.toLowerCase();
  const alias = FORMAT_NAMES.find((name) => FORMATS[name].aliases?.includes(lower));
  const all = suggestion(alias ?? text, FORMAT_NAMES);
  if (/^ya?ml$/.test(lower)) return `${YAML} ${all}`;
  const file = FORMAT_NAMES.find((name) => lower.endsWith(FORMATS[name].extension));
  return file ? `rows go to stdout: -o ${file} > FILE` : all;
}

/** @throws SinchctlError usage, with the list of formats */
export function parseFormat(text: string, where: string): Format {
  if (isFormat(text)) return text;
  throw usage(`${where} has no format ${text}`, hintFor(text), [text]);
}

/** The format that the options ask for, else a table on a terminal and tsv in a pipe. */
export function chooseFormat(asked: Format | undefined, json: boolean, isTerminal: boolean): Format {
  if (json && asked !== undefined && asked !== 'json') {
    throw usage(`--json contradicts --output ${asked}`, 'give one of them');
  }
  if (json) return 'json';
  return asked ?? (isTerminal ? 'table' : 'tsv');
}

/** Whether errors are a line of JSON too. `format` may be any word of the command line. */
export const isJsonFormat = (format: string): boolean => isFormat(format) && FORMATS[format].isJson === true;

export const isStreamed = (format: Format): boolean => FORMATS[format].isStreamed === true;
