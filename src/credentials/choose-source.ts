import { closestMatch } from '../core/closest-match.ts';
import { type Env, namesIn } from '../core/environment.ts';
import { SinchctlError } from '../core/errors.ts';
import { CREDENTIAL_VARIABLES, URL_VARIABLES } from './environment.ts';
import { type Config, type Profile, SANDBOX_PROFILE } from './profile.ts';

/** Where the credentials of one command come from; always exactly one place. */
export type Source =
  | { kind: 'sandbox'; warnings: string[] }
  | { kind: 'environment'; warnings: string[] }
  | { kind: 'profile'; name: string; profile: Profile; warnings: string[] };

/** A profile by its exact name. @throws SinchctlError auth, with the nearest name */
export function findProfile(config: Config, name: string): Profile {
  const profile = config.profiles.get(name);
  if (profile) return profile;
  const near = closestMatch(name, [...config.profiles.keys(), SANDBOX_PROFILE]);
  throw new SinchctlError('auth', `no profile is called ${name}`, {
    hint: near ? `did you mean ${near}?` : 'sinchctl profiles list shows the profiles there are',
    items: [name],
  });
}

/** A stale exported URL must not receive a profile's credentials, and nobody should wonder why it has no effect. */
export function ignoredVariables(env: Env, name: string): string[] {
  const names = namesIn(env, URL_VARIABLES);
  return names.length > 0 ? [`${names.join(', ')} ignored: profile ${name} brings its own`] : [];
}

function named(config: Config, env: Env, name: string): Source {
  const warnings = ignoredVariables(env, name);
  if (name === SANDBOX_PROFILE) return { kind: 'sandbox', warnings };
  return { kind: 'profile', name, profile: findProfile(config, name), warnings };
}

/**
 * The named profile; else the environment, when any of its credentials is set; else the active profile.
 * @param name the profile that `--profile` or SINCHCTL_PROFILE names
 */
export function chooseSource(name: string | undefined, env: Env, config: Config): Source {
  if (name !== undefined) return named(config, env, name);
  if (namesIn(env, CREDENTIAL_VARIABLES).length > 0) {
    const warnings = config.active
      ? [`credentials come from the environment, not from the active profile ${config.active}`]
      : [];
    return { kind: 'environment', warnings };
  }
  if (config.active !== null) return named(config, env, config.active);
  throw new SinchctlError('auth', 'no credentials: no profile is active and no SINCH_* variable is set', {
    hint: 'store a profile with sinchctl profiles set, or try --profile sandbox',
  });
}
