import { isatty } from 'node:tty';
import { SinchctlError } from '../core/errors.ts';

/** Somewhere to write text to. */
export interface Sink {
  readonly isTerminal: boolean;
  /** True once the reader has gone. */
  readonly isClosed: boolean;
  /** Resolves when the text has left the program. @throws SinchctlError failure when it cannot be written */
  write(text: string): Promise<void>;
}

/** stdout and stderr by their descriptors. */
const NAMES = { 1: 'stdout', 2: 'stderr' } as const;

/**
 * A stream of this process, opened when something is written: that costs milliseconds. A reader that goes away
 * early is no error: it had enough.
 */
export function openSink(descriptor: 1 | 2): Sink {
  const name = NAMES[descriptor];
  let opened: NodeJS.WriteStream | undefined;
  let isClosed = false;
  let failure: NodeJS.ErrnoException | undefined;

  function open(): NodeJS.WriteStream {
    if (opened) return opened;
    opened = process[name];
    opened.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') isClosed = true;
      else failure = error;
    });
    return opened;
  }

  function write(text: string): Promise<void> {
    if (isClosed || text === '') return Promise.resolve();
    return new Promise((resolve, reject) => {
      open().write(text, (error) => {
        const { code } = (error ?? failure ?? {}) as NodeJS.ErrnoException;
        if (code === undefined) return resolve();
        isClosed = true;
        if (code === 'EPIPE') return resolve();
        reject(
          new SinchctlError('failure', `cannot write to ${name}: ${code}`, { hint: 'is the disk full?' }),
        );
      });
    });
  }

  return {
    isTerminal: isatty(descriptor),
    get isClosed() {
      return isClosed;
    },
    write,
  };
}

/** stdin is read to its end at most this far; secrets and lists of numbers are far smaller. */
const LARGEST_INPUT = 64 * 1024 * 1024;

/** All of stdin as text. @throws SinchctlError usage when it is too large */
export async function readAll(stream: NodeJS.ReadStream): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of stream) {
    const bytes = Buffer.from(chunk);
    size += bytes.length;
    if (size > LARGEST_INPUT) throw new SinchctlError('usage', 'stdin is larger than 64 MiB');
    chunks.push(bytes);
  }
  return Buffer.concat(chunks).toString('utf8');
}
