import { randomUUID } from 'node:crypto';
import { link, unlink, writeFile } from 'node:fs/promises';

/** What file systems without hard links say, such as exFAT and some of the network; on Windows it is EISDIR. */
const CANNOT_LINK = ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EISDIR', 'EINVAL', 'UNKNOWN'];

const codeOf = (error: unknown): string => (error as NodeJS.ErrnoException).code ?? '';

/** @returns false when it exists */
async function createExclusively(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
}

/**
 * Creates a file with its content in one step, or where there are no hard links in two: a reader may then find it empty
 * for a moment.
 * @returns false when it exists
 */
export async function createExclusive(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  try {
    await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
    await link(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    if (!CANNOT_LINK.includes(codeOf(error))) throw error;
    return createExclusively(path, text);
  } finally {
    await unlink(temporary).catch(() => undefined);
  }
}
