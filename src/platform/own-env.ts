import type { Env } from '../core/environment.ts';

/** What turns the verification of certificates off in Node, for every connection that does not say otherwise. */
const UNVERIFIED = 'NODE_TLS_REJECT_UNAUTHORIZED';

/**
 * The environment that the user has set, also for other programs. Of what Node itself reads while it runs, the variable
 * that would turn verification off is gone: Node would warn about it even where it has no effect.
 */
function takeEnv(): Env {
  const value = process.env[UNVERIFIED];
  if (value === undefined) return process.env;
  const env = { ...process.env };
  delete process.env[UNVERIFIED];
  return env;
}

export const OWN_ENV = takeEnv();
