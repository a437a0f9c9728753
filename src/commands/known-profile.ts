import type { Context } from '../context.ts';
import { findProfile } from '../core/choose-source.ts';
import { SANDBOX_PROFILE } from '../core/config.ts';

/** A slip in `--profile` shows even where nothing is read of the profile. @throws SinchctlError auth, with the nearest name */
export async function checkProfile({ globals: { profile }, config }: Context): Promise<void> {
  if (profile !== undefined && profile !== SANDBOX_PROFILE) findProfile(await config.read(), profile);
}
