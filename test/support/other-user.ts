import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryDirectory } from './home.ts';
import { copyProgram } from './program-copy.ts';
import { type SpawnOptions, start } from './spawn.ts';

export const IS_ROOT = process.getuid?.() === 0;

/** Root ignores mode bits, so tests of them run as another user where they would run as root. */
export const ORDINARY: number | undefined = IS_ROOT ? 65_534 : undefined;

/** Changes the owner of a path to the user who runs the program. */
export function give(path: string, uid = ORDINARY): void {
  if (uid !== undefined) chownSync(path, uid, uid);
}

/** A copy of the program and a home, both accessible to an ordinary user, and the program run as that user. */
export function ordinaryUser(uid = ORDINARY) {
  const { program } = copyProgram();
  const directory = temporaryDirectory();
  chmodSync(directory, 0o755);
  const path = (name: string) => join(directory, name);
  const own = (name: string, mode = 0o700): string => {
    mkdirSync(path(name), { recursive: true });
    chmodSync(path(name), mode);
    give(path(name), uid);
    return path(name);
  };
  const run = (argv: readonly string[], options: SpawnOptions = {}) =>
    start(process.execPath, [program, ...argv], { cwd: directory, uid, ...options }).ended;
  return { path, own, run, program };
}
