import type { Context } from '../context.ts';
import { findProfile } from '../core/choose-source.ts';
import { SANDBOX_PROFILE } from '../core/config.ts';

/** A slip in `--profile` shows even where nothing is read of the profile. @throws SinchctlError auth, with the nearest name */
export async function checkProfile({ settings: { flaggedProfile }, profiles }: Context): Promise<void> {
  if (flaggedProfile !== undefined && flaggedProfile !== SANDBOX_PROFILE)
    findProfile(await profiles.read(), flaggedProfile);
}
