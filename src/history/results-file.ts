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

function attempt<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}

/** A regular file; undefined for anything else, and if there is no file. */
function fileAt(look: () => BigIntStats): BigIntStats | undefined {
  const stats = attempt(look);
  return stats?.isFile() ? stats : undefined;
}

function isSame(results: string, input: string): boolean {
  if (input !== '-' && resolve(input) === resolve(results)) return true;
  const one = fileAt(() => statSync(results, { bigint: true }));
  const other = fileAt(() =>
    input === '-' ? fstatSync(0, { bigint: true }) : statSync(input, { bigint: true }),
  );
  return one !== undefined && one.ino === other?.ino && one.dev === other.dev;
}

/** The maximum size of the first row of a results file in bytes, unless its message is very long. */
const MAX_ROW = 64 * 1024;

function beginningOf(path: string): string {
  if (!fileAt(() => statSync(path, { bigint: true }))) return '';
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
  if (read)
    throw usage(`--results and ${read.flag} are the same file: ${path}`, 'pass another file to --results', [
      path,
    ]);
  if (!mayHoldRows(beginningOf(path))) {
    throw usage(
      `${path} contains something other than result rows`,
      'pass a new file to --results, or one that it has written',
      [path],
    );
  }
  return appendTo(path);
}

/** The rows of a results file without incomplete lines; none for a missing file, and for a device or pipe, which may not end. */
export function readResults(path: string): Row[] {
  const file = fileAt(() => statSync(path, { bigint: true })) && attempt(() => readFileSync(path, 'utf8'));
  const values = readNdjson(file ?? '').rows.map(({ value }) => value);
  return values.filter((value): value is Row => typeof value === 'object' && value !== null);
}
