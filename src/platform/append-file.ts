import { constants } from 'node:fs';
import { open, truncate } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tryParseJson } from '../core/attempt.ts';
import { codeOf, SinchctlError, usage, writeFailure } from '../core/errors.ts';
import { syncDirectory } from './write-file.ts';

/** An append-only file of lines. */
export interface AppendOnly {
  /**
   * Appends complete lines, including line endings. Resolves when they are on disk; lines that arrive in the meantime
   * share the next sync. @throws SinchctlError failure
   */
  append(lines: string): Promise<void>;
  /** Waits for all lines, then closes. @throws SinchctlError failure when one could not be written */
  close(): Promise<void>;
}

type Opened = Awaited<ReturnType<typeof open>>;

/** The size, and the text after the last line ending, which is a partial line if a process was killed. */
async function readEnd(file: Opened): Promise<{ size: number; tail: string }> {
  const { size } = await file.stat();
  const length = Math.min(size, 64 * 1024);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const tail = buffer.toString('latin1');
  return { size, tail: tail.slice(tail.lastIndexOf('\n') + 1) };
}

/** Milliseconds within which a process that is writing a line must make progress. */
const WRITE_PAUSE = 50;

/** Removes a partial last line, unless another process is writing it now. */
async function cutPartialLine(path: string, file: Opened, end: number, size: number): Promise<void> {
  await delay(WRITE_PAUSE);
  if ((await file.stat()).size === size) await truncate(path, end);
  else await repairEnd(path, file);
}

/** Removes a partial last line of NDJSON, or adds the missing line ending to a complete one. */
async function repairEnd(path: string, file: Opened): Promise<void> {
  const { size, tail } = await readEnd(file);
  if (tail !== '' && tryParseJson(tail) !== undefined) await file.appendFile('\n');
  // Truncates by path, because Windows cannot truncate a file that is open for appending.
  else if (tail.startsWith('{')) await cutPartialLine(path, file, size - tail.length, size);
  else if (tail !== '') {
    await file.close();
    throw usage(`${path} is not a results file`, 'pass a new file, or one written by --results', [path]);
  }
}

/**
 * Opens a regular file for appending, creating it with mode 0600. Links are rejected for shared files, because another
 * user may have placed them.
 */
async function openLines(path: string, isShared: boolean): Promise<Opened> {
  // Without blocking on a pipe. Windows lacks both flags.
  const { O_RDWR, O_APPEND, O_CREAT, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const flags = O_RDWR | O_APPEND | O_CREAT | O_NONBLOCK | (isShared ? O_NOFOLLOW : 0);
  const file = await open(path, flags, 0o600).catch((error) => {
    if (codeOf(error) !== 'ELOOP' || !isShared) throw error;
    throw new SinchctlError('failure', `cannot write ${path}: it is a symbolic link`, {
      hint: 'remove the symbolic link',
    });
  });
  const stats = await file.stat();
  if (!stats.isFile()) {
    await file.close();
    throw usage(`${path} is not a regular file`, 'pass another file, or remove this one', [path]);
  }
  // A new file survives a power failure only if its directory entry is synced.
  if (stats.size === 0) await syncDirectory(dirname(path));
  // In a shared file, another process may still be writing a partial line.
  if (!isShared) await repairEnd(path, file);
  return file;
}

/** Characters per write: Node splits writes larger than 512 KiB, and other processes could write in between. */
const WRITE_SIZE = 128 * 1024;

/** Complete lines in chunks that the system writes atomically, except for a single longer line. */
function* linePieces(lines: string): Generator<string, void> {
  for (let at = 0; at < lines.length; ) {
    const fits =
      lines.length - at <= WRITE_SIZE ? lines.length : lines.lastIndexOf('\n', at + WRITE_SIZE) + 1;
    const end = fits > at ? fits : lines.indexOf('\n', at) + 1 || lines.length;
    yield lines.slice(at, end);
    at = end;
  }
}

/** Milliseconds between two writes: each waits for the disk, and thousands of requests may finish per second. */
const SYNC_PAUSE = 1;

/** Collects lines, and writes them with one sync. */
class LineWriter implements AppendOnly {
  readonly #path: string;
  readonly #file: Opened;
  /** Terminates a partial line that another process may have left. */
  readonly #lead: string;
  #waiting = '';
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, file: Opened, isShared: boolean) {
    this.#path = path;
    this.#file = file;
    this.#lead = isShared ? '\n' : '';
  }

  append(lines: string): Promise<void> {
    this.#waiting += lines;
    this.#next ??= this.#last.then(() => this.#rest).then(() => this.#write());
    const written = this.#next;
    this.#last = written.catch(() => undefined);
    // A caller that does not wait gets the error from the next append, or from close.
    written.catch(() => undefined);
    return written;
  }

  /** The pause after a write, so that lines appended in quick succession share the next one. */
  #rest: Promise<void> | undefined;
  #failure: SinchctlError | undefined;

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = '';
    this.#next = undefined;
    if (this.#failure) throw this.#failure;
    try {
      for (const piece of linePieces(lines)) await this.#file.appendFile(this.#lead + piece);
      await this.#file.datasync();
    } catch (error) {
      this.#failure = writeFailure(this.#path, error);
      throw this.#failure;
    }
    this.#rest = delay(SYNC_PAUSE);
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
    if (this.#failure) throw this.#failure;
  }
}

/**
 * @param isShared whether other processes also write to it; then a partial line is kept, and each write starts with a
 * line ending
 * @throws SinchctlError failure, with the path and the system's reason
 */
export async function appendTo(path: string, isShared = false): Promise<AppendOnly> {
  try {
    return new LineWriter(path, await openLines(path, isShared), isShared);
  } catch (error) {
    throw writeFailure(path, error);
  }
}
