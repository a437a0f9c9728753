import { homedir, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Env } from '../core/environment.ts';

export interface Homes {
  /** Holds config.json. */
  config: string;
  /** Holds the sandbox's state, and later journal and locks. */
  state: string;
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
  const within = (...parts: string[]) =>
    base ? join(base, ...parts) : join(temporary(), parts.at(-1) ?? '');
  const isWindows = platform === 'win32';
  const config = isWindows ? env.APPDATA : env.XDG_CONFIG_HOME;
  const state = isWindows ? env.LOCALAPPDATA || env.APPDATA : env.XDG_STATE_HOME;
  return {
    config: env.SINCHCTL_CONFIG_DIR || (config ? join(config, 'sinchctl') : within('.config', 'sinchctl')),
    state:
      env.SINCHCTL_STATE_DIR ||
      (state
        ? join(state, isWindows ? 'sinchctl-state' : 'sinchctl')
        : within('.local', 'state', 'sinchctl')),
  };
}
