import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../core/environment.ts';
import { SinchctlError } from '../core/errors.ts';

export interface Homes {
  /** Holds config.json. */
  config: string;
  /** Holds the sandbox's state, and later journal and locks. */
  state: string;
  /** The directory below the temp directory that stands in for a missing home; undefined where nothing needs it. */
  makeshift?: string;
}

/** The home directory, or undefined where the user has neither HOME nor a passwd entry. */
function home(env: Env): string | undefined {
  if (env.HOME) return env.HOME;
  if (env.USERPROFILE) return env.USERPROFILE;
  try {
    return homedir();
  } catch {
    return undefined;
  }
}

/** A directory of this user's own below the temp directory, for users without a home. */
function temporary(): string {
  let user: string | number = 'nobody';
  try {
    user = userInfo().uid;
  } catch {
    user = process.getuid?.() ?? user;
  }
  return join(tmpdir(), `sinchctl-${user}`);
}

/** Where files are kept: our own variables, then the conventions of the platform. */
export function findHomes(env: Env, platform: string): Homes {
  const base = home(env);
  const isWindows = platform === 'win32';
  const [configRoot, stateRoot] = isWindows
    ? [env.APPDATA, env.LOCALAPPDATA || env.APPDATA]
    : [env.XDG_CONFIG_HOME, env.XDG_STATE_HOME];
  const below = (root: string | undefined, name: string, ...parts: string[]): string | undefined =>
    root ? join(root, name) : base && join(base, ...parts, 'sinchctl');
  const config = env.SINCHCTL_CONFIG_DIR || below(configRoot, 'sinchctl', '.config');
  const stateName = isWindows ? 'sinchctl-state' : 'sinchctl';
  const state = env.SINCHCTL_STATE_DIR || below(stateRoot, stateName, '.local', 'state');
  const makeshift = temporary();
  return {
    config: config ?? makeshift,
    state: state ?? makeshift,
    ...(config === undefined || state === undefined ? { makeshift } : {}),
  };
}

/**
 * Refuses a makeshift home that somebody else has made: below the temp directory anybody could.
 * @throws SinchctlError failure
 */
export function checkMakeshift(directory: string): void {
  if (!existsSync(directory) || isOwn(directory)) return;
  throw new SinchctlError('failure', `${directory} belongs to another user, or is open to others`, {
    hint: 'name a directory of yours: SINCHCTL_CONFIG_DIR=<directory> and SINCHCTL_STATE_DIR=<directory>',
  });
}

/** Creates a directory that only this user can enter, if need be, and tells whether files can be made in it. */
function isUsable(directory: string): boolean {
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    accessSync(directory, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Whether a directory is ours and closed to others: below the temp directory anybody could have made it. */
function isOwn(directory: string): boolean {
  const { uid, mode } = statSync(directory);
  const me = process.geteuid?.();
  return me === undefined || (uid === me && (mode & 0o077) === 0);
}

/**
 * Where state can be kept: its home, else this user's own directory below the temp directory, with a warning.
 * @throws SinchctlError failure when neither can be written
 */
export function usableStateHome({ state, makeshift }: Homes, warn: (text: string) => void): string {
  if (state !== makeshift && isUsable(state)) return state;
  const instead = temporary();
  checkMakeshift(instead);
  if (!isUsable(instead)) {
    throw new SinchctlError('failure', `neither ${state} nor ${instead} can be written`, {
      hint: 'name a directory of yours: SINCHCTL_STATE_DIR=<directory>',
    });
  }
  warn(
    state === makeshift
      ? `there is no home; state is kept in ${instead}`
      : `${state} cannot be written; state is kept in ${instead}`,
  );
  return instead;
}
