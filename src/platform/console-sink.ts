import type { WriteStream } from 'node:tty';
import { cannotWrite, type Sink } from './sink.ts';

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
