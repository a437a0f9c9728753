import { chmodSync, statSync } from 'node:fs';
import { SinchctlError } from '../core/errors.ts';

const WRITABLE_BY_OTHERS = 0o022;
const READABLE_BY_OTHERS = 0o044;

/**
 * Whether a file of secrets may be trusted: it must be ours, and nobody else may write it.
 * @returns true when others can read it
 * @throws SinchctlError auth, naming the path and what to type
 */
export function isExposed(path: string): boolean {
  const stats = statSync(path);
  if (!stats.isFile()) {
    throw new SinchctlError('auth', `${path} is not a file`, {
      hint: 'move it away; sinchctl keeps its profiles there',
    });
  }
  const me = process.geteuid?.();
  // Windows has no such modes; its profile directory is the user's own.
  if (me === undefined || process.platform === 'win32') return false;
  const { uid, mode } = stats;
  if (uid !== me) {
    throw new SinchctlError('auth', `${path} belongs to another user`, {
      hint: 'use a configuration of your own: SINCHCTL_CONFIG_DIR=<directory>',
    });
  }
  if (mode & WRITABLE_BY_OTHERS) {
    throw new SinchctlError('auth', `${path} can be written by other users`, {
      hint: `look at what it says, then: chmod 600 ${path}`,
    });
  }
  return (mode & READABLE_BY_OTHERS) !== 0;
}

/** Makes a file readable by its owner alone. */
export const tighten = (path: string): void => chmodSync(path, 0o600);
