import { usage } from '../core/errors.ts';
import type { Host } from '../platform/host.ts';
import { LARGE_INPUT, limitHeapGrowth } from '../platform/read-input.ts';

/** What a command may read: files, and stdin unless it is a terminal. */
export interface CommandInput {
  /** All of stdin, which must not be a terminal and must not pause for a minute. */
  readStdin(what: string): Promise<string>;
  readText(path: string): string;
  /** The bytes of a file, or of stdin for `-`. @param where the flag that has the path, `--from` when not given */
  readBytes(path: string, where?: string): Promise<Uint8Array>;
  /** Whether `readBytes` has read stdin, so that the same command alone would not do the same. */
  isStdinRead(): boolean;
}

export function openInput(host: Host): CommandInput {
  let stdin: Promise<Uint8Array> | undefined;
  return {
    async readStdin(what) {
      if (!host.stdinIsTerminal) return host.readStdin();
      throw usage(`${what} is read from stdin, and stdin is a terminal`, `pipe ${what} in`);
    },
    readText: host.readFile,
    isStdinRead: () => stdin !== undefined,
    async readBytes(path, where = '--from') {
      if (path === '-' && host.stdinIsTerminal) {
        throw usage(`${where} - reads stdin, and stdin is a terminal`, 'pipe it in, or name a file');
      }
      // Read once: stdin is empty when it is asked for again.
      if (path === '-') stdin ??= host.readStdinBytes();
      const bytes = (await (path === '-' ? stdin : undefined)) ?? host.readBytes(path);
      // A state file is small compared with the account.
      if (where === '--from' && bytes.length >= LARGE_INPUT) await limitHeapGrowth();
      return bytes;
    },
  };
}
