import { readdirSync, readlinkSync } from 'node:fs';
import { attempt } from '../../src/core/attempt.ts';

/** The names of this process's open files that start with a path; only on Linux. */
export const openFiles = (path: string): (string | undefined)[] =>
  readdirSync('/proc/self/fd')
    .map((fd) => attempt(() => readlinkSync(`/proc/self/fd/${fd}`)))
    .filter((name) => name?.startsWith(path));
