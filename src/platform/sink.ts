import { SinchctlError } from '../core/errors.ts';

/** Somewhere to write text to. */
export interface Sink {
  readonly isTerminal: boolean;
  /** How wide the terminal is; undefined for anything else. Asking loads Node's streams. */
  readonly columns: number | undefined;
  /** True once the reader has gone. */
  readonly isClosed: boolean;
  /** Resolves when the text has left the program. @throws SinchctlError failure when it cannot be written */
  write(text: string): Promise<void>;
  /** Writes what it takes within half a second, for the last words of a process that ends. Never throws. */
  writeNow(text: string): void;
}

/** What went wrong with stdout or stderr. */
export const cannotWrite = (name: string, code: string | undefined): SinchctlError =>
  // One line, because it may be all that there is room for.
  new SinchctlError(
    'failure',
    `cannot write to ${name}: ${code === 'ENOSPC' ? 'no space is left (ENOSPC)' : code}`,
  );
