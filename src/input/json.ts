import { attempt, tryParseJson } from '../core/attempt.ts';
import { usage } from '../core/errors.ts';
import { countLineEnds, type FileRow, splitLines } from './entry.ts';
import { repeatedFields } from './repeated-fields.ts';

/** A JSON value of a file. */
export class JsonRow implements FileRow {
  /** Undefined if the text is not valid JSON. */
  readonly value: unknown;
  readonly place: string;
  /** A field that occurs twice in one object, so that it is unknown which of its values is meant. */
  readonly repeated: string | undefined;
  readonly #source: string | undefined;

  /** @param source its text in the file; undefined for an item of an array */
  constructor(value: unknown, place: string, repeated: string | undefined, source?: string) {
    this.value = value;
    this.place = place;
    this.repeated = repeated;
    this.#source = source;
  }

  /** For an array item, it is created only for an error. */
  get text(): string {
    return this.#source ?? jsonText(this.value);
  }
}

const INEXACT = /(?:^|[:[,\s])-?(?:\d{16}|\d+(?:\.\d+)?e[+-]?\d)/i;
const STRING_OR_INEXACT = /"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?e[+-]?\d+|-?\d{16,}(?:\.\d+)?/gi;

/**
 * Like `tryParseJson`, but a number that a double cannot represent exactly, or that has an exponent, becomes a string.
 */
export const parseKeepingDigits = (text: string): unknown =>
  tryParseJson(
    INEXACT.test(text)
      ? text.replace(STRING_OR_INEXACT, (token) => (token.startsWith('"') ? token : `"${token}"`))
      : text,
  );

/** Why an object is invalid. */
export const twoFields = (name: string): string => `two fields are named ${name.slice(0, 80)}`;

/** A value as JSON for an error. */
export const jsonText = (value: unknown): string =>
  attempt(() => JSON.stringify(typeof value === 'string' ? value.slice(0, 1_000) : value)) ??
  '(nested too deeply)';

export interface JsonRows {
  rows: JsonRow[];
  isArray: boolean;
  /** The last line, if it is an incomplete object, because its writer was killed. */
  cutOff?: JsonRow;
}

/**
 * Whether a line contains no complete row, because the writer was killed; a complete row may lack only its line break.
 */
const isCutOff = (line: string): boolean => line.startsWith('{') && !/\}\s*(?:[,{]|$)/.test(line);

function rowOf(value: unknown, line: number, text: string): JsonRow {
  const repeated = repeatedFields(text, value);
  return new JsonRow(value, `line ${line}`, repeated && [...repeated.values()][0], text);
}

/** One JSON value per line; blank lines are skipped. */
export function readNdjson(text: string, parse = tryParseJson): JsonRows {
  const lines = splitLines(text);
  const rows: JsonRow[] = [];
  for (const [i, line] of lines.entries()) if (line.trim() !== '') rows.push(rowOf(parse(line), i + 1, line));
  const last = rows.at(-1);
  const isCut = last !== undefined && last.text === lines.at(-1) && isCutOff(last.text);
  return { rows: isCut ? rows.slice(0, -1) : rows, isArray: false, ...(isCut && { cutOff: last }) };
}

/** The items of an array. @param repeated the fields that are listed twice, by the index of the item */
export const itemRows = (values: readonly unknown[], repeated?: ReadonlyMap<number, string>): JsonRows => ({
  rows: values.map((value, i) => new JsonRow(value, `item ${i + 1}`, repeated?.get(i))),
  isArray: true,
});

/** The position after the bracketed value that starts at a position; undefined if it does not end. */
function endOfValue(text: string, start: number): number | undefined {
  let depth = 0;
  let isString = false;
  for (let at = start; at < text.length; at += 1) {
    const character = text[at];
    if (isString && character === '\\') at += 1;
    else if (character === '"') isString = !isString;
    else if (isString) continue;
    else if (character === '{' || character === '[') depth += 1;
    else if (character === '}' || character === ']') depth -= 1;
    if (depth === 0 && !isString) return at + 1;
  }
  return undefined;
}

/**
 * One JSON value after another, each of any number of lines, as jq prints them.
 * @returns undefined if there is text other than line breaks between them
 */
function readStream(text: string, parse: typeof tryParseJson): JsonRow[] | undefined {
  const rows: JsonRow[] = [];
  const between = /[ \t\r\n]*/y;
  let line = 1;
  for (let end = 0; ; ) {
    between.lastIndex = end;
    const [space = ''] = between.exec(text) ?? [];
    const start = end + space.length;
    const lineEnds = countLineEnds(space);
    line += lineEnds;
    if (start === text.length) return rows;
    const next = endOfValue(text, start);
    if (next === undefined || !/[[{]/.test(text[start] ?? '') || (end > 0 && lineEnds === 0))
      return undefined;
    const source = text.slice(start, next);
    const value = parse(source);
    if (value === undefined) return undefined;
    rows.push(rowOf(value, line, source));
    line += countLineEnds(source);
    end = next;
  }
}

/** Whether a value continues on the next line. */
const isContinued = (line: string): boolean =>
  /[[{:,]$/.test(line.trimEnd()) && !/\}\s*,$/.test(line.trimEnd());

/** The items of a JSON array, the lines of NDJSON, or the values of a stream. @throws SinchctlError usage for incomplete JSON */
export function readJson(text: string, parse = tryParseJson): JsonRows {
  const start = text.trimStart();
  if (start.startsWith('[')) {
    const values = parse(text);
    if (Array.isArray(values)) return itemRows(values, repeatedFields(text, values));
    throw usage('the file starts with [ but is not a valid JSON array', 'check whether the file is complete');
  }
  const end = start.search(/[\r\n]/);
  const first = end < 0 ? start : start.slice(0, end);
  const isLines = !start.startsWith('{') || tryParseJson(first) !== undefined;
  const rows = isLines ? undefined : readStream(text, parse);
  if (rows) return { rows, isArray: false };
  if (!isLines && end >= 0 && isContinued(first))
    throw usage('the file starts with { but is not valid JSON', 'check whether the file is complete');
  return readNdjson(text, parse);
}
