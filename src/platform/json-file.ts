import { readFileSync } from 'node:fs';
import { SinchctlError } from '../core/errors.ts';

/** The file that keeps the sandbox's state. */
export interface StateFile {
  readonly path: string;
  /** What to type when it holds something else. */
  readonly hint: string;
  /** Parsed JSON; undefined when there is no file. */
  read(): unknown;
  /** Reads, changes and writes as one step, whatever other processes do; undefined leaves the file as it is. */
  update<T>(change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>): Promise<T>;
}

/** Seconds to wait for another process; a change takes milliseconds. */
const PATIENCE = 10;

/** What to do when the embedded sandbox's own file is no state. */
export const RESET = 'sinchctl sandbox reset';

/** The same for a file that somebody named: it may be anything, and must stay. */
export const OTHER_STATE = 'name another file, or one that is not there yet';

/**
 * A JSON file that is replaced whole. @throws SinchctlError failure when it exists and is unreadable
 * @param hint what to type when it is no state
 */
export function openStateFile(path: string, hint: string = RESET): StateFile {
  function read(): unknown {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      const isOther = code === undefined || code === 'EISDIR';
      const what = isOther ? `${path} is no state of the sandbox` : `cannot read ${path}`;
      throw new SinchctlError('failure', `${what}: ${code ?? 'it is not valid JSON'}`, {
        hint: isOther ? hint : 'is it yours to read?',
      });
    }
  }
  async function update<T>(
    change: (read: () => unknown) => Promise<{ state?: unknown; result: T }>,
  ): Promise<T> {
    const [{ withLock }, { replaceFile }] = await Promise.all([
      import('./lock.ts'),
      import('./write-file.ts'),
    ]);
    return withLock(`${path}.lock`, PATIENCE, async () => {
      const { state, result } = await change(read);
      if (state !== undefined) await replaceFile(path, `${JSON.stringify(state)}\n`);
      return result;
    });
  }

  return { path, hint, read, update };
}
