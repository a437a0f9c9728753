import { type BigIntStats, closeSync, fstatSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { usage } from '../core/errors.ts';
import { readNdjson, tryParseJson } from '../input/json.ts';
import type { Row } from '../output/rows.ts';
import { type AppendOnly, appendTo } from '../platform/append-file.ts';

/** A file that the same command reads, and the option it comes from. */
export interface InputFile {
  flag: string;
  /** `-` for stdin. */
  path: string;
}

function attempt<T>(access: () => T): T | undefined {
  try {
    return access();
  } catch {
    return undefined;
  }
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

/** The maximum size of the first row of a results file in bytes, unless its message is very long. */
const MAX_ROW = 64 * 1024;

function beginningOf(path: string): string {
  if (!fileAt(resolve(path))) return '';
  const file = attempt(() => openSync(path, 'r'));
  // Opening the file to write reports the error.
  if (file === undefined) return '';
  try {
    const bytes = Buffer.alloc(MAX_ROW);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, MAX_ROW, 0)).trimStart();
  } finally {
    closeSync(file);
  }
}

/** Whether a file starts with a row, which is a flat object. An incomplete row of a killed run is accepted. */
function mayHoldRows(beginning: string): boolean {
  const end = beginning.indexOf('\n');
  if (end < 0 && beginning.startsWith('{')) return tryParseJson(beginning) === undefined || isRow(beginning);
  return beginning === '' || isRow(end < 0 ? beginning : beginning.slice(0, end));
}

function isRow(line: string): boolean {
  const value = tryParseJson(line);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => typeof one !== 'object' || one === null);
}

/**
 * Opens the file of `--results`.
 * @param inputs the files that the command reads; rows must not be added to one of them
 * @throws SinchctlError usage for a file with content other than rows, failure if it cannot be written
 */
export async function openResults(path: string, inputs: readonly InputFile[]): Promise<AppendOnly> {
  const read = inputs.find((input) => isSame(path, input.path));
  const hint = 'pass another file to --results: a new one, or one that it has written';
  if (read) throw usage(`--results and ${read.flag} are the same file: ${path}`, hint, [path]);
  const isOther = !mayHoldRows(beginningOf(path));
  if (isOther) throw usage(`${path} contains something other than result rows`, hint, [path]);
  return appendTo(path);
}

/** The rows of a results file without incomplete lines; none for a missing file, and for a device or pipe, which may not end. */
export function readResults(path: string): Row[] {
  const text = fileAt(resolve(path)) && attempt(() => readFileSync(path, 'utf8'));
  const values = readNdjson(text ?? '').rows.map(({ value }) => value);
  return values.filter((value): value is Row => typeof value === 'object' && value !== null);
}
