import { readFileSync } from 'node:fs';
import type { StateFile } from '../context.ts';
import { SinchctlError } from '../core/errors.ts';

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
  async function write(state: unknown): Promise<void> {
    const { replaceFile } = await import('./write-file.ts');
    await replaceFile(path, `${JSON.stringify(state)}\n`);
  }
  return { path, read, write };
}
