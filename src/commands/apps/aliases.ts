import type { Aliases } from '../../account/application.ts';
import type { Context } from '../../cli/context.ts';
import type { Credentials } from '../../credentials/credentials.ts';
import { type Config, findProfile } from '../../credentials/profile.ts';

type ChangeAliases = (aliases: Aliases) => Aliases;

function withChangedAliases(config: Config, { source, name }: Credentials, change: ChangeAliases): Config {
  if (source === 'environment') return { ...config, environmentAliases: change(config.environmentAliases) };
  if (source === 'sandbox') return { ...config, sandboxAliases: change(config.sandboxAliases) };
  const profile = findProfile(config, name);
  return {
    ...config,
    profiles: new Map([...config.profiles, [name, { ...profile, aliases: change(profile.aliases) }]]),
  };
}

/** Changes the aliases of the credentials in use, because two accounts may have different aliases `support`. */
export async function changeAliases(context: Context, change: ChangeAliases): Promise<void> {
  const credentials = await context.credentials();
  await context.profiles.update((config) => withChangedAliases(config, credentials, change));
}
