import { type BigIntStats, closeSync, fstatSync, openSync, readSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { usage } from '../core/errors.ts';
import { type AppendOnly, appendTo } from '../platform/append-file.ts';

/** A file that the same line reads, and the option that names it. */
export interface Input {
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

/** A regular file; undefined for anything else, and where there is none. */
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

/** So many bytes hold the first row of any file that sinchctl has written, but for a very long message. */
const HEAD = 64 * 1024;

function beginningOf(path: string): string {
  if (!fileAt(() => statSync(path, { bigint: true }))) return '';
  const file = attempt(() => openSync(path, 'r'));
  // Whoever opens it to write says what is wrong.
  if (file === undefined) return '';
  try {
    const bytes = Buffer.alloc(HEAD);
    return bytes.toString('utf8', 0, readSync(file, bytes, 0, HEAD, 0)).trimStart();
  } finally {
    closeSync(file);
  }
}

/** Whether a file begins with a row: a flat object. One that is torn, as a killed run leaves it, will do. */
function mayHoldRows(beginning: string): boolean {
  const end = beginning.indexOf('\n');
  if (end < 0 && beginning.startsWith('{'))
    return attempt(() => JSON.parse(beginning)) === undefined || isRow(beginning);
  return beginning === '' || isRow(end < 0 ? beginning : beginning.slice(0, end));
}

function isRow(line: string): boolean {
  const value: unknown = attempt(() => JSON.parse(line));
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  return Object.values(value).every((one) => typeof one !== 'object' || one === null);
}

/**
 * Opens the file of `--results`.
 * @param inputs what the line reads: rows in the same file would spoil it
 * @throws SinchctlError usage for a file that holds something else than rows, failure where it cannot be written
 */
export async function openResults(path: string, inputs: readonly Input[]): Promise<AppendOnly> {
  const read = inputs.find((input) => isSame(path, input.path));
  if (read) throw usage(`--results ${path} is the file that ${read.flag} reads`, 'name another file', [path]);
  if (!mayHoldRows(beginningOf(path))) {
    throw usage(`${path} is no file of rows`, 'name a new file, or one that --results has written', [path]);
  }
  return appendTo(path);
}
