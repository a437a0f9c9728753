import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  realpathSync,
  type Stats,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { codeOf, SinchctlError, systemReason } from '../core/errors.ts';
import { shellWord } from '../core/shell-line.ts';
import { userId } from '../platform/host.ts';
import { authError } from './credentials.ts';

const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_OTHERS = 0o044;

/** The maximum number of links to follow, as in Linux. */
const MAX_LINKS = 40;

/** A path in a command, in POSIX quoting: PowerShell quoting is only for Windows, which has none of these checks. */
const word = (path: string): string => shellWord(path, 'posix');

/** How to regain access to a configuration that root has created. */
const afterSudo = (directory: string): string =>
  `if you ran sinchctl with sudo, run: sudo chown -R ${userId()} ${word(directory)}`;

const USE_YOUR_OWN = 'set SINCHCTL_CONFIG_DIR to a directory of your own';

function checkLink(path: string, { uid }: Stats): void {
  const user = userId();
  if (user === undefined || uid === user || uid === 0) return;
  throw authError(`${path} is a symbolic link owned by another user`, USE_YOUR_OWN);
}

/**
 * The stats of a path, and the canonical path of its directory, so that all processes lock the same path; undefined if
 * the path does not exist.
 */
function inspect(path: string): { stats: Stats; directory: string } | undefined {
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    return stats && { stats, directory: realpathSync(dirname(path)) };
  } catch (error) {
    const isForbidden = codeOf(error) === 'EACCES' && userId() !== undefined;
    throw new SinchctlError('auth', `cannot read ${path}: ${systemReason(error)}`, {
      hint: `check the path and its permissions${isForbidden ? `; ${afterSudo(dirname(path))}` : ''}`,
      cause: error,
    });
  }
}

/**
 * Resolves the links of a path, which need not exist. Follows links that the user or root owns, such as those of
 * dotfiles.
 * @throws SinchctlError auth for a link of another user
 */
export function followLinks(path: string): string {
  let target = path;
  for (let links = 0; links <= MAX_LINKS; links++) {
    const found = inspect(target);
    if (!found) return target;
    const { stats, directory } = found;
    if (!stats.isSymbolicLink()) return join(directory, basename(target));
    checkLink(target, stats);
    target = resolve(directory, readlinkSync(target));
  }
  throw authError(`${path} resolves through too many symbolic links`, 'link directly to the file');
}

/** A file with secrets must be a regular file of this user, without hard links, and not writable by others. */
function checkTrusted(path: string, stats: Stats): void {
  if (!stats.isFile()) {
    throw authError(`${path} is not a regular file`, 'move or remove it; sinchctl saves its profiles there');
  }
  const user = userId();
  if (user === undefined) return;
  if (stats.uid === 0 && user !== 0) throw authError(`${path} is owned by root`, afterSudo(dirname(path)));
  if (stats.uid !== user) throw authError(`${path} is owned by another user`, USE_YOUR_OWN);
  if (stats.nlink > 1) {
    throw authError(
      `${path} has ${stats.nlink} hard links, so the file also exists under another name`,
      'replace it with a copy',
    );
  }
  if (stats.mode & WRITABLE_BY_OTHERS) {
    throw authError(
      `${path} is writable by other users`,
      `check its contents, then run: chmod 600 ${word(path)}`,
    );
  }
}

/**
 * Only this user and root may write to a directory of secrets, because write access allows replacing the file.
 * @throws SinchctlError auth
 */
export function checkDirectory(directory: string): void {
  const user = userId();
  const stats = statSync(directory, { throwIfNoEntry: false });
  if (user === undefined || !stats) return;
  if (stats.uid !== user && stats.uid !== 0)
    throw authError(`the directory ${directory} is owned by another user`, USE_YOUR_OWN);
  if (stats.mode & WRITABLE_BY_OTHERS) {
    throw authError(
      `the directory ${directory} is writable by other users`,
      `check its contents, then run: chmod go-w ${word(directory)}`,
    );
  }
}

/** A trusted file, open for reading. */
export interface TrustedFile {
  /** For reads and mode changes, because the path may refer to another file by then. */
  descriptor: number;
  /** Whether other users can read it. */
  isExposed: boolean;
}

/**
 * Opens a file with secrets without changing anything.
 * @throws SinchctlError auth if it cannot be trusted, with the path and what to do
 */
export function openTrusted(path: string): TrustedFile {
  const target = followLinks(path);
  checkDirectory(dirname(target));
  checkTrusted(path, lstatSync(target));
  // Another process may replace it in the meantime, so this neither follows a link nor blocks on a pipe. Windows lacks
  // both flags.
  const { O_RDONLY, O_NONBLOCK = 0, O_NOFOLLOW = 0 } = constants;
  const descriptor = openSync(target, O_RDONLY | O_NONBLOCK | O_NOFOLLOW);
  const stats = fstatSync(descriptor);
  try {
    checkTrusted(path, stats);
  } catch (error) {
    closeSync(descriptor);
    throw error;
  }
  return { descriptor, isExposed: userId() !== undefined && (stats.mode & READABLE_BY_OTHERS) !== 0 };
}
