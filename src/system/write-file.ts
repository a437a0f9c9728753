import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
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
    await rename(temporary, path);
    await syncDirectory(dirname(path));
  } catch (error) {
    await unlink(temporary).catch(() => undefined);
    const { code } = error as NodeJS.ErrnoException;
    throw new SinchctlError('failure', `cannot write ${path}: ${code ?? 'unknown reason'}`, {
      hint: 'is the disk full, or the directory not yours?',
    });
  }
}
