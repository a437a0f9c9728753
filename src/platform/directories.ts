import { closeSync, existsSync, lstatSync, mkdirSync, openSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir, userInfo } from 'node:os';
import { dirname, isAbsolute, join, posix, resolve, win32 } from 'node:path';
import { attempt } from '../core/attempt.ts';
import type { Env } from '../core/environment.ts';
import { codeOf, SinchctlError } from '../core/errors.ts';
import { listedHome, userId } from './host.ts';

export interface Directories {
  /** Contains config.json. */
  config: string;
  /** Contains the journal, locks, and the sandbox's state. */
  state: string;
  /** The directory below the temp directory that replaces `state` if that is not writable. */
  fallback: string;
  /** The same directory if it replaces a missing home directory; otherwise undefined. */
  fallbackInUse?: string;
}

/** The path syntax of a platform, which may not be the current one. */
const pathsOf = (platform: string) => (platform === 'win32' ? win32 : posix);

/** A directory from a platform variable; undefined if it is relative, because it would depend on the working directory. */
const absolute = (platform: string, path: string | undefined): string | undefined =>
  path && pathsOf(platform).isAbsolute(path) ? path : undefined;

/** The home directory; undefined if the user has neither a valid HOME nor an entry in the user database. */
const home = (env: Env, platform: string): string | undefined =>
  absolute(platform, env.HOME) ??
  absolute(platform, platform === 'win32' ? env.USERPROFILE : undefined) ??
  absolute(platform, listedHome());

/** The user as part of a file name. */
function userPart(platform: string): string {
  const { uid = process.getuid?.() ?? 'nobody', username = uid } = attempt(userInfo) ?? {};
  // Windows has no user IDs.
  return platform === 'win32' ? String(username).replace(/[^\w.-]/g, '_') : String(uid);
}

/** This user's directory below the temp directory, for users without a home directory. TMPDIR may be relative. */
const temporary = (platform: string): string =>
  resolve('/', isAbsolute(tmpdir()) ? tmpdir() : 'tmp', `sinchctl-${userPart(platform)}`);

/** The platform's directories for configuration and state, from its variables or below the home directory. */
function conventions(env: Env, platform: string): [config: string | undefined, state: string | undefined] {
  const base = home(env, platform);
  const { join: joined } = pathsOf(platform);
  const below = (...parts: string[]) => base && joined(base, ...parts);
  if (platform === 'win32') {
    const roaming = absolute(platform, env.APPDATA) ?? below('AppData', 'Roaming');
    // The parent directory may be the same, so the state directory has a different name.
    const local =
      absolute(platform, env.LOCALAPPDATA) ?? absolute(platform, env.APPDATA) ?? below('AppData', 'Local');
    return [roaming && joined(roaming, 'sinchctl'), local && joined(local, 'sinchctl-state')];
  }
  const config = absolute(platform, env.XDG_CONFIG_HOME) ?? below('.config');
  const state = absolute(platform, env.XDG_STATE_HOME) ?? below('.local', 'state');
  return [config && joined(config, 'sinchctl'), state && joined(state, 'sinchctl')];
}

/** Directories from sinchctl's variables, which may be relative, otherwise from the conventions of the platform. */
export function findDirectories(env: Env, platform: string): Directories {
  const [configHome, stateDirectory] = conventions(env, platform);
  const config = env.SINCHCTL_CONFIG_DIR || configHome;
  const state = env.SINCHCTL_STATE_DIR || stateDirectory;
  const fallbackInUse = temporary(platform);
  return {
    config: config ?? fallbackInUse,
    state: state ?? fallbackInUse,
    fallback: fallbackInUse,
    ...(config === undefined || state === undefined ? { fallbackInUse } : {}),
  };
}

/**
 * Rejects a fallback directory that another user has created, because any user can create one below the temp directory.
 * @throws SinchctlError failure
 */
export function checkFallback(directory: string): void {
  const stats = lstatSync(directory, { throwIfNoEntry: false });
  const me = userId();
  const isOwn =
    stats?.isDirectory() && (me === undefined || (stats.uid === me && (stats.mode & 0o077) === 0));
  if (!stats || isOwn) return;
  throw new SinchctlError('failure', `cannot use ${directory}: it is owned by or accessible to other users`, {
    hint: 'set SINCHCTL_CONFIG_DIR and SINCHCTL_STATE_DIR to directories that only you can access',
  });
}

/** Errors that mean that a directory is not writable. */
const FORBIDDEN = ['EACCES', 'EPERM', 'EROFS'];

const isDirectory = (path: string): boolean =>
  statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;

/**
 * Creates a missing directory, with its parents, that only this user can access. Node's own `recursive` never ends below
 * /proc.
 */
export function makeDirectory(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (error) {
    if (isDirectory(path)) return;
    const isParentMissing = codeOf(error) === 'ENOENT' && !existsSync(dirname(path));
    if (!isParentMissing || dirname(path) === path) throw error;
    makeDirectory(dirname(path));
    makeDirectory(path);
  }
}

/** @returns whether the directory exists afterwards */
function create(directory: string, make: (path: string) => void): boolean {
  try {
    make(directory);
    return true;
  } catch (error) {
    return codeOf(error) === 'EEXIST' && make !== makeDirectory;
  }
}

/** The parent is never created: in the temp directory, the first user to create the directory owns it. */
const makeOnly = (path: string): void => mkdirSync(path, { mode: 0o700 });

/** Whether a directory is writable. Creates a file, because no other check is reliable on Windows. */
function isWritable(directory: string): boolean {
  const probe = join(directory, `.${process.pid}.probe`);
  try {
    closeSync(openSync(probe, 'wx', 0o600));
    unlinkSync(probe);
  } catch (error) {
    return !FORBIDDEN.includes(codeOf(error));
  }
  return true;
}

/**
 * Whether the fallback can be used. It is created first, then checked: once this user owns it, no other user can
 * replace it in a temp directory.
 */
function isFallbackUsable(fallback: string): boolean {
  if (!create(fallback, makeOnly)) return false;
  checkFallback(fallback);
  return isWritable(fallback);
}

/**
 * The directory for state: the usual one, or the fallback below the temp directory with a warning.
 * @throws SinchctlError failure when neither is writable
 */
export function usableStateDirectory(
  { state, fallbackInUse, fallback }: Directories,
  warn: (text: string) => void,
): string {
  if (state !== fallbackInUse && create(state, makeDirectory) && isWritable(state)) return state;
  if (!isFallbackUsable(fallback)) {
    const paths = [...new Set([state, fallback])].join(' or ');
    throw new SinchctlError('failure', `cannot write to ${paths}`, {
      hint: 'set SINCHCTL_STATE_DIR to a writable directory',
    });
  }
  warn(
    state === fallbackInUse
      ? `no home directory; state is saved in ${fallback}`
      : `cannot write to ${state}; state is saved in ${fallback}`,
  );
  return fallback;
}
