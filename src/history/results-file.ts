import {
  type BigIntStats,
  closeSync,
  constants,
  fstatSync,
  openSync,
  readFileSync,
  readSync,
  statSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { attempt, isObject, tryParseJson } from '../core/attempt.ts';
import { usage } from '../core/errors.ts';
import { readNdjson } from '../input/json.ts';
import type { Row } from '../output/rows.ts';
import { type AppendOnly, appendTo } from '../platform/append-file.ts';

/** A file that the same command reads, and the option it comes from. */
export interface InputFile {
  flag: string;
  /** `-` for stdin. */
  path: string;
}

/** A regular file; undefined for anything else, and if there is no file. */
function fileAt(path: string): BigIntStats | undefined {
  const options = { bigint: true } as const;
  const stats = attempt(() => (path === '-' ? fstatSync(0, options) : statSync(path, options)));
  return stats?.isFile() ? stats : undefined;
}

function isSame(results: string, input: string): boolean {
  const path = resolve(results);
  if (input !== '-' && resolve(input) === path) return true;
  const [one, other] = [fileAt(path), fileAt(input)];
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** The bytes that are checked at the start and at the end of a results file. */
const CHECKED = 64 * 1024;

/** The first and the last lines of a file; the last one is what follows the last line ending. */
function linesAtEnds(path: string): { complete: string[]; tail: string } {
  // Opening the file to write reports the error.
  const file = attempt(() => openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0)));
  if (file === undefined) return { complete: [], tail: '' };
  try {
    const { size } = fstatSync(file);
    const read = (at: number) => {
      const bytes = Buffer.alloc(Math.min(size, CHECKED));
      return bytes.toString('utf8', 0, readSync(file, bytes, 0, bytes.length, at)).split('\n');
    };
    const first = read(0);
    if (size <= CHECKED) return { tail: first.pop() ?? '', complete: first };
    const last = read(size - CHECKED);
    const tail = last.pop() ?? '';
    return { complete: [...(first.length > 1 ? first.slice(0, -1) : []), ...last.slice(1)], tail };
  } finally {
    closeSync(file);
  }
}

/** The first fields of the rows of all commands for numbers, including older versions. */
const NUMBER_FIELDS = ['number', 'application', 'alias', 'capability'];

/** Whether a line starts like a row with these fields, of which there may be more or, in older versions, fewer. */
function startsLike(line: string, fields: readonly string[]): boolean {
  const keys = [...line.matchAll(/[{,]"(\w+)":/g)].map(([, key]) => key);
  const start = `{"${fields[0]}":`;
  return (
    (line.startsWith(start) || start.startsWith(line)) &&
    keys.every((key, i) => i >= fields.length || key === fields[i])
  );
}

/** The fields of the rows of each command, in their order. */
type Shapes = readonly (readonly string[])[];

/** Whether a line is a result row: a flat object with the fields of a command in their order. */
function isResultsLine(line: string, shapes: Shapes): boolean {
  const value = tryParseJson(line);
  if (!isObject(value)) return false;
  if (Object.values(value).some((one) => typeof one === 'object' && one !== null)) return false;
  return shapes.some(
    (own) => startsLike(line, own) && Object.keys(value).length >= Math.min(own.length, NUMBER_FIELDS.length),
  );
}

/** Whether a file contains only result rows; the last one may be incomplete if its run was killed. */
function containsOwnRows(path: string, shapes: Shapes): boolean {
  const { complete, tail } = linesAtEnds(path);
  const isOwn = (line: string) => line.trim() === '' || isResultsLine(line.trimEnd(), shapes);
  const isTorn = tryParseJson(tail) === undefined && shapes.some((own) => startsLike(tail, own));
  return complete.every(isOwn) && (isOwn(tail) || isTorn);
}

/**
 * Opens the `--results` file.
 * @param inputs the files that the command reads; rows must not be added to any of them
 * @param shapes the fields of the rows of each command, any of which may have started the file
 * @throws SinchctlError usage for anything but a file of result rows, failure if it cannot be written
 */
export async function openResults(
  path: string,
  inputs: readonly InputFile[],
  shapes: Shapes,
): Promise<AppendOnly> {
  const read = inputs.find((input) => isSame(path, input.path));
  const refuse = (message: string) => usage(message, 'pass a new file, or one written by --results', [path]);
  if (read) throw refuse(`--results and ${read.flag} are the same file: ${path}`);
  const stats = attempt(() => statSync(path));
  // Opening a directory to write reports the error.
  if (stats && !stats.isFile() && !stats.isDirectory()) throw refuse(`${path} is not a regular file`);
  if (stats?.isFile() && !containsOwnRows(path, [...shapes, NUMBER_FIELDS]))
    throw refuse(`${path} contains data other than result rows`);
  return appendTo(path);
}

/** The rows of a results file without incomplete lines; none for a missing file, a device, or a pipe, which may not end. */
export function readResults(path: string): Row[] {
  const text = fileAt(resolve(path)) && attempt(() => readFileSync(path, 'utf8'));
  const values = readNdjson(text ?? '').rows.map(({ value, repeated }) => repeated ?? value);
  return values.filter((value): value is Row => typeof value === 'object' && value !== null);
}
