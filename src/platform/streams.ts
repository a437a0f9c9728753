import { closeSync, fstatSync, statSync, writeSync } from 'node:fs';
import { devNull } from 'node:os';
import { isatty, type WriteStream } from 'node:tty';
import { attempt } from '../core/attempt.ts';
import { codeOf, SinchctlError, systemReason } from '../core/errors.ts';

/** An output stream for text. */
export interface Sink {
  readonly isTerminal: boolean;
  /** The width of the terminal; undefined for anything else. Reading it loads Node's streams. */
  readonly columns: number | undefined;
  /** Resolves when the text has left the process. @throws SinchctlError failure when it cannot be written */
  write(text: string): Promise<void>;
  /** Writes what the reader accepts within half a second, just before the process exits. Never throws. */
  writeNow(text: string): void;
}

/** The error for a failed write to stdout or stderr. */
const cannotWrite = (name: string, error: unknown): SinchctlError =>
  // Without a hint, because there may be no space for it.
  new SinchctlError('failure', `cannot write to ${name}: ${systemReason(error)}`, { cause: error });

const NAMES = { 1: 'stdout', 2: 'stderr' } as const;

/** Whether a descriptor is a device other than /dev/null; for anything else, node:tty need not load. */
function isDevice(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isCharacterDevice() && stat.rdev !== statSync(devNull).rdev;
}

/** Whether a descriptor is a terminal. */
export const isTerminal = (descriptor: number): boolean =>
  attempt(() => (process.platform === 'win32' || isDevice(descriptor)) && isatty(descriptor)) === true;

/** Writes what the descriptor accepts now. @returns bytes; 0 when a non-blocking descriptor is full */
function writeSome(descriptor: number, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if (codeOf(error) === 'EAGAIN') return 0;
    throw error;
  }
}

function closeClosedTerminals(): void {
  // The signal can come from elsewhere, and a terminal that still exists must be restored. A descriptor may be closed.
  for (const descriptor of [0, 1, 2].filter((one) => !isTerminal(one))) attempt(() => closeSync(descriptor));
}

/** Closes terminals that no longer exist before exit, when Node restores all of them and would abort. */
export const leaveTerminals = (): void =>
  void process.off('exit', closeClosedTerminals).once('exit', closeClosedTerminals);

/** The width of a terminal; undefined if it no longer exists. */
const columnsOf = (descriptor: 1 | 2): number | undefined =>
  attempt(() => process[NAMES[descriptor]].columns);

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

/** The number of times to wait for a slow reader before the process exits, and the milliseconds of each wait. */
const [LAST_WAITS, LAST_WAIT] = [50, 10];

/** Writes text completely, and synchronously. */
function writeLast(descriptor: number, text: string): void {
  const still = new Int32Array(new SharedArrayBuffer(4));
  let rest = Buffer.from(text);
  try {
    for (let turn = 0; rest.length > 0 && turn < LAST_WAITS; ) {
      const written = writeSome(descriptor, rest);
      rest = rest.subarray(written);
      if (written > 0) continue;
      turn += 1;
      Atomics.wait(still, 0, 0, LAST_WAIT);
    }
  } catch {
    // The failure cannot be reported anywhere.
  }
}

/**
 * A Windows console. It would decode bytes with its code page, so text is written to Node's stream, which also enables
 * colors.
 */
export function consoleSink(stream: Pick<WriteStream, 'write' | 'on' | 'columns'>, name: string): Sink {
  let isClosed = false;
  // The writer gets the error; without a listener, it would also end the program.
  stream.on('error', () => undefined);
  return {
    isTerminal: true,
    writeNow: (text) => void stream.write(text),
    get columns() {
      return stream.columns;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (isClosed) return resolve();
        stream.write(text, (error) => {
          if (!error) return resolve();
          isClosed = true;
          reject(cannotWrite(name, error));
        });
      }),
  };
}

/**
 * stdout or stderr, written directly: nothing is pending when the process ends, a slow reader gets every byte, and Node's
 * streams need not load. A reader that closes early is not an error.
 */
export function openSink(descriptor: 1 | 2): Sink {
  const isTty = isTerminal(descriptor);
  if (isTty && process.platform === 'win32')
    return consoleSink(process[NAMES[descriptor]], NAMES[descriptor]);
  let isClosed = false;
  /** The part of a string that is not written yet. */
  let pending = Buffer.alloc(0);
  let last: Promise<void> = Promise.resolve();

  async function writeAll(text: string): Promise<void> {
    let rest = Buffer.from(text);
    try {
      while (rest.length > 0 && !isClosed) {
        const written = writeSome(descriptor, rest);
        rest = rest.subarray(written);
        pending = rest;
        if (written === 0) await pause();
      }
    } catch (error) {
      isClosed = true;
      const code = codeOf(error);
      // Windows reports EOF instead of EPIPE.
      if (code === 'EPIPE' || code === 'EOF') return;
      if (code === 'EIO' && isTty) return leaveTerminals();
      throw cannotWrite(NAMES[descriptor], error);
    }
  }

  return {
    isTerminal: isTty,
    get columns() {
      return isTty && !isClosed ? columnsOf(descriptor) : undefined;
    },
    write(text) {
      // Strings are written in order, even when the reader is slow.
      const next = last.then(() => writeAll(text));
      last = next.catch(() => undefined);
      return next;
    },
    writeNow(text) {
      if (!isClosed) writeLast(descriptor, pending.toString() + text);
    },
  };
}
