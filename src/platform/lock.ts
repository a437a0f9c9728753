import { closeSync, openSync, unlinkSync, writeSync } from 'node:fs';
import { appendFile, mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SinchctlError } from '../core/errors.ts';
import { type Holder, isAlive, myself } from './lock-holder.ts';

const AGAIN = 'run the same line again when it is done';

/** Appended on release: one small write, so no other process sees a lock half released. */
const RELEASED = '\nreleased';

/** The numbers of the lock's files, ascending. The highest one decides who holds it. */
async function generations(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/** Milliseconds in which a process writes itself into the file that it has created, however busy the machine is. */
const WRITE_LIMIT = 2000;

/** The holder of a generation: null when it is released, dead, or gone, `contended` while it writes itself. */
async function holderOf(path: string, generation: number): Promise<Holder | 'contended' | null> {
  const file = `${path}.${generation}`;
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.endsWith(RELEASED)) return null;
  try {
    const holder = JSON.parse(text) as Holder;
    return isAlive(holder) ? holder : null;
  } catch {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
    // A power cut or a kill in the middle leaves an old file with invalid content, and no holder survives either.
    return Math.abs(Date.now() - mtimeMs) < WRITE_LIMIT ? 'contended' : null;
  }
}

/** Creates the file of a generation, which names its holder. @returns false when another process has created it */
function createGeneration(file: string, holder: Holder): boolean {
  let descriptor: number;
  try {
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
  try {
    // Synchronous, because until then other processes only see an empty file.
    writeSync(descriptor, JSON.stringify(holder));
    return true;
  } catch (error) {
    unlinkSync(file);
    throw error;
  } finally {
    closeSync(descriptor);
  }
}

/** Tries once. Only one process can create a generation, so two can never take over from the same dead holder. */
async function take(path: string, me: Holder): Promise<number | Holder | 'contended'> {
  const highest = (await generations(path)).at(-1) ?? 0;
  const holder = highest === 0 ? null : await holderOf(path, highest);
  if (holder) return holder;
  const mine = highest + 1;
  if (!createGeneration(`${path}.${mine}`, me)) return 'contended';
  const now = await generations(path);
  // A slow process may create a number that others have passed and removed already, or write itself late into the
  // previous one.
  if (now.at(-1) !== mine || (highest > 0 && (await holderOf(path, highest)))) {
    await unlink(`${path}.${mine}`).catch(() => undefined);
    return 'contended';
  }
  for (const old of now.slice(0, -1)) await unlink(`${path}.${old}`).catch(() => undefined);
  return mine;
}

/** The system's error in our words, with the path. */
function cannotLock(path: string, error: unknown): SinchctlError {
  if (error instanceof SinchctlError) return error;
  return new SinchctlError(
    'failure',
    `cannot write beside ${path}: ${(error as NodeJS.ErrnoException).code}`,
    {
      hint: 'is the directory yours, and the disk neither full nor read-only?',
    },
  );
}

/** The error that names the holder, and what the user can do. */
function busy(path: string, taken: Holder | 'contended'): SinchctlError {
  if (taken === 'contended') {
    return new SinchctlError('busy', `another process holds the lock ${path}`, { hint: AGAIN });
  }
  const work = taken.what === undefined ? '' : ` (${taken.what})`;
  const wait = taken.what === undefined ? '' : ', or wait for it with --lock-timeout 60';
  const isCertain = taken.host === hostname() && taken.started !== null;
  const who = taken.host === hostname() ? 'that process is another program' : 'that machine is gone';
  const gone = isCertain ? '' : `; if ${who}, remove ${path}.*`;
  const hint = `${AGAIN}${wait}${gone}`;
  return new SinchctlError('busy', `process ${taken.pid} on ${taken.host}${work} holds the lock ${path}`, {
    hint,
  });
}

/** Takes the lock. @throws SinchctlError busy, naming the holder, after this number of seconds */
async function acquire(path: string, seconds: number, what?: string): Promise<number> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const me = myself(what);
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const taken = await take(path, me);
    if (typeof taken === 'number') return taken;
    if (performance.now() >= end) {
      throw busy(path, taken);
    }
    await delay(5 + Math.random() * 20);
  }
}

/** The last taker in this process, by path: within a process they queue instead of competing for the file. */
const queues = new Map<string, Promise<void>>();

/** Waits for earlier takers in this process. @param seconds the maximum */
async function waitTurn(path: string, before: Promise<void>, seconds: number): Promise<void> {
  const limit = new AbortController();
  const late = delay(seconds * 1000, 'late' as const, { signal: limit.signal, ref: false }).catch(
    () => 'late',
  );
  const first = await Promise.race([before.then(() => 'free'), late]);
  limit.abort();
  if (first === 'free') return;
  throw busy(path, myself());
}

/**
 * Takes a lock that only one process on this machine can hold. The lock of a dead holder is taken over at once.
 * @param path the lock's files are named after it, with a number; the highest number decides
 * @param seconds the maximum wait for a living holder
 * @param what what the holder does, for the errors of other processes
 * @returns releases the lock
 * @throws SinchctlError busy, naming the holder; failure when the lock cannot be written
 */
export async function holdLock(path: string, seconds: number, what?: string): Promise<() => Promise<void>> {
  const before = queues.get(path) ?? Promise.resolve();
  let leave = () => {};
  const mine = new Promise<void>((resolve) => {
    leave = resolve;
  });
  queues.set(
    path,
    Promise.all([before, mine]).then(() => undefined),
  );
  try {
    await waitTurn(path, before, seconds);
    const taken = await acquire(path, seconds, what);
    return async () => {
      await appendFile(`${path}.${taken}`, RELEASED).catch(() => undefined);
      leave();
    };
  } catch (error) {
    leave();
    throw cannotLock(path, error);
  }
}

/** Runs `work` while no other process on this machine holds the same lock. */
export async function withLock<T>(path: string, seconds: number, work: () => Promise<T>): Promise<T> {
  const release = await holdLock(path, seconds);
  return work().finally(release);
}
