import { readFileSync } from 'node:fs';
import { SinchctlError } from '../core/errors.ts';

/** A JSON file that is replaced as a unit. */
export interface JsonFile {
  readonly path: string;
  /** Parsed JSON; undefined when there is no file. @throws SinchctlError failure when it cannot be read */
  read(): unknown;
  /** Reads, changes, and writes in one step, whatever other processes do; undefined leaves the file unchanged. */
  update<T>(change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>): Promise<T>;
  /** The error for a file whose content is not what belongs there; it shows none of the content. */
  invalid(reason?: string): SinchctlError;
}

/** What belongs into a JSON file, in the words of its errors, and what to type when it holds something else. */
export interface JsonFilePurpose {
  what: string;
  hint: string;
}

/** Seconds to wait for another process; a change takes milliseconds. */
const LOCK_TIMEOUT = 10;

export function openJsonFile(path: string, { what, hint }: JsonFilePurpose): JsonFile {
  const invalid = (reason?: string): SinchctlError =>
    new SinchctlError('failure', `${path} is no ${what}${reason === undefined ? '' : `: ${reason}`}`, {
      hint,
    });

  function read(): unknown {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      if (code === undefined || code === 'EISDIR') throw invalid(code ?? 'it is not valid JSON');
      throw new SinchctlError('failure', `cannot read ${path}: ${code}`, { hint: 'is it yours to read?' });
    }
  }

  async function update<T>(
    change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>,
  ): Promise<T> {
    const [{ withLock }, { replaceFile }] = await Promise.all([
      import('./lock.ts'),
      import('./write-file.ts'),
    ]);
    return withLock(`${path}.lock`, LOCK_TIMEOUT, async () => {
      const { state, result } = await change(read);
      if (state !== undefined) await replaceFile(path, `${JSON.stringify(state)}\n`);
      return result;
    });
  }

  return { path, read, update, invalid };
}
