import { open, truncate } from 'node:fs/promises';
import { SinchctlError, usage } from '../core/errors.ts';

/** A file that only grows, line by line, each line on the disk before anybody relies on it. */
export interface AppendOnly {
  /**
   * Takes whole lines with their line ends. Resolves when they are on the disk; lines that come meanwhile share the
   * next sync. @throws SinchctlError failure
   */
  append(lines: string): Promise<void>;
  /** Waits for all lines, then closes. @throws SinchctlError failure when one could not be written */
  close(): Promise<void>;
}

const cannot = (path: string, error: unknown): SinchctlError =>
  new SinchctlError(
    'failure',
    `cannot write ${path}: ${(error as NodeJS.ErrnoException).code ?? 'unknown reason'}`,
    {
      hint: 'is the disk full, or the directory not yours?',
    },
  );

type Opened = Awaited<ReturnType<typeof open>>;

/** Where the whole lines end. Work that was killed can leave a torn line, which would spoil the next one. */
async function endOfLines(file: Opened): Promise<{ size: number; tail: string }> {
  const { size } = await file.stat();
  const length = Math.min(size, 64 * 1024);
  const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
  const tail = buffer.toString('latin1');
  return { size, tail: tail.slice(tail.lastIndexOf('\n') + 1) };
}

function isWhole(line: string): boolean {
  try {
    JSON.parse(line);
    return true;
  } catch {
    return false;
  }
}

const passing = (milliseconds: number) =>
  new Promise<void>((resolve) => void setTimeout(resolve, milliseconds));

/** Milliseconds in which another process that is just writing has gone on. */
const PAUSE = 50;

/** Takes a torn line off, unless it is one that somebody else is writing now. */
async function cutTorn(path: string, file: Opened, end: number, size: number): Promise<void> {
  await passing(PAUSE);
  if ((await file.stat()).size === size) await truncate(path, end);
  else await mendEnd(path, file);
}

/** Takes a torn last line of NDJSON off, and gives a whole one its line end. */
async function mendEnd(path: string, file: Opened): Promise<void> {
  const { size, tail } = await endOfLines(file);
  if (tail !== '' && isWhole(tail)) await file.appendFile('\n');
  // By its path, because Windows cuts no file that is open for appending.
  else if (tail.startsWith('{')) await cutTorn(path, file, size - tail.length, size);
  else if (tail !== '') {
    await file.close();
    throw usage(`${path} is no file of rows`, 'name a new file, or one that --results has written', [path]);
  }
}

/** Opens for appending, 0600 when new. */
async function openLines(path: string, isShared: boolean): Promise<{ file: Opened; isFile: boolean }> {
  const file = await open(path, 'a+', 0o600);
  const isFile = (await file.stat()).isFile();
  // What looks torn in a shared file may be what another process is about to finish.
  if (isFile && !isShared) await mendEnd(path, file);
  return { file, isFile };
}

/** Characters that one write takes: Node divides what has more than 512 KiB, and others might write in between. */
const PIECE = 128 * 1024;

/** Whole lines in pieces that a system writes at once, but for a line that is longer by itself. */
function* piecesOf(lines: string): Generator<string, void> {
  for (let at = 0; at < lines.length; ) {
    const fits = lines.length - at <= PIECE ? lines.length : lines.lastIndexOf('\n', at + PIECE) + 1;
    const end = fits > at ? fits : lines.indexOf('\n', at) + 1 || lines.length;
    yield lines.slice(at, end);
    at = end;
  }
}

/** Milliseconds between two writes. Each costs a trip to the disk, and thousands of requests may end in a second. */
const GATHER = 1;

/** Writes what has gathered, one sync for all of it. */
class Lines implements AppendOnly {
  readonly #path: string;
  readonly #file: Opened;
  /** A pipe or a terminal has no disk to be synced to. */
  readonly #isFile: boolean;
  /** Ends whatever another process may have left without its end. */
  readonly #lead: string;
  #waiting = '';
  #next: Promise<void> | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(path: string, { file, isFile }: { file: Opened; isFile: boolean }, isShared: boolean) {
    this.#path = path;
    this.#file = file;
    this.#isFile = isFile;
    this.#lead = isShared ? '\n' : '';
  }

  append(lines: string): Promise<void> {
    this.#waiting += lines;
    this.#next ??= this.#last.then(() => this.#rest).then(() => this.#write());
    const written = this.#next;
    this.#last = written.catch(() => undefined);
    // Whoever does not wait for a line hears of its failure from the next one, or from close.
    written.catch(() => undefined);
    return written;
  }

  /** Passes soon after a write: lines that come close together share the next one. */
  #rest: Promise<void> | undefined;
  #failure: SinchctlError | undefined;

  async #write(): Promise<void> {
    const lines = this.#waiting;
    this.#waiting = '';
    this.#next = undefined;
    if (this.#failure) throw this.#failure;
    try {
      for (const piece of piecesOf(lines)) await this.#file.appendFile(this.#lead + piece);
      if (this.#isFile) await this.#file.datasync();
    } catch (error) {
      this.#failure = cannot(this.#path, error);
      throw this.#failure;
    }
    this.#rest = passing(GATHER);
  }

  async close(): Promise<void> {
    await this.#last;
    await this.#file.close();
    if (this.#failure) throw this.#failure;
  }
}

/**
 * @param isShared whether other processes write to it too: then a torn line stays, and a new one begins before the first
 * @throws SinchctlError failure, naming the path and the system's reason
 */
export async function appendTo(path: string, isShared = false): Promise<AppendOnly> {
  try {
    return new Lines(path, await openLines(path, isShared), isShared);
  } catch (error) {
    throw error instanceof SinchctlError ? error : cannot(path, error);
  }
}
