import type { Env } from '../core/environment.ts';

/** Disables the verification of certificates in Node, for every connection without an explicit setting. */
const UNVERIFIED = 'NODE_TLS_REJECT_UNAUTHORIZED';

/**
 * The user's environment, also for child processes. Removes the variable that disables verification from Node's own
 * environment, because Node warns about it even where it has no effect.
 */
function takeEnv(): Env {
  const value = process.env[UNVERIFIED];
  if (value === undefined) return process.env;
  const env = { ...process.env };
  delete process.env[UNVERIFIED];
  return env;
}

export const OWN_ENV = takeEnv();
