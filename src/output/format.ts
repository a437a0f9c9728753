import { usage } from '../core/errors.ts';

export const FORMATS = ['table', 'json', 'tsv'] as const;
export type Format = (typeof FORMATS)[number];

/** @throws SinchctlError usage, listing the formats there are */
export function parseFormat(text: string, where: string): Format {
  const format = FORMATS.find((name) => name === text);
  if (format) return format;
  throw usage(`${where} has no format ${text}`, `give one of ${FORMATS.join(', ')}`, [text]);
}

/** People get tables, pipes get tsv, and nobody gets a surprise when they say what they want. */
export function chooseFormat(asked: Format | undefined, json: boolean, isTerminal: boolean): Format {
  if (json && asked !== undefined && asked !== 'json') {
    throw usage(`--json contradicts --output ${asked}`, 'give one of them');
  }
  if (json) return 'json';
  return asked ?? (isTerminal ? 'table' : 'tsv');
}
