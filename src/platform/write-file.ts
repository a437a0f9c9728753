import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SinchctlError } from '../core/errors.ts';

/** How the names of unfinished files end. */
export const TEMPORARY = '.tmp';

/** Makes what was renamed survive a power cut; not every platform can open a directory. */
async function syncDirectory(path: string): Promise<void> {
  try {
    const directory = await open(path, 'r');
    await directory.sync().finally(() => directory.close());
  } catch {
    // The file itself is synced; only the order of names is at stake.
  }
}

/** What Windows says while a virus scanner or an indexer looks into one of the two files. */
const PASSING = ['EPERM', 'EACCES', 'EBUSY'];
/** Milliseconds between the attempts; together as long as such a look may take. */
const PAUSES = [10, 20, 50, 100, 200, 400, 800];

/** Windows does not rename a file that another program has open, unless that program allows it. */
export const CAN_RENAME_OPEN_FILES = process.platform !== 'win32';

/** Renames over a file that may be there already; on Windows again and again while somebody looks into it. */
export async function renameOver(
  from: string,
  to: string,
  { platform = process.platform, move = rename }: { platform?: string; move?: typeof rename } = {},
): Promise<void> {
  for (const pause of platform === 'win32' ? PAUSES : []) {
    try {
      return await move(from, to);
    } catch (error) {
      if (!PASSING.includes((error as NodeJS.ErrnoException).code ?? '')) throw error;
      await delay(pause);
    }
  }
  return move(from, to);
}

/**
 * Replaces a file whole or not at all: an exclusive 0600 temporary beside it, synced, then renamed.
 * A full disk leaves the old file as it was.
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
