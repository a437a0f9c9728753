import { appendFile, mkdir, readdir, readFile, stat, unlink } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SinchctlError } from '../core/errors.ts';
import { createExclusive } from './create-exclusive.ts';
import { type Holder, isAlive, myself } from './lock-holder.ts';

const AGAIN = 'run the same line again when it is done';

/** Appended on release: one small write, so a lock is never seen half released. */
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

/** Milliseconds within which a taker that cannot link writes itself into the file that it has made. */
const WRITING = 2000;

/** Who holds a generation: a living process, nobody (released, dead, gone), or somebody who is writing it just now. */
async function holderOf(path: string, generation: number): Promise<Holder | 'contended' | null> {
  const file = `${path}.${generation}`;
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.endsWith(RELEASED)) return null;
  try {
    const holder = JSON.parse(text) as Holder;
    return isAlive(holder) ? holder : null;
  } catch {
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
    // An old file without sense is left by a power cut or a kill in the middle, and no holder survives either.
    return Math.abs(Date.now() - mtimeMs) < WRITING ? 'contended' : null;
  }
}

/** A taker links its file within milliseconds; one that is a minute old was killed before it could. */
const ABANDONED = 60_000;

/** Removes the unlinked files of takers that were killed. */
async function sweep(path: string): Promise<void> {
  const directory = dirname(path);
  const own = /^\d+\.[0-9a-f-]{36}$/;
  for (const name of await readdir(directory)) {
    if (!name.startsWith(`${basename(path)}.`) || !own.test(name.slice(basename(path).length + 1))) continue;
    const file = join(directory, name);
    const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: Number.POSITIVE_INFINITY }));
    if (Date.now() - mtimeMs > ABANDONED) await unlink(file).catch(() => undefined);
  }
}

/** Tries once. A generation can be created by one process only, so two can never take over the same dead holder. */
async function take(path: string, me: Holder): Promise<number | Holder | 'contended'> {
  const highest = (await generations(path)).at(-1) ?? 0;
  const holder = highest === 0 ? null : await holderOf(path, highest);
  if (holder) return holder;
  const mine = highest + 1;
  if (!(await createExclusive(`${path}.${mine}`, JSON.stringify(me)))) return 'contended';
  const now = await generations(path);
  // A slow process may create a number that others have passed and cleared already, or write itself late into the one
  // before.
  if (now.at(-1) !== mine || (highest > 0 && (await holderOf(path, highest)))) {
    await unlink(`${path}.${mine}`).catch(() => undefined);
    return 'contended';
  }
  for (const old of now.slice(0, -1)) await unlink(`${path}.${old}`).catch(() => undefined);
  await sweep(path);
  return mine;
}

/** The system's refusal in our words, naming the path. */
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

/** Who is in the way, and what can be done about it. */
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

/** Takes the lock, or says who holds it after so many seconds. */
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

/** The last one to wait in this process, by path: they take turns here instead of competing for the file. */
const queues = new Map<string, Promise<void>>();

/** Waits for those before in this process, so many seconds at most. */
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
 * Takes a lock that only one process on this machine can hold. A dead holder's is taken over at once.
 * @param path the lock's files lie there, numbered; the highest number decides
 * @param seconds how long to wait for a living holder
 * @param what the holder does, for those who find it in their way
 * @returns what gives it back
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

/** Runs `work` while nobody else on this machine holds the same lock. */
export async function withLock<T>(path: string, seconds: number, work: () => Promise<T>): Promise<T> {
  const release = await holdLock(path, seconds);
  return work().finally(release);
}
