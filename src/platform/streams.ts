import { closeSync, fstatSync, statSync, writeSync } from 'node:fs';
import { isatty, type WriteStream } from 'node:tty';
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
const cannotWrite = (name: string, code: string | undefined): SinchctlError =>
  // One line, because it may be all that there is room for.
  new SinchctlError(
    'failure',
    `cannot write to ${name}: ${code === 'ENOSPC' ? 'no space is left (ENOSPC)' : code}`,
  );

const NAMES = { 1: 'stdout', 2: 'stderr' } as const;

/** Whether a descriptor is a device other than /dev/null, which loading tty is not worth for. */
function isDevice(descriptor: number): boolean {
  const stat = fstatSync(descriptor);
  return stat.isCharacterDevice() && stat.rdev !== statSync('/dev/null').rdev;
}

/** Whether a descriptor is a terminal. */
export function isTerminal(descriptor: number): boolean {
  try {
    return (process.platform === 'win32' || isDevice(descriptor)) && isatty(descriptor);
  } catch {
    return false;
  }
}

/** Writes what the descriptor takes now; 0 when a non-blocking one is full. */
function writeSome(descriptor: number, bytes: Buffer): number {
  try {
    return writeSync(descriptor, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EAGAIN') return 0;
    throw error;
  }
}

function closeClosedTerminals(): void {
  // A signal can also come from elsewhere: a terminal that is still there is set up again, not left as it is.
  for (const descriptor of [0, 1, 2].filter((one) => !isTerminal(one))) {
    try {
      closeSync(descriptor);
    } catch {
      // It is closed.
    }
  }
}

/** Node sets up terminals anew as it ends, and aborts where one has gone away; so it must find none. */
export const leaveTerminals = (): void =>
  void process.off('exit', closeClosedTerminals).once('exit', closeClosedTerminals);

/** How wide a terminal is. One that has gone away is none. */
function columnsOf(descriptor: 1 | 2): number | undefined {
  try {
    return process[NAMES[descriptor]].columns;
  } catch {
    return undefined;
  }
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 2));

/** Times that last words wait for a slow reader, and milliseconds of each. */
const [PATIENCE, TURN] = [50, 10];

/** The same for all of a text, while nothing else can happen. */
function writeLast(descriptor: number, text: string): void {
  const still = new Int32Array(new SharedArrayBuffer(4));
  let rest = Buffer.from(text);
  try {
    for (let turn = 0; rest.length > 0 && turn < PATIENCE; ) {
      const written = writeSome(descriptor, rest);
      rest = rest.subarray(written);
      if (written > 0) continue;
      turn += 1;
      Atomics.wait(still, 0, 0, TURN);
    }
  } catch {
    // Nobody is there to be told.
  }
}

/**
 * A Windows console. Bytes that are written to it directly are read in its code page; Node's stream hands over text,
 * and makes it understand colours.
 */
export function consoleSink(stream: Pick<WriteStream, 'write' | 'on' | 'columns'>, name: string): Sink {
  let isClosed = false;
  // Who writes hears of it; unheard it would end the program.
  stream.on('error', () => undefined);
  return {
    isTerminal: true,
    writeNow: (text) => void stream.write(text),
    get columns() {
      return stream.columns;
    },
    get isClosed() {
      return isClosed;
    },
    write: (text) =>
      new Promise((resolve, reject) => {
        if (isClosed) return resolve();
        stream.write(text, (error) => {
          if (!error) return resolve();
          isClosed = true;
          reject(cannotWrite(name, (error as NodeJS.ErrnoException).code));
        });
      }),
  };
}

/**
 * stdout or stderr, written to directly: nothing is pending when the process ends, a slow reader gets every byte, and
 * Node's streams need not load. A reader that goes away early is no error: it had enough.
 */
export function openSink(descriptor: 1 | 2): Sink {
  const isTty = isTerminal(descriptor);
  if (isTty && process.platform === 'win32')
    return consoleSink(process[NAMES[descriptor]], NAMES[descriptor]);
  let isClosed = false;
  /** What of a text has not left yet. */
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
      const { code } = error as NodeJS.ErrnoException;
      // Windows says EOF where others say EPIPE.
      if (code === 'EPIPE' || code === 'EOF') return;
      if (code === 'EIO' && isTty) return leaveTerminals();
      throw cannotWrite(NAMES[descriptor], code);
    }
  }

  return {
    isTerminal: isTty,
    get columns() {
      return isTty && !isClosed ? columnsOf(descriptor) : undefined;
    },
    get isClosed() {
      return isClosed;
    },
    write(text) {
      // One text after the other, even when the reader is slow.
      const next = last.then(() => writeAll(text));
      last = next.catch(() => undefined);
      return next;
    },
    writeNow(text) {
      if (!isClosed) writeLast(descriptor, pending.toString() + text);
    },
  };
}
