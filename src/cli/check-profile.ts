import { findProfile } from '../credentials/choose-source.ts';
import { SANDBOX_PROFILE } from '../credentials/profile.ts';
import type { Context } from './context.ts';

/** A slip in `--profile` shows even where nothing is read of the profile. @throws SinchctlError auth, with the nearest name */
export async function checkProfile({ settings: { flaggedProfile }, profiles }: Context): Promise<void> {
  if (flaggedProfile !== undefined && flaggedProfile !== SANDBOX_PROFILE)
    findProfile(await profiles.read(), flaggedProfile);
}
