import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SinchctlError } from '../core/errors.ts';

/** The suffix of unfinished files. */
export const TEMPORARY = '.tmp';

/** Makes a rename survive a power cut; not every platform can open a directory. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch {
    // The file itself is synced; only the rename may be lost.
  }
}

/** Windows errors while a virus scanner or an indexer has one of the two files open. */
const TEMPORARY_ERRORS = ['EPERM', 'EACCES', 'EBUSY'];
/** Milliseconds between the attempts; in total as long as a scan may take. */
const PAUSES = [10, 20, 50, 100, 200, 400, 800];

/** Windows does not rename a file that another program has open, unless that program allows it. */
export const CAN_RENAME_OPEN_FILES = process.platform !== 'win32';

/** Renames over a file that may exist; on Windows with retries while another process has it open. */
export async function renameOver(
  from: string,
  to: string,
  { platform = process.platform, move = rename }: { platform?: string; move?: typeof rename } = {},
): Promise<void> {
  for (const pause of platform === 'win32' ? PAUSES : []) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!TEMPORARY_ERRORS.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await delay(pause);
    }
  }
  return move(from, to);
}

/**
 * Replaces a file atomically: an exclusive 0600 temporary file in its directory, synced, then renamed. A full disk leaves
 * the old file unchanged.
 * @throws SinchctlError failure, naming the path and the system's reason
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.${randomUUID()}${TEMPORARY}`;
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
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
    const { code } = error as NodeJS.ErrnoException;
    throw new SinchctlError('failure', `cannot write ${path}: ${code ?? 'unknown reason'}`, {
      hint: 'is the disk full, or the directory not yours?',
    });
  }
}
