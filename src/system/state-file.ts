import { readFileSync } from 'node:fs';
import type { StateFile } from '../context.ts';
import { SinchctlError } from '../core/errors.ts';

/** Seconds to wait for another process; a change takes milliseconds. */
const PATIENCE = 10;

/** A JSON file that is replaced whole. @throws SinchctlError failure when it exists and is unreadable */
export function openStateFile(path: string): StateFile {
  function read(): unknown {
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === 'ENOENT') return undefined;
      throw new SinchctlError(
        'failure',
        `the state file ${path} cannot be used: ${code ?? 'it is not valid JSON'}`,
        {
          hint: 'remove it, or start anew with sinchctl sandbox reset',
        },
      );
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

  return { path, read, update };
}
