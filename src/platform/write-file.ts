import { randomUUID } from 'node:crypto';
import { fstatSync, readFileSync, statSync } from 'node:fs';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { attempt } from '../core/attempt.ts';
import { codeOf, SinchctlError, systemReason, usage, writeFailure } from '../core/errors.ts';
import { makeDirectory } from './directories.ts';

/** The suffix of unfinished files. */
export const TEMPORARY = '.tmp';

/** Makes a rename survive a power failure; not every platform can open a directory. */
export async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch {
    // The file itself is synced; only the rename can be lost.
  }
}

/** Errors on Windows while a virus scanner or an indexer has one of the two files open. */
const TEMPORARY_ERRORS = ['EPERM', 'EACCES', 'EBUSY'];
/** Milliseconds between the attempts; in total, as long as a scan may take. */
const RENAME_PAUSES = [10, 20, 50, 100, 200, 400, 800];

/** Windows does not rename a file that another program has open, unless that program allows it. */
export const CAN_RENAME_OPEN_FILES = process.platform !== 'win32';

/** Renames over a file that may exist; on Windows, retries while another process has it open. */
export async function renameOver(
  from: string,
  to: string,
  { platform = process.platform, move = rename }: { platform?: string; move?: typeof rename } = {},
): Promise<void> {
  for (const pause of platform === 'win32' ? RENAME_PAUSES : []) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!TEMPORARY_ERRORS.includes(codeOf(error))) throw error;
      await delay(pause);
    }
  }
  return move(from, to);
}

/**
 * Replaces a file atomically: an exclusive 0600 temporary file in its directory, synced, then renamed. A full disk leaves
 * the old file unchanged.
 * @throws SinchctlError failure, with the path and the system's reason
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomUUID()}${TEMPORARY}`;
  try {
    makeDirectory(dirname(path));
    const file = await open(temporary, 'wx', 0o600);
    try {
      await file.writeFile(text, 'utf8');
      await file.sync();
    } finally {
      await file.close();
    }
    await renameOver(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    throw writeFailure(path, error);
  }
}

const statsOf = (path: string) => attempt(() => (path === '-' ? fstatSync(0) : statSync(path)));

/**
 * Writes a file that the user specified.
 * @param inputs the files that the same command reads, `-` for stdin
 * @throws SinchctlError usage for one of these, and for a device or directory
 */
export async function writeOutput(path: string, text: string, inputs: readonly string[]): Promise<void> {
  if (!statsOf(dirname(path)))
    throw usage(`cannot write ${path}: no such directory`, 'create the directory, or write to another file', [
      path,
    ]);
  const target = statsOf(path);
  const isInput = inputs.map(statsOf).some((one) => one && one.ino === target?.ino && one.dev === target.dev);
  if (isInput) throw usage(`${path} is also an input of this command`, 'write to another file', [path]);
  if (target && !target.isFile())
    throw usage(`${path} is not a regular file`, 'write to another file', [path]);
  await replaceFile(path, text);
}

/** A JSON file that is replaced atomically. */
export interface JsonFile {
  readonly path: string;
  /** Parsed JSON; undefined when there is no file. @throws SinchctlError failure when it cannot be read */
  read(): unknown;
  /** Reads, changes, and writes the file under a lock; without a `state` the file is unchanged. */
  update<T>(change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>): Promise<T>;
  /** The error for a file with invalid content, without any of the content. */
  invalid(reason?: string): SinchctlError;
}

/** The name of a JSON file's purpose in errors, and the hint for a file with other content. */
export interface JsonFilePurpose {
  what: string;
  hint: string;
}

/** Seconds to wait for another process; a change takes milliseconds. */
const FILE_LOCK_TIMEOUT = 10;

export function openJsonFile(path: string, { what, hint }: JsonFilePurpose): JsonFile {
  const invalid = (reason?: string): SinchctlError =>
    new SinchctlError(
      'failure',
      `${path} is not a valid ${what}${reason === undefined ? '' : `: ${reason}`}`,
      {
        hint,
      },
    );

  function read(): unknown {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      const code = codeOf(error);
      if (code === 'ENOENT') return undefined;
      if (code === '') throw invalid('it is not valid JSON');
      if (code === 'EISDIR') throw invalid('it is a directory');
      const hint = 'check the permissions of the file';
      throw new SinchctlError('failure', `cannot read ${path}: ${systemReason(error)}`, {
        hint,
        cause: error,
      });
    }
  }

  async function update<T>(
    change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>,
  ): Promise<T> {
    const { withLock } = await import('./lock.ts');
    return withLock(`${path}.lock`, FILE_LOCK_TIMEOUT, async () => {
      const { state, result } = await change(read);
      if (state !== undefined) await replaceFile(path, `${JSON.stringify(state)}\n`);
      return result;
    });
  }

  return { path, read, update, invalid };
}
