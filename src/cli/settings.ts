import { type Env, variable } from '../core/environment.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { SourcedValue } from '../credentials/provenance.ts';
import { isAccessible } from '../output/style-options.ts';
import type { Globals } from './argv/global-options.ts';

/** The settings of a profile that flags and variables override. */
type ProfileSettings = Pick<Credentials, 'name' | 'region' | 'caFile'>;

/** The settings of one command, in order of precedence: flag, environment, profile, default. */
export interface Settings extends Omit<Globals, 'profile' | 'region' | 'caFile' | 'accessible'> {
  /** The profile of `--profile`, which a protected profile requires; the environment does not count. */
  flaggedProfile: string | undefined;
  /** The profile of `--profile` or SINCHCTL_PROFILE. @throws SinchctlError auth for an empty variable */
  readonly namedProfile: string | undefined;
  isAccessible: boolean;
  /** The values of `--region` and `--ca-file`, to be stored in a profile. */
  flags: Pick<Globals, 'region' | 'caFile'>;
  /** The country for numbers in national format; reads the profile only without a flag. */
  region(profile: () => Promise<Pick<ProfileSettings, 'name' | 'region'>>): Promise<SourcedValue | undefined>;
  /** The CA file to trust in addition to Node's. */
  caFile(profile: Pick<ProfileSettings, 'name' | 'caFile'>): SourcedValue | undefined;
}

/** The first of these values that is set. */
function firstSet(...settings: [from: string, value: string | null | undefined][]): SourcedValue | undefined {
  const [from, value] = settings.find(([, one]) => one != null) ?? [];
  return from === undefined || value == null ? undefined : { value, from };
}

export const namedProfile = (flag: string | undefined, env: Env): string | undefined =>
  flag ?? variable(env, 'SINCHCTL_PROFILE');

export const caFileSetting = (
  flag: string | undefined,
  env: Env,
  { name, caFile }: Pick<ProfileSettings, 'name' | 'caFile'>,
): SourcedValue | undefined =>
  firstSet(
    ['flag --ca-file', flag],
    ['variable SINCHCTL_CA_FILE', variable(env, 'SINCHCTL_CA_FILE')],
    [`profile ${name}`, caFile],
  );

/** The only place that orders flag, environment, profile, and default. */
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
      const flag = firstSet(['flag --region', region]);
      if (flag) return flag;
      const chosen = await source();
      return firstSet([`profile ${chosen.name}`, chosen.region]);
    },
    caFile: (source) => caFileSetting(caFile, env, source),
  };
}
