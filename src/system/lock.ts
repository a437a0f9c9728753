import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { appendFile, link, mkdir, readdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SinchctlError } from '../core/errors.ts';

/** Who holds a lock. */
export interface Holder {
  pid: number;
  host: string;
  /** Tells a process from a later one with the same pid; null where the platform does not say. */
  started: string | null;
}

/** Appended on release: one small write, so a lock is never seen half released. */
const RELEASED = '\nreleased';

/** When a process started, in the kernel's ticks; null off Linux. */
function startOf(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? null;
  } catch {
    return null;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return holder.started === null || startOf(holder.pid) === holder.started;
}

/** The numbers of the lock's files, ascending. The highest one decides who holds it. */
async function generations(path: string): Promise<number[]> {
  const prefix = `${basename(path)}.`;
  const names = await readdir(dirname(path));
  return names
    .filter((name) => name.startsWith(prefix) && /^\d+$/.test(name.slice(prefix.length)))
    .map((name) => Number(name.slice(prefix.length)))
    .sort((a, b) => a - b);
}

/** Who holds a generation: a living process, or nobody (released, dead, gone). */
async function holderOf(path: string, generation: number): Promise<Holder | null> {
  const text = await readFile(`${path}.${generation}`, 'utf8').catch(() => '');
  if (text.endsWith(RELEASED)) return null;
  try {
    const holder = JSON.parse(text) as Holder;
    return isAlive(holder) ? holder : null;
  } catch {
    // Only a power cut leaves a file without sense, and no holder survives that.
    return null;
  }
}

/** Creates a file with its content in one step; false when it exists. */
async function createWhole(path: string, text: string): Promise<boolean> {
  const temporary = `${path}.${randomUUID()}`;
  await writeFile(temporary, text, { flag: 'wx', mode: 0o600 });
  try {
    await link(temporary, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  } finally {
    await unlink(temporary);
  }
}

/** Tries once. A generation can be created by one process only, so two can never take over the same dead holder. */
async function take(path: string, me: Holder): Promise<number | Holder | 'contended'> {
  const highest = (await generations(path)).at(-1) ?? 0;
  const holder = highest === 0 ? null : await holderOf(path, highest);
  if (holder) return holder;
  const mine = highest + 1;
  if (!(await createWhole(`${path}.${mine}`, JSON.stringify(me)))) return 'contended';
  const now = await generations(path);
  // A slow process may create a number that others have passed and cleared already.
  if (now.at(-1) !== mine) {
    await unlink(`${path}.${mine}`);
    return 'contended';
  }
  for (const old of now.slice(0, -1)) await unlink(`${path}.${old}`).catch(() => undefined);
  return mine;
}

/**
 * Runs `work` while no other process on this machine holds the same lock. A dead holder's is taken over at once.
 * @param path the lock's files lie there, numbered; the highest number decides
 * @param seconds how long to wait for a living holder
 * @throws SinchctlError busy, naming the holder
 */
export async function withLock<T>(path: string, seconds: number, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const me: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid) };
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const taken = await take(path, me);
    if (typeof taken === 'number') {
      const file = join(dirname(path), `${basename(path)}.${taken}`);
      return await work().finally(() => appendFile(file, RELEASED).catch(() => undefined));
    }
    if (performance.now() >= end) {
      const who = taken === 'contended' ? 'another process' : `process ${taken.pid} on ${taken.host}`;
      throw new SinchctlError('busy', `${who} holds the lock ${path}`, {
        hint: 'run the same line again when it is done',
      });
    }
    await delay(5 + Math.random() * 20);
  }
}
