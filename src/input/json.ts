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

const INEXACT = /[:[,\s]-?(?:\d{16}|\d+(?:\.\d+)?e[+-]?\d)|^\s*\d{16}/i;
const STRING_OR_INEXACT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[+-]?\d+|-?\d{16,}(?:\.\d+)?/gi;

/** Like `tryParseJson`, but a number that a double cannot represent exactly, or has an exponent, becomes a string. */
export const parseKeepingDigits = (text: string): unknown =>
  tryParseJson(
    INEXACT.test(text)
      ? text.replace(STRING_OR_INEXACT, (token) => (token.startsWith('"') ? token : `"${token}"`))
      : text,
  );

/** An item of an array. There may be 100,000 items, so its texts are made only for an error. */
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
  /** The last line, if it is an incomplete object, because its writer was killed. */
  cutOff?: JsonRow;
}

/** Whether a line contains no complete row: a killed writer leaves such a line, a missing line break does not. */
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

/** The items of a JSON array, or the lines of NDJSON. @throws SinchctlError usage for an invalid array */
export function readJson(text: string, parse = tryParseJson): JsonRows {
  if (!text.trimStart().startsWith('[')) return readNdjson(text, parse);
  const values = parse(text);
  if (!Array.isArray(values))
    throw usage('the file starts with [ but is not a valid JSON array', 'check whether the file is complete');
  return { rows: values.map((value, i) => new Item(value, i)), isArray: true };
}
