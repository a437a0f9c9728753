import { suggestion } from '../core/closest-match.ts';
import { usage } from '../core/errors.ts';

export const FORMATS = ['table', 'json', 'ndjson', 'csv', 'tsv', 'markdown'] as const;
export type Format = (typeof FORMATS)[number];

/** Other names by which people ask for these formats. */
const NICKNAMES: ReadonlyMap<string, Format> = new Map([
  ['md', 'markdown'],
  ['jsonl', 'ndjson'],
  ['jsonlines', 'ndjson'],
]);

const YAML = 'export prints YAML without -o, and JSON with -o json; for rows';

/** @throws SinchctlError usage, listing the formats there are */
export function parseFormat(text: string, where: string): Format {
  const format = FORMATS.find((name) => name === text);
  if (format) return format;
  const hint = suggestion(text, FORMATS);
  const nickname = NICKNAMES.get(text.toLowerCase());
  const before = /^ya?ml$/i.test(text) ? `${YAML} ` : nickname ? `did you mean ${nickname}? ` : '';
  throw usage(`${where} has no format ${text}`, before + hint, [text]);
}

/** People get tables, pipes get tsv, and nobody gets a surprise when they say what they want. */
export function chooseFormat(asked: Format | undefined, json: boolean, isTerminal: boolean): Format {
  if (json && asked !== undefined && asked !== 'json') {
    throw usage(`--json contradicts --output ${asked}`, 'give one of them');
  }
  if (json) return 'json';
  return asked ?? (isTerminal ? 'table' : 'tsv');
}

/** Whether errors are a line of JSON too. `format` may be any word of the line. */
export const isJsonFormat = (format: string): boolean => format === 'json' || format === 'ndjson';

/** Whether rows can leave one by one: each is whole without those behind it. */
export const isStreamed = (format: Format): boolean => ['ndjson', 'csv', 'tsv'].includes(format);
