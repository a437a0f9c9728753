import type { Aliases } from '../../account/application.ts';
import type { Context } from '../../cli/context.ts';
import type { Credentials } from '../../credentials/credentials.ts';
import type { Config } from '../../credentials/profile.ts';
import { findProfile } from '../../credentials/profile.ts';

type Change = (aliases: Aliases) => Aliases;

function changed(config: Config, { source, name }: Credentials, change: Change): Config {
  if (source === 'environment') return { ...config, environmentAliases: change(config.environmentAliases) };
  if (source === 'sandbox') return { ...config, sandboxAliases: change(config.sandboxAliases) };
  const profile = findProfile(config, name);
  return {
    ...config,
    profiles: new Map([...config.profiles, [name, { ...profile, aliases: change(profile.aliases) }]]),
  };
}

/** Changes the aliases that go with the credentials in use: two accounts may each have their own `support`. */
export async function changeAliases(context: Context, change: Change): Promise<void> {
  const credentials = await context.credentials();
  await context.profiles.update((config) => changed(config, credentials, change));
}
