import type { Context } from '../context.ts';
import { usage } from '../core/errors.ts';
import type { Machine } from './machine.ts';

/** What a command may read: files, and stdin where that is no terminal. */
export function openInput(
  machine: Machine,
): Pick<Context, 'readStdin' | 'readFile' | 'readInput' | 'isStdinRead'> {
  let stdin: Promise<Uint8Array> | undefined;
  return {
    async readStdin(what) {
      if (!machine.stdinIsTerminal) return machine.readStdin();
      throw usage(`${what} is read from stdin, and stdin is a terminal`, `pipe ${what} in`);
    },
    readFile: machine.readFile,
    isStdinRead: () => stdin !== undefined,
    async readInput(path, where = '--from') {
      if (path === '-' && machine.stdinIsTerminal) {
        throw usage(`${where} - reads stdin, and stdin is a terminal`, 'pipe it in, or name a file');
      }
      // Once: it may be asked for again, and is gone by then.
      if (path === '-') stdin ??= machine.readStdinBytes();
      const bytes = (await (path === '-' ? stdin : undefined)) ?? machine.readBytes(path);
      const { LARGE_INPUT, saveMemory } = await import('./save-memory.ts');
      // A state file is small beside the account that it is compared with.
      if (where === '--from' && bytes.length >= LARGE_INPUT) saveMemory();
      return bytes;
    },
  };
}
