import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NumberIndex } from '../account/number-index.ts';
import { type Credentials, HOSTS } from '../credentials/credentials.ts';

/** The end of the names of files that say that completion wanted an account and could not read it. */
export const WANTED = '.wanted';

/** Where completion saves accounts, below the state home. */
export const cacheDirectory = (stateDirectory: string): string => join(stateDirectory, 'completion');

/** Seconds for which an account counts as known. What sinchctl itself changes ends that at once. */
const FRESH = 120;
/** Seconds until it is asked again after it did not answer. */
const PATIENCE = 30;
/** Seconds for which numbers may still be offered where the account cannot be asked. */
const KEPT = 86_400;
/** Files that are kept, two an account: what is known, and that more is wanted. */
const MOST = 16;
/** So many characters of numbers are remembered of one: about 200,000. */
const LARGEST = 3_000_000;

/** FNV-1a. Loading node:crypto for a digest would cost more than all of the rest. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}

/** What an account is saved under: the key that sees it, and where. */
export function accountName({ baseUrls, application, instance }: Credentials): string {
  const host = application ? 'calling' : 'portal';
  const id = application?.key ?? instance?.id ?? '';
  return `${id.replace(/[^\w-]/g, '_').slice(0, 64)}-${hashOf(`${id} ${baseUrls[host] ?? HOSTS[host]}`)}`;
}

function ageOf(path: string, now: Date): number {
  try {
    return Math.max(0, now.getTime() - statSync(path).mtimeMs) / 1000;
  } catch {
    return Number.POSITIVE_INFINITY;
  }
}

/** Makes room: what is old goes, and the oldest of what is left. */
function tidy(directory: string, now: Date): void {
  const files = readdirSync(directory)
    .map((name) => ({ path: join(directory, name), age: ageOf(join(directory, name), now) }))
    .sort((a, b) => a.age - b.age);
  for (const [i, { path, age }] of files.entries())
    if (age > KEPT || i >= MOST) rmSync(path, { force: true });
}

/** The numbers of one account as they were a moment ago, in a file that only this user can read. */
export function openAccountCache(directory: string, name: string, now: () => Date) {
  const path = join(directory, `${name}.json`);
  const wanted = join(directory, `${name}${WANTED}`);
  const dated = (file: string) => {
    utimesSync(file, now(), now());
    tidy(directory, now());
  };

  return {
    /** What is known; undefined when it is nothing, or too old to be of use. */
    read(): NumberIndex | undefined {
      try {
        const { version, at, known } = JSON.parse(readFileSync(path, 'utf8'));
        const age = (now().getTime() - Date.parse(at)) / 1000;
        return version === 1 && age >= 0 && age < KEPT ? known : undefined;
      } catch {
        return undefined;
      }
    },
    isFresh: () => ageOf(path, now()) < FRESH,
    /** Whether somebody wanted to know it and could not. */
    isWanted: () => ageOf(wanted, now()) < KEPT,
    /** Whether it was asked in vain just now. */
    isHopeless: () => ageOf(wanted, now()) < PATIENCE,
    want(): void {
      try {
        mkdirSync(directory, { recursive: true, mode: 0o700 });
        writeFileSync(wanted, '', { mode: 0o600 });
        dated(wanted);
      } catch {
        // Where nothing can be kept, nothing is remembered either.
      }
    },
    async write(known: NumberIndex): Promise<void> {
      if (known.numbers.length > LARGEST) return this.want();
      const { replaceFile } = await import('../platform/write-file.ts');
      await replaceFile(path, JSON.stringify({ version: 1, at: now().toISOString(), known }));
      rmSync(wanted, { force: true });
      dated(path);
    },
  };
}

/** Something was changed: what is known of any account may be wrong now. */
export function makeStale(directory: string, now: Date): void {
  const past = now.getTime() / 1000 - FRESH;
  for (const name of readdirSync(directory)) {
    if (name.endsWith('.json')) utimesSync(join(directory, name), past, past);
  }
}
