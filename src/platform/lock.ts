import { closeSync, constants, openSync, unlinkSync, writeSync } from 'node:fs';
import { open, readdir, readFile, stat, unlink, utimes } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { codeOf, SinchctlError, writeFailure } from '../core/errors.ts';
import { truncate } from '../core/text.ts';
import { makeDirectory } from './directories.ts';
import { type Holder, isAlive, isLocal, myself } from './lock-holder.ts';

/** Seconds between two heartbeats of a holder. */
const HEARTBEAT = 5;

const AGAIN = 'run the same command again when it has finished';

/** Appended on release with one small write, so that other processes never see a partial release. */
const RELEASED = '\nreleased';

/** The numbers of the lock's files, ascending. The file with the highest number identifies the holder. */
async function generations(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/** Milliseconds within which a process records itself in the file that it has created, even on a busy computer. */
const WRITE_LIMIT = 2000;

/** The holder of a generation: null when it is released, dead, or gone; `contended` while it is being written. */
async function holderOf(path: string, generation: number): Promise<Holder | 'contended' | null> {
  const file = `${path}.${generation}`;
  const text = await readFile(file, 'utf8').catch(() => '');
  if (text.endsWith(RELEASED)) return null;
  const { mtimeMs } = await stat(file).catch(() => ({ mtimeMs: 0 }));
  const age = Date.now() - mtimeMs;
  try {
    const holder = JSON.parse(text) as Holder;
    return isAlive(holder, age / 1000) ? holder : null;
  } catch {
    // A power failure or a kill during the write leaves an old file with invalid content, and no holder survives
    // either.
    return Math.abs(age) < WRITE_LIMIT ? 'contended' : null;
  }
}

/** Appends to an existing file without following links. */
async function append(path: string, text: string): Promise<void> {
  const { O_WRONLY, O_APPEND, O_NOFOLLOW = 0 } = constants;
  const file = await open(path, O_WRONLY | O_APPEND | O_NOFOLLOW);
  await file.writeFile(text).finally(() => file.close());
}

/** Creates the file of a generation, with its holder. @returns false when another process has created it */
function createGeneration(file: string, holder: Holder): boolean {
  let descriptor: number;
  try {
    // This also fails for a link.
    descriptor = openSync(file, 'wx', 0o600);
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw error;
  }
  try {
    // Synchronous, because other processes see an empty file until it is written.
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
  const holder = await holderOf(path, highest);
  if (holder) return holder;
  const mine = highest + 1;
  const since = new Date().toISOString();
  if (!createGeneration(`${path}.${mine}`, { ...me, since })) return 'contended';
  const now = await generations(path);
  // A slow process may create a generation that others have already passed and removed, or write late to the previous
  // one.
  if (now.at(-1) !== mine || (await holderOf(path, highest))) {
    await unlink(`${path}.${mine}`).catch(() => undefined);
    return 'contended';
  }
  for (const old of now.slice(0, -1)) await unlink(`${path}.${old}`).catch(() => undefined);
  return mine;
}

/** How errors describe a lock. */
interface LockTexts {
  /** What is locked; its path if absent. */
  label?: string;
  /** What the holder is doing, for errors in other processes. */
  what?: string;
}

/** `since 2026-11-26 14:02:11`, in local time, in the same format in every locale. */
const sinceText = (since: string): string => `since ${new Date(since).toLocaleString('sv')}`;

/** The error that reports the holder and the possible actions. */
function busy(path: string, taken: Holder | 'contended', label = path): SinchctlError {
  const error = (holder: string, hint: string) =>
    new SinchctlError('busy', `${label} is locked by ${holder}`, { hint: `${AGAIN}${hint}` });
  if (taken === 'contended') return error('another process', '');
  const { pid, host, started, since, what } = taken;
  const facts = [...(what ? [truncate(what, 100)] : []), ...(since ? [sinceText(since)] : [])].join(', ');
  const wait = what === undefined ? '' : ', or add --lock-timeout 60 to wait for it';
  const isHere = isLocal(taken);
  const who = isHere ? 'that process is not sinchctl' : 'that computer or container no longer exists';
  const gone = isHere && started !== null ? '' : `; if ${who}, remove ${path}.*`;
  return error(`process ${pid} on ${host}${facts && ` (${facts})`}`, wait + gone);
}

/** Acquires the lock. @param end when to stop waiting, in `performance.now()` @throws SinchctlError busy, with the holder */
async function acquire(path: string, end: number, { what, label }: LockTexts): Promise<number> {
  makeDirectory(dirname(path));
  const me = myself(what);
  for (;;) {
    const taken = await take(path, me);
    if (typeof taken === 'number') return taken;
    if (performance.now() >= end) throw busy(path, taken, label);
    await delay(5 + Math.random() * 20);
  }
}

/** The last request in this process, by path: requests within a process queue instead of competing for the file. */
const queues = new Map<string, Promise<void>>();

/** Waits for earlier requests in this process, at most until `end`. */
async function waitTurn(path: string, before: Promise<void>, end: number, label?: string): Promise<void> {
  const limit = new AbortController();
  const late = delay(end - performance.now(), false, { signal: limit.signal }).catch(() => false);
  const isFree = await Promise.race([before.then(() => true), late]);
  limit.abort();
  if (!isFree) throw busy(path, myself(), label);
}

/**
 * Takes a lock that only one process can hold. The lock of a dead holder is taken over: at once if it ran here,
 * otherwise after a minute without a heartbeat.
 * @param path the lock's files are named after it, with a number; the highest number counts
 * @param seconds the maximum wait for a live holder
 * @returns a function that releases the lock
 * @throws SinchctlError busy, with the holder; failure when the lock cannot be written
 */
export async function holdLock(
  path: string,
  seconds: number,
  texts: LockTexts = {},
): Promise<() => Promise<void>> {
  const end = performance.now() + seconds * 1000;
  const before = queues.get(path) ?? Promise.resolve();
  let leave = () => {};
  const mine = new Promise<void>((resolve) => {
    leave = resolve;
  });
  queues.set(
    path,
    before.then(() => mine),
  );
  try {
    await waitTurn(path, before, end, texts.label);
    const taken = await acquire(path, end, texts);
    const file = `${path}.${taken}`;
    const heartbeat = setInterval(() => {
      const now = new Date();
      utimes(file, now, now).catch(() => undefined);
    }, HEARTBEAT * 1000).unref();
    return async () => {
      clearInterval(heartbeat);
      await append(file, RELEASED).catch(() => undefined);
      leave();
    };
  } catch (error) {
    leave();
    throw writeFailure(path, error);
  }
}

/** Runs `work` while no other process holds the same lock. @param label what is locked, for errors */
export async function withLock<T>(
  path: string,
  seconds: number,
  work: () => Promise<T>,
  label = path,
): Promise<T> {
  const release = await holdLock(path, seconds, { label });
  return work().finally(release);
}
