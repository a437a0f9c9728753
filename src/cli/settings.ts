import { type Env, variable } from '../core/environment.ts';
import type { Credentials } from '../credentials/credentials.ts';
import { isAccessible } from '../output/style-options.ts';
import type { Globals } from './argv/global-options.ts';

/** A value, and what gave it: `flag --region`, `variable SINCHCTL_CA_FILE`, `profile prod`. */
export interface Setting {
  value: string;
  from: string;
}

/** The values of a profile that flags and variables override. */
type ProfileValues = Pick<Credentials, 'name' | 'region' | 'caFile'>;

/** What one command line runs with: its flags, then the environment, then the profile, then defaults. */
export interface Settings extends Omit<Globals, 'profile' | 'region' | 'caFile' | 'accessible'> {
  /** The profile that `--profile` names, which a protected one needs; the environment does not count. */
  flaggedProfile: string | undefined;
  /** The profile that `--profile` or SINCHCTL_PROFILE names. @throws SinchctlError auth for an empty variable */
  readonly namedProfile: string | undefined;
  isAccessible: boolean;
  /** What `--region` and `--ca-file` say, to be stored in a profile. */
  flags: Pick<Globals, 'region' | 'caFile'>;
  /** The country for numbers in national format; the profile is asked only when no flag says it. */
  region(profile: () => Promise<Pick<ProfileValues, 'name' | 'region'>>): Promise<Setting | undefined>;
  /** The certificate authorities to trust besides Node's own. */
  caFile(profile: Pick<ProfileValues, 'name' | 'caFile'>): Setting | undefined;
}

/** The first of several that is given. */
function firstOf(...settings: [from: string, value: string | null | undefined][]): Setting | undefined {
  const [from, value] = settings.find(([, one]) => one != null) ?? [];
  return from === undefined || value == null ? undefined : { value, from };
}

export const namedProfile = (flag: string | undefined, env: Env): string | undefined =>
  flag ?? variable(env, 'SINCHCTL_PROFILE');

export const caFileSetting = (
  flag: string | undefined,
  env: Env,
  { name, caFile }: Pick<ProfileValues, 'name' | 'caFile'>,
): Setting | undefined =>
  firstOf(
    ['flag --ca-file', flag],
    ['variable SINCHCTL_CA_FILE', variable(env, 'SINCHCTL_CA_FILE')],
    [`profile ${name}`, caFile],
  );

/** The order of flag, environment, profile, and default is written down here and nowhere else. */
export function resolveSettings(globals: Globals, env: Env): Settings {
  const { profile, region, caFile, accessible, ...rest } = globals;
  return {
    ...rest,
    flaggedProfile: profile,
    get namedProfile() {
      return namedProfile(profile, env);
    },
    isAccessible: isAccessible(env, accessible),
    flags: { region, caFile },
    async region(source) {
      const flag = firstOf(['flag --region', region]);
      if (flag) return flag;
      const chosen = await source();
      return firstOf([`profile ${chosen.name}`, chosen.region]);
    },
    caFile: (source) => caFileSetting(caFile, env, source),
  };
}
