import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { SinchctlError } from '../core/errors.ts';
import { userId } from '../platform/user.ts';

const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_OTHERS = 0o044;

/** Links that are followed one after the other, as many as Linux does. */
const MOST_LINKS = 40;

const unsafe = (message: string, hint: string): SinchctlError => new SinchctlError('auth', message, { hint });

const USE_YOUR_OWN = 'use a configuration of your own: SINCHCTL_CONFIG_DIR=<directory>';

function checkLink(path: string, { uid }: Stats): void {
  const user = userId();
  if (user === undefined || uid === user || uid === 0) return;
  throw unsafe(`${path} is a link that belongs to another user`, USE_YOUR_OWN);
}

/** What is under a path, and its directory by the one name that all processes lock it by; undefined for nothing. */
function look(path: string): { stats: Stats; directory: string } | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats && { stats, directory: realpathSync(dirname(path)) };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw unsafe(`${path} cannot be read: ${code}`, 'check the path and its permissions');
  }
}

/**
 * Where a path leads, also when there is nothing yet. A link of the user's own, as from dotfiles, and one of root's are
 * followed.
 * @throws SinchctlError auth when another user could have pointed it elsewhere
 */
export function followLinks(path: string): string {
  let target = path;
  for (let links = 0; links <= MOST_LINKS; links++) {
    const found = look(target);
    if (!found) return target;
    const { stats, directory } = found;
    if (!stats.isSymbolicLink()) return join(directory, basename(target));
    checkLink(target, stats);
    target = resolve(directory, readlinkSync(target));
  }
  throw unsafe(`${path} leads through too many links`, 'point the link at a file');
}

/** A file of secrets must be a file, ours, under no other name, and nobody else may write it. */
function check(path: string, stats: Stats): void {
  if (!stats.isFile()) {
    throw unsafe(`${path} is not a regular file`, 'move it away; sinchctl stores its profiles there');
  }
  const user = userId();
  if (user === undefined) return;
  if (stats.uid !== user) throw unsafe(`${path} belongs to another user`, USE_YOUR_OWN);
  if (stats.nlink > 1) {
    throw unsafe(
      `${path} has ${stats.nlink} hard links, and is also stored under another name`,
      'replace it with a copy of itself',
    );
  }
  if (stats.mode & WRITABLE_BY_OTHERS) {
    throw unsafe(`${path} can be written by other users`, `check its content, then run: chmod 600 ${path}`);
  }
}

/** A file that may be trusted, open for reading. */
export interface TrustedFile {
  /** What is read and changed is this, whatever the path leads to by then. */
  descriptor: number;
  /** Whether other users can read it. */
  isExposed: boolean;
}

/**
 * Opens a file of secrets, and changes nothing.
 * @throws SinchctlError auth when it may not be trusted, naming the path and what to type
 */
export function openTrusted(path: string): TrustedFile {
  const target = followLinks(path);
  check(path, lstatSync(target));
  // Another process may replace it now: a link must not be followed, nor a pipe block. Windows has neither flag.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const descriptor = openSync(target, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  const stats = fstatSync(descriptor);
  try {
    check(path, stats);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return { descriptor, isExposed: userId() !== undefined && (stats.mode & READABLE_BY_OTHERS) !== 0 };
}
