import { readdirSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { NumberIndex } from '../account/number-index.ts';
import { attempt } from '../core/attempt.ts';
import { type Credentials, HOSTS } from '../credentials/credentials.ts';
import { makeDirectory } from '../platform/directories.ts';

/** Where completion saves accounts, below the state directory. */
export const cacheDirectory = (stateDirectory: string): string => join(stateDirectory, 'completion');

/** Seconds for which a saved account is fresh. Any change made with sinchctl makes it stale. */
const FRESH_SECONDS = 120;
/** Seconds before an account that could not be read is requested again. */
const RETRY_SECONDS = 30;
/** Seconds for which saved numbers may be offered if the account cannot be read. */
const MAX_AGE = 86_400;
/** Two files per account: its numbers, and a marker of a failed read. */
const MAX_FILES = 16;
/** Characters of numbers saved for one account: about 200,000 numbers. */
const MAX_CHARACTERS = 3_000_000;

/** FNV-1a. Loading node:crypto for a digest would take longer than everything else. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const byte of Buffer.from(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return (hash >>> 0).toString(16);
}

/** The file name of an account: the key that can read it, and its base URL. */
export function accountName({ baseUrls, application, instance }: Credentials): string {
  const host = application ? 'calling' : 'portal';
  const id = application?.key ?? instance?.id ?? '';
  return `${id.replace(/[^\w-]/g, '_').slice(0, 64)}-${hashOf(`${id} ${baseUrls[host] ?? HOSTS[host]}`)}`;
}

const ageOf = (path: string, now: Date): number =>
  Math.max(0, now.getTime() - (attempt(() => statSync(path).mtimeMs) ?? Number.NEGATIVE_INFINITY)) / 1000;

/** Deletes files that are too old, and the oldest of those that are too many. */
function tidy(directory: string, now: Date): void {
  const files = readdirSync(directory)
    .map((name) => ({ path: join(directory, name), age: ageOf(join(directory, name), now) }))
    .sort((a, b) => a.age - b.age);
  for (const [i, { path, age }] of files.entries())
    if (age > MAX_AGE || i >= MAX_FILES) rmSync(path, { force: true });
}

/** The numbers of one account as of a recent read, in a file that only this user can read. */
export function openAccountCache(directory: string, name: string, now: () => Date) {
  const path = join(directory, `${name}.json`);
  // Completion needed the account and could not read it.
  const wanted = join(directory, `${name}.wanted`);
  const touch = (file: string) => {
    utimesSync(file, now(), now());
    tidy(directory, now());
  };

  return {
    /** Undefined if nothing is saved, or the saved data is too old. */
    read(): NumberIndex | undefined {
      return attempt(() => {
        const { version, at, known } = JSON.parse(readFileSync(path, 'utf8'));
        const age = (now().getTime() - Date.parse(at)) / 1000;
        return version === 1 && age >= 0 && age < MAX_AGE ? known : undefined;
      });
    },
    isFresh: () => ageOf(path, now()) < FRESH_SECONDS,
    /** Whether completion needed the account and could not read it. */
    isWanted: () => ageOf(wanted, now()) < MAX_AGE,
    hasJustFailed: () => ageOf(wanted, now()) < RETRY_SECONDS,
    want(): void {
      // Without a writable directory there is no cache.
      attempt(() => {
        makeDirectory(directory);
        writeFileSync(wanted, '', { mode: 0o600 });
        touch(wanted);
      });
    },
    async write(known: NumberIndex): Promise<void> {
      if (known.numbers.length > MAX_CHARACTERS) return this.want();
      const { replaceFile } = await import('../platform/write-file.ts');
      await replaceFile(path, JSON.stringify({ version: 1, at: now().toISOString(), known }));
      rmSync(wanted, { force: true });
      touch(path);
    },
  };
}

/** Marks every saved account as no longer fresh, after a change. */
export function makeStale(directory: string, now: Date): void {
  const past = now.getTime() / 1000 - FRESH_SECONDS;
  for (const name of readdirSync(directory)) {
    if (name.endsWith('.json')) utimesSync(join(directory, name), past, past);
  }
}
