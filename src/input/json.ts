import { usage } from '../core/errors.ts';
import { type FileRow, splitLines } from './entry.ts';

/** A JSON value of a file. */
export interface JsonRow extends FileRow {
  /** Undefined where the text is not valid JSON. */
  value: unknown;
}

/** @returns undefined for a text that is not valid JSON */
export function tryParseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const EXPONENT = /[:[,\s]-?\d+(?:\.\d+)?e[+-]?\d/i;
const STRING_OR_EXPONENT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[+-]?\d+/gi;

/** Like `tryParseJson`, with numbers with an exponent as strings: they may have lost digits, which only their text shows. */
export const parseKeepingExponents = (text: string): unknown =>
  tryParseJson(
    EXPONENT.test(text)
      ? text.replace(STRING_OR_EXPONENT, (token) => (token.startsWith('"') ? token : `"${token}"`))
      : text,
  );

/** An item of an array; its texts are made only for an error, because there may be 100,000 items. */
class Item implements JsonRow {
  readonly value: unknown;
  readonly #index: number;

  constructor(value: unknown, index: number) {
    this.value = value;
    this.#index = index;
  }

  get place(): string {
    return `item ${this.#index + 1}`;
  }

  get text(): string {
    return JSON.stringify(this.value);
  }
}

export interface JsonRows {
  rows: JsonRow[];
  isArray: boolean;
  /** The last line, if it is the beginning of an object: its writer was killed. */
  cutOff?: JsonRow;
}

/** Whether no row of the line is complete: a killed writer leaves such a line, a forgotten line end does not. */
const isCutOff = (line: string): boolean => line.startsWith('{') && !/\}\s*(?:[,{]|$)/.test(line);

/** One JSON value per line; blank lines are skipped. */
export function readNdjson(text: string, parse = tryParseJson): JsonRows {
  const lines = splitLines(text);
  const rows = lines.flatMap((line, i): JsonRow[] =>
    line.trim() === '' ? [] : [{ place: `line ${i + 1}`, text: line, value: parse(line) }],
  );
  const last = rows.at(-1);
  const isCut =
    last !== undefined && last.text === lines.at(-1) && last.value === undefined && isCutOff(last.text);
  return { rows: isCut ? rows.slice(0, -1) : rows, isArray: false, ...(isCut && { cutOff: last }) };
}

/** The items of a JSON array, or the lines of NDJSON. @throws SinchctlError usage for an array that is not valid */
export function readJson(text: string, parse = tryParseJson): JsonRows {
  if (!text.trimStart().startsWith('[')) return readNdjson(text, parse);
  const values = parse(text);
  if (!Array.isArray(values))
    throw usage('the file starts like a JSON array but is none', 'is it cut short?');
  return { rows: values.map((value, i) => new Item(value, i)), isArray: true };
}
